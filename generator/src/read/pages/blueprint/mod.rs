//! API Blueprint, format 1A: groups, resources and actions under headings; parameters, requests and responses in lists;
//! data structures in MSON.

mod mson;
mod outline;
mod payload;
#[cfg(test)]
mod tests;
mod uri;

use super::claims;
use super::facts::{Endpoint, Location, NamedSchema, PageFacts, Property, Schema, Stated};
use super::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::Page;
use mson::{Names, Reader};
use outline::{Item, Section, items};
use payload::Payload;
use std::collections::HashMap;

pub(super) const DIALECT: Dialect = Dialect { name: "API Blueprint", recognises, read };

fn recognises(page: &Page<'_>) -> bool {
    page.lines().take(60).any(|(line, _)| {
        let value = line.strip_prefix("FORMAT:").or_else(|| line.strip_prefix("Format:"));
        value.is_some_and(|value| value.trim().to_ascii_uppercase().starts_with("1A"))
    })
}

/// What a heading starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading<'t> {
    Group(&'t str),
    DataStructures,
    Resource { name: &'t str, uri: &'t str },
    Action { name: &'t str, method: &'static str, uri: Option<&'t str> },
    Text,
}

impl<'t> Heading<'t> {
    fn parse(title: &'t str) -> Self {
        if let Some(name) = title.strip_prefix("Group ") {
            return Self::Group(name.trim());
        }
        if title.eq_ignore_ascii_case("Data Structures") || title.eq_ignore_ascii_case("Data Structure") {
            return Self::DataStructures;
        }
        let bracketed = title.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
        let (name, inside) = match bracketed {
            Some((name, inside)) => (name.trim(), inside.trim()),
            None => ("", title.trim()),
        };
        let is_uri = |text: &str| text.starts_with(['/', '{']) || text.contains("://");
        let (word, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let rest = rest.trim();
        let capitals = word.chars().all(|c| c.is_ascii_uppercase());
        match claims::method(word).filter(|_| capitals) {
            Some(method) if rest.is_empty() => Self::Action { name, method, uri: None },
            Some(method) if is_uri(rest) => Self::Action { name, method, uri: Some(rest) },
            _ if is_uri(inside) && !inside.contains(char::is_whitespace) => {
                Self::Resource { name, uri: inside }
            }
            _ => Self::Text,
        }
    }
}

/// Whether an item is a part of a resource or an action.
fn is_keyword(head: &str) -> bool {
    let end = head.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(head.len());
    let (word, rest) = head.split_at(end);
    let rest = rest.trim_start();
    match word {
        "Parameters" | "Parameter" | "Headers" | "Model" | "Schema" | "Body" | "Relation" => true,
        "Request" | "Requests" | "Response" | "Responses" => true,
        "Attributes" | "Attribute" => rest.is_empty() || rest.starts_with(['(', ':']),
        _ => false,
    }
}

/// What all actions of a resource share.
#[derive(Clone, Default)]
struct Resource<'t> {
    uri: &'t str,
    range: std::ops::Range<usize>,
    parameters: Vec<Property>,
    headers: Vec<Property>,
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let (lines, open) = outline::lines(page);
    let sections = outline::sections(&lines);
    if open {
        let end = page.text.len();
        let message = "the page ends in a code block";
        context.sink.report(Diagnostic::new(Code::TruncatedPage, page.origin(&(end..end)), message));
    }
    let mut names = Names::default();
    each_structure(&sections, |name, _| names.add(name.split(" (").next().unwrap_or(name)));
    let reader = Reader { names: &names, file: page.file };
    let mut facts = PageFacts::default();
    each_structure(&sections, |title, source| {
        let (name, schema, range) = match source {
            Structure::Section(section) => {
                let (name, schema) = reader.named(title, &section.range, section.lines);
                (name, schema, &section.range)
            }
            Structure::Attributes(item) => {
                (mson::component(title), reader.attributes(&item), &item.range.clone())
            }
        };
        facts.schemas.push(NamedSchema { name: Stated::field(name, reader.origin(range)), schema });
    });
    let models = models(&sections, &reader);
    let mut walk = Walk { page, reader, models, group: None, resource: None, facts };
    for section in &sections {
        walk.section(section);
    }
    let mut facts = walk.facts;
    for (line, range) in page.lines().take(60) {
        if let Some(host) = line.strip_prefix("HOST:").map(|host| host.trim().trim_end_matches('/')) {
            facts.servers.push(Stated::field(host, page.origin(&range)));
        }
    }
    let title = sections.iter().find(|section| section.level == 1);
    let title = title.filter(|section| Heading::parse(section.title) == Heading::Text);
    facts.title = title.map(|section| Stated::field(section.title, page.origin(&section.range)));
    if facts.endpoints.is_empty() {
        let origin = page.origin(&(0..page.text.find('\n').unwrap_or(page.text.len())));
        let message = "this blueprint describes no action";
        context.sink.report(Diagnostic::new(Code::UnsupportedPage, origin, message));
    }
    facts
}

/// Where a data structure is described.
enum Structure<'s, 'l, 't> {
    /// Under a heading of its own.
    Section(&'s Section<'l, 't>),
    /// In the attributes of a resource.
    Attributes(Item<'l, 't>),
}

/// Calls for each data structure: those under `Data Structures`, and resources that have attributes and a name.
fn each_structure<'s, 'l, 't>(
    sections: &'s [Section<'l, 't>],
    mut call: impl FnMut(&'t str, Structure<'s, 'l, 't>),
) {
    let mut within: Option<usize> = None;
    for section in sections {
        within = within.filter(|level| section.level > *level);
        match Heading::parse(section.title) {
            Heading::DataStructures => within = Some(section.level),
            Heading::Text if within.is_some() => call(section.title, Structure::Section(section)),
            Heading::Resource { name, .. } if !name.is_empty() => {
                let (_, parts) = items(section.lines, is_keyword);
                let attributes = parts.into_iter().find(|item| item.keyword().starts_with("attribute"));
                if let Some(item) = attributes {
                    call(name, Structure::Attributes(item));
                }
            }
            _ => {}
        }
    }
}

