//! The reconciliation of the examples, run against servers made of the traits of both APIs.

use super::reconciliation::{ledger, reconcile};
use generated::zap::models::{UpdatePaymentByIdResponse as ZapAnswer, UpdatePaymentByIdResponseData};
use generated::zap::server::{UpdatePaymentByIdInput, UpdatePaymentByIdResponse};
use generated::zuora::models::{
    Reason, UpdatePaymentOkBody, UpdatePaymentOkBodyStatus as Status, UpdatePaymentStatus4xxBody,
};
use generated::zuora::server::{UpdatePaymentInput, UpdatePaymentResponse};
use generated::{zap, zuora};
use indicatif::ProgressBar;
use specwright_runtime::rust_decimal::Decimal;
use specwright_runtime::server::{Attempt, BearerToken, Denied, Problem};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tests::net::server;
use tokio::task::yield_now;

/// Both sides of every payment; what is odd about one is in its id.
#[derive(Clone, Default)]
struct Books {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl zap::server::BearerAuth for Books {
    async fn authenticate(&self, bearer: BearerToken<'_>, _: Attempt<'_>) -> Result<(), Denied> {
        if bearer.token.matches("TOKEN") { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

impl zuora::server::BearerAuth for Books {
    async fn authenticate(&self, bearer: BearerToken<'_>, _: Attempt<'_>) -> Result<(), Denied> {
        if bearer.token.matches("TOKEN") { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

impl zap::server::Operations for Books {
    async fn update_payment_by_id(
        &self,
        input: UpdatePaymentByIdInput,
    ) -> Result<UpdatePaymentByIdResponse, Problem> {
        let open = self.now.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(open, Ordering::Relaxed);
        // Whoever waits to be asked has its turn.
        for _ in 0..64 {
            yield_now().await;
        }
        self.now.fetch_sub(1, Ordering::Relaxed);
        assert_eq!(input.body.amount, None, "an amount is never set");
        let mut data = UpdatePaymentByIdResponseData::new();
        data.amount = Some(12.5);
        data.is_deleted = Some(input.id == "deleted");
        let mut answer = ZapAnswer::new();
        answer.success = Some(true);
        answer.data = Some(data);
        Ok(match input.id.as_str() {
            "refused" => UpdatePaymentByIdResponse::BadRequest,
            _ => UpdatePaymentByIdResponse::Ok(answer),
        })
    }
}

impl zuora::server::Operations for Books {
    async fn update_payment(&self, input: UpdatePaymentInput) -> Result<UpdatePaymentResponse, Problem> {
        assert_eq!(input.body, None, "nothing is changed");
        if input.payment_key == "P-unknown" {
            let mut reason = Reason::new();
            reason.message = Some("Cannot find payment".to_owned());
            let mut body = UpdatePaymentStatus4xxBody::new();
            body.reasons = Some(vec![reason]);
            return Ok(UpdatePaymentResponse::Status4xx(404, body));
        }
        let mut payment = UpdatePaymentOkBody::new();
        payment.success = Some(input.payment_key != "P-failed");
        payment.amount = Some(Decimal::new(1250, 2));
        payment.currency = Some("EUR".to_owned());
        payment.reference_id = input.payment_key.strip_prefix("P-").map(str::to_owned);
        payment.status = Some(Status::Processed);
        Ok(UpdatePaymentResponse::Ok(payment))
    }
}

/// A line of a ledger; the number at Zuora is the id at ZAP with `P-` before it.
fn line(zap: &str, amount: &str, currency: &str) -> String {
    format!(
        r#"{{"zap":"{zap}","zuora":"P-{zap}","amount":"{amount}","currency":"{currency}","restated":{{"businessId":"b1","productId":["p1"],"paymentType":"oneTime","description":"a payment","deliverReceipt":false,"amount":99}}}}"#
    )
}

/// What the job says of a ledger, and what it ends with.
async fn run(books: &Books, text: &str) -> (String, u8) {
    let zap_url = server(zap::server::router(books.clone())).await;
    let zuora_url = server(zuora::server::router(books.clone())).await;
    let zap =
        zap::client::Client::builder().base_url(zap_url).bearer_auth("TOKEN").build().expect("a client");
    let zuora =
        zuora::client::Client::builder().base_url(zuora_url).bearer_auth("TOKEN").build().expect("a client");
    let entries = ledger(text).expect("a ledger");
    let (count, progress) = (entries.len() as u64, ProgressBar::hidden());
    let report = reconcile(entries, &zap, &zuora, &progress).await;
    assert_eq!(progress.position(), count, "each payment moves the bar");
    (report.to_string(), report.status())
}

#[tokio::test]
async fn what_agrees_is_not_told() {
    // 12.5 and 12.50 are one amount.
    let text = format!("{}\n\n{}\n", line("z1", "12.50", "EUR"), line("z2", "12.5", "EUR"));
    assert_eq!(run(&Books::default(), &text).await, (String::new(), 0));
}

#[tokio::test]
async fn differences_are_told_in_the_order_of_the_ledger() {
    let lines = [line("z1", "12.51", "USD"), line("deleted", "12.50", "EUR")];
    let (said, status) = run(&Books::default(), &lines.join("\n")).await;
    let expected = "differs: P-z1: amount at ZAP: 12.5, in the ledger 12.51\n\
                    differs: P-z1: amount at Zuora: 12.50, in the ledger 12.51\n\
                    differs: P-z1: currency at Zuora: EUR, in the ledger USD\n\
                    differs: P-deleted: deleted at ZAP\n";
    assert_eq!((said.as_str(), status), (expected, 1));
}

#[tokio::test]
async fn what_cannot_be_compared_is_no_agreement() {
    let lines = ["refused", "unknown", "failed", "z1"].map(|id| line(id, "12.50", "EUR"));
    let (said, status) = run(&Books::default(), &lines.join("\n")).await;
    let expected = "failed: P-refused: ZAP: the server answered 400 Bad Request\n\
                    failed: P-unknown: Zuora: the server answered 404 Not Found; Cannot find payment\n\
                    failed: P-failed: Zuora: the answer says that it failed\n";
    assert_eq!((said.as_str(), status), (expected, 2));
}

#[tokio::test]
async fn a_few_payments_are_compared_at_one_time() {
    let books = Books::default();
    let lines: Vec<String> = (0..20).map(|index| line(&format!("z{index}"), "12.50", "EUR")).collect();
    assert_eq!(run(&books, &lines.join("\n")).await, (String::new(), 0));
    let most = books.most.load(Ordering::Relaxed);
    assert!((2..=4).contains(&most), "{most} at one time");
}

#[test]
fn a_ledger_that_cannot_be_read_is_told_by_its_line() {
    let text = format!("{}\n{}", line("z1", "12.50", "EUR"), line("z2", "a lot", "EUR"));
    let error = ledger(&text).expect_err("no amount");
    assert!(error.starts_with("line 2: "), "{error}");
}
