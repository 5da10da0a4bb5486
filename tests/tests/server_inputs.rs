//! What a generated server makes of requests that are nearly right: media types that look alike, what is given twice, what
//! is `null`, numbers that are no integers, and lists without items.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::server::Problem;
use tests::cases::conformance::bodies::models::{Order, OrderSize};
use tests::cases::conformance::bodies::server::{
    Operations, SendFormInput, SendFormResponse, SendJsonInput, SendJsonResponse,
};
use tests::cases::conformance::{bodies, parameters, values};
use tests::net::{ask, server};

struct Service;

impl Operations for Service {
    async fn send_json(&self, input: SendJsonInput) -> Result<SendJsonResponse, Problem> {
        Ok(SendJsonResponse::Ok(input.body.unwrap_or_else(|| Order::new("none", OrderSize::Small))))
    }

    async fn send_form(&self, input: SendFormInput) -> Result<SendFormResponse, Problem> {
        Ok(SendFormResponse::Ok(input.body))
    }
}

impl values::server::Operations for Service {
    async fn keep(&self, input: values::server::KeepInput) -> Result<values::server::KeepResponse, Problem> {
        Ok(values::server::KeepResponse::Ok(input.body))
    }
}

impl parameters::server::Operations for Service {
    async fn query(
        &self,
        input: parameters::server::QueryInput,
    ) -> Result<parameters::server::QueryResponse, Problem> {
        Ok(parameters::server::QueryResponse::Ok(format!("{:?}", input.limit)))
    }
}

const JSON: &str = "Content-Type: application/json\r\n";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

#[tokio::test]
async fn a_body_is_what_its_media_type_says_and_there_or_not() {
    let url = server(bodies::server::router(Service)).await;
    let order = r#"{"name":"a","size":"small"}"#;
    let twice = r#"{"name":"a","name":"b","size":"small"}"#;
    let deep =
        format!("{{\"name\":\"a\",\"size\":\"small\",\"x\":{}{}}}", "[".repeat(1000), "]".repeat(1000));
    for (headers, body, status) in [
        (JSON, order, "200"),
        ("Content-Type: APPLICATION/JSON; charset=UTF-8\r\n", order, "200"),
        (JSON, "", "200"),
        ("", "", "200"),
        ("", order, "415"),
        ("Content-Type: application/jsonx\r\n", order, "415"),
        ("Content-Type: application/ld+json\r\n", order, "415"),
        ("Content-Type: text/json\r\n", order, "415"),
        ("Content-Type: application/json; charset=utf-16\r\n", order, "415"),
        // Whoever may leave a body out may not say that it is nothing.
        (JSON, "null", "422"),
        (JSON, " null ", "422"),
        (JSON, "[]", "422"),
        (JSON, twice, "400"),
        (JSON, &deep, "400"),
    ] {
        let answer = ask(&url, "PUT /json", headers, body).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{headers}{body}: {answer}");
    }
}

#[tokio::test]
async fn what_nobody_knows_may_come_twice_in_a_form_and_what_is_known_may_not() {
    let url = server(bodies::server::router(Service)).await;
    for (body, status) in [
        ("name=a&size=small", "200"),
        ("name=a&size=small&x=1&x=2&=3&=4&y[a]=1&y=2", "200"),
        ("name=a&size=small&ids=1&ids=2", "200"),
        ("name=a&name=b&size=small", "422"),
        ("name=a&size=tiny", "422"),
    ] {
        let answer = ask(&url, "POST /form", FORM, body).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{body}: {answer}");
    }
}

#[tokio::test]
async fn an_integer_that_no_type_is_wide_enough_for_has_no_fraction() {
    let url = server(values::server::router(Service)).await;
    for (wide, status) in [
        ("340282366920938463463", "200"),
        ("-1e30", "200"),
        ("1.0", "200"),
        ("340282366920938463464", "422"),
        ("0.5", "422"),
        ("1e-30", "422"),
    ] {
        let body = format!(r#"{{"kind":"first","level":1,"note":null,"wide":{wide}}}"#);
        let answer = ask(&url, "POST /things", JSON, &body).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{wide}: {answer}");
    }
}

#[tokio::test]
async fn a_query_parameter_is_given_once_and_a_list_without_items_is_one() {
    let url = server(parameters::server::router(Service)).await;
    for (query, status) in [
        ("limit=5", "200"),
        ("limit=5&unknown=1&unknown=2", "200"),
        ("limit=5&limit=5", "422"),
        ("limit=5&%6cimit=6", "422"),
        ("limit=5&words=a&words=b", "200"),
        ("limit=5&pipe=1%7C2", "200"),
        // The document asks for one item at least; that is what is wrong with it, and not that no text is no number.
        ("limit=5&pipe=", "422"),
        ("limit=5&pipe=1%7C1", "422"),
        ("limit=5&deep[x]=1&deep[y]=2", "200"),
        ("limit=5&deep[x]=1&deep[x]=2&deep[y]=2", "422"),
        ("limit=5&day=2024-02-30", "422"),
        // A comma that is escaped is part of an item, unless it cannot be.
        ("limit=5&flat=a,b", "200"),
        ("limit=5&flat=a%2cb", "200"),
        ("limit=5&flat=a%2C7", "422"),
        ("limit=%205", "422"),
        ("limit=5+", "422"),
        ("limit=five", "422"),
        ("", "422"),
    ] {
        let answer = ask(&url, &format!("GET /query?{query}"), "", "").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{query}: {answer}");
        assert_eq!(answer.contains("minItems"), query.ends_with("pipe="), "{query}: {answer}");
    }
}
