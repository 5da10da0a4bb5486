//! What an API calls: its sender and whoever receives it, over a socket.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use specwright_runtime::client::{Error, Retries};
use specwright_runtime::server::{Attempt, Denied, Problem, Secret};
use tests::cases::webhooks::client::{Client, WebhookSender};
use tests::cases::webhooks::models::{Order, Parcel};
use tests::cases::webhooks::server::{
    OrderPaidInput, OrderPaidResponse, Signature, SubscribeParcelInput, SubscribeParcelResponse,
    WebhookReceiver, webhook_builder, webhook_router,
};
use tests::net::server;

/// Takes what is signed, and every parcel of one code.
struct Shopper;

impl WebhookReceiver for Shopper {
    async fn order_paid(&self, input: OrderPaidInput) -> Result<OrderPaidResponse, Problem> {
        let taken = input.x_delivery == "d1" && input.body.id == "o1";
        Ok(OrderPaidResponse::Ok(tests::cases::webhooks::models::OrderPaidOkBody::new(taken)))
    }

    async fn subscribe_parcel(
        &self,
        input: SubscribeParcelInput,
    ) -> Result<SubscribeParcelResponse, Problem> {
        if input.body.code == "p1" { Ok(SubscribeParcelResponse::NoContent) } else { Err(Problem::new(409)) }
    }
}

impl Signature for Shopper {
    async fn authenticate(&self, key: &Secret, _: Attempt<'_>) -> Result<(), Denied> {
        if key.matches("S") { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

fn sender() -> WebhookSender {
    WebhookSender::builder()
        .signature("S")
        .retries(Retries::off())
        .build()
        .expect("a sender needs no base URL")
}

/// What is read-only is required: an order comes from the API and from nobody else.
fn order() -> Order {
    Order::new("o1", 12.5)
}

#[tokio::test]
async fn a_webhook_arrives_at_the_path_of_its_name() {
    let url = server(webhook_router(Shopper)).await;
    let at = format!("{url}/order%2Fpaid");
    let answer = sender().order_paid(&at, "d1", order()).await.expect("it is taken");
    assert!(answer.taken);
    // The API's own credential is not asked for here: `ping` asks for none.
    let other = WebhookSender::builder().retries(Retries::off()).build().expect("a sender");
    let pinged = other.ping(&format!("{url}/ping")).await;
    assert_eq!(pinged.expect_err("nobody implements it").status().map(|it| it.as_u16()), Some(501));
    // Without the signature nothing is sent.
    assert!(matches!(other.order_paid(&at, "d1", order()).await, Err(Error::Request(_))));
}

#[tokio::test]
async fn a_receiver_chooses_its_path_and_a_url_keeps_its_query() {
    let routes = webhook_builder(Shopper).at("subscribe parcel", "/hooks/parcels").expect("it is there");
    assert!(webhook_builder(Shopper).at("parcels", "/").is_err());
    let url = server(routes.into_router()).await;
    let sent =
        |code: &str| sender().subscribe_parcel(&format!("{url}/hooks/parcels?key=1#a"), Parcel::new(code));
    sent("p1").await.expect("it is taken");
    assert_eq!(sent("p2").await.expect_err("it is not").status().map(|it| it.as_u16()), Some(409));
    let elsewhere = sender().subscribe_parcel(&format!("{url}/subscribe/parcel"), Parcel::new("p1")).await;
    assert_eq!(elsewhere.expect_err("it moved").status().map(|it| it.as_u16()), Some(404));
}

#[tokio::test]
async fn what_is_no_url_of_a_receiver_is_refused_before_anything_is_sent() {
    for url in ["", "/hook", "ftp://a/b", "http://user:word@a/b", "file:///etc/passwd"] {
        let refused = sender().subscribe_parcel(url, Parcel::new("p1")).await;
        assert!(matches!(refused, Err(Error::Request(_))), "{url}");
    }
    // What the client of the API calls, it calls at the document's server.
    assert!(Client::builder().token("T").build().is_ok());
}
