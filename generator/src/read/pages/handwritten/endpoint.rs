//! An operation on its way: facts are gathered in the order of the page, and put in their places at its end.

use super::annotated::Note;
use super::nesting::{nest, put};
use super::tables::{Outcome, Row};
use super::topics::{Side, Topic};
use super::words::alike;
use crate::read::pages::facts::{
    Body, Endpoint, JsonType, Location, Parameter, Property, Required, Response, Schema, Stated,
};
use crate::read::pages::{claims, prose};
use crate::source::Origin;
use crate::tree::Node;

/// What is known of an operation so far.
pub(super) struct Draft {
    pub(super) endpoint: Endpoint,
    /// What sentences say about which fields of the request are required.
    pub(super) required: Vec<Stated<Required>>,
    /// The statuses of success that sentences and samples name.
    pub(super) success: Vec<Stated<String>>,
    pub(super) fields: Vec<Property>,
    pub(super) body_required: Option<bool>,
    /// Whether the field that was described last is a parameter, and none of the body.
    pub(super) last_is_parameter: bool,
    pub(super) samples: Vec<Stated<String>>,
    /// What samples say of the fields of the request, and of those of answers.
    pub(super) request_notes: Vec<Schema>,
    pub(super) answer_notes: Vec<Note>,
    /// The fields of a form that commands show.
    pub(super) form: Vec<Property>,
    pub(super) objects: Vec<(String, Vec<Property>)>,
    /// Objects that stand somewhere in the answer, by their names.
    pub(super) parts: Vec<(String, Property)>,
    /// Fields of the answer whose type is an object that is described elsewhere.
    pub(super) typed: Vec<(String, String)>,
    /// The object that is the body, by its name.
    pub(super) body_object: Option<String>,
    /// Statuses and the objects that come with them, by their names.
    pub(super) outcomes: Vec<(Stated<String>, String)>,
    /// The objects that are described where the request is, by their numbers.
    pub(super) sent: Vec<usize>,
    /// Fields of what is sent whose type is an object that is described elsewhere.
    pub(super) sent_types: Vec<(String, String)>,
    /// Whether it is said that what is sent is one of several.
    pub(super) alternatives: bool,
    /// The answer to success, whose status comes from elsewhere.
    pub(super) answer: Response,
}

impl Draft {
    pub(super) fn new(origin: Origin, title: Option<Stated<String>>) -> Self {
        let mut endpoint = Endpoint::new(origin);
        endpoint.summary = title;
        let answer =
            Response { statuses: Vec::new(), description: None, bodies: Vec::new(), headers: Vec::new() };
        Self {
            endpoint,
            required: Vec::new(),
            success: Vec::new(),
            fields: Vec::new(),
            body_required: None,
            last_is_parameter: true,
            samples: Vec::new(),
            request_notes: Vec::new(),
            answer_notes: Vec::new(),
            form: Vec::new(),
            objects: Vec::new(),
            parts: Vec::new(),
            typed: Vec::new(),
            body_object: None,
            outcomes: Vec::new(),
            sent: Vec::new(),
            sent_types: Vec::new(),
            alternatives: false,
            answer,
        }
    }

    /// Whether the operation has this method and this path already.
    pub(super) fn is_called(&self, method: &str, target: &str) -> bool {
        self.endpoint.methods.iter().any(|known| known.value.eq_ignore_ascii_case(method))
            && self.endpoint.targets.iter().any(|known| known.value == target)
    }

    /// Whether nothing but its name is known.
    pub(super) fn is_bare(&self) -> bool {
        self.endpoint.methods.is_empty() || self.endpoint.targets.is_empty()
    }

    pub(super) fn request_sample(&mut self, body: Stated<String>) {
        self.samples.push(body);
    }

    /// The status line of a sample.
    pub(super) fn sampled_status(&mut self, status: Stated<String>, heading: Option<&Stated<String>>) {
        if heading.is_none() && status.value.starts_with('2') {
            self.success.push(status);
        }
    }

    pub(super) fn response_sample(&mut self, status: Option<&Stated<String>>, body: Stated<String>) {
        if let Some(answer) = first_body(self.response(status), body.origin) {
            answer.samples.push(body);
        }
    }

    /// A row of a table of statuses.
    pub(super) fn status(&mut self, status: Stated<String>, text: &str) {
        let origin = status.origin;
        let response = self.response(Some(&status));
        if !text.is_empty() && response.description.is_none() {
            response.description = Some(Stated::field(text, origin));
        }
    }

    /// A row of a table of statuses that shows, or names, what comes with them.
    pub(super) fn outcome(&mut self, outcome: Outcome) {
        let Outcome { status, text, body, media, shown } = outcome;
        self.status(status.clone(), &text);
        if let Some(shown) = shown {
            self.response_sample(Some(&status), shown);
        } else if let Some(media) = media.as_ref().filter(|media| !media.value.contains("json")) {
            let origin = media.origin;
            if let Some(answer) = first_body(self.response(Some(&status)), origin) {
                answer.schema = Some(Schema::typed(origin, JsonType::String));
            }
        } else {
            self.outcomes.extend(body.map(|body| (status.clone(), body)));
        }
        if let Some(answer) = self.response(Some(&status)).bodies.first_mut() {
            answer.media = answer.media.take().or(media);
        }
    }

