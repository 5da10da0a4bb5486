//! A receiver of webhooks: it takes what the sender has signed, and each delivery once.
//!
//! The signature is the HMAC-SHA256 of the body, in base64. It is of the bytes that were sent, so it is looked at
//! before anything is read of them: a layer around the generated router does it.
//!
//! `WEBHOOK_SECRET=secret cargo run -p tests --example webhook_receiver`

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use specwright_runtime::axum::Router;
use specwright_runtime::axum::body::{Body, to_bytes};
use specwright_runtime::axum::extract::{Request, State};
use specwright_runtime::axum::middleware::{Next, from_fn_with_state};
use specwright_runtime::axum::response::{IntoResponse as _, Response};
use specwright_runtime::server::{Attempt, Denied, Limits, Problem, Secret, serve_until};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use tests::cases::webhooks::models::OrderPaidOkBody;
use tests::cases::webhooks::server::{
    OrderPaidInput, OrderPaidResponse, Signature, WebhookReceiver, webhook_router,
};

/// The largest body that is taken, in bytes.
const LARGEST: usize = 64 << 10;

/// The router of a receiver; the sender signs with this secret.
pub(crate) fn receiver(secret: &[u8]) -> Result<Router, hmac::digest::InvalidLength> {
    let key = Hmac::<Sha256>::new_from_slice(secret)?;
    Ok(webhook_router(Receiver::default()).layer(from_fn_with_state(key, signed)))
}

/// Lets pass what has the signature of its body.
async fn signed(State(mut key): State<Hmac<Sha256>>, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else { return Problem::new(413).into_response() };
    let signature = head.headers.get("x-signature").and_then(|text| STANDARD.decode(text).ok());
    key.update(&body);
    // `verify_slice` takes as long for a signature that is nearly right as for any other.
    if signature.is_none_or(|signature| key.verify_slice(&signature).is_err()) {
        return Problem::new(401).detail("the signature is not that of the body").into_response();
    }
    head.extensions.insert(Signed);
    next.run(Request::from_parts(head, Body::from(body))).await
}

/// What the layer leaves with a request that it let pass.
#[derive(Clone, Copy)]
struct Signed;

/// Takes orders that were paid. What it has seen is kept in memory here; a back end keeps it where its orders are, and
/// in the same transaction.
#[derive(Default)]
struct Receiver {
    deliveries: Mutex<HashSet<String>>,
}

impl WebhookReceiver for Receiver {
    async fn order_paid(&self, input: OrderPaidInput) -> Result<OrderPaidResponse, Problem> {
        // A router that was built without the layer takes nothing.
        input.context.extensions().get::<Signed>().ok_or_else(|| Problem::new(401))?;
        let first = self.deliveries.lock().unwrap_or_else(PoisonError::into_inner).insert(input.x_delivery);
        if first {
            eprintln!("order {}: {} were paid", input.body.id, input.body.total);
        }
        // Sent again, it is answered with success again, or the sender would never stop.
        Ok(OrderPaidResponse::Ok(OrderPaidOkBody::new(first)))
    }
}

impl Signature for Receiver {
    async fn authenticate(&self, _: &Secret, _: Attempt<'_>) -> Result<(), Denied> {
        // The signature is a credential of the body as much as of the sender; the layer has looked at both.
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let router = receiver(std::env::var("WEBHOOK_SECRET")?.as_bytes())?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    eprintln!("listening on {}", listener.local_addr()?);
    let stopped = async { _ = tokio::signal::ctrl_c().await };
    serve_until(listener, router, Limits::default(), stopped).await?;
    Ok(())
}