/// The models of resources, by the name of the resource in small letters.
fn models(sections: &[Section<'_, '_>], reader: &Reader<'_>) -> HashMap<String, Payload> {
    let mut models = HashMap::new();
    for section in sections {
        let Heading::Resource { name, .. } = Heading::parse(section.title) else { continue };
        let (_, parts) = items(section.lines, is_keyword);
        if let Some(item) = parts.iter().find(|item| item.keyword() == "model") {
            models.insert(name.to_lowercase(), Payload::read(reader, item));
        }
    }
    models
}

/// The way through the sections.
struct Walk<'p, 'n, 't> {
    page: &'p Page<'t>,
    reader: Reader<'n>,
    models: HashMap<String, Payload>,
    group: Option<Stated<String>>,
    resource: Option<Resource<'t>>,
    facts: PageFacts,
}

impl<'t> Walk<'_, '_, 't> {
    fn section(&mut self, section: &Section<'_, 't>) {
        let origin = self.page.origin(&section.range);
        match Heading::parse(section.title) {
            Heading::Group(name) => {
                self.group = Some(Stated::field(name, origin));
                self.resource = None;
            }
            Heading::DataStructures => self.resource = None,
            Heading::Resource { uri, .. } => {
                let mut resource = Resource { uri, range: section.range.clone(), ..Resource::default() };
                self.shared(&mut resource, section);
                self.resource = Some(resource);
            }
            Heading::Action { name, method, uri } => {
                let own =
                    uri.map(|uri| Resource { uri, range: section.range.clone(), ..Resource::default() });
                // `# GET /x` is a resource as well as an action; what follows it may be another action of it.
                let resource = match (own, &self.resource) {
                    (Some(own), Some(resource)) => Resource {
                        parameters: resource.parameters.clone(),
                        headers: resource.headers.clone(),
                        ..own
                    },
                    (Some(own), None) => {
                        self.resource = Some(own.clone());
                        own
                    }
                    (None, Some(resource)) => resource.clone(),
                    (None, None) => return,
                };
                self.action(name, method, &resource, section);
            }
            Heading::Text => {}
        }
    }

    /// What a resource says for all of its actions.
    fn shared(&self, resource: &mut Resource<'_>, section: &Section<'_, '_>) {
        let (_, parts) = items(section.lines, is_keyword);
        for part in &parts {
            match part.keyword().as_str() {
                "parameters" | "parameter" => resource.parameters.extend(self.parameters(part)),
                "headers" => resource.headers.extend(payload::headers(&self.reader, part)),
                _ => {}
            }
        }
    }

