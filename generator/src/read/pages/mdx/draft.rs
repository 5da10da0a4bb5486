//! An operation while its page is being read.

use crate::read::pages::claims;
use crate::read::pages::curl::Curl;
use crate::read::pages::facts::{Body, Endpoint, JsonType, Property, Schema, Stated};
use crate::read::pages::nested;
use crate::source::Origin;

/// What the part of the page under a heading is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// What is sent.
    Request,
    /// What comes back, with the status where the heading says it.
    Response(Option<String>),
    /// Anything else.
    Other,
}

impl Section {
    /// The section of a heading that stands below another.
    pub(super) fn of(title: &str, parent: &Self) -> Self {
        let lower = title.to_lowercase();
        let status = claims::status(title);
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let answers = matches!(parent, Self::Response(_));
        let names_status = status.is_some()
            && (answers
                || says(&["success", "error", "fail"])
                || title.trim_start().starts_with(['1', '2', '3', '4', '5']));
        if says(&["response"]) || names_status {
            let failed = says(&["error", "fail"]) && !says(&["success"]);
            return Self::Response(status.or(failed.then(|| "default".to_owned())));
        }
        if says(&["request", "body param"]) {
            return Self::Request;
        }
        if lower.trim_start().starts_with("error") {
            return Self::Response(Some("default".to_owned()));
        }
        if answers && says(&["success"]) {
            return Self::Response(None);
        }
        parent.clone()
    }
}

/// An operation, and what is not yet known to be which answer's.
#[derive(Debug)]
pub(super) struct Draft {
    /// What is known of it.
    pub(super) endpoint: Endpoint,
    /// The fields of what is sent.
    pub(super) sent: Vec<Property>,
    /// What answers are, with their statuses where the page says them.
    answers: Vec<(Option<String>, Answer)>,
}

/// What is said of an answer.
#[derive(Debug)]
struct Answer {
    origin: Origin,
    fields: Vec<Property>,
    /// What it is as a whole, where the page describes that.
    root: Option<Schema>,
    samples: Vec<Body>,
}

impl Draft {
    pub(super) fn new(origin: Origin) -> Self {
        Self { endpoint: Endpoint::new(origin), sent: Vec::new(), answers: Vec::new() }
    }

    fn answer(&mut self, status: Option<String>, origin: Origin) -> Option<&mut Answer> {
        if !self.answers.iter().any(|(known, _)| *known == status) {
            let answer = Answer { origin, fields: Vec::new(), root: None, samples: Vec::new() };
            self.answers.push((status.clone(), answer));
        }
        self.answers.iter_mut().find(|(known, _)| *known == status).map(|(_, answer)| answer)
    }

    /// A status that an answer has.
    pub(super) fn heard(&mut self, status: &str, origin: Origin) {
        let _ = self.answer(Some(status.to_owned()), origin);
    }

    /// A field of an answer; one without a name is the answer as a whole.
    pub(super) fn answered(&mut self, status: Option<String>, property: Property) {
        let origin = property.name.origin;
        let Some(answer) = self.answer(status, origin) else { return };
        match property.name.value.is_empty() {
            true => answer.root = answer.root.take().or(Some(property.schema)),
            false => answer.fields.push(property),
        }
    }

    pub(super) fn sample(&mut self, section: Section, text: &str, origin: Origin) {
        let body = claims::sampled(text, origin);
        match section {
            Section::Request => self.endpoint.requests.push(body),
            Section::Response(status) => {
                if let Some(answer) = self.answer(status, origin) {
                    answer.samples.push(body);
                }
            }
            Section::Other => {}
        }
    }

    /// Takes a command, unless it calls another operation.
    pub(super) fn command(&mut self, curl: &Curl, origin: Origin) {
        let sends = curl.data.is_some() || !curl.form.is_empty();
        let method = curl.method.as_deref().unwrap_or(if sends { "POST" } else { "GET" });
        let Some(method) = claims::method(method) else { return };
        match self.endpoint.methods.first() {
            Some(known) if !known.value.eq_ignore_ascii_case(method) => return,
            Some(_) => {}
            None => self.endpoint.methods.push(Stated::sample(method, origin)),
        }
        claims::command(&mut self.endpoint, curl, origin);
    }

    /// The operation, with every answer under a status: fields that name none are those of success.
    pub(super) fn finish(mut self) -> Endpoint {
        self.send();
        let method = self.endpoint.methods.first().map(|method| method.value.to_ascii_uppercase());
        if matches!(method.as_deref(), Some("GET" | "HEAD")) {
            let described = |body: &Body| body.schema.is_some() && body.samples.is_empty();
            self.endpoint.requests.retain(described);
        }
        let success =
            self.answers.iter().find_map(|(status, _)| status.clone().filter(|s| s.starts_with('2')));
        let success = success.unwrap_or_else(|| "200".to_owned());
        for (status, answer) in self.answers {
            let status = Stated::field(status.unwrap_or_else(|| success.clone()), answer.origin);
            let Some(response) = claims::response(&mut self.endpoint.responses, status) else { continue };
            let described = answer.root.is_some() || !answer.fields.is_empty();
            if described {
                let mut body = Body::new(answer.origin);
                let mut schema =
                    answer.root.unwrap_or_else(|| Schema::typed(answer.origin, JsonType::Object));
                nested::attach(&mut schema, nested::unfold(answer.fields));
                body.schema = Some(schema);
                response.bodies.insert(0, body);
            }
            response.bodies.extend(answer.samples);
        }
        self.endpoint
    }

    /// What is sent, from the fields and from the command that shows them.
    fn send(&mut self) {
        let Some(first) = self.sent.first() else { return };
        let origin = first.name.origin;
        let mut schema = Schema::typed(origin, JsonType::Object);
        schema.properties = nested::unfold(std::mem::take(&mut self.sent));
        // The fields of a form that a command sends are the fields that the page lists.
        let is_form =
            |body: &Body| body.media.as_ref().is_some_and(|media| media.value.starts_with("multipart/"));
        let forms: Vec<Body> = self.endpoint.requests.extract_if(.., |body| is_form(body)).collect();
        for form in forms {
            self.endpoint.request_media.extend(form.media);
            for shown in form.schema.into_iter().flat_map(|schema| schema.properties) {
                match schema.properties.iter_mut().find(|known| known.name.value == shown.name.value) {
                    Some(known) if shown.schema.format.is_some() => {
                        known.schema.types = shown.schema.types;
                        known.schema.format = shown.schema.format;
                    }
                    Some(_) => {}
                    None => schema.properties.push(shown),
                }
            }
        }
        // A file is sent in a form, if nothing says how else.
        let mut body = Body::new(origin);
        let sends_file =
            schema.properties.iter().any(|field| field.schema.format.as_deref() == Some("binary"));
        if sends_file && self.endpoint.request_media.is_empty() {
            body.media = Some(Stated::prose("multipart/form-data", origin));
        }
        body.schema = Some(schema);
        self.endpoint.requests.insert(0, body);
    }
}