    /// The answer of a status; that of success where none is named.
    pub(super) fn response(&mut self, status: Option<&Stated<String>>) -> &mut Response {
        let Some(status) = status else { return &mut self.answer };
        let known =
            self.endpoint.responses.iter().position(|response| {
                response.statuses.first().is_some_and(|first| first.value == status.value)
            });
        let at = known.unwrap_or_else(|| {
            self.endpoint.responses.push(Response::new(status.clone()));
            self.endpoint.responses.len() - 1
        });
        match self.endpoint.responses.get_mut(at) {
            Some(response) => response,
            None => &mut self.answer,
        }
    }

    /// The rows of a table of fields.
    pub(super) fn table(
        &mut self,
        side: Option<Side>,
        topic: &Topic,
        status: Option<&Stated<String>>,
        rows: Vec<Row>,
    ) {
        if let Topic::Object(name) = topic {
            let fields = nest(rows.into_iter().map(marked).collect());
            // Where each field has a paragraph of its own, they come one by one.
            match self.objects.last_mut().filter(|(last, _)| last == name) {
                Some((_, known)) => add(known, fields),
                None => {
                    if side == Some(Side::Request) {
                        self.sent.push(self.objects.len());
                    }
                    self.objects.push((name.clone(), fields));
                }
            }
            return;
        }
        match side {
            Some(Side::Response | Side::Errors) if *topic == Topic::Headers => {
                let headers = rows.into_iter().map(|mut row| {
                    if row.property.schema.types.is_empty() {
                        row.property.schema.add_type(JsonType::String);
                    }
                    row.property
                });
                let headers: Vec<_> = headers
                    .filter(|header| !header.name.value.eq_ignore_ascii_case("content-type"))
                    .collect();
                self.response(status).headers.extend(headers);
            }
            Some(Side::Response | Side::Errors) => {
                let mut fields = Vec::new();
                for row in rows {
                    match &row.object {
                        // The row is about an object as a whole, not about a field.
                        Some(name) if alike(name, &row.property.name.value) => {
                            self.parts.push((name.clone(), marked(row)));
                        }
                        Some(name) => {
                            self.typed.push((row.property.name.value.clone(), name.clone()));
                            fields.push(marked(row));
                        }
                        None => fields.push(marked(row)),
                    }
                }
                self.response_fields(status, nest(fields));
            }
            _ => self.request_rows(topic, rows),
        }
    }

    fn response_fields(&mut self, status: Option<&Stated<String>>, fields: Vec<Property>) {
        let Some(origin) = fields.first().map(|field| field.name.origin) else { return };
        if let Some(known) = body_fields(self.response(status), origin) {
            add(known, fields);
        }
    }

    fn request_rows(&mut self, topic: &Topic, rows: Vec<Row>) {
        let mut body = Vec::new();
        let has_places = rows.iter().any(|row| row.location.is_some());
        for row in rows {
            let location = match topic {
                Topic::Path => Some(Location::Path),
                Topic::Query => Some(Location::Query),
                Topic::Headers => Some(Location::Header),
                Topic::Cookies => Some(Location::Cookie),
                _ => self.location(&row, topic, has_places),
            };
            self.last_is_parameter = location.is_some();
            match location {
                Some(Location::Header) => self.header_row(row),
                Some(location) => {
                    self.endpoint.parameters.push(Parameter { location, property: row.property })
                }
                None => {
                    self.required.extend(prose::required(&row.description, row.property.schema.origin));
                    let is_object = row.property.schema.is_object() || row.object.is_some();
                    if has_places && is_object {
                        // The row is about the body as a whole: its fields are described elsewhere.
                        self.body_required = row.property.required.or(self.body_required);
                        self.body_object = Some(row.object.unwrap_or(row.property.name.value));
                    } else {
                        if let Some(name) = &row.object {
                            self.sent_types.push((row.property.name.value.clone(), name.clone()));
                        }
                        body.push(marked(row));
                    }
                }
            }
        }
        add(&mut self.fields, nest(body));
    }

