//! Calls every operation of the vendors' clients in every way that matters on the wire, and says which calls did not end
//! in a typed success: `cargo xtask conformance` runs it against tools that judge requests, or make answers up.
//!
//! `cargo run -p tests --example conformance_calls -- zenskar http://127.0.0.1:4010`; exit status 1 where a call failed.

use generated::{zap, zenskar, zuora};
use specwright_runtime::{Json, Patch, uuid::Uuid};
use std::fmt::Debug;
use std::process::ExitCode;

/// What came of the calls to one vendor.
#[derive(Default)]
struct Tally {
    calls: usize,
    failures: usize,
}

impl Tally {
    fn enter<T, E: Debug>(&mut self, name: &str, outcome: Result<T, E>) {
        self.calls += 1;
        if let Err(error) = outcome {
            self.failures += 1;
            eprintln!("{name}: {error:?}");
        }
    }
}

async fn call_zenskar(url: &str, tally: &mut Tally) -> Result<(), Box<dyn std::error::Error>> {
    use zenskar::models::{PaymentPart, UpdatePaymentRequestSchema};
    let client = zenskar::client::Client::builder()
        .base_url(url)
        .api_token_auth("KEY")
        .organisation_auth("ORGANISATION")
        .build()?;
    let (payment, invoice) = (Uuid::from_u128(7), Uuid::from_u128(8));
    let several = vec![PaymentPart::new(invoice, 1250), PaymentPart::new(payment, -1)];
    for parts in [Patch::Absent, Patch::Null, Patch::Value(vec![]), Patch::Value(several)] {
        let body = UpdatePaymentRequestSchema::new().payment_parts(parts.clone());
        tally.enter(&format!("{parts:?}"), client.update_payment(payment, body).await);
    }
    Ok(())
}

async fn call_zuora(url: &str, tally: &mut Tally) -> Result<(), Box<dyn std::error::Error>> {
    use zuora::models::{
        TransferredToAccounting, UpdatePaymentBody, UpdatePaymentBodyFinanceInformation,
        UpdatePaymentBodyGatewayState,
    };
    let client = zuora::client::Client::builder().base_url(url).bearer_auth("TOKEN").build()?;
    tally.enter("no body", client.update_payment("P-1").await);
    tally.enter("an empty body", client.update_payment("P-1").body(UpdatePaymentBody::new()).await);
    for comment in [Patch::Null, Patch::Value("paid by wire; \"é\"".to_owned())] {
        let body = UpdatePaymentBody::new().comment(comment);
        tally.enter("a comment", client.update_payment("a b/c?d+é%41").body(body).await);
    }
    let finance = UpdatePaymentBodyFinanceInformation::new()
        .bank_account_accounting_code("1000")
        .transferred_to_accounting(TransferredToAccounting::No)
        .unapplied_payment_accounting_code("2000");
    let body = UpdatePaymentBody::new()
        .finance_information(finance)
        .gateway_state(UpdatePaymentBodyGatewayState::Settled)
        .payment_schedule_key("PS-1")
        .reference_id("R-1")
        .integration_id_ns("ns-1");
    let request = client.update_payment("P-1").body(body);
    let request = request.zuora_track_id("T-7").zuora_entity_ids("E-1").zuora_org_ids("1,2");
    tally.enter("everything", request.zuora_version("196.0").await);
    Ok(())
}

async fn call_zap(url: &str, tally: &mut Tally) -> Result<(), Box<dyn std::error::Error>> {
    use zap::models::UpdatePaymentByIdBody;
    let client = zap::client::Client::builder().base_url(url).bearer_auth("TOKEN").build()?;
    let body = |products: &[&str]| {
        let products = products.iter().map(|product| (*product).to_owned()).collect();
        UpdatePaymentByIdBody::new("b1", products, "oneTime", "a payment", true)
    };
    tally.enter("no product", client.update_payment_by_id("1", body(&[])).await);
    tally.enter("two products", client.update_payment_by_id("1", body(&["p1", "p2"])).await);
    let customers = vec![Json::from("c1"), Json::from(7), Json::Null];
    let full = body(&["p1"])
        .key_id("k1")
        .discount_code("TEN")
        .discount_percent(10.5)
        .customer_id(customers)
        .customer_name("Ada Byron")
        .customer_email("ada@example.com")
        .amount(307.25);
    tally.enter("everything", client.update_payment_by_id("507f191e810c19729de860ec", full).await);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(vendor), Some(url)) = (arguments.next(), arguments.next()) else {
        return Err("say which client, and the URL that it calls".into());
    };
    let mut tally = Tally::default();
    match vendor.as_str() {
        "zap" => call_zap(&url, &mut tally).await?,
        "zenskar" => call_zenskar(&url, &mut tally).await?,
        "zuora" => call_zuora(&url, &mut tally).await?,
        other => return Err(format!("there is no client of {other}").into()),
    }
    println!("{} calls, {} failures", tally.calls, tally.failures);
    Ok(ExitCode::from(u8::from(tally.failures > 0)))
}
