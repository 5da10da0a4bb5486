//! Results that come page by page, through a generated client and a mock.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::client::{Error, Mock, MockAnswer, MockRequest, Paged};
use tests::cases::pages::client::Client;

fn client(mock: &Mock) -> Client {
    Client::builder().base_url("https://example.com/v1").transport(mock.clone()).build().expect("a client")
}

fn json(text: &str) -> MockAnswer {
    MockAnswer::bytes(200, "application/json", text.to_owned())
}

/// The URLs that were asked for, below the base.
fn urls(mock: &Mock) -> Vec<String> {
    let below = |request: &MockRequest| request.url.trim_start_matches("https://example.com/v1").to_owned();
    mock.requests().iter().map(below).collect()
}

async fn ids<R>(request: R) -> Result<Vec<String>, Error<R::Error>>
where
    R: Paged<Item = tests::cases::pages::models::Thing>,
{
    let (mut items, mut ids) = (request.items(), Vec::new());
    while let Some(item) = items.next().await {
        ids.push(item?.id);
    }
    Ok(ids)
}

#[tokio::test]
async fn an_offset_grows_by_what_came() {
    let mock = Mock::new();
    mock.once("byOffset", json(r#"{"tags":[],"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#))
        .once("byOffset", json(r#"{"tags":[],"data":[{"id":"c"}],"has_more":false}"#));
    assert_eq!(ids(client(&mock).by_offset().offset(4).limit(2)).await.expect("items"), ["a", "b", "c"]);
    assert_eq!(urls(&mock), ["/offset?offset=4&limit=2", "/offset?limit=2&offset=6"]);
}

#[tokio::test]
async fn pages_are_numbered_until_one_is_empty() {
    let mock = Mock::new();
    mock.once("byNumber", json(r#"["a"]"#))
        .once("byNumber", json(r#"["b","c"]"#))
        .once("byNumber", json("[]"));
    let (mut pages, mut sizes) = (client(&mock).by_number().pages(), Vec::new());
    while let Some(page) = pages.next().await {
        sizes.push(page.expect("a page").len());
    }
    assert_eq!(sizes, [1, 2, 0]);
    assert_eq!(urls(&mock), ["/number", "/number?pageNumber=1", "/number?pageNumber=2"]);
}

#[tokio::test]
async fn a_cursor_is_taken_from_the_page_before() {
    let mock = Mock::new();
    mock.once("byCursor", json(r#"{"things":[{"id":"a"}],"pagination":{"next_page_token":"x y"}}"#))
        .once(
            "byCursor",
            json(r#"{"things":[],"pagination":{"next_page_token":"https://evil.example/?page_token=%26"}}"#),
        )
        .once("byCursor", json(r#"{"things":[{"id":"b"}],"pagination":{"next_page_token":null}}"#));
    assert_eq!(ids(client(&mock).by_cursor()).await.expect("items"), ["a", "b"]);
    assert_eq!(urls(&mock), ["/cursor", "/cursor?page_token=x%20y", "/cursor?page_token=%26"]);
    let endless = Mock::new();
    endless.always("byCursor", json(r#"{"things":[],"pagination":{"next_page_token":"x"}}"#));
    assert!(matches!(ids(client(&endless).by_cursor()).await, Err(Error::Transport(_))));
    assert_eq!(endless.requests().len(), 2);
}

#[tokio::test]
async fn the_last_item_leads_on_while_there_is_more() {
    let mock = Mock::new();
    mock.once("byLast", json(r#"{"tags":[],"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#))
        .once("byLast", json(r#"{"tags":[],"data":[{"id":"c"}],"has_more":false}"#));
    assert_eq!(ids(client(&mock).by_last()).await.expect("items"), ["a", "b", "c"]);
    assert_eq!(urls(&mock), ["/last", "/last?starting_after=b"]);
}

#[tokio::test]
async fn a_link_leads_on_but_not_away() {
    let mock = Mock::new();
    let link =
        r#"</v1/link?page=1>; rel=prev, <https://EXAMPLE.com:443/v2/link?page=3&x=%20>; rel="last next""#;
    mock.once("byLink", json(r#"[{"id":"a"}]"#).header("link", link)).once("byLink", json(r#"[{"id":"b"}]"#));
    assert_eq!(ids(client(&mock).by_link().page(2)).await.expect("items"), ["a", "b"]);
    assert_eq!(urls(&mock), ["/link?page=2", "https://EXAMPLE.com:443/v2/link?page=3&x=%20"]);
    for away in [
        "https://evil.example/link",
        "http://example.com/v1/link",
        "//evil.example/link",
        "https://u@example.com/",
        "ftp://example.com/",
    ] {
        let mock = Mock::new();
        let link = format!("<{away}>; rel=next");
        mock.always("byLink", json(r#"[{"id":"a"}]"#).header("link", &link));
        assert!(matches!(ids(client(&mock).by_link()).await, Err(Error::Transport(_))), "{away}");
        assert_eq!(mock.requests().len(), 1, "{away}");
    }
}

#[tokio::test]
async fn a_link_may_be_a_query_alone_or_what_stands_beside_the_page() {
    let mock = Mock::new();
    mock.once("byLink", json(r#"[{"id":"a"}]"#).header("link", "<?page=3>; rel=next"))
        .once("byLink", json(r#"[{"id":"b"}]"#).header("link", "<?page=4&x=1>; rel=next"))
        .once("byLink", json(r#"[{"id":"c"}]"#).header("link", "<link?page=5&of=http://a>; rel=next"))
        .once("byLink", json(r#"[{"id":"d"}]"#).header("link", "<more/6>; title=\"a; rel=prev\"; rel=next"))
        .once("byLink", json(r#"[{"id":"e"}]"#).header("link", "<?page=7>; rel=prev; rel=next"));
    assert_eq!(ids(client(&mock).by_link()).await.expect("items"), ["a", "b", "c", "d", "e"]);
    let expected = ["/link", "/link?page=3", "/link?page=4&x=1", "/link?page=5&of=http://a", "/more/6"];
    assert_eq!(urls(&mock), expected);
}

#[tokio::test]
async fn pages_that_go_round_in_a_circle_end() {
    let mock = Mock::new();
    // A page that names itself, and each time has something else in it.
    for id in 0..9 {
        let body = format!(r#"[{{"id":"{id}"}}]"#);
        mock.once("byLink", json(&body).header("link", "</v1/link?page=2>; rel=next"));
    }
    let mut items = client(&mock).by_link().items();
    assert!(items.next().await.is_some_and(|item| item.is_ok()));
    // What came before the circle was seen is given.
    assert!(items.next().await.is_some_and(|item| item.is_ok()));
    assert!(matches!(items.next().await, Some(Err(Error::Transport(_)))));
    assert!(items.next().await.is_none());
    let round = Mock::new();
    for id in 0..60 {
        let (body, next) = (format!(r#"[{{"id":"{id}"}}]"#), id % 5);
        round.once("byLink", json(&body).header("link", &format!("</v1/link?page={next}>; rel=next")));
    }
    assert!(matches!(ids(client(&round).by_link()).await, Err(Error::Transport(_))));
    assert!(round.requests().len() < 20, "{}", round.requests().len());
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let mock = Mock::new();
    mock.once("byOffset", json(r#"{"tags":[],"data":[{"id":"a"}]}"#))
        .always("byOffset", MockAnswer::status(404));
    let mut items = client(&mock).by_offset().items();
    assert!(items.next().await.is_some_and(|item| item.is_ok()));
    assert!(matches!(items.next().await, Some(Err(Error::Status(_)))));
    assert!(items.next().await.is_none());
    let odd = Mock::new();
    odd.always("byOffset", json(r#"{"tags":[],"data":[{"id":"a"},{"id":7}]}"#));
    let error = ids(client(&odd).by_offset()).await.expect_err("no thing");
    assert!(error.to_string().contains("/data/1/id"), "{error}");
}
