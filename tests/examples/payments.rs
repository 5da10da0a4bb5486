//! A back end of payments on the generated server of Zenskar's API, with its state in SQLite.
//!
//! A `PATCH` is one transaction: all of it is done, or nothing. One that is sent again with the `Idempotency-Key` of
//! an earlier one is answered as that one was, whatever has happened since; another request with that key is refused.
//!
//! `PAYMENTS_KEY=key PAYMENTS_ORGANISATION=acme cargo run -p tests --example payments -- payments.db`; an id, an amount
//! and a currency after it record a payment to begin with.

use generated::zenskar::models::{
    InvoiceAmounts, PaymentPart, PaymentResponseSchema, UpdatePaymentRequestSchema,
};
use generated::zenskar::server::{
    ApiTokenAuth, OrganisationAuth, Payments, UpdatePaymentInput, UpdatePaymentResponse, router,
};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use specwright_runtime::server::{Attempt, Denied, Limits, Problem, Secret, serve_until};
use specwright_runtime::{Patch, uuid::Uuid};
use std::sync::{Arc, Mutex, PoisonError};

const TABLES: &str = "
    create table if not exists payment (id text primary key, amount text not null, currency text not null);
    create table if not exists part (
        payment text not null references payment, invoice text not null, amount integer not null,
        primary key (payment, invoice)
    );
    create table if not exists answer (key text primary key, request text not null, answer text not null);";

/// The payments of one organisation.
pub(crate) struct Ledger {
    database: Arc<Mutex<Connection>>,
    key: String,
    organisation: String,
}

impl Ledger {
    /// The payments of a database, for callers that have this key and say this organisation.
    pub(crate) fn new(database: Connection, key: &str, organisation: &str) -> rusqlite::Result<Self> {
        database.execute_batch(TABLES)?;
        let database = Arc::new(Mutex::new(database));
        Ok(Self { database, key: key.to_owned(), organisation: organisation.to_owned() })
    }

    /// Records a payment.
    pub(crate) fn record(&self, id: Uuid, amount: &str, currency: &str) -> rusqlite::Result<()> {
        let database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        let row = params![id.to_string(), amount, currency];
        database.execute("insert into payment (id, amount, currency) values (?, ?, ?)", row).map(drop)
    }
}

impl Payments for Ledger {
    async fn update_payment(&self, input: UpdatePaymentInput) -> Result<UpdatePaymentResponse, Problem> {
        let key = match input.context.headers().get("idempotency-key") {
            Some(key) => Some(key.to_str().map_err(|_| Problem::new(400))?.to_owned()),
            None => None,
        };
        let database = Arc::clone(&self.database);
        // SQLite waits for the disk, and other calls should not wait with it.
        let work = tokio::task::spawn_blocking(move || {
            let mut database = database.lock().unwrap_or_else(PoisonError::into_inner);
            update(&mut database, input.payment_id, &input.body, key.as_deref())
        });
        let payment = work.await.map_err(|_| Problem::new(500))??;
        Ok(UpdatePaymentResponse::Ok(payment))
    }
}

