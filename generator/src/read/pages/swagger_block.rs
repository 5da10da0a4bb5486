//! Operations that are written out in blocks of GitBook, one after another on a page: `{% swagger method= path= %}` with
//! `{% swagger-parameter %}` and `{% swagger-response %}`, and before 2021 `{% api-method method= host= path= %}`. The
//! blocks that only name a document (`src=`) are another layout.

use super::facts::{
    Body, Endpoint, JsonType, Kind, Location, PageFacts, Parameter, Property, Response, Schema, Stated,
};
use super::nested;
use super::tags::{self, Child, Code as Sample, Element, Syntax};
use super::types::declared;
use super::values;
use super::{Context, Dialect};
use super::{claims, listed};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::Page;
use crate::source::Origin;
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "GitBook's operation blocks", recognises, read };

/// The blocks that are an operation.
const BLOCKS: [&str; 2] = ["swagger", "api-method"];

fn recognises(page: &Page<'_>) -> bool {
    if !page.text.contains("{% swagger ") && !page.text.contains("{% api-method ") {
        return false;
    }
    let tree = tags::read(page.text, Syntax::Liquid);
    tags::find(&tree, &BLOCKS).iter().any(|block| block.attribute("src").is_none())
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let tree = tags::read(page.text, Syntax::Liquid);
    let blocks = tags::find(&tree, &BLOCKS);
    for block in blocks.into_iter().filter(|block| block.attribute("src").is_none()) {
        let origin = page.origin(&block.opening);
        if !block.closed {
            let message = "the page ends before this block does";
            context.sink.report(Diagnostic::new(Code::TruncatedPage, origin, message));
        }
        match operation(page, block) {
            Some(endpoint) => facts.endpoints.push(endpoint),
            None => {
                let message = "this block names no method and path that a request over HTTP could have";
                context.sink.report(Diagnostic::new(Code::UnsupportedPage, origin, message));
            }
        }
    }
    if let [endpoint] = facts.endpoints.as_mut_slice() {
        sample_below(page, &tree, endpoint);
    }
    facts
}

/// The operation of a block; `None` where the block names none.
fn operation(page: &Page<'_>, block: &Element<'_>) -> Option<Endpoint> {
    let origin = page.origin(&block.opening);
    let method = claims::method(block.value("method")?.trim())?;
    let base = block.value("baseUrl").or_else(|| block.value("host")).unwrap_or_default();
    let target = target(&base, &block.value("path").unwrap_or_default())?;
    let mut endpoint = Endpoint::new(origin);
    endpoint.methods.push(Stated::field(method, attribute_origin(page, block, "method")));
    let summary = block.value("summary").or_else(|| text_of(block, "api-method-summary"));
    endpoint.summary = summary.map(|summary| Stated::field(summary, origin));
    let description =
        text_of(block, "swagger-description").or_else(|| text_of(block, "api-method-description"));
    endpoint.description = description.map(|text| Stated::field(text, origin));
    endpoint.deprecated = block.attribute("deprecated").is_some() && block.flag("deprecated");
    let mut fields = Vec::new();
    let mut media = None;
    for element in tags::find(&block.children, &["swagger-parameter"]) {
        let place = element.value("in").unwrap_or_default();
        parameter(page, element, place.trim(), &mut endpoint, &mut fields);
    }
    for (list, place) in [
        ("api-method-path-parameters", "path"),
        ("api-method-query-parameters", "query"),
        ("api-method-headers", "header"),
        ("api-method-body-parameters", "body"),
        ("api-method-form-data-parameters", "body"),
    ] {
        for element in tags::find(&block.children, &[list]) {
            let parameters = tags::find(&element.children, &["api-method-parameter"]);
            if list.contains("form-data") && !parameters.is_empty() {
                media = Some(Stated::field("multipart/form-data", page.origin(&element.opening)));
            }
            for element in parameters {
                parameter(page, element, place, &mut endpoint, &mut fields);
            }
        }
    }
    claims::query(&mut endpoint, &target, origin);
    endpoint.targets.push(Stated::field(target, attribute_origin(page, block, "path")));
    if let Some(first) = fields.first() {
        let mut body = Body::new(first.name.origin);
        body.media = media;
        let mut schema = Schema::typed(first.name.origin, JsonType::Object);
        schema.properties = nested::unfold(fields);
        body.schema = Some(schema);
        endpoint.requests.push(body);
    }
    for element in tags::find(&block.children, &["swagger-response", "api-method-response-example"]) {
        response(page, element, &mut endpoint);
    }
    Some(endpoint)
}

