//! Generated servers for tools that hold a server against its document: `cargo xtask conformance` starts it.
//!
//! Each server has a port of its own; its name and address are a line of standard output. All of them end with standard
//! input, so that none outlives whoever started it. The handlers answer with what the document allows and nothing more:
//! whatever is refused is refused by what was generated.

use generated::{zap, zenskar, zuora};
use specwright_runtime::axum::Router;
use specwright_runtime::server::{
    Attempt, BearerToken, Denied, Limits, Problem, Secret, UserPassword, serve,
};
use std::io::Write as _;
use tests::cases::conformance::bodies::models::{Order, OrderSize, SendEitherBody};
use tests::cases::conformance::{bodies, parameters, values};
use tests::cases::{rules, security};
use tests::net::quick;
use tokio::net::TcpListener;

/// The service of every server.
struct Service;

/// Services that decide on credentials of one kind in one way.
macro_rules! callers {
    ($service:ty, $credential:ty, $decide:path: $($scheme:path),*) => {
        $(
            impl $scheme for $service {
                async fn authenticate(&self, credential: $credential, attempt: Attempt<'_>) -> Result<(), Denied> {
                    $decide(credential, attempt)
                }
            }
        )*
    };
}

fn key(key: &Secret, _: Attempt<'_>) -> Result<(), Denied> {
    let known = ["KEY", "ORGANISATION"].iter().any(|text| key.matches(text));
    if known { Ok(()) } else { Err(Denied::Unauthenticated) }
}

fn token(bearer: BearerToken<'_>, _: Attempt<'_>) -> Result<(), Denied> {
    if bearer.token.matches("TOKEN") { Ok(()) } else { Err(Denied::Unauthenticated) }
}

fn login(login: UserPassword<'_>, _: Attempt<'_>) -> Result<(), Denied> {
    let known = login.user == "USER" && login.password.matches("PASSWORD");
    if known { Ok(()) } else { Err(Denied::Unauthenticated) }
}

