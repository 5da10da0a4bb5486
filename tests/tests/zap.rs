//! The generated client of ZAP against its generated server, over TCP: an API whose page contradicts itself.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use generated::zap::client::{Client, UpdatePaymentByIdError, UpdatePaymentByIdSuccess};
use generated::zap::models::{
    UpdatePaymentByIdBody, UpdatePaymentByIdResponse as Payment, UpdatePaymentByIdResponseData,
};
use generated::zap::server::{
    BearerAuth, Operations, UpdatePaymentByIdInput, UpdatePaymentByIdResponse, router,
};
use specwright_runtime::client::Error;
use specwright_runtime::server::{Attempt, BearerToken, Denied, Problem};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tests::net::{responder, response, server};

/// A service that answers by the id of the payment, and remembers what it was asked.
#[derive(Clone, Default)]
struct Shop {
    asked: Arc<Mutex<Vec<UpdatePaymentByIdBody>>>,
}

impl Operations for Shop {
    async fn update_payment_by_id(
        &self,
        input: UpdatePaymentByIdInput,
    ) -> Result<UpdatePaymentByIdResponse, Problem> {
        let mut data = UpdatePaymentByIdResponseData::new();
        data.product_id = Some(input.body.product_id.clone());
        data.deliver_receipt = Some(input.body.deliver_receipt);
        self.asked.lock().expect("a lock").push(input.body);
        let mut payment = Payment::new();
        payment.success = Some(true);
        payment.data = Some(data);
        Ok(match input.id.as_str() {
            "new" => UpdatePaymentByIdResponse::Created(payment),
            "bad" => UpdatePaymentByIdResponse::BadRequest,
            _ => UpdatePaymentByIdResponse::Ok(payment),
        })
    }
}

impl BearerAuth for Shop {
    async fn authenticate(&self, bearer: BearerToken<'_>, _: Attempt<'_>) -> Result<(), Denied> {
        if bearer.token.matches("TOKEN") { Ok(()) } else { Err(Denied::Forbidden) }
    }
}

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url).bearer_auth("TOKEN").timeout(Duration::from_secs(5));
    builder.build().expect("a client")
}

fn body() -> UpdatePaymentByIdBody {
    UpdatePaymentByIdBody::new("b1", vec!["p1".to_owned(), "p2".to_owned()], "oneTime", "a payment", true)
}

#[tokio::test]
async fn both_statuses_of_success_carry_the_same_payment() {
    let shop = Shop::default();
    let url = server(router(shop.clone())).await;
    let ok = client(&url).update_payment_by_id("known", body()).await.expect("a payment");
    let created = client(&url).update_payment_by_id("new", body()).await.expect("a payment");
    let (UpdatePaymentByIdSuccess::Ok(one), UpdatePaymentByIdSuccess::Created(two)) = (ok, created) else {
        panic!("the statuses are mixed up")
    };
    assert_eq!(one, two);
    let data = one.data.expect("data");
    assert_eq!(data.product_id, Some(vec!["p1".to_owned(), "p2".to_owned()]));
    assert_eq!(data.deliver_receipt, Some(true));
    assert_eq!(shop.asked.lock().expect("a lock").len(), 2);
}

#[tokio::test]
async fn lists_are_lists_on_the_wire() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let answer = r#"{"success":true,"data":{"productId":["p1"],"amount":307,"customerId":[]}}"#;
    let url = responder(response("201 Created", "application/json", answer), Arc::clone(&seen)).await;
    let payment = client(&url).update_payment_by_id("507f1f77", body()).await.expect("a payment");
    let UpdatePaymentByIdSuccess::Created(payment) = payment else { panic!("{payment:?}") };
    assert_eq!(payment.data.expect("data").amount, Some(307.0));
    let request = String::from_utf8(seen.lock().expect("a lock").clone()).expect("text");
    assert!(request.starts_with("PUT /v1/payment/507f1f77 HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("content-type: application/json\r\n"), "{request}");
    assert!(
        request.contains(r#""productId":["p1","p2"]"#) && request.contains(r#""deliverReceipt":true"#),
        "{request}"
    );
}

#[tokio::test]
async fn an_error_without_a_body_is_typed() {
    let url = server(router(Shop::default())).await;
    let Err(Error::Status(status)) = client(&url).update_payment_by_id("bad", body()).await else {
        panic!("it passed")
    };
    assert_eq!((status.status.as_u16(), status.error), (400, UpdatePaymentByIdError::BadRequest));
}

#[test]
fn the_host_must_be_named() {
    let missing = Client::builder().bearer_auth("TOKEN").build().expect_err("no host");
    assert!(missing.to_string().contains("hostname"), "{missing}");
    assert!(Client::builder().hostname("pay.example").bearer_auth("TOKEN").build().is_ok());
}
