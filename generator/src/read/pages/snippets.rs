//! Pages of MDX that name an operation as `<Method>POST</Method><Path>…</Path>`: a table of parameters, and a tab for
//! each media type of what is sent and of each answer, with a sample in it.

use super::facts::{
    Body, Endpoint, Location, PageFacts, Parameter, Property, Response, SchemeKind, SecurityScheme, Stated,
};
use super::scan::{Event, Grid, Piece, bare, description, events};
use super::types::declared;
use super::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::{Page, decode_entities};
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "`<Method>` and `<Path>`", recognises, read };

fn recognises(page: &Page<'_>) -> bool {
    page.lines().any(|(line, range)| endpoint(line, &range).is_some())
}

/// What stands in an element of a line, and where.
fn element<'t>(line: &'t str, range: &Range<usize>, name: &str) -> Option<Piece<'t>> {
    let open = line.find(&format!("<{name}"))?;
    let rest = line.get(open..)?;
    let inside = rest.find('>')? + 1;
    let end = rest.find(&format!("</{name}>"))?;
    Some(Piece::trimmed(rest.get(inside..end)?, range.start + open + inside))
}

/// The method and the path of a line. The path may stand in an expression, within quotes.
fn endpoint<'t>(line: &'t str, range: &Range<usize>) -> Option<(Piece<'t>, Piece<'t>)> {
    let method = element(line, range, "Method")?;
    let path = element(line, range, "Path")?;
    let quote = path.text.find(['\'', '"']).filter(|_| path.text.starts_with('{'));
    let path = match quote {
        Some(at) => {
            let inside = path.text.get(at + 1..)?;
            let end = inside.rfind(['\'', '"'])?;
            Piece::trimmed(inside.get(..end)?, path.range.start + at + 1)
        }
        None => path,
    };
    let is_method = !method.text.is_empty() && method.text.chars().all(|mark| mark.is_ascii_alphabetic());
    (is_method && path.text.contains('/')).then_some((method, path))
}

/// Which part of the page a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Head,
    Sent,
    Calls,
    Received,
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let mut found: Option<Endpoint> = None;
    let mut section = Section::Head;
    let mut tab: Option<Piece<'_>> = None;
    let mut text: Option<Range<usize>> = None;
    let mut cut_off = None;
    let front = front_matter(page);
    for event in events(page) {
        match event {
            Event::Line(line) => {
                if let Some((method, path)) = endpoint(line.text, &line.range) {
                    let mut endpoint = Endpoint::new(page.origin(&line.range));
                    endpoint.methods.push(Stated::field(method.text, page.origin(&method.range)));
                    endpoint.targets.push(Stated::field(path.text, page.origin(&path.range)));
                    [endpoint.operation_id, endpoint.summary] = front.clone();
                    facts.endpoints.extend(found.replace(endpoint));
                    section = Section::Head;
                } else if line.text.starts_with("<TabItem") {
                    tab = value(&line);
                } else if line.text.starts_with("</TabItem") || line.text.starts_with("</Tabs") {
                    tab = None;
                } else if section == Section::Received
                    && tab.is_none()
                    && !line.text.starts_with(['<', '{', ']', '-'])
                {
                    let response = found.as_mut().and_then(|endpoint| endpoint.responses.last_mut());
                    if let Some(response) = response.filter(|response| response.description.is_none()) {
                        response.description =
                            description(line.text).map(|text| Stated::field(text, page.origin(&line.range)));
                    }
                }
            }
            Event::Quote(line) if section == Section::Head && found.is_some() => match &mut text {
                Some(range) => range.end = line.range.end,
                None => text = Some(line.range),
            },
            Event::Heading(_, title, range) => {
                section = match title.as_str() {
                    "Request Body" => Section::Sent,
                    "Responses" => Section::Received,
                    "Code Snippets" => Section::Calls,
                    _ => section,
                };
                let is_status =
                    title == "default" || title.len() == 3 && title.starts_with(|c: char| c.is_ascii_digit());
                if let Some(endpoint) = found.as_mut().filter(|_| section == Section::Received && is_status) {
                    endpoint.responses.push(Response::new(Stated::field(title, page.origin(&range))));
                }
                tab = None;
            }
            Event::Table(grid) => {
                cut_off = cut_off.or(grid.cut_off.clone());
                if let Some(endpoint) = found.as_mut().filter(|_| grid.has(&["name", "in", "type"])) {
                    parameters(page, &grid, endpoint);
                }
            }
            Event::Fence(code) => {
                if !code.closed {
                    cut_off = cut_off.or(Some(code.body.range.clone()));
                }
                let Some(endpoint) = &mut found else { continue };
                let media = tab.as_ref().filter(|tab| tab.text.contains('/'));
                match (section, media) {
                    (Section::Sent, Some(media)) => endpoint.requests.push(body(page, media, &code.body)),
                    (Section::Received, Some(media)) => {
                        let body = body(page, media, &code.body);
                        if let Some(response) = endpoint.responses.last_mut() {
                            response.bodies.push(body);
                        }
                    }
                    (Section::Calls, _) => call(page, &code.body, endpoint),
                    _ => {}
                }
            }
            Event::Quote(_) => {}
        }
    }
    if let (Some(endpoint), Some(range)) = (&mut found, text) {
        let text = page.slice(&range).replace("\n>", "\n");
        endpoint.description = Some(Stated::field(decode_entities(text.trim()), page.origin(&range)));
    }
    facts.endpoints.extend(found);
    if let Some(range) = cut_off {
        let message = "the page ends in the middle";
        context.sink.report(Diagnostic::new(Code::TruncatedPage, page.origin(&range), message));
    }
    facts
}

