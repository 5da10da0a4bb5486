//! The generated client of Zuora against its generated server, over TCP.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use generated::zuora::client::{Client, UpdatePaymentError};
use generated::zuora::models::{
    Reason, TransferredToAccounting, UpdatePaymentBody, UpdatePaymentBodyFinanceInformation,
    UpdatePaymentInternalServerErrorBody, UpdatePaymentOkBody, UpdatePaymentStatus4xxBody,
};
use generated::zuora::server::{BearerAuth, Operations, UpdatePaymentInput, UpdatePaymentResponse, router};
use specwright_runtime::Patch;
use specwright_runtime::chrono::NaiveDate;
use specwright_runtime::client::Error;
use specwright_runtime::server::{Attempt, BearerToken, Denied, Problem};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tests::net::{responder, response, server};

/// A service that answers by the key of the payment, and remembers what it was asked.
#[derive(Clone, Default)]
struct Billing {
    asked: Arc<Mutex<Vec<UpdatePaymentInput>>>,
}

impl Operations for Billing {
    async fn update_payment(&self, input: UpdatePaymentInput) -> Result<UpdatePaymentResponse, Problem> {
        let key = input.payment_key.clone();
        self.asked.lock().expect("a lock").push(input);
        let mut reason = Reason::new();
        reason.code = Some("50000040".to_owned());
        Ok(match key.as_str() {
            "missing" => {
                let mut body = UpdatePaymentStatus4xxBody::new();
                body.success = Some(false);
                body.reasons = Some(vec![reason]);
                UpdatePaymentResponse::Status4xx(404, body)
            }
            "broken" => {
                let mut body = UpdatePaymentInternalServerErrorBody::new();
                body.reasons = Some(vec![reason]);
                UpdatePaymentResponse::InternalServerError(body)
            }
            _ => {
                let mut body = UpdatePaymentOkBody::new();
                body.amount = Some("12345678901234567.89".parse().expect("a decimal"));
                body.created_date =
                    NaiveDate::from_ymd_opt(2017, 3, 1).and_then(|day| day.and_hms_opt(15, 31, 10));
                body.integration_id_ns = Some("ns-1".to_owned());
                UpdatePaymentResponse::Ok(body)
            }
        })
    }
}

impl BearerAuth for Billing {
    async fn authenticate(&self, bearer: BearerToken<'_>, _: Attempt<'_>) -> Result<(), Denied> {
        if bearer.token.matches("TOKEN") { Ok(()) } else { Err(Denied::Forbidden) }
    }
}

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url).bearer_auth("TOKEN").timeout(Duration::from_secs(5));
    builder.build().expect("a client")
}

#[tokio::test]
async fn amounts_and_local_times_arrive_to_the_digit() {
    let url = server(router(Billing::default())).await;
    let payment = client(&url).update_payment("P-1").await.expect("a payment");
    assert_eq!(payment.amount.map(|amount| amount.to_string()).as_deref(), Some("12345678901234567.89"));
    assert_eq!(payment.created_date.map(|time| time.to_string()).as_deref(), Some("2017-03-01 15:31:10"));
    assert_eq!(payment.integration_id_ns.as_deref(), Some("ns-1"));
}

#[tokio::test]
async fn the_wire_shows_the_vendors_own_spelling() {
    let body =
        r#"{"amount":12345678901234567.89,"createdDate":"2017-03-01 15:31:10","comment":null,"new":1}"#;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let url = responder(response("200 OK", "application/json", body), Arc::clone(&seen)).await;
    let mut finance = UpdatePaymentBodyFinanceInformation::new();
    finance.transferred_to_accounting = Some(TransferredToAccounting::No);
    let sent = UpdatePaymentBody::new().comment(Patch::Null).finance_information(finance);
    let request = client(&url).update_payment("P-1").body(sent).zuora_track_id("T-7");
    let payment = request.await.expect("a payment");
    assert_eq!(payment.amount.map(|amount| amount.to_string()).as_deref(), Some("12345678901234567.89"));
    let request = String::from_utf8(seen.lock().expect("a lock").clone()).expect("text");
    assert!(request.starts_with("PUT /v1/payments/P-1 HTTP/1.1\r\n"), "{request}");
    assert!(
        request.contains("zuora-track-id: T-7\r\n") && request.contains("authorization: Bearer TOKEN\r\n")
    );
    let body = r#"{"comment":null,"financeInformation":{"transferredToAccounting":"No"}}"#;
    assert!(request.ends_with(body), "{request}");
}

#[tokio::test]
async fn a_comment_has_three_states() {
    let billing = Billing::default();
    let url = server(router(billing.clone())).await;
    let sent = [Patch::Absent, Patch::Null, Patch::Value("paid by wire".to_owned())];
    for comment in &sent {
        let body = UpdatePaymentBody::new().comment(comment.clone());
        client(&url).update_payment("P-1").body(body).await.expect("a payment");
    }
    let asked = billing.asked.lock().expect("a lock");
    let arrived: Vec<_> =
        asked.iter().map(|input| input.body.as_ref().expect("a body").comment.clone()).collect();
    assert_eq!(arrived, sent);
}

#[tokio::test]
async fn a_range_and_a_status_are_told_apart() {
    let url = server(router(Billing::default())).await;
    let failed = async |key: &str| match client(&url).update_payment(key).await {
        Err(Error::Status(status)) => (status.status.as_u16(), status.error),
        other => panic!("{other:?}"),
    };
    let (status, body) = failed("missing").await;
    let UpdatePaymentError::Status4xx(body) = body else { panic!("{body:?}") };
    assert_eq!((status, body.success), (404, Some(false)));
    assert_eq!(body.reasons.expect("reasons")[0].code.as_deref(), Some("50000040"));
    let (status, body) = failed("broken").await;
    assert!(status == 500 && matches!(body, UpdatePaymentError::InternalServerError(_)), "{status} {body:?}");
}

#[tokio::test]
async fn nobody_passes_without_the_token() {
    let url = server(router(Billing::default())).await;
    let stranger = Client::builder().base_url(&*url).bearer_auth("OTHER").build().expect("a client");
    let Err(Error::Status(status)) = stranger.update_payment("P-1").await else { panic!("it passed") };
    assert_eq!(status.status.as_u16(), 403);
}
