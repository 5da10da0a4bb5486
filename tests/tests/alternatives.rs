//! Parameters and fields that may be several things, from a generated client to a generated server in memory.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::File;
use specwright_runtime::client::TowerTransport;
use specwright_runtime::server::Problem;
use tests::cases::alternatives::client::Client;
use tests::cases::alternatives::models::{
    AddImagesBody, AddImagesBodyImage, AddImagesBodyRange, Range, SearchCreated, SearchIds, Source,
    SourceMetadata, SourceMetadataChoice, SourceOwner, SourceOwnerIban, SourceOwnerNumber, SourceTags,
};
use tests::cases::alternatives::server::{
    AddImagesInput, AddImagesResponse, AddSourceInput, AddSourceResponse, Operations, SearchInput,
    SearchResponse, router,
};
use tests::net::{exchange, server as listening};

struct Service;

impl Operations for Service {
    async fn search(&self, input: SearchInput) -> Result<SearchResponse, Problem> {
        let SearchInput { expand, ids, created, .. } = input;
        Ok(SearchResponse::Ok(format!("{expand:?} {ids:?} {created:?}")))
    }

    async fn add_source(&self, input: AddSourceInput) -> Result<AddSourceResponse, Problem> {
        Ok(AddSourceResponse::Ok(format!("{:?}", input.body)))
    }

    async fn add_images(&self, input: AddImagesInput) -> Result<AddImagesResponse, Problem> {
        Ok(AddImagesResponse::Ok(format!("{:?}", input.body)))
    }
}

fn client() -> Client {
    let transport = TowerTransport::new(router(Service));
    Client::builder().base_url("http://test").transport(transport).build().expect("a client")
}

/// Texts that look like something else.
const TEXTS: [&str; 7] = ["a", "1", "null", "true", "a,b", "[1]", "%"];

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn a_parameter_arrives_as_the_alternative_that_it_was() {
    let client = client();
    for text in TEXTS {
        for expand in [SourceTags::String(text.to_owned()), SourceTags::Array(list(&[text, "b"]))] {
            let told = client.search().expand(expand.clone()).await.expect("an answer");
            assert_eq!(told, format!("{:?} None None", Some(expand)));
        }
    }
    for ids in [SearchIds::Integer(1), SearchIds::Array(vec![1, 2]), SearchIds::Array(Vec::new())] {
        let told = client.search().ids(ids.clone()).await.expect("an answer");
        assert_eq!(told, format!("None {:?} None", Some(ids)));
    }
    for created in [SearchCreated::Integer(1), SearchCreated::Range(Range::new().gt(1).lt(2))] {
        let told = client.search().created(created.clone()).await.expect("an answer");
        assert_eq!(told, format!("None None {:?}", Some(created)));
    }
}

#[tokio::test]
async fn a_field_of_a_form_arrives_as_the_alternative_that_it_was() {
    let client = client();
    for text in TEXTS {
        for source in [
            Source::new().tags(SourceTags::String(text.to_owned())),
            Source::new().tags(SourceTags::Array(list(&[text, "b"]))),
            Source::new().metadata(SourceMetadata::Object([("k", text.to_owned())].into_iter().collect())),
            Source::new().metadata(SourceMetadata::Choice(SourceMetadataChoice::Empty)),
            Source::new().owner(SourceOwner::Number(SourceOwnerNumber::new(text))),
            Source::new().owner(SourceOwner::Iban(SourceOwnerIban::new(text).count(1))),
        ] {
            let told = client.add_source(source.clone()).await.expect("an answer");
            assert_eq!(told, format!("{source:?}"));
        }
    }
}

#[tokio::test]
async fn parts_arrive_as_the_alternative_that_they_were() {
    let client = client();
    let file = |name: &str| File::new(vec![1, 2]).name(name).content_type("image/png");
    for image in
        [AddImagesBodyImage::Binary(file("a")), AddImagesBodyImage::Array(vec![file("a"), file("b")])]
    {
        let body = AddImagesBody::new(image);
        for range in [AddImagesBodyRange::Range(Range::new().gt(1)), AddImagesBodyRange::String("1".into())] {
            let body = body.clone().range(range);
            let told = client.add_images(body.clone()).await.expect("an answer");
            assert_eq!(told, format!("{body:?}"));
        }
    }
}

#[tokio::test]
async fn what_is_no_alternative_is_told_under_the_keyword_of_the_document() {
    let url = listening(router(Service)).await;
    let request = b"GET /search?ids=x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = exchange(&url, request).await;
    assert!(answer.starts_with("HTTP/1.1 422") && answer.contains("\"anyOf\""), "{answer}");
}
