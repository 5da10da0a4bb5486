//! Pages in reStructuredText that describe an operation as `.. http:get:: /path`, with a field for each parameter, status
//! and key of JSON below it.

use super::facts::{
    Body, Endpoint, JsonType, Kind, Location, PageFacts, Parameter, Property, Response, Schema, Stated,
};
use super::types::declared;
use super::{Context, Dialect, claims, prose, remarks};
use crate::read::markdown::Page;
use crate::source::Origin;
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "`.. http:get::`", recognises, read };

fn recognises(page: &Page<'_>) -> bool {
    page.lines().any(|(line, _)| directive(line).is_some())
}

/// The method and the path of a line that begins an operation.
fn directive(line: &str) -> Option<(&'static str, &str)> {
    let rest = line.trim().strip_prefix(".. http:")?;
    let (method, target) = rest.split_once("::")?;
    let target = target.trim();
    (!target.is_empty()).then_some((claims::method(method)?, target))
}

/// A line, how far it is indented, and where it stands.
struct Line<'t> {
    indent: usize,
    text: &'t str,
    range: Range<usize>,
}

fn read(page: &Page<'_>, _: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let lines: Vec<Line<'_>> = page
        .lines()
        .map(|(line, range)| Line { indent: line.len() - line.trim_start().len(), text: line.trim(), range })
        .collect();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let Some((method, target)) = directive(line.text) else { continue };
        let origin = page.origin(&line.range);
        let mut endpoint = Endpoint::new(origin);
        endpoint.methods.push(Stated::field(method, origin));
        endpoint.targets.push(Stated::field(target, origin));
        let end = block(&lines, at, line.indent);
        content(page, lines.get(at..end).unwrap_or_default(), &mut endpoint);
        facts.endpoints.push(endpoint);
        at = end;
    }
    facts
}

/// Where the lines end that are indented further than those around them.
fn block(lines: &[Line<'_>], start: usize, indent: usize) -> usize {
    let inside = |line: &&Line<'_>| line.text.is_empty() || line.indent > indent;
    start + lines.get(start..).unwrap_or_default().iter().take_while(inside).count()
}

/// What stands below the line that begins an operation.
fn content(page: &Page<'_>, lines: &[Line<'_>], endpoint: &mut Endpoint) {
    let mut answer =
        Response { statuses: Vec::new(), description: None, bodies: Vec::new(), headers: Vec::new() };
    let mut at = 0;
    let mut types: Vec<(&str, &str)> = Vec::new();
    while let Some(line) = lines.get(at) {
        at += 1;
        let end = block(lines, at, line.indent);
        if line.text.starts_with(".. ") {
            let inner = lines.get(at..end).unwrap_or_default();
            if ["sourcecode::", "code-block::", "code::"].iter().any(|name| line.text.contains(name)) {
                sample(page, inner, endpoint, &mut answer);
            } else if line.text.contains("deprecated::") {
                endpoint.deprecated = true;
            }
            at = end;
        } else if let Some((field, text)) = field(line.text) {
            // The text of a field goes on where it is indented.
            let more = lines.get(at..end).unwrap_or_default().iter().map(|line| line.text);
            let text = std::iter::once(text).chain(more).filter(|text| !text.is_empty()).collect::<Vec<_>>();
            if let Some(name) = field.strip_prefix("type ") {
                types.push((name, line.text.rsplit(':').next().unwrap_or_default()));
            } else {
                take(field, &text.join(" "), page.origin(&line.range), endpoint, &mut answer);
            }
            at = end;
        } else if endpoint.description.is_none()
            && !line.text.is_empty()
            && !line.text.starts_with("**Example")
        {
            let rest = lines.get(at..).unwrap_or_default().iter().take_while(|line| !line.text.is_empty());
            let text: Vec<&str> = std::iter::once(line.text).chain(rest.map(|line| line.text)).collect();
            at += text.len() - 1;
            endpoint.description = Some(Stated::prose(text.join("\n"), page.origin(&line.range)));
        }
    }
    settle(endpoint, answer);
    for (name, ty) in types {
        for parameter in endpoint.parameters.iter_mut().filter(|it| it.property.name.value == name) {
            let found = declared(ty.trim(), parameter.property.schema.origin).schema;
            parameter.property.schema.types = found.types;
            parameter.property.schema.format = found.format;
        }
    }
}

