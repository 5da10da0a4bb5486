//! A server for any document, without code for it: the IR is interpreted, and routing, reading, checking and answering
//! are done by the runtime, as a generated server does it.

mod answers;
mod base;
mod callers;
mod model;
mod places;
mod prefer;
mod tables;
mod unenforced;
mod value;
mod values;
mod verdicts;
mod xml;

pub use values::Values;

use answers::{Answer, Complaint, answers, label};
use base::base_path;
use callers::open_to_all;
use model::Model;
use prefer::Preferences;
use specwright::Understood;
use specwright::ir::{Operation, Status};
use specwright::source::{Origin, Sources};
use specwright_runtime::codec::{Contents, Wire};
use specwright_runtime::http;
use specwright_runtime::server::{Limits, Problem, Reply, Request, serve_until};
use specwright_runtime::{Json, axum};
use std::future::Future;
use std::sync::Arc;
use tokio::net::TcpListener;
use unenforced::unenforced;
use value::Value;

/// A server of an API that answers with its examples, and with values that are valid where it has none.
pub struct Mock {
    service: Arc<Service>,
    schemes: Vec<&'static http::Scheme>,
    /// What there is to say about examples, by place.
    complaints: Vec<Complaint>,
    /// Constraints that nobody enforces.
    unenforced: Vec<(Option<Origin>, String)>,
    /// The path that the paths of the document stand below, or nothing.
    base_path: String,
}

/// What the handlers share.
struct Service {
    model: &'static Model,
    routes: Vec<Route>,
}

/// An operation that is served.
struct Route {
    operation: &'static Operation,
    table: &'static http::Operation,
    /// The same, below the base path.
    based: Option<&'static http::Operation>,
    answers: Vec<Answer>,
}

impl Mock {
    /// Prepares every answer. What is made here is kept as long as the program runs; `diagnostics` is what was said when
    /// the document was read.
    pub fn new(understood: Understood, diagnostics: &[specwright::diagnostics::Diagnostic]) -> Self {
        let Understood { document, ledger, api } = understood;
        let base_path = base_path(&document);
        let values = Values::new(api, &document);
        let (model, api) = (values.model, values.api());
        let schemes = tables::schemes(api);
        let mut complaints = Vec::new();
        // What the API calls itself is served by whoever it calls.
        let served = api.operations.iter().filter(|operation| operation.routed && !operation.is_received());
        let table = |operation, base| tables::operation(operation, base, &schemes, model.schemas);
        let routes = served.map(|operation| Route {
            operation,
            table: table(operation, ""),
            based: (!base_path.is_empty()).then(|| table(operation, &base_path)),
            answers: answers(&values, operation, &mut complaints),
        });
        let service = Arc::new(Service { model, routes: routes.collect() });
        let invalid = |(origin, why): Complaint| (origin, format!("this example is not used: {why}"));
        complaints.extend(values.unused_examples().into_iter().map(invalid));
        let unenforced = unenforced(&values, &ledger, diagnostics);
        Self { service, schemes, complaints, unenforced, base_path }
    }

    /// How many operations are served.
    pub fn operations(&self) -> usize {
        self.service.routes.len()
    }

    /// A router that answers as the generated server of the document does before any handler, and then with values. Clients
    /// know the document's base URL or that of the mock, so that its paths are served below the path of the one and
    /// without it.
    pub fn router(&self) -> axum::Router {
        let mut routes = open_to_all(&self.schemes, &self.service);
        for (index, route) in self.service.routes.iter().enumerate() {
            for table in [Some(route.table), route.based].into_iter().flatten() {
                let handler =
                    move |service: Arc<Service>, request| std::future::ready(service.answer(index, request));
                routes = routes.add(table, &self.service, handler);
            }
        }
        routes.into_router()
    }

    /// Answers at a listener until `shutdown` is over.
    ///
    /// # Errors
    ///
    /// None while it runs; the type is that of other servers.
    pub async fn serve(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()>,
    ) -> std::io::Result<()> {
        serve_until(listener, self.router(), Limits::default(), shutdown).await
    }

    /// What is served, what nobody enforces, and what is wrong with examples, each on a line.
    pub fn report(&self, sources: &Sources) -> String {
        let place = |origin: Origin| {
            let (line, column) = sources.position(origin);
            format!("{}:{line}:{column}: ", sources.name(origin.file))
        };
        let mut text = String::new();
        for route in &self.service.routes {
            text.push_str(&format!(
                "{} {}\n",
                route.operation.http_method,
                route.operation.path.escape_debug()
            ));
        }
        if !self.base_path.is_empty() {
            text.push_str(&format!("all of them below {} as well\n", self.base_path.escape_debug()));
        }
        for (origin, message) in &self.unenforced {
            let place = origin.map(place).unwrap_or_default();
            text.push_str(&format!("not enforced: {place}{}\n", visible(message)));
        }
        for (origin, message) in &self.complaints {
            text.push_str(&format!("warning: {}{}\n", place(*origin), visible(message)));
        }
        text
    }
}

