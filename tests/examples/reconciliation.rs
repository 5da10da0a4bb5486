//! A reconciliation of payments: what a ledger says, held against what ZAP and Zuora answer.
//!
//! The pages of neither document how a payment is read, but both answer an update with the payment as it then stands. So
//! Zuora is sent an update without a body, which changes nothing, and ZAP one that restates what the ledger holds beside
//! the amount. Whoever can read payments otherwise should do that.
//!
//! `ZAP_HOSTNAME=api.example.com ZAP_BEARER_AUTH=key ZUORA_BEARER_AUTH=token cargo run -p tests --example reconciliation --
//! ledger.jsonl`. A line of the ledger is `{"zap": "65f0…", "zuora": "P-00000042", "amount": "12.50", "currency": "EUR",
//! "restated": {"businessId": …}}`. Exit status: 0 all agrees, 1 something differs, 2 something could not be compared.

use generated::zap::client::{Client as Zap, UpdatePaymentByIdSuccess as Updated};
use generated::zap::models::{UpdatePaymentByIdBody, UpdatePaymentByIdResponseData as ZapPayment};
use generated::zuora::client::{Client as Zuora, UpdatePaymentError};
use generated::zuora::models::{UpdatePaymentOkBody as ZuoraPayment, UpdatePaymentOkBodyStatus as Status};
use indicatif::{ProgressBar, ProgressStyle};
use serde::de::{Deserialize, Deserializer, Error as _};
use specwright_runtime::client::Error;
use specwright_runtime::rust_decimal::Decimal;
use std::fmt;
use std::process::ExitCode;
use tokio::task::JoinSet;

/// Payments that are compared at one time. Each takes a call to ZAP and one to Zuora.
const AT_ONCE: usize = 4;

/// A payment as the ledger has it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// Its id at ZAP, which Zuora should know as its reference.
    zap: String,
    /// Its number at Zuora.
    zuora: String,
    #[serde(deserialize_with = "decimal")]
    amount: Decimal,
    currency: String,
    /// What ZAP is told anew, because it takes no update without that.
    restated: UpdatePaymentByIdBody,
}

/// An amount, which is a string in the ledger so that nothing takes it for a float on the way.
fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// The payments of a ledger; an error says the line.
pub(crate) fn ledger(text: &str) -> Result<Vec<Entry>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let entry =
        |(index, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", index + 1));
    lines.map(entry).collect()
}

/// What came of it, in the order of the ledger.
#[derive(Debug, Default)]
pub(crate) struct Report {
    differences: Vec<String>,
    /// Why a payment could not be compared.
    failures: Vec<String>,
}