/// `:query int page: which one` without its colons.
fn field(text: &str) -> Option<(&str, &str)> {
    let (field, rest) = text.strip_prefix(':')?.split_once(": ").or_else(|| {
        let field = text.strip_prefix(':')?.strip_suffix(':')?;
        Some((field, ""))
    })?;
    (!field.is_empty() && !field.contains('`')).then_some((field, rest.trim()))
}

/// Takes a field by its role.
fn take(field: &str, text: &str, origin: Origin, endpoint: &mut Endpoint, answer: &mut Response) {
    let (role, rest) = field.split_once(' ').unwrap_or((field, ""));
    let (ty, name) = rest.rsplit_once(' ').unwrap_or(("", rest));
    if role == "synopsis" || name.is_empty() {
        return;
    }
    let mut property = Property {
        name: Stated::field(name, origin),
        required: None,
        schema: Schema { kind: Kind::Field, ..declared(ty, origin).schema },
    };
    remarks::take(&mut property, text);
    property.schema.description = (!text.is_empty()).then(|| text.to_owned());
    let location = match role {
        "param" | "parameter" | "arg" | "argument" | "key" => Location::Path,
        "query" | "queryparam" | "queryparameter" | "qparam" => Location::Query,
        "reqheader" | "<header" | "requestheader" => {
            claims::header(endpoint, property);
            return;
        }
        "resheader" | ">header" | "responseheader" => {
            answer.headers.push(property);
            return;
        }
        "statuscode" | "status" | "code" => {
            if let Some(code) = prose::status(name) {
                let response = claims::response(&mut endpoint.responses, Stated::field(code, origin));
                if let Some(response) = response.filter(|response| response.description.is_none()) {
                    response.description = Some(Stated::field(text, origin));
                }
            }
            return;
        }
        "<json" | "reqjson" | "reqjsonobj" | "<jsonarr" | "reqjsonarr" => {
            let media = "application/json";
            add(&mut endpoint.requests, media, role.ends_with("arr"), property);
            return;
        }
        "form" | "formparam" | "formparameter" | "fparam" => {
            add(&mut endpoint.requests, "application/x-www-form-urlencoded", false, property);
            return;
        }
        ">json" | "resjson" | "resjsonobj" | ">jsonarr" | "resjsonarr" => {
            let list = role.ends_with("arr");
            add(&mut answer.bodies, "application/json", list, property);
            return;
        }
        _ => return,
    };
    endpoint.parameters.push(Parameter { location, property });
}

/// A sample: a request or an answer as it is sent, or a body alone, which is that of the answer.
fn sample(page: &Page<'_>, lines: &[Line<'_>], endpoint: &mut Endpoint, answer: &mut Response) {
    let mut status = None;
    let mut asks = false;
    for (at, line) in lines.iter().enumerate() {
        let first = line.text.split(' ').next().unwrap_or_default();
        if let Some(rest) = line.text.strip_prefix("HTTP/") {
            status = rest.split_once(' ').and_then(|(_, code)| prose::status(code));
        } else if line.text.ends_with("HTTP/1.1") && claims::method(first).is_some() {
            asks = true;
        } else if line.text.starts_with(['{', '[']) {
            let behind = lines.get(at..).unwrap_or_default();
            let end = behind.last().map_or(line.range.end, |last| last.range.end);
            let text: Vec<&str> = behind.iter().map(|line| line.text).collect();
            let origin = page.origin(&(line.range.start..end));
            let mut body = Body::new(origin);
            body.samples.push(Stated::sample(text.join("\n").trim_end(), origin));
            match status {
                _ if asks => endpoint.requests.push(body),
                Some(code) if !code.starts_with('2') => {
                    let response = claims::response(&mut endpoint.responses, Stated::sample(code, origin));
                    response.into_iter().for_each(|response| response.bodies.push(body.clone()));
                }
                _ => answer.bodies.push(body),
            }
            break;
        }
    }
    if let Some(code) = status.filter(|code| code.starts_with('2')) {
        answer.statuses.push(Stated::sample(
            code,
            lines.first().map_or(endpoint.origin, |line| page.origin(&line.range)),
        ));
    }
}