/// A sentence without what would move the cursor of a terminal: documents are written by others.
fn visible(text: &str) -> String {
    text.chars().filter(|mark| !mark.is_control()).collect()
}

impl Service {
    fn answer(&self, index: usize, mut request: Request) -> Result<Reply, Problem> {
        let Some(route) = self.routes.get(index) else { return Err(Problem::new(404)) };
        self.read(route.operation, &mut request);
        let preferences = Preferences::of(&request);
        let chosen = choose(&route.answers, &preferences);
        let variant = chosen.as_ref().map_or(0, |(status, _)| request.wanted_variant(*status));
        // What is wrong with the request comes first, as with any server.
        request.finish()?;
        let (status, answer) = chosen?;
        let reply = Reply::new(status).headers(answer.headers.clone())?;
        let Some(body) = answer.bodies.get(variant).or(answer.bodies.first()) else { return reply.empty() };
        let value = match &preferences.example {
            Some(wanted) => {
                let named = answer.bodies.iter().enumerate();
                let mut named = named.flat_map(|(variant, body)| {
                    body.named.iter().map(move |(name, value)| (variant, name, value))
                });
                let found = named.find(|(_, name, _)| *name == wanted).map(|(at, _, value)| (at, value));
                found.ok_or_else(|| unknown("no example of this answer has the name that is preferred"))?
            }
            None => {
                let value = if preferences.dynamic { &body.made } else { &body.usual };
                let none = || Problem::new(501).detail("no value was found that is valid; give an example");
                (variant, value.as_ref().ok_or_else(none)?)
            }
        };
        let (variant, value) = value;
        reply.content(&Sent { variant, value: value.clone() })
    }

    /// Reads everything that the operation takes; what is wrong with it is told when the request is finished.
    fn read(&self, operation: &'static Operation, request: &mut Request) {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let mut value = if parameter.required {
                Value::new(self.model, &parameter.ty)
            } else {
                Value::optional(self.model, &parameter.ty)
            };
            request.parameter_into(index, &mut value);
        }
        let Some(body) = &operation.body else { return };
        let Some(content) = body.contents.variants.get(request.variant().unwrap_or(0)) else { return };
        // A body that is `null` is there: only its own type may take that.
        let mut value = Value::new(self.model, &content.ty);
        request.body_into(&mut value);
    }
}

fn unknown(detail: &str) -> Problem {
    Problem::new(400).detail(detail)
}

/// The answer that is given, and its status: a success, unless another one is preferred.
fn choose<'a>(answers: &'a [Answer], preferences: &Preferences) -> Result<(u16, &'a Answer), Problem> {
    let Some(code) = &preferences.code else {
        let usual = answers.iter().find(|answer| answer.success && usual(answer.status).is_some());
        let usual = usual.or_else(|| answers.iter().find(|answer| self::usual(answer.status).is_some()));
        let nothing = || Problem::new(501).detail("the document says of no status what is answered");
        return usual.and_then(|answer| Some((self::usual(answer.status)?, answer))).ok_or_else(nothing);
    };
    let documented = || {
        let labels: Vec<String> = answers.iter().map(|answer| label(answer.status)).collect();
        unknown(&format!(
            "the document has no answer of the status that is preferred, but {}",
            labels.join(", ")
        ))
    };
    // Nothing is answered with a status below 200, which only announces an answer.
    let wanted = code.parse::<u16>().ok().filter(|code| (200..600).contains(code)).ok_or_else(documented)?;
    let class = u8::try_from(wanted / 100).unwrap_or(0);
    let found = [Status::Exact(wanted), Status::Range(class), Status::Default]
        .into_iter()
        .find_map(|status| answers.iter().find(|answer| answer.status == status));
    found.map(|answer| (wanted, answer)).ok_or_else(documented)
}

/// The status that is answered where a document names one, or several.
fn usual(status: Status) -> Option<u16> {
    let code = match status {
        Status::Exact(code) => code,
        Status::Range(hundred) => u16::from(hundred) * 100,
        Status::Default => 200,
    };
    (200..600).contains(&code).then_some(code)
}

/// A body on its way to the wire.
struct Sent {
    variant: usize,
    value: Json,
}

impl Contents for Sent {
    fn blank(variant: usize) -> Self {
        Self { variant, value: Json::Null }
    }

    fn value(&self) -> (usize, &dyn Wire) {
        (self.variant, &self.value)
    }

    fn value_mut(&mut self) -> &mut dyn Wire {
        &mut self.value
    }
}