impl ApiTokenAuth for Ledger {
    async fn authenticate(&self, key: &Secret, _: Attempt<'_>) -> Result<(), Denied> {
        // `matches` takes as long for a key that is nearly right as for any other of its length.
        if key.matches(&self.key) { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

impl OrganisationAuth for Ledger {
    async fn authenticate(&self, key: &Secret, _: Attempt<'_>) -> Result<(), Denied> {
        if key.matches(&self.organisation) { Ok(()) } else { Err(Denied::Unauthenticated) }
    }
}

/// What went wrong; the caller is told no more of it than they can do something about.
enum Failure {
    Refused(Problem),
    Database(rusqlite::Error),
    Text(serde_json::Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Text(error)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(problem) => problem,
            Failure::Database(error) if error.sqlite_error_code() == Some(CONSTRAINT) => {
                Problem::new(422).detail("an invoice is named twice")
            }
            Failure::Database(error) => {
                eprintln!("payments: {error}");
                Problem::new(500)
            }
            Failure::Text(error) => {
                eprintln!("payments: {error}");
                Problem::new(500)
            }
        }
    }
}

const CONSTRAINT: rusqlite::ErrorCode = rusqlite::ErrorCode::ConstraintViolation;

/// One change of a payment. A transaction that is not committed is rolled back when it is dropped.
fn update(
    database: &mut Connection,
    id: Uuid,
    change: &UpdatePaymentRequestSchema,
    key: Option<&str>,
) -> Result<PaymentResponseSchema, Failure> {
    // Two calls with one key come one after the other, also where they come through two processes.
    let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let request = format!("{id} {}", serde_json::to_string(change)?);
    if let Some(answer) = key.map(|key| answered(&transaction, key, &request)).transpose()?.flatten() {
        return Ok(answer);
    }
    let mut payment = payment(&transaction, id)?;
    match &change.payment_parts {
        Patch::Absent => {}
        Patch::Null => split(&transaction, id, &[])?,
        Patch::Value(parts) => split(&transaction, id, parts)?,
    }
    payment.invoices = Some(invoices(&transaction, id, &payment.currency_code)?);
    if let Some(key) = key {
        let row = params![key, request, serde_json::to_string(&payment)?];
        transaction.execute("insert into answer (key, request, answer) values (?, ?, ?)", row)?;
    }
    transaction.commit()?;
    Ok(payment)
}

/// What an earlier request with this key was answered.
fn answered(
    transaction: &Transaction<'_>,
    key: &str,
    request: &str,
) -> Result<Option<PaymentResponseSchema>, Failure> {
    let found = transaction
        .query_row("select request, answer from answer where key = ?", [key], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    match found {
        Some((earlier, answer)) if earlier == request => Ok(Some(serde_json::from_str(&answer)?)),
        Some(_) => Err(Failure::Refused(Problem::new(422).detail("this key was used for another request"))),
        None => Ok(None),
    }
}

fn payment(transaction: &Transaction<'_>, id: Uuid) -> Result<PaymentResponseSchema, Failure> {
    let row =
        transaction.query_row("select amount, currency from payment where id = ?", [id.to_string()], |row| {
            Ok(PaymentResponseSchema::new(id, row.get::<_, String>(0)?, "0", row.get::<_, String>(1)?, None))
        });
    row.optional()?.ok_or_else(|| Failure::Refused(Problem::new(404)))
}

/// Replaces how a payment is split over invoices.
fn split(transaction: &Transaction<'_>, id: Uuid, parts: &[PaymentPart]) -> rusqlite::Result<()> {
    let id = id.to_string();
    transaction.execute("delete from part where payment = ?", [&id])?;
    let mut insert = transaction.prepare("insert into part (payment, invoice, amount) values (?, ?, ?)")?;
    for part in parts {
        insert.execute(params![id, part.invoice_id.to_string(), part.amount])?;
    }
    Ok(())
}

fn invoices(transaction: &Transaction<'_>, id: Uuid, currency: &str) -> Result<Vec<InvoiceAmounts>, Failure> {
    let mut query =
        transaction.prepare("select invoice, amount from part where payment = ? order by rowid")?;
    let rows = query.query_map([id.to_string()], |row| {
        let invoice = row.get::<_, String>(0)?;
        let invoice = Uuid::parse_str(&invoice).map_err(|_| rusqlite::Error::InvalidQuery)?;
        Ok(InvoiceAmounts::new(invoice, id, row.get::<_, i64>(1)?.to_string(), "0", currency))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("say where the database is")?;
    let (key, organisation) = (std::env::var("PAYMENTS_KEY")?, std::env::var("PAYMENTS_ORGANISATION")?);
    let ledger = Ledger::new(Connection::open(path)?, &key, &organisation)?;
    if let (Some(id), Some(amount), Some(currency)) = (arguments.next(), arguments.next(), arguments.next()) {
        ledger.record(Uuid::parse_str(&id)?, &amount, &currency)?;
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    eprintln!("listening on {}", listener.local_addr()?);
    let stopped = async { _ = tokio::signal::ctrl_c().await };
    serve_until(listener, router(ledger), Limits::default(), stopped).await?;
    Ok(())
}
