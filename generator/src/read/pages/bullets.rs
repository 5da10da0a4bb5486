//! Pages that name an operation as `` `METHOD /path` `` and list its parameters as points below a heading for each
//! place: `` - `name` (type, required): text ``. They say nothing of what comes back.

use super::facts::{
    Body, Endpoint, JsonType, Kind, Location, PageFacts, Parameter, Property, Schema, Stated,
};
use super::scan::{Event, Piece, description, events};
use super::types::declared;
use super::values::printed;
use super::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::Page;
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "points below `METHOD /path`", recognises, read };

/// The methods that a line may name.
const METHODS: [&str; 9] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"];

fn recognises(page: &Page<'_>) -> bool {
    let (mut named, mut listed) = (false, false);
    let mut below = false;
    for (line, _) in page.lines() {
        let line = line.trim_end();
        named |= endpoint(line).is_some();
        let title = line.trim_start_matches('#').trim();
        if line.starts_with('#') {
            below = place(title).is_some();
            listed |= title.starts_with("All Parameters for \"");
        }
        listed |= below && line.starts_with("- `");
    }
    named && listed
}

/// `` `METHOD /path` `` alone on its line.
fn endpoint(line: &str) -> Option<(&str, &str)> {
    let (method, target) = line.trim().strip_prefix('`')?.strip_suffix('`')?.split_once(' ')?;
    (METHODS.contains(&method) && target.starts_with('/') && !target.contains('`'))
        .then_some((method, target))
}

/// Where the parameters below a heading are sent; the body is none of the places.
fn place(heading: &str) -> Option<Option<Location>> {
    let word = heading.strip_suffix(" Parameters").or_else(|| heading.strip_suffix(" parameters"))?;
    Some(match word {
        "Path" => Some(Location::Path),
        "Query" => Some(Location::Query),
        "Header" => Some(Location::Header),
        "Cookie" => Some(Location::Cookie),
        "Body" => None,
        _ => return None,
    })
}

/// A point as it is collected, with the lines that go on about it.
#[derive(Debug)]
struct Point<'t> {
    indent: usize,
    name: Piece<'t>,
    /// What stands in the brackets.
    types: Option<Piece<'t>>,
    text: Range<usize>,
}

