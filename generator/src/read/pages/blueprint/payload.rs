//! Payloads of a blueprint: `+ Request (media)`, `+ Response 200 (media)`, `+ Model (media)`, and what stands in them.

use super::mson::{Reader, Signature};
use super::outline::{Item, Line, items, prose, text};
use crate::read::pages::claims;
use crate::read::pages::facts::{Body, JsonType, Kind, Property, Schema, Stated};
use crate::read::pages::json_schema;
use crate::read::pages::values;
use crate::source::Origin;
use crate::tree::Node;
use std::ops::Range;

/// What a payload says.
#[derive(Clone, Debug)]
pub(super) struct Payload {
    pub(super) origin: Origin,
    /// The words between the keyword and the media type: a status, or a name.
    pub(super) name: String,
    pub(super) media: Option<Stated<String>>,
    pub(super) description: String,
    pub(super) headers: Vec<Property>,
    pub(super) sample: Option<Stated<String>>,
    pub(super) schema: Option<Schema>,
    /// The name of the model that it is.
    pub(super) model: Option<String>,
}

/// Whether the first line of an item starts a part of a payload.
fn is_part(head: &str) -> bool {
    let end = head.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(head.len());
    let word = head.get(..end).unwrap_or_default().to_ascii_lowercase();
    matches!(word.as_str(), "headers" | "header" | "body" | "schema" | "attributes" | "attribute")
}

impl Payload {
    /// Reads a payload from its item.
    pub(super) fn read(reader: &Reader<'_>, item: &Item<'_, '_>) -> Self {
        let origin = reader.origin(&item.range);
        let rest = item.behind_keyword();
        let (name, media) = match rest.rsplit_once('(') {
            Some((name, media)) => (name, media.trim_end().strip_suffix(')').unwrap_or(media)),
            None => (rest, ""),
        };
        let media = media.trim();
        let mut payload = Self {
            origin,
            name: name.trim().trim_end_matches(':').to_owned(),
            media: media.contains('/').then(|| Stated::field(media, origin)),
            description: String::new(),
            headers: Vec::new(),
            sample: None,
            schema: None,
            model: None,
        };
        let (lead, parts) = items(item.lines, is_part);
        payload.lead(reader, lead, item.indent);
        for part in &parts {
            payload.part(reader, part);
        }
        payload
    }

    /// What stands above the first part: a description, the name of a model, or the body itself.
    fn lead(&mut self, reader: &Reader<'_>, lead: &[Line<'_>], indent: usize) {
        let said: Vec<&Line<'_>> = lead.iter().filter(|line| !line.bare().is_empty()).collect();
        let Some(first) = said.first() else { return };
        let name = first.bare().strip_prefix('[').and_then(|rest| rest.split_once(']'));
        if let Some((name, behind)) = name.filter(|_| said.len() == 1)
            && matches!(behind, "" | "[]")
        {
            self.model = Some(name.to_owned());
            return;
        }
        let start = match lead.iter().position(|line| line.code) {
            Some(at) => at,
            // A body is indented twice; where a page does it once, it still looks like what it is.
            None => {
                let deep = |line: &Line<'_>| !line.bare().is_empty() && line.indent >= indent + 7;
                let json = |line: &Line<'_>| line.bare().starts_with(['{', '[', '<']);
                lead.iter().position(|line| deep(line) || json(line)).unwrap_or(lead.len())
            }
        };
        let (before, body) = lead.split_at(start.min(lead.len()));
        self.description = prose(before);
        let (text, range) = text(body);
        self.shown(reader, text, range);
    }

    fn shown(&mut self, reader: &Reader<'_>, text: String, range: Range<usize>) {
        if !text.is_empty() && self.sample.is_none() {
            self.sample = Some(Stated::sample(text, reader.origin(&range)));
        }
    }

    fn part(&mut self, reader: &Reader<'_>, part: &Item<'_, '_>) {
        let (inside, range) = text(part.lines);
        match part.keyword().as_str() {
            "headers" | "header" => self.headers.extend(headers(reader, part)),
            "body" => self.shown(reader, inside, range),
            "schema" => {
                let node = values::json(&inside, reader.origin(&range));
                if let Some(node) = node.filter(|node| node.as_mapping().is_some()) {
                    // A schema is made to say it; attributes beside it are for the reader of the page.
                    self.schema = Some(json_schema::read(&node, &node));
                }
            }
            _ => {
                let (lead, _) = items(part.lines, |_| true);
                let (body, range) = text(lead);
                if body.starts_with(['{', '[']) {
                    self.shown(reader, body, range);
                }
                self.schema = self.schema.take().or_else(|| Some(reader.attributes(part)));
            }
        }
    }

    /// Its body, as far as there is one.
    pub(super) fn body(&self) -> Option<Body> {
        let shown = self.sample.as_ref().map(|sample| claims::sampled(&sample.value, sample.origin));
        let empty = shown.is_none() && self.schema.is_none();
        if empty && (self.media.is_none() || matches!(self.name.as_str(), "204" | "304")) {
            return None;
        }
        let mut body = shown.unwrap_or_else(|| Body::new(self.origin));
        let json = self.media.as_ref().is_some_and(|media| media.value.contains("json"));
        if json && let (true, Some(sample)) = (body.samples.is_empty(), &self.sample) {
            // It is said to be JSON, so whatever it looks like it is meant as such.
            body.samples.push(sample.clone());
            body.schema = None;
        }
        body.media = self.media.clone().or_else(|| self.content_type()).or(body.media);
        body.schema = self.schema.clone().or(body.schema);
        Some(body)
    }

    fn content_type(&self) -> Option<Stated<String>> {
        let header =
            self.headers.iter().find(|header| header.name.value.eq_ignore_ascii_case("content-type"))?;
        let media = claims::media_types(header.schema.example.as_ref()?.as_str()?)?;
        Some(Stated { value: media, ..header.name.clone() })
    }
}

/// The headers in an item.
pub(super) fn headers(reader: &Reader<'_>, item: &Item<'_, '_>) -> Vec<Property> {
    let lines = item.lines.iter().filter(|line| !line.bare().starts_with(['`', '~']));
    lines.filter_map(|line| header(reader, line)).collect()
}

/// A header, `Name: value`, or as a list item, `+ Name: value (type)`.
fn header(reader: &Reader<'_>, line: &Line<'_>) -> Option<Property> {
    let bare = line.bare();
    let listed = bare.strip_prefix("+ ").or_else(|| bare.strip_prefix("- "));
    let origin = reader.origin(&line.range());
    let (name, value, description) = match listed {
        Some(head) => {
            let signature = Signature::parse(head);
            (signature.name, signature.value, signature.description)
        }
        None => {
            let (name, value) = bare.split_once(':')?;
            (name.trim().to_owned(), value.trim().to_owned(), String::new())
        }
    };
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let mut schema = Schema::new(origin, Kind::Sample);
    schema.types.push(JsonType::String);
    schema.description = (!description.is_empty()).then_some(description);
    let value = value.trim_matches('`');
    schema.example = (!value.is_empty()).then(|| Node::string(value, origin));
    is_name.then(|| Property { name: Stated::field(name, origin), required: None, schema })
}