/// `id` and `title` of the front matter.
fn front_matter(page: &Page<'_>) -> [Option<Stated<String>>; 2] {
    let mut lines = page.lines();
    let mut found = [None, None];
    if lines.next().is_none_or(|(line, _)| line.trim() != "---") {
        return found;
    }
    for (line, range) in lines.take_while(|(line, _)| line.trim() != "---").take(40) {
        for (key, value) in ["id:", "title:"].into_iter().zip(&mut found) {
            if let Some(text) = line.strip_prefix(key) {
                let text = decode_entities(text.trim().trim_matches('"'));
                *value = Some(Stated::field(text, page.origin(&range)));
            }
        }
    }
    found
}

/// The value of a tab.
fn value<'t>(line: &Piece<'t>) -> Option<Piece<'t>> {
    let (before, rest) = line.text.split_once("value=\"")?;
    let value = rest.split('"').next()?;
    let start = line.range.start + before.len() + "value=\"".len();
    Some(Piece { text: value, range: start..start + value.len() })
}

/// A body of which there is a sample; one that is no JSON tells no more than the media type.
fn body(page: &Page<'_>, media: &Piece<'_>, sample: &Piece<'_>) -> Body {
    let mut body = Body::new(page.origin(&media.range));
    body.media = Some(Stated::field(media.text, page.origin(&media.range)));
    if sample.text.starts_with(['{', '[', '"']) {
        body.samples.push(Stated::sample(sample.text, page.origin(&sample.range)));
    }
    body
}

fn parameters(page: &Page<'_>, grid: &Grid<'_>, endpoint: &mut Endpoint) {
    let columns = ["name", "in", "type", "required", "description"].map(|name| grid.column(&[name]));
    for row in &grid.rows {
        let [name, place, ty, required, text] =
            columns.map(|column| column.and_then(|column| row.get(column)).cloned().unwrap_or_default());
        let location = match place.text {
            "path" => Location::Path,
            "query" => Location::Query,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            _ => continue,
        };
        let mut schema = declared(ty.text, page.origin(&ty.range)).schema;
        schema.description = description(&decode_entities(text.text));
        let name = Stated::field(bare(name.text), page.origin(&name.range));
        let required = Some(matches!(required.text, "true" | "yes"));
        endpoint.parameters.push(Parameter { location, property: Property { name, required, schema } });
    }
}