    /// The parameters in an item; one is required unless it says that it is not.
    fn parameters(&self, part: &Item<'_, '_>) -> Vec<Property> {
        let (_, parameters) = items(part.lines, |_| true);
        let parameters = parameters.iter().map(|item| {
            let mut property = self.reader.property(item, 0);
            let signature = mson::Signature::parse(item.head);
            property.required = Some(!signature.has("optional") && property.schema.default.is_none());
            property
        });
        parameters.filter(|property| !property.name.value.is_empty()).collect()
    }

    fn action(
        &mut self,
        name: &str,
        method: &'static str,
        resource: &Resource<'_>,
        section: &Section<'_, '_>,
    ) {
        let origin = self.page.origin(&section.range);
        let mut endpoint = Endpoint::new(origin);
        endpoint.methods.push(Stated::field(method, origin));
        let (path, variables) = uri::template(resource.uri);
        endpoint.targets.push(Stated::field(path, self.page.origin(&resource.range)));
        endpoint.summary = (!name.is_empty()).then(|| Stated::field(name, origin));
        endpoint.tags.extend(self.group.clone());
        let (lead, parts) = items(section.lines, is_keyword);
        let description = outline::prose(lead);
        endpoint.description = (!description.is_empty()).then(|| Stated::field(description, origin));
        let mut own = Vec::new();
        let mut attributes = None;
        for part in &parts {
            match part.keyword().as_str() {
                "parameters" | "parameter" => own.extend(self.parameters(part)),
                "attributes" | "attribute" => attributes = Some(self.reader.attributes(part)),
                "headers" => {
                    let headers = payload::headers(&self.reader, part);
                    headers.into_iter().for_each(|header| self.header(&mut endpoint, header));
                }
                _ => {}
            }
        }
        uri::place(&mut endpoint, own, &resource.parameters, &variables, origin);
        for header in resource.headers.clone() {
            self.header(&mut endpoint, header);
        }
        for part in &parts {
            match part.keyword().as_str() {
                "request" => self.request(&mut endpoint, part, attributes.as_ref()),
                "response" => self.response(&mut endpoint, part),
                _ => {}
            }
        }
        if let (true, Some(schema)) = (endpoint.requests.is_empty(), attributes)
            && !matches!(method, "GET" | "HEAD" | "DELETE")
        {
            let mut body = super::facts::Body::new(schema.origin);
            body.schema = Some(schema);
            endpoint.requests.push(body);
        }
        self.facts.endpoints.push(endpoint);
    }

    fn header(&self, endpoint: &mut Endpoint, header: Property) {
        let known = endpoint.parameters.iter().any(|known| {
            known.location == Location::Header
                && known.property.name.value.eq_ignore_ascii_case(&header.name.value)
        });
        if !known && !header.name.value.eq_ignore_ascii_case("accept") {
            claims::header(endpoint, header);
        }
    }

    /// A payload with what the model says that it names.
    fn payload(&self, part: &Item<'_, '_>) -> Payload {
        let mut payload = Payload::read(&self.reader, part);
        let model = payload.model.take().and_then(|name| self.models.get(&name.to_lowercase()));
        if let Some(model) = model {
            payload.media = payload.media.or_else(|| model.media.clone());
            payload.sample.clone_from(&model.sample);
            payload.schema.clone_from(&model.schema);
            payload.headers.extend(model.headers.iter().cloned());
        }
        payload
    }

    fn request(&self, endpoint: &mut Endpoint, part: &Item<'_, '_>, attributes: Option<&Schema>) {
        let mut payload = self.payload(part);
        if payload.schema.is_none() {
            payload.schema = attributes.cloned();
        }
        endpoint.requests.extend(payload.body());
        payload.headers.into_iter().for_each(|header| self.header(endpoint, header));
    }

    fn response(&self, endpoint: &mut Endpoint, part: &Item<'_, '_>) {
        let payload = self.payload(part);
        let status = claims::status(&payload.name).unwrap_or_else(|| "200".to_owned());
        let body = payload.body();
        let Some(response) = claims::response(&mut endpoint.responses, Stated::field(status, payload.origin))
        else {
            return;
        };
        if response.description.is_none() && !payload.description.is_empty() {
            response.description = Some(Stated::field(payload.description, payload.origin));
        }
        response.bodies.extend(body);
        for header in payload.headers {
            let same = |known: &Property| known.name.value.eq_ignore_ascii_case(&header.name.value);
            if header.name.value.eq_ignore_ascii_case("content-type") {
                continue;
            }
            if !response.headers.iter().any(same) {
                response.headers.push(header);
            }
        }
    }
}