/// What stands in an element of the block.
fn text_of(block: &Element<'_>, name: &str) -> Option<String> {
    let found = tags::find(&block.children, &[name]);
    let text = found.first()?.text(|_| true);
    let text = text.trim_end_matches('\\').trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn attribute_origin(page: &Page<'_>, block: &Element<'_>, name: &str) -> Origin {
    let attribute = block.attribute(name);
    page.origin(attribute.map_or(&block.opening, |attribute| &attribute.range))
}

/// The URL or path that a request goes to. What stands before the path and is neither a URL nor a path, such as a word for
/// "the host", says nothing.
fn target(base: &str, path: &str) -> Option<String> {
    let (base, path) = (base.trim().trim_end_matches('/'), path.trim());
    if path.contains(['(', ' ']) && !path.contains("://") && !path.starts_with('/') {
        return None;
    }
    let is_url = |text: &str| {
        let host = text.split("://").last().unwrap_or_default();
        let host = host.split('/').next().unwrap_or_default();
        let named =
            text.contains("://") || text.starts_with("{{") || host.contains('.') || host == "localhost";
        named && !text.contains(char::is_whitespace)
    };
    if path.contains("://") {
        return Some(path.to_owned());
    }
    if path.is_empty() {
        return (base.starts_with('/') || is_url(base)).then(|| base.to_owned());
    }
    let slash = if path.starts_with(['/', '?']) { "" } else { "/" };
    if base.starts_with('/') || is_url(base) {
        return Some(format!("{base}{slash}{path}"));
    }
    // A bare word in front of a path that starts with no slash either is an event or a function.
    (path.starts_with('/') || base.is_empty()).then(|| format!("{slash}{path}"))
}

fn parameter(
    page: &Page<'_>,
    element: &Element<'_>,
    place: &str,
    endpoint: &mut Endpoint,
    fields: &mut Vec<Property>,
) {
    let Some(name) = element.value("name") else { return };
    let required_by_star = name.ends_with('*');
    let name = name.trim_end_matches('*').trim().to_owned();
    let origin = attribute_origin(page, element, "name");
    let mut schema = declared(&element.value("type").unwrap_or_default(), origin).schema;
    let text = element.text(|_| true).trim_end_matches('\\').trim().to_owned();
    listed::take_listed(&mut schema, &text);
    schema.description = (!text.is_empty()).then_some(text);
    if let Some(default) = element.value("default") {
        schema.default = Some(values::printed(&default, &schema.types, origin));
    }
    let required = element.flag("required") || required_by_star;
    let property = Property { name: Stated::field(name, origin), required: Some(required), schema };
    let location = match place.to_ascii_lowercase().as_str() {
        "path" => Location::Path,
        "query" => Location::Query,
        "cookie" => Location::Cookie,
        "header" => return claims::header(endpoint, property),
        _ => {
            fields.push(property);
            return;
        }
    };
    endpoint.parameters.push(Parameter { location, property });
}

fn response(page: &Page<'_>, element: &Element<'_>, endpoint: &mut Endpoint) {
    let origin = page.origin(&element.opening);
    let title = element.value("status").or_else(|| element.value("httpCode")).unwrap_or_default();
    let status = claims::status(&title).unwrap_or_else(|| "default".to_owned());
    let mut response = Response::new(Stated::field(status, origin));
    let told = text_of(element, "api-method-response-example-description");
    let said = element.value("description").or(told);
    let reason = title.split_once(':').map(|(_, reason)| reason.trim().to_owned());
    let mut text = element.text(|inner| inner.name == "tab");
    let mut samples = Vec::new();
    codes(&element.children, &mut samples);
    let shown: Vec<&Sample<'_>> = samples.into_iter().filter(|code| !code.text.trim().is_empty()).collect();
    if shown.is_empty() && text.starts_with(['{', '[']) {
        response.bodies.push(claims::sampled(&text, origin));
        text.clear();
    }
    for code in shown {
        response.bodies.push(claims::sampled(code.text.trim(), page.origin(&trimmed(page, &code.body))));
    }
    let described = said.or((!text.is_empty()).then_some(text)).or(reason);
    response.description = described.filter(|text| !text.is_empty()).map(|text| Stated::field(text, origin));
    endpoint.responses.push(response);
}

/// The code blocks in elements, whatever they stand in.
fn codes<'e, 't>(children: &'e [Child<'t>], found: &mut Vec<&'e Sample<'t>>) {
    for child in children {
        match child {
            Child::Code(code) => found.push(code),
            Child::Element(element) => codes(&element.children, found),
            Child::Text(..) => {}
        }
    }
}