/// What a call with curl tells: the server, and what proves who calls.
fn call(page: &Page<'_>, code: &Piece<'_>, endpoint: &mut Endpoint) {
    if !code.text.starts_with("curl ") || endpoint.targets.len() > 1 {
        return;
    }
    let origin = page.origin(&code.range);
    for line in code.text.lines().map(str::trim) {
        if let Some(url) = line.strip_prefix("--url ") {
            let url = url.split_whitespace().next().unwrap_or_default().trim_matches(['\'', '"']);
            endpoint.targets.push(Stated::sample(url, origin));
        }
        let header =
            line.strip_prefix("--header ").map(|rest| rest.trim_end_matches(['\\', ' ']).trim_matches('\''));
        let Some((name, value)) = header.and_then(|header| header.split_once(": ")) else { continue };
        let kind = match value.split(' ').next() {
            Some("Bearer") => SchemeKind::Http("bearer".to_owned()),
            Some("Basic") => SchemeKind::Http("basic".to_owned()),
            Some(word) if word.starts_with("REPLACE_") => {
                SchemeKind::ApiKey(Location::Header, name.to_owned())
            }
            _ => continue,
        };
        let called = match &kind {
            SchemeKind::Http(scheme) => format!("{scheme}Auth"),
            _ => "apiKey".to_owned(),
        };
        let name = Stated::sample(called, origin);
        endpoint
            .security
            .get_or_insert_with(|| vec![Vec::new()])
            .iter_mut()
            .for_each(|all| all.push(name.clone()));
        endpoint.schemes.push(SecurityScheme { name, kind, description: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Sink;
    use crate::source::Sources;

    #[test]
    fn tabs_are_bodies() {
        let text = "---\nid: addShelf\ntitle: Add a shelf\n---\n\n<Url>\n  \
            <Method color=\"#1\">POST</Method><Path>{unescape(escape('/rooms/{id}'))}</Path>\n</Url>\n\n> Adds &amp; keeps.\n\n\
            ## Parameters\n\n| name |  in  |  type  | required | description |\n| ---- | :--: | :----: | :---: | --- |\n\
            | `id` | path | string |   true   | Room |\n\n## Request Body\n\n<Tabs defaultValue=\"a\" values={[\n  \
            { label: \"a\", value: \"a\" },\n]}>\n\n<TabItem value=\"application/json\">\n\n```json\n{\"a\": 1}\n```\n\n</TabItem>\n\n\
            <TabItem value=\"application/xml\">\n\n```xml\n<a>1</a>\n```\n\n</TabItem>\n\n</Tabs>\n\n### Code Snippets\n\n\
            ```shell\ncurl --request POST \\\n  --url https://api.example/v1/rooms/%7Bid%7D \\\n  \
            --header 'Authorization: Bearer REPLACE_BEARER_TOKEN'\n```\n\n## Responses\n\n---\n\n### 200\n\nDone\n\n\
            <TabItem value=\"application/json\">\n\n```json title=\"Example\"\n[]\n```\n\n</TabItem>\n\n### default\n\nFailed\n";
        let sources = Sources::new();
        let page = Page::parse(Sources::new().add("page.mdx", text), text);
        assert!(recognises(&page));
        let mut sink = Sink::new();
        let facts = read(&page, &mut Context { sources: &sources, sink: &mut sink });
        assert_eq!(sink.diagnostics().len(), 0);
        let [endpoint] = facts.endpoints.as_slice() else { panic!("one operation") };
        let texts =
            |list: &[Stated<String>]| list.iter().map(|stated| stated.value.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&endpoint.targets), ["/rooms/{id}", "https://api.example/v1/rooms/%7Bid%7D"]);
        let media: Vec<_> = endpoint
            .requests
            .iter()
            .map(|body| (body.media.clone().map(|m| m.value), body.samples.len()))
            .collect();
        assert_eq!(
            media,
            [(Some("application/json".to_owned()), 1), (Some("application/xml".to_owned()), 0)]
        );
        let answers: Vec<_> =
            endpoint.responses.iter().map(|r| (texts(&r.statuses), r.bodies.len())).collect();
        assert_eq!(answers, [(vec!["200".to_owned()], 1), (vec!["default".to_owned()], 0)]);
        assert_eq!(endpoint.description.as_ref().map(|text| text.value.as_str()), Some("Adds & keeps."));
        assert_eq!(endpoint.operation_id.as_ref().map(|id| id.value.as_str()), Some("addShelf"));
        assert_eq!(endpoint.schemes.len(), 1);
    }
}