/// Gives the answer to success its status: the one that is listed, or that a sample shows, or 200.
fn settle(endpoint: &mut Endpoint, mut answer: Response) {
    let success =
        |response: &&mut Response| response.statuses.iter().any(|status| status.value.starts_with('2'));
    if answer.bodies.is_empty() && answer.headers.is_empty() && answer.statuses.is_empty() {
        return;
    }
    match endpoint.responses.iter_mut().find(success) {
        Some(listed) => {
            listed.bodies.append(&mut answer.bodies);
            listed.headers.append(&mut answer.headers);
        }
        None => {
            answer.statuses.dedup_by(|one, other| one.value == other.value);
            if answer.statuses.is_empty() {
                answer.statuses.push(Stated::prose("200", endpoint.origin));
            }
            endpoint.responses.insert(0, answer);
        }
    }
}

/// Adds a field to the body of a media type.
fn add(bodies: &mut Vec<Body>, media: &str, list: bool, property: Property) {
    let origin = property.name.origin;
    let known = bodies.iter().position(|body| body.media.as_ref().is_none_or(|known| known.value == media));
    let at = known.unwrap_or_else(|| {
        bodies.push(Body::new(origin));
        bodies.len() - 1
    });
    let Some(body) = bodies.get_mut(at) else { return };
    body.media.get_or_insert_with(|| Stated::field(media, origin));
    let schema = body
        .schema
        .get_or_insert_with(|| Schema::typed(origin, if list { JsonType::Array } else { JsonType::Object }));
    let holder = match list {
        true => schema.items.get_or_insert_with(|| Box::new(Schema::typed(origin, JsonType::Object))),
        false => schema,
    };
    holder.properties.push(property);
}

#[cfg(test)]
mod tests {
    use crate::read::pages::testing::{at, read};

    #[test]
    fn fields_are_what_their_roles_say() {
        let page = "Hives\n=====\n\n.. http:get:: /hives/(int:hive)\n\n   Gives one.\n\n   **Example response**:\n\n   .. sourcecode:: http\n\n      HTTP/1.1 200 OK\n\n      {\"id\": 7, \"queen\": \"Ada\"}\n\n   :param hive: which\n   :type hive: int\n   :query int offset: where to\n      begin. default is 0\n   :reqheader Authorization: bearer token\n   :>json int id: its id\n   :statuscode 200: no error\n   :statuscode 404: there is none\n\n.. http:post:: /hives\n\n   :<json string queen: who\n   :status 201: made\n";
        let (tree, said) = read(page);
        let tree = tree.unwrap();
        assert_eq!(said, []);
        for (path, expected) in [
            ("get parameters 1 name", "offset"),
            ("get parameters 1 schema default", "0"),
            ("get responses 404 description", "there is none"),
            ("get responses 200 content application/json schema properties id type", "integer"),
            ("get responses 200 content application/json schema properties queen type", "string"),
        ] {
            assert_eq!(
                at(&tree, &format!("paths /hives/{{hive}} {path}")).as_deref(),
                Some(expected),
                "{path}"
            );
        }
        let queen = "paths /hives post requestBody content application/json schema properties queen type";
        assert_eq!(at(&tree, queen).as_deref(), Some("string"));
    }
}