callers! { Service, &Secret, key: zenskar::server::ApiTokenAuth, zenskar::server::OrganisationAuth, security::server::Header, security::server::Query, security::server::Cookie, security::server::Nested }
callers! { Service, BearerToken<'_>, token: zap::server::BearerAuth, zuora::server::BearerAuth, security::server::Bearer, security::server::Tokens, security::server::People, security::server::Provider }
callers! { Service, UserPassword<'_>, login: security::server::Basic }

impl zenskar::server::Payments for Service {
    async fn update_payment(
        &self,
        input: zenskar::server::UpdatePaymentInput,
    ) -> Result<zenskar::server::UpdatePaymentResponse, Problem> {
        // These three are given, and not `null`: whoever reads `nullable` beside `allOf` to the letter of OpenAPI 3.0.3 takes
        // no `null` there, and Prism does.
        let status = Some(zenskar::models::PaymentStatusTypes::Success);
        let mut payment =
            zenskar::models::PaymentResponseSchema::new(input.payment_id, "12.50", "0", "EUR", status);
        payment.payment_method = Some(zenskar::models::PaymentMethodTypes::Card);
        payment.r#type = Some(zenskar::models::PaymentTypes::Payment);
        Ok(zenskar::server::UpdatePaymentResponse::Ok(payment))
    }
}

impl zuora::server::Operations for Service {
    async fn update_payment(
        &self,
        input: zuora::server::UpdatePaymentInput,
    ) -> Result<zuora::server::UpdatePaymentResponse, Problem> {
        let mut payment = zuora::models::UpdatePaymentOkBody::new();
        payment.success = Some(true);
        payment.number = Some(input.payment_key);
        payment.amount = Some(1250.into());
        payment.comment = input.body.and_then(|body| body.comment.into_value());
        Ok(zuora::server::UpdatePaymentResponse::Ok(payment))
    }
}

impl zap::server::Operations for Service {
    async fn update_payment_by_id(
        &self,
        input: zap::server::UpdatePaymentByIdInput,
    ) -> Result<zap::server::UpdatePaymentByIdResponse, Problem> {
        let mut data = zap::models::UpdatePaymentByIdResponseData::new();
        data.business_id = Some(input.body.business_id);
        data.product_id = Some(input.body.product_id);
        data.customer_id = input.body.customer_id;
        data.amount = input.body.amount;
        let mut payment = zap::models::UpdatePaymentByIdResponse::new();
        payment.success = Some(true);
        payment.data = Some(data);
        Ok(zap::server::UpdatePaymentByIdResponse::Ok(payment))
    }
}

impl parameters::server::Operations for Service {
    async fn simple(
        &self,
        input: parameters::server::SimpleInput,
    ) -> Result<parameters::server::SimpleResponse, Problem> {
        Ok(parameters::server::SimpleResponse::Ok(format!("{input:?}")))
    }

    async fn label(
        &self,
        input: parameters::server::LabelInput,
    ) -> Result<parameters::server::LabelResponse, Problem> {
        Ok(parameters::server::LabelResponse::Ok(format!("{input:?}")))
    }

    async fn matrix(
        &self,
        input: parameters::server::MatrixInput,
    ) -> Result<parameters::server::MatrixResponse, Problem> {
        Ok(parameters::server::MatrixResponse::Ok(format!("{input:?}")))
    }

    async fn query(
        &self,
        input: parameters::server::QueryInput,
    ) -> Result<parameters::server::QueryResponse, Problem> {
        Ok(parameters::server::QueryResponse::Ok(format!("{input:?}")))
    }

    async fn spread(
        &self,
        input: parameters::server::SpreadInput,
    ) -> Result<parameters::server::SpreadResponse, Problem> {
        Ok(parameters::server::SpreadResponse::Ok(format!("{input:?}")))
    }

    async fn headers(
        &self,
        input: parameters::server::HeadersInput,
    ) -> Result<parameters::server::HeadersResponse, Problem> {
        Ok(parameters::server::HeadersResponse::Ok(format!("{input:?}")))
    }
}

impl bodies::server::Operations for Service {
    async fn send_json(
        &self,
        input: bodies::server::SendJsonInput,
    ) -> Result<bodies::server::SendJsonResponse, Problem> {
        let none = || Order::new("none", OrderSize::Small);
        Ok(bodies::server::SendJsonResponse::Ok(input.body.unwrap_or_else(none)))
    }

    async fn send_form(
        &self,
        input: bodies::server::SendFormInput,
    ) -> Result<bodies::server::SendFormResponse, Problem> {
        Ok(bodies::server::SendFormResponse::Ok(input.body))
    }

    async fn send_parts(
        &self,
        input: bodies::server::SendPartsInput,
    ) -> Result<bodies::server::SendPartsResponse, Problem> {
        Ok(bodies::server::SendPartsResponse::Ok(input.body.order))
    }

    async fn send_text(
        &self,
        _: bodies::server::SendTextInput,
    ) -> Result<bodies::server::SendTextResponse, Problem> {
        Ok(bodies::server::SendTextResponse::NoContent)
    }

    async fn send_bytes(
        &self,
        _: bodies::server::SendBytesInput,
    ) -> Result<bodies::server::SendBytesResponse, Problem> {
        Ok(bodies::server::SendBytesResponse::NoContent)
    }

    async fn send_either(
        &self,
        input: bodies::server::SendEitherInput,
    ) -> Result<bodies::server::SendEitherResponse, Problem> {
        match input.body {
            SendEitherBody::Json(order) | SendEitherBody::Form(order) => {
                Ok(bodies::server::SendEitherResponse::Ok(order))
            }
            _ => Err(Problem::new(415)),
        }
    }
}

impl values::server::Operations for Service {
    async fn keep(&self, input: values::server::KeepInput) -> Result<values::server::KeepResponse, Problem> {
        Ok(values::server::KeepResponse::Ok(input.body))
    }
}

impl security::server::Operations for Service {
    async fn as_documented(
        &self,
        _: security::server::AsDocumentedInput,
    ) -> Result<security::server::AsDocumentedResponse, Problem> {
        Ok(security::server::AsDocumentedResponse::NoContent)
    }

    async fn by_cookie(
        &self,
        _: security::server::ByCookieInput,
    ) -> Result<security::server::ByCookieResponse, Problem> {
        Ok(security::server::ByCookieResponse::NoContent)
    }

    async fn by_provider(
        &self,
        _: security::server::ByProviderInput,
    ) -> Result<security::server::ByProviderResponse, Problem> {
        Ok(security::server::ByProviderResponse::NoContent)
    }

    async fn by_nested_key(
        &self,
        _: security::server::ByNestedKeyInput,
    ) -> Result<security::server::ByNestedKeyResponse, Problem> {
        Ok(security::server::ByNestedKeyResponse::NoContent)
    }

    async fn open(&self, _: security::server::OpenInput) -> Result<security::server::OpenResponse, Problem> {
        Ok(security::server::OpenResponse::NoContent)
    }

    async fn by_tokens(
        &self,
        _: security::server::ByTokensInput,
    ) -> Result<security::server::ByTokensResponse, Problem> {
        Ok(security::server::ByTokensResponse::NoContent)
    }
}

impl rules::server::Operations for Service {
    async fn put_thing(
        &self,
        _: rules::server::PutThingInput,
    ) -> Result<rules::server::PutThingResponse, Problem> {
        Ok(rules::server::PutThingResponse::NoContent)
    }
}

/// Starts a server and says where it is.
async fn start(name: &str, router: Router, limits: Limits) -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    writeln!(std::io::stdout().lock(), "{name} http://{}", listener.local_addr()?)?;
    tokio::spawn(serve(listener, router, limits));
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let limits = Limits::default();
    start("zap", zap::server::router(Service), limits).await?;
    start("zenskar", zenskar::server::router(Service), limits).await?;
    start("zuora", zuora::server::router(Service), limits).await?;
    start("bodies", bodies::server::router(Service), limits).await?;
    start("parameters", parameters::server::router(Service), limits).await?;
    start("rules", rules::server::router(Service), limits).await?;
    start("security", security::server::router(Service), limits).await?;
    start("values", values::server::router(Service), limits).await?;
    // One that is in a hurry, and takes few connections at once, for a tool that is slow on purpose.
    let limits = Limits { connections: 32, ..quick() };
    start("hurried", bodies::server::router(Service), limits).await?;
    // An empty line is the last one.
    writeln!(std::io::stdout().lock())?;
    // The runtime has one thread, which must not be the one that waits.
    let end = tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    end.await.map_err(std::io::Error::other)?.map(drop)
}