impl Report {
    /// What the program ends with.
    pub(crate) fn status(&self) -> u8 {
        match (self.failures.is_empty(), self.differences.is_empty()) {
            (false, _) => 2,
            (true, false) => 1,
            (true, true) => 0,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.differences.iter().try_for_each(|line| writeln!(formatter, "differs: {line}"))?;
        self.failures.iter().try_for_each(|line| writeln!(formatter, "failed: {line}"))
    }
}

/// Compares all payments, a few at a time.
pub(crate) async fn reconcile(
    entries: Vec<Entry>,
    zap: &Zap,
    zuora: &Zuora,
    progress: &ProgressBar,
) -> Report {
    let mut waiting = entries.into_iter().enumerate();
    let mut running = JoinSet::new();
    let mut ended = Vec::new();
    let mut report = Report::default();
    loop {
        while running.len() < AT_ONCE
            && let Some((index, entry)) = waiting.next()
        {
            let (zap, zuora) = (zap.clone(), zuora.clone());
            running.spawn(async move {
                let compared = compare(&entry, &zap, &zuora).await;
                (index, entry.zuora, compared)
            });
        }
        match running.join_next().await {
            None => break,
            Some(Ok(one)) => ended.push(one),
            Some(Err(error)) => report.failures.push(format!("a comparison did not end: {error}")),
        }
        progress.inc(1);
    }
    ended.sort_by_key(|(index, ..)| *index);
    for (_, payment, compared) in ended {
        let name = |line: String| format!("{payment}: {line}");
        match compared {
            Ok(differences) => report.differences.extend(differences.into_iter().map(name)),
            Err(why) => report.failures.push(name(why)),
        }
    }
    report
}

async fn compare(entry: &Entry, zap: &Zap, zuora: &Zuora) -> Result<Vec<String>, String> {
    let (at_zap, at_zuora) = tokio::join!(ask_zap(entry, zap), ask_zuora(entry, zuora));
    Ok(differences(entry, &at_zap?, &at_zuora?))
}

async fn ask_zap(entry: &Entry, zap: &Zap) -> Result<ZapPayment, String> {
    let mut restated = entry.restated.clone();
    // The amount is what is asked for, and never what is set.
    restated.amount = None;
    let answer = zap.update_payment_by_id(&entry.zap, restated).await;
    let (Updated::Ok(answer) | Updated::Created(answer)) = answer.map_err(|error| format!("ZAP: {error}"))?
    else {
        return Err("ZAP: the answer is of a kind that this program does not know".to_owned());
    };
    if answer.success == Some(false) {
        return Err("ZAP: the answer says that it failed".to_owned());
    }
    answer.data.ok_or_else(|| "ZAP: the answer holds no payment".to_owned())
}

async fn ask_zuora(entry: &Entry, zuora: &Zuora) -> Result<ZuoraPayment, String> {
    let answer = zuora.update_payment(&entry.zuora).await.map_err(|error| match &error {
        Error::Status(status) => format!("Zuora: {error}{}", reasons(&status.error)),
        _ => format!("Zuora: {error}"),
    })?;
    // Zuora may answer 200 to what has failed.
    if answer.success == Some(false) {
        Err("Zuora: the answer says that it failed".to_owned())
    } else {
        Ok(answer)
    }
}

/// What Zuora says of why it refuses something.
fn reasons(error: &UpdatePaymentError) -> String {
    let reasons = match error {
        UpdatePaymentError::InternalServerError(body) => body.reasons.as_deref(),
        UpdatePaymentError::Status4xx(body) => body.reasons.as_deref(),
        _ => None,
    };
    let messages = reasons.unwrap_or_default().iter().filter_map(|reason| reason.message.as_deref());
    messages.map(|message| format!("; {message}")).collect()
}

fn differences(entry: &Entry, zap: &ZapPayment, zuora: &ZuoraPayment) -> Vec<String> {
    let mut found = Vec::new();
    // JSON has a number there, of which the shortest text is the one that was sent, up to 15 digits.
    let zap_amount = zap.amount.and_then(|amount| amount.to_string().parse::<Decimal>().ok());
    // Amounts are compared as numbers: 12.5 is 12.50.
    differ("amount at ZAP", &entry.amount, zap_amount.as_ref(), &mut found);
    if zap.is_deleted == Some(true) {
        found.push("deleted at ZAP".to_owned());
    }
    differ("amount at Zuora", &entry.amount, zuora.amount.as_ref(), &mut found);
    differ("currency at Zuora", &entry.currency, zuora.currency.as_ref(), &mut found);
    differ("reference at Zuora", &entry.zap, zuora.reference_id.as_ref(), &mut found);
    match &zuora.status {
        Some(Status::Processing | Status::Processed | Status::Posted) => {}
        Some(status) => found.push(format!("status at Zuora: {status}")),
        None => found.push("status at Zuora: not said".to_owned()),
    }
    found
}

fn differ<T: PartialEq + fmt::Display>(what: &str, wanted: &T, given: Option<&T>, found: &mut Vec<String>) {
    match given {
        Some(given) if given == wanted => {}
        Some(given) => found.push(format!("{what}: {given}, in the ledger {wanted}")),
        None => found.push(format!("{what}: not said, in the ledger {wanted}")),
    }
}

async fn run() -> Result<u8, Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).ok_or("say where the ledger is")?;
    let entries = ledger(&std::fs::read_to_string(path)?)?;
    let (zap, zuora) = (Zap::from_env()?, Zuora::from_env()?);
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len}, {eta} left")?;
    // It is drawn on standard error, and not at all where that is no terminal.
    let progress = ProgressBar::new(u64::try_from(entries.len())?).with_style(style);
    let report = reconcile(entries, &zap, &zuora, &progress).await;
    progress.finish_and_clear();
    print!("{report}");
    Ok(report.status())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("reconciliation: {error}");
            ExitCode::from(2)
        }
    }
}