/// A range without the white space at its ends.
fn trimmed(page: &Page<'_>, range: &Range<usize>) -> Range<usize> {
    let text = page.slice(range);
    let start = range.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

/// A sample outside the only block of the page is what is sent, if it has all the fields that the block lists.
fn sample_below(page: &Page<'_>, tree: &[Child<'_>], endpoint: &mut Endpoint) {
    let [body] = endpoint.requests.as_mut_slice() else { return };
    let names: Vec<String> = match &body.schema {
        Some(schema) => schema.properties.iter().map(|field| format!("\"{}\"", field.name.value)).collect(),
        None => return,
    };
    let mut samples = Vec::new();
    let outside = tree.iter().filter(|child| match child {
        Child::Element(element) => !BLOCKS.contains(&element.name),
        _ => true,
    });
    outside.for_each(|child| codes(std::slice::from_ref(child), &mut samples));
    for code in samples {
        let text = code.text.trim();
        let found = names.iter().filter(|name| text.contains(name.as_str())).count();
        let whole = text.starts_with('{') && text.ends_with('}');
        if whole && names.len() > 1 && found == names.len() {
            body.samples.push(Stated {
                value: text.to_owned(),
                origin: page.origin(&trimmed(page, &code.body)),
                kind: Kind::Sample,
            });
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::evidence::Weighed;
    use super::*;
    use crate::diagnostics::Sink;
    use crate::source::Sources;
    use crate::tree::Node;

    fn weighed(text: &str) -> (Option<Weighed>, Sink) {
        let mut sources = Sources::new();
        sources.add("page", text);
        let mut sink = Sink::new();
        let weighed = crate::read::read(&sources, &mut sink).ok();
        (weighed, sink)
    }

    fn text<'n>(node: &'n Node, path: &[&str]) -> Option<&'n str> {
        path.iter()
            .try_fold(node, |node, key| match key.parse::<usize>() {
                Ok(index) if node.as_sequence().is_some() => node.as_sequence()?.get(index),
                _ => node.get(key),
            })?
            .as_str()
    }

    const PAGE: &str = "# Things\n\n{% swagger method=\"put\" path=\"/things/:id\" baseUrl=\"https://a.example/v1\" \
        summary=\"Change a thing\" %}\n{% swagger-description %}\nChanges it.\n{% endswagger-description %}\n\n\
        {% swagger-parameter in=\"path\" name=\"id\" type=\"Number\" required=\"true\" %}\nIts id\n{% endswagger-parameter %}\n\
        {% swagger-parameter in=\"header\" name=\"Authorization\" type=\"string\" %}\nBearer token\n{% endswagger-parameter %}\n\
        {% swagger-parameter in=\"body\" name=\"size.width\" type=\"int32\" required=\"true\" %}{% endswagger-parameter %}\n\
        {% swagger-response status=\"200: OK\" description=\"Done\" %}\n```javascript\n{ \"id\": 7, // it\n}\n```\n\
        {% endswagger-response %}\n{% swagger-response status=\"404: Not Found\" description=\"\" %}\n```\nno such thing\n```\n\
        {% endswagger-response %}\n{% endswagger %}\n";

    #[test]
    fn a_block_is_an_operation() {
        let (weighed, _) = weighed(PAGE);
        let tree = weighed.unwrap().tree;
        let put = tree.get("paths").unwrap().get("/v1/things/{id}").unwrap().get("put").unwrap();
        for (path, expected) in [
            (&["summary"][..], "Change a thing"),
            (&["description"], "Changes it."),
            (&["parameters", "0", "schema", "type"], "number"),
            (&["responses", "200", "description"], "Done"),
            (&["responses", "404", "content", "text/plain", "schema", "type"], "string"),
            (
                &["responses", "200", "content", "application/json", "schema", "properties", "id", "type"],
                "number",
            ),
        ] {
            assert_eq!(text(put, path), Some(expected), "{path:?}");
        }
        let fields =
            ["requestBody", "content", "application/json", "schema", "properties", "size", "properties"];
        assert_eq!(text(put, &[&fields[..], &["width", "format"]].concat()), Some("int32"));
        assert_eq!(text(&tree, &["components", "securitySchemes", "bearerAuth", "scheme"]), Some("bearer"));
    }

    #[test]
    fn every_beginning_of_a_page_is_read() {
        for end in (0..PAGE.len()).filter(|end| PAGE.is_char_boundary(*end)) {
            let _ = weighed(PAGE.get(..end).unwrap());
        }
        let cut = PAGE.get(..PAGE.len() - 30).unwrap();
        let (_, sink) = weighed(cut);
        assert!(sink.diagnostics().iter().any(|diagnostic| diagnostic.code == Code::TruncatedPage));
    }

    #[test]
    fn targets_are_joined() {
        for (base, path, expected) in [
            ("https://a.example/", "/x", Some("https://a.example/x")),
            ("/api/v1", "", Some("/api/v1")),
            ("api", "/x", Some("/x")),
            ("socket", "publish", None),
            ("", "x/y", Some("/x/y")),
            ("https://a.example", "https://b.example/x", Some("https://b.example/x")),
        ] {
            assert_eq!(target(base, path).as_deref(), expected, "{base} {path}");
        }
    }

    #[test]
    fn a_block_of_the_older_form_is_an_operation() {
        let page = "{% api-method method=\"get\" host=\"https://a.example\" path=\"/x/:id\" %}\n{% api-method-summary %}\nGet it\n\
            {% endapi-method-summary %}\n{% api-method-spec %}\n{% api-method-request %}\n{% api-method-path-parameters %}\n\
            {% api-method-parameter name=\"id\" type=\"integer\" required=true %}\nthe id\n{% endapi-method-parameter %}\n\
            {% endapi-method-path-parameters %}\n{% endapi-method-request %}\n{% api-method-response %}\n\
            {% api-method-response-example httpCode=200 %}\n{% api-method-response-example-description %}\nfound\n\
            {% endapi-method-response-example-description %}\n\n```\n{\"a\": true}\n```\n{% endapi-method-response-example %}\n\
            {% endapi-method-response %}\n{% endapi-method-spec %}\n{% endapi-method %}\n";
        let (weighed, _) = weighed(page);
        let tree = weighed.unwrap().tree;
        let get = tree.get("paths").unwrap().get("/x/{id}").unwrap().get("get").unwrap();
        assert_eq!(text(get, &["parameters", "0", "schema", "type"]), Some("integer"));
        assert_eq!(text(get, &["responses", "200", "description"]), Some("found"));
        assert_eq!(text(get, &["summary"]), Some("Get it"));
    }
}