    /// Where a row says that it is sent; `None` is the body.
    fn location(&self, row: &Row, topic: &Topic, has_places: bool) -> Option<Location> {
        let anywhere = *topic == Topic::Parameters && !has_places;
        let place = row.location.as_deref().unwrap_or_default();
        let name = &row.property.name.value;
        let in_path = self.endpoint.targets.iter().any(|target| {
            let path = target.value.split('?').next().unwrap_or_default();
            let mut segments = path.split('/');
            segments.any(|segment| {
                let mut parts = segment.split(['{', '}', ':', '(', ')', '<', '>', '=']);
                // A word of small letters is what it is, unless marks say that it stands for something.
                let stands = segment.contains(|c: char| !c.is_ascii_lowercase()) || segment.ends_with("id");
                stands && parts.any(|part| part.eq_ignore_ascii_case(name))
            })
        });
        let sends_body = self.endpoint.methods.first().is_some_and(|method| {
            matches!(method.value.to_ascii_uppercase().as_str(), "POST" | "PUT" | "PATCH")
        });
        match place {
            _ if place.contains("query") => Some(Location::Query),
            _ if place.contains("header") => Some(Location::Header),
            _ if place.contains("cookie") => Some(Location::Cookie),
            _ if place.contains("path") || place.contains("url") || place.contains("uri") => {
                Some(Location::Path)
            }
            _ if place.contains("body") || place.contains("form") => None,
            _ if in_path && (anywhere || !place.is_empty()) => Some(Location::Path),
            _ if in_path && *topic == Topic::General && !self.is_listed(Location::Path, name) => {
                Some(Location::Path)
            }
            _ if place.contains("param") => Some(Location::Query),
            _ if anywhere && !sends_body => Some(Location::Query),
            // What is listed for a method that sends nothing stands in the query.
            _ if *topic == Topic::General && place.is_empty() && !sends_body => Some(Location::Query),
            _ => None,
        }
    }

    pub(super) fn is_listed(&self, location: Location, name: &str) -> bool {
        let mut known = self.endpoint.parameters.iter();
        known.any(|known| known.location == location && known.property.name.value == name)
    }

    /// A header is a parameter, but for those that HTTP and the security scheme speak for.
    fn header_row(&mut self, row: Row) {
        let name = row.property.name.value.to_ascii_lowercase();
        let origin = row.property.name.origin;
        match name.as_str() {
            "content-type" => {
                if let Some(media) = row.description.split_whitespace().find(|word| word.contains('/')) {
                    self.endpoint
                        .request_media
                        .push(Stated::field(media.trim_matches(['`', '.', ',']), origin));
                }
            }
            "accept" => {}
            "authorization" => self.authorization(&row.description, origin),
            _ if claims::is_key(&name) => {
                claims::credential(&mut self.endpoint, &row.property.name.value, &row.description, origin);
            }
            _ => self
                .endpoint
                .parameters
                .push(Parameter { location: Location::Header, property: row.property }),
        }
    }
}

/// A field that is said to be in answers only is read-only.
fn marked(row: Row) -> Property {
    let mut property = row.property;
    let text = row.description.to_ascii_lowercase();
    if text.contains("only in response") {
        let flag = Node::plain("true", property.schema.origin);
        property.schema.keywords.push(("readOnly", flag));
    }
    // `items[]` says of a list what its elements are.
    if let Some(name) = property.name.value.strip_suffix("[]").filter(|name| !name.contains('.')) {
        property.name.value = name.to_owned();
        if !property.schema.types.contains(&JsonType::Array) {
            let mut list = Schema::typed(property.schema.origin, JsonType::Array);
            list.description = property.schema.description.take();
            list.items = Some(Box::new(property.schema));
            property.schema = list;
        }
    }
    property
}

/// The body of an answer; the first use makes it.
pub(super) fn first_body(response: &mut Response, origin: Origin) -> Option<&mut Body> {
    if response.bodies.is_empty() {
        response.bodies.push(Body::new(origin));
    }
    response.bodies.first_mut()
}

/// The fields of the body of an answer.
pub(super) fn body_fields(response: &mut Response, origin: Origin) -> Option<&mut Vec<Property>> {
    let body = first_body(response, origin)?;
    Some(&mut body.schema.get_or_insert_with(|| Schema::typed(origin, JsonType::Object)).properties)
}

/// Adds fields that are not there yet; one with a dotted name to the field that it is a part of.
pub(super) fn add(fields: &mut Vec<Property>, more: Vec<Property>) {
    for field in more {
        let parent = field.name.value.split_once('.').and_then(|(parent, rest)| {
            let parent = parent.trim_end_matches("[]");
            Some((fields.iter().position(|known| known.name.value == parent)?, rest.to_owned()))
        });
        if let Some((at, rest)) = parent {
            if let Some(known) = fields.get_mut(at) {
                put(&mut known.schema, rest, field);
            }
            continue;
        }
        match fields.iter_mut().find(|known| known.name.value == field.name.value) {
            Some(known) => complete(&mut known.schema, field.schema),
            None => fields.push(field),
        }
    }
}

/// Adds the parts of a field that are not known of it yet.
fn complete(known: &mut Schema, more: Schema) {
    if known.types != more.types {
        return;
    }
    for part in more.properties {
        match known.properties.iter_mut().find(|it| it.name.value == part.name.value) {
            Some(it) => complete(&mut it.schema, part.schema),
            None => known.properties.push(part),
        }
    }
    match (&mut known.items, more.items) {
        (Some(known), Some(more)) => complete(known, *more),
        (none, Some(more)) => *none = Some(more),
        (_, None) => {}
    }
}