impl<'t> Point<'t> {
    /// Reads `` - `name` (type, required): text ``.
    fn parse(line: &'t str, range: &Range<usize>) -> Option<Self> {
        let indent = line.len() - line.trim_start().len();
        let rest = line.trim_start().strip_prefix("- `").or_else(|| line.trim_start().strip_prefix("* `"))?;
        let (name, rest) = rest.split_once('`')?;
        let start = range.start + indent + 3;
        let name = Piece { text: name, range: start..start + name.len() };
        let mut at = name.range.end + 1;
        let mut rest = rest;
        let mut types = None;
        if let Some(inside) = rest.strip_prefix(" (").and_then(|rest| rest.split_once(')')) {
            types = Some(Piece { text: inside.0, range: at + 2..at + 2 + inside.0.len() });
            at += inside.0.len() + 3;
            rest = inside.1;
        }
        let is_end = rest.is_empty() || rest.starts_with(':') || rest.starts_with(" -");
        let from = at + rest.len() - rest.trim_start_matches([':', ' ', '-']).len();
        is_end.then_some(Self { indent, name, types, text: from..range.start + line.len() })
    }
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let mut found: Option<Endpoint> = None;
    let mut title: Option<(String, Range<usize>)> = None;
    let mut section = String::new();
    let mut text: Option<Range<usize>> = None;
    let mut lists: Vec<(Option<Location>, Vec<Point<'_>>)> = Vec::new();
    let mut open = false;
    for event in events(page) {
        match event {
            Event::Heading(level, heading, range) => {
                open = false;
                if let Some(place) = place(&heading) {
                    lists.push((place, Vec::new()));
                    open = true;
                }
                if level == 1 {
                    title = Some((heading, range));
                    section.clear();
                } else {
                    section = heading;
                }
            }
            Event::Line(line) => {
                if let Some((method, target)) = endpoint(line.text) {
                    finish(page, found.take(), std::mem::take(&mut lists), text.take(), &mut facts);
                    let mut endpoint = Endpoint::new(page.origin(&line.range));
                    endpoint.methods.push(Stated::field(method, page.origin(&line.range)));
                    endpoint.targets.push(Stated::field(target, page.origin(&line.range)));
                    endpoint.summary = title
                        .as_ref()
                        .map(|(title, range)| Stated::field(title.as_str(), page.origin(range)));
                    found = Some(endpoint);
                    open = false;
                    continue;
                }
                let points = lists.last_mut().map(|(_, points)| points).filter(|_| open);
                if let Some(points) = points {
                    let start = page.text.get(..line.range.start).and_then(|before| before.rfind('\n'));
                    let start = start.map_or(0, |at| at + 1);
                    let whole = page.text.get(start..line.range.end).unwrap_or_default();
                    match (Point::parse(whole, &(start..line.range.end)), points.last_mut()) {
                        (Some(point), _) => points.push(point),
                        (None, Some(last)) => last.text.end = line.range.end,
                        (None, None) => {}
                    }
                } else if section == "Operation Description" || found.is_some() && section.is_empty() {
                    // A link to the page's own place on the web is no description.
                    let linked = section.is_empty() && line.text.starts_with('[') && line.text.ends_with(')');
                    match &mut text {
                        Some(range) => range.end = line.range.end,
                        None if linked => {}
                        None => text = Some(line.range),
                    }
                }
            }
            Event::Quote(line) if section == "Operation Description" => match &mut text {
                Some(range) => range.end = line.range.end,
                None => text = Some(line.range),
            },
            _ => {}
        }
    }
    finish(page, found, lists, text, &mut facts);
    if facts.endpoints.is_empty() {
        let place = page.origin(&(0..page.text.find('\n').unwrap_or(page.text.len())));
        let message = "this page lists parameters, but names no operation that they are of";
        context.sink.report(Diagnostic::new(Code::UnsupportedPage, place, message));
    }
    facts
}

fn finish(
    page: &Page<'_>,
    endpoint: Option<Endpoint>,
    lists: Vec<(Option<Location>, Vec<Point<'_>>)>,
    text: Option<Range<usize>>,
    facts: &mut PageFacts,
) {
    let Some(mut endpoint) = endpoint else { return };
    endpoint.description = text.map(|range| Stated::field(page.slice(&range).trim(), page.origin(&range)));
    for (location, points) in lists {
        let Some(first) = points.first() else { continue };
        let origin = page.origin(&first.name.range);
        let mut properties = nested(page, &points);
        match location {
            Some(location) => {
                for property in &mut properties {
                    if property.schema.types.is_empty() && property.schema.one_of.is_empty() {
                        // What is sent in a URL or a header is text.
                        property.schema.add_type(JsonType::String);
                        property.schema.kind = Kind::Prose;
                    }
                }
                endpoint
                    .parameters
                    .extend(properties.into_iter().map(|property| Parameter { location, property }));
            }
            None => {
                let mut body = Body::new(origin);
                let mut schema = Schema::typed(origin, JsonType::Object);
                schema.properties = properties;
                body.schema = Some(schema);
                endpoint.requests.push(body);
            }
        }
    }
    facts.endpoints.push(endpoint);
}

/// Points that are indented further than the one above them are its fields.
fn nested(page: &Page<'_>, points: &[Point<'_>]) -> Vec<Property> {
    let mut stack: Vec<(usize, Property)> = Vec::new();
    let mut found = Vec::new();
    let close = |stack: &mut Vec<(usize, Property)>, found: &mut Vec<Property>| {
        let Some((_, property)) = stack.pop() else { return };
        match stack.last_mut() {
            Some((_, parent)) => adopt(&mut parent.schema, property),
            None => found.push(property),
        }
    };
    for point in points {
        while stack.last().is_some_and(|(indent, _)| *indent >= point.indent) {
            close(&mut stack, &mut found);
        }
        if stack.len() < super::MAX_NESTING {
            stack.push((point.indent, property(page, point)));
        }
    }
    while !stack.is_empty() {
        close(&mut stack, &mut found);
    }
    found
}

fn adopt(parent: &mut Schema, property: Property) {
    let origin = parent.origin;
    let target = match parent.types.as_slice() {
        [JsonType::Array] => {
            parent.items.get_or_insert_with(|| Box::new(Schema::typed(origin, JsonType::Object)))
        }
        _ => parent,
    };
    target.properties.push(property);
}

fn property(page: &Page<'_>, point: &Point<'_>) -> Property {
    let origin = page.origin(&point.name.range);
    let (mut required, mut words) = (false, Vec::new());
    for word in point.types.iter().flat_map(|types| types.text.split(',')).map(str::trim) {
        match word.to_ascii_lowercase().as_str() {
            "required" => required = true,
            "optional" => {}
            _ => words.push(word),
        }
    }
    let mut schema = declared(&words.join(","), origin).schema;
    let text = page.slice(&point.text);
    let mut kept = Vec::new();
    for line in text.lines() {
        let (label, value) = line.trim().split_once(':').unwrap_or_default();
        let values =
            || value.split('`').enumerate().filter(|(index, _)| index % 2 == 1).map(|(_, value)| value);
        let only = |value: &str| {
            value.split('`').step_by(2).all(|part| part.trim_matches([' ', ',', '.']).is_empty())
        };
        let at = page.origin(&point.text);
        match label {
            // Several of the values may be sent at once where they are a list within one text.
            "Can be" | "Can be one of" | "Possible values"
                if values().next().is_some()
                    && only(value)
                    && !text.to_ascii_lowercase().contains("comma-separated") =>
            {
                let target = match &mut schema.items {
                    Some(items) => items,
                    None => &mut schema,
                };
                target.enumeration = values().map(|value| printed(value, &target.types, at)).collect();
            }
            "Default" if value.contains('`') && only(value) => {
                schema.default = values().next().map(|value| printed(value, &schema.types, at));
            }
            _ => kept.push(line),
        }
    }
    schema.description = description(&kept.join("\n"));
    Property { name: Stated::field(point.name.text, origin), required: Some(required), schema }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Sink;
    use crate::source::Sources;

    const PAGE: &str = "# List shelves\n\n`GET /rooms/{room}/shelves`\n\n[Reference](https://docs.example/x)\n\n\
        ## All Parameters for \"List shelves\"\n\n### Path Parameters\n\n- `room` (integer, required): The room.\n\
        ### Query Parameters\n\n- `sort` (string): The order.\n\nCan be: `up`, `down`\n\nDefault: `up`\n- `kinds`\n\
        - `page` (integer)\n\n## Operation Description\n\nLists them.\n\nAll of them.\n";

    fn read_page(text: &str) -> (PageFacts, usize) {
        let sources = Sources::new();
        let mut names = Sources::new();
        let page = Page::parse(names.add("page.md", text), text);
        let mut sink = Sink::new();
        assert!(recognises(&page), "{text}");
        let facts = read(&page, &mut Context { sources: &sources, sink: &mut sink });
        (facts, sink.diagnostics().len())
    }

    #[test]
    fn every_point_is_a_parameter() {
        let (facts, diagnostics) = read_page(PAGE);
        assert_eq!(diagnostics, 0);
        let [endpoint] = facts.endpoints.as_slice() else { panic!("one operation") };
        let shown = endpoint.parameters.iter().map(|parameter| {
            let Property { name, required, schema } = &parameter.property;
            (parameter.location.as_str(), name.value.as_str(), *required, schema.types.clone())
        });
        let shown: Vec<_> = shown.collect();
        assert_eq!(
            shown,
            [
                ("path", "room", Some(true), vec![JsonType::Integer]),
                ("query", "sort", Some(false), vec![JsonType::String]),
                ("query", "kinds", Some(false), vec![JsonType::String]),
                ("query", "page", Some(false), vec![JsonType::Integer]),
            ]
        );
        let sort = endpoint.parameters.get(1).map(|parameter| &parameter.property.schema);
        assert_eq!(sort.map(|schema| schema.enumeration.len()), Some(2));
        assert!(sort.is_some_and(|schema| schema.default.is_some()));
        assert_eq!(
            endpoint.description.as_ref().map(|text| text.value.as_str()),
            Some("Lists them.\n\nAll of them.")
        );
    }

    #[test]
    fn points_below_points_are_fields_of_a_body() {
        let text = "# Add\n\n`POST /x`\n\n### Body Parameters\n\n- `a` (object, required): A.\n  - `b` (string): B.\n\
            - `c` (array of objects): C.\n  - `d` (integer, required)\n";
        let (facts, _) = read_page(text);
        let body = facts.endpoints.first().and_then(|endpoint| endpoint.requests.first());
        let schema = body.and_then(|body| body.schema.as_ref());
        let [a, c] = schema.map_or(&[][..], |schema| &schema.properties) else { panic!("two fields") };
        assert_eq!(a.schema.properties.len(), 1);
        assert_eq!(c.schema.items.as_ref().map(|items| items.properties.len()), Some(1));
    }
}
