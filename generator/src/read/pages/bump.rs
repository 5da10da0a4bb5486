//! The Markdown of Bump.sh: `**METHOD /path**` under the title, then lists of fields, `- **name** (type)`, in sections for
//! parameters, the body and each response.

use super::claims;
use super::facts::{
    Body, Endpoint, JsonType, Location, PageFacts, Parameter, Property, Response, Schema, SchemeKind, Stated,
};
use super::nested;
use super::types::declared;
use super::values;
use super::{Context, Dialect, MAX_NESTING};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::Page;
use crate::tree::Node;
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "Bump.sh's Markdown", recognises, read };

fn recognises(page: &Page<'_>) -> bool {
    let mut named = false;
    page.lines().any(|(line, _)| {
        named |= operation(line).is_some();
        named
            && (subject(line).is_some()
                || line.starts_with("## Responses")
                || line.contains("https://bump.sh"))
    })
}

/// `**POST /path**`.
fn operation(line: &str) -> Option<(&'static str, &str)> {
    let inside = line.trim().strip_prefix("**")?.strip_suffix("**")?;
    let (method, path) = inside.split_once(' ')?;
    let path = path.trim();
    let method = claims::method(method).filter(|known| *known == method)?;
    (path.starts_with('/') || path.contains("://")).then_some((method, path))
}

/// What a list of fields is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject<'t> {
    Parameters(Location),
    /// A media type, and what the body is.
    Body(&'t str, &'t str),
    Headers,
}

fn subject(line: &str) -> Option<Subject<'_>> {
    let heading = line.strip_prefix("###")?.trim_start_matches('#').trim();
    let lower = heading.to_ascii_lowercase();
    if let Some(rest) = heading.strip_prefix("Body:").or_else(|| heading.strip_prefix("Body")) {
        let rest = rest.trim();
        let (media, ty) = rest.split_once('(').unwrap_or((rest, ""));
        return Some(Subject::Body(media.trim(), ty.trim().strip_suffix(')').unwrap_or(ty)));
    }
    Some(match lower.as_str() {
        "headers" => Subject::Headers,
        "path parameters" => Subject::Parameters(Location::Path),
        "query parameters" => Subject::Parameters(Location::Query),
        "cookies" | "cookie parameters" => Subject::Parameters(Location::Cookie),
        _ => return None,
    })
}

/// A field while its text is read.
struct Field {
    indent: usize,
    property: Property,
    text: Vec<String>,
}

/// What has been read.
struct Reading<'p, 't> {
    page: &'p Page<'t>,
    endpoint: Option<Endpoint>,
    /// The fields that are open, each in the one before it.
    open: Vec<Field>,
    /// Those of the section that are complete.
    done: Vec<Property>,
    subject: Option<(Subject<'t>, Range<usize>)>,
    servers: Vec<Stated<String>>,
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let mut reading = Reading {
        page,
        endpoint: None,
        open: Vec::new(),
        done: Vec::new(),
        subject: None,
        servers: Vec::new(),
    };
    let mut title = None;
    // The heading of level 2 that stands above.
    let mut part = "";
    let mut describing = false;
    let mut fenced = false;
    for (line, range) in page.lines() {
        let origin = page.origin(&range);
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced || line.trim_start().starts_with("```") {
            continue;
        }
        if let Some((method, path)) = operation(line) {
            reading.close();
            facts.endpoints.extend(reading.endpoint.take());
            let mut endpoint = Endpoint::new(origin);
            endpoint.methods.push(Stated::field(method, origin));
            endpoint.targets.push(Stated::field(path, origin));
            endpoint.summary = title.take();
            reading.endpoint = Some(endpoint);
            (part, describing) = ("", true);
        } else if let Some(heading) = line.strip_prefix("# ") {
            reading.close();
            title = Some(Stated::field(heading.trim(), origin));
        } else if let Some(heading) = line.strip_prefix("## ") {
            reading.close();
            (part, describing) = (heading.trim(), false);
        } else if let Some(subject) = subject(line) {
            reading.close();
            reading.subject = Some((subject, range));
        } else if let Some(heading) = line.strip_prefix("### ").filter(|_| part == "Responses") {
            reading.close();
            reading.response(heading, &range);
        } else if line.contains("[Powered by Bump.sh]") {
            reading.close();
        } else {
            reading.line(line, range, part, describing);
        }
    }
    reading.close();
    facts.servers = reading.servers;
    facts.endpoints.extend(reading.endpoint);
    if fenced {
        let end = page.text.len();
        let message = "the page ends in a code block";
        context.sink.report(Diagnostic::new(Code::TruncatedPage, page.origin(&(end..end)), message));
    }
    facts
}

impl<'t> Reading<'_, 't> {
    fn response(&mut self, heading: &str, range: &Range<usize>) {
        let heading = heading.trim();
        let (code, reason) = heading.split_once(' ').unwrap_or((heading, ""));
        let code = claims::status(code).unwrap_or_else(|| "default".to_owned());
        let origin = self.page.origin(range);
        let mut response = Response::new(Stated::field(code, origin));
        response.description = (!reason.is_empty()).then(|| Stated::field(reason.trim(), origin));
        if let Some(endpoint) = &mut self.endpoint {
            endpoint.responses.push(response);
        }
    }

    fn line(&mut self, line: &'t str, range: Range<usize>, part: &str, describing: bool) {
        let bare = line.trim();
        let indent = line.len() - line.trim_start().len();
        let item = bare.strip_prefix("- ").or_else(|| bare.strip_prefix("* ")).map(str::trim);
        let Some(endpoint) = &mut self.endpoint else { return };
        match (part, item) {
            _ if bare.is_empty() => {}
            ("Servers", Some(item)) => {
                let url = item.split_whitespace().find(|word| word.contains("://") || word.starts_with('/'));
                self.servers.extend(url.map(|url| Stated::field(url, self.page.origin(&range))));
            }
            ("Authentication methods" | "Authentication", Some(item)) => {
                scheme(endpoint, item, self.page.origin(&range));
            }
            (_, Some(item)) if self.subject.is_some() && item.starts_with("**") => {
                self.field(item, indent, range)
            }
            _ if self.subject.is_some() => {
                while self.open.len() > 1 && self.open.last().is_some_and(|field| field.indent >= indent) {
                    self.fold();
                }
                if let Some(field) = self.open.last_mut() {
                    field.text.push(bare.to_owned());
                }
            }
            ("Responses", None) => {
                let response = endpoint.responses.last_mut();
                if let Some(response) = response.filter(|response| response.description.is_none()) {
                    response.description = Some(Stated::field(bare, self.page.origin(&range)));
                }
            }
            ("", _) if describing => match &mut endpoint.description {
                Some(description) => description.value.push_str(&format!("\n{bare}")),
                None => endpoint.description = Some(Stated::field(bare, self.page.origin(&range))),
            },
            _ => {}
        }
    }

    /// `**name** (type, required) text`.
    fn field(&mut self, item: &str, indent: usize, range: Range<usize>) {
        let Some((name, rest)) = item.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
            return;
        };
        let origin = self.page.origin(&range);
        let rest = rest.trim();
        let (ty, text) = brackets(rest);
        let mut flags = ty.split(',').map(str::trim);
        let flagged = |word: &str| ty.split(',').any(|part| part.trim().eq_ignore_ascii_case(word));
        let required = flagged("required");
        let known = |part: &&str| {
            !matches!(part.to_ascii_lowercase().as_str(), "required" | "optional" | "deprecated")
        };
        let word = flags.find(known).unwrap_or_default();
        let mut schema = declared(word, origin).schema;
        if flagged("deprecated") {
            schema.keywords.push(("deprecated", Node::plain("true", origin)));
        }
        let property =
            Property { name: Stated::field(name.trim(), origin), required: required.then_some(true), schema };
        while self.open.last().is_some_and(|field| field.indent >= indent) {
            self.fold();
        }
        if self.open.len() < MAX_NESTING {
            let text = if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
            self.open.push(Field { indent, property, text });
        }
    }

    /// The last open field is complete.
    fn fold(&mut self) {
        let Some(mut field) = self.open.pop() else { return };
        let text = field.text.join("\n");
        describe(&mut field.property.schema, &text);
        match self.open.last_mut() {
            Some(parent) => nested::attach(&mut parent.property.schema, vec![field.property]),
            None => self.done.push(field.property),
        }
    }

    /// The section is complete.
    fn close(&mut self) {
        while !self.open.is_empty() {
            self.fold();
        }
        let fields = std::mem::take(&mut self.done);
        let (Some((subject, range)), Some(endpoint)) = (self.subject.take(), &mut self.endpoint) else {
            return;
        };
        let origin = self.page.origin(&range);
        match subject {
            Subject::Parameters(location) => {
                endpoint
                    .parameters
                    .extend(fields.into_iter().map(|property| Parameter { location, property }));
            }
            Subject::Headers => match endpoint.responses.last_mut() {
                Some(response) => response.headers.extend(fields),
                None => fields.into_iter().for_each(|field| claims::header(endpoint, field)),
            },
            Subject::Body(media, ty) => {
                let mut body = Body::new(origin);
                body.media = (!media.is_empty()).then(|| Stated::field(media, origin));
                let mut schema = declared(ty, origin).schema;
                if schema.types.is_empty() && !fields.is_empty() {
                    schema.types.push(JsonType::Object);
                }
                nested::attach(&mut schema, fields);
                body.schema = Some(schema);
                match endpoint.responses.last_mut() {
                    Some(response) => response.bodies.push(body),
                    None => endpoint.requests.push(body),
                }
            }
        }
    }
}

/// What stands in the brackets at the start, and what stands behind them.
fn brackets(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 1 => {
                return (text.get(1..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default().trim());
            }
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => break,
            _ => {}
        }
    }
    ("", text)
}

/// A scheme of which the page gives a name that people read.
fn scheme(endpoint: &mut Endpoint, item: &str, origin: crate::source::Origin) {
    let lower = item.to_ascii_lowercase();
    let (name, kind) = match () {
        () if lower.contains("deprecated") => return,
        () if lower.contains("basic") => ("basicAuth", SchemeKind::Http("basic".to_owned())),
        () if lower.contains("key") => {
            ("apiKey", SchemeKind::ApiKey(Location::Header, "Authorization".to_owned()))
        }
        () => ("bearerAuth", SchemeKind::Http("bearer".to_owned())),
    };
    // Each of them will do, so that another is another alternative.
    let known = endpoint.security.take().unwrap_or_default();
    claims::require(endpoint, name, kind, origin);
    let alternatives = endpoint.security.get_or_insert_default();
    alternatives.splice(0..0, known);
}

/// Takes the sentences that the builder writes for keywords: `Default value is `10`.`, `Values are `a` or `b`.`
fn describe(schema: &mut Schema, text: &str) {
    let origin = schema.origin;
    let spans = |label: &str| -> Vec<&str> {
        let Some((_, rest)) = text.split_once(label) else { return Vec::new() };
        let sentence = rest.split(['\n']).next().unwrap_or_default();
        let sentence = sentence.split("`. ").next().unwrap_or_default();
        sentence.split('`').skip(1).step_by(2).collect()
    };
    for label in ["Values are ", "Value is "] {
        let values = spans(label);
        schema.enumeration.extend(values.iter().map(|value| values::printed(value, &schema.types, origin)));
    }
    if let Some(default) = spans("Default value is ").first() {
        schema.default = Some(values::printed(default, &schema.types, origin));
    }
    for (label, keyword) in [
        ("Minimum value is ", "minimum"),
        ("Maximum value is ", "maximum"),
        ("Minimum length is ", "minLength"),
        ("Maximum length is ", "maxLength"),
    ] {
        let value = spans(label).first().copied().filter(|value| value.parse::<f64>().is_ok());
        schema.keywords.extend(value.map(|value| (keyword, Node::plain(value, origin))));
    }
    schema.description = (!text.is_empty()).then(|| text.to_owned());
}

#[cfg(test)]
mod tests {
    use crate::read::pages::testing::{at, read};

    const PAGE: &str = "# Make a thing\n\n**POST /things/{id}**\n\nMakes it.\n\n## Servers\n- Live: https://a.example/v1 ()\n\n\
        ## Authentication methods\n- Bearer token\n\n## Parameters\n\n### Path parameters\n- **id** (string)\n  Which one.\n\n\
        ### Query parameters\n- **limit** (integer | null, required)\n  How many. Default value is `10`. Minimum value is `1`.\n\n\
        ### Body: application/json (object)\nThe thing.\n- **size** (array[object])\n  How large.\n  - **width** (number(float))\n\
        - **unit** (string)\n  Values are `mm` or `in`.\n\n## Responses\n### 201\nMade.\n\n#### Headers\n- **X-Rate** (integer)\n\n\
        #### Body: application/json (object)\n- **id** (string(uuid))\n\n### 4XX Wrong\n\n[Powered by Bump.sh](https://bump.sh)\n";

    #[test]
    fn a_page_becomes_an_operation() {
        let tree = read(PAGE).0.unwrap();
        let post = "paths /things/{id} post";
        let schema = "content application/json schema";
        for (path, expected) in [
            ("servers 0 url".to_owned(), "https://a.example/v1"),
            (format!("{post} summary"), "Make a thing"),
            (format!("{post} description"), "Makes it."),
            (format!("{post} parameters 1 required"), "true"),
            (format!("{post} parameters 1 schema nullable"), "true"),
            (format!("{post} parameters 1 schema default"), "10"),
            (format!("{post} parameters 1 schema minimum"), "1"),
            (format!("{post} requestBody {schema} properties size items properties width format"), "float"),
            (format!("{post} requestBody {schema} properties unit enum 1"), "in"),
            (format!("{post} responses 201 description"), "Made."),
            (format!("{post} responses 201 headers X-Rate schema type"), "integer"),
            (format!("{post} responses 201 {schema} properties id format"), "uuid"),
            (format!("{post} responses 4XX description"), "Wrong"),
            ("components securitySchemes bearerAuth scheme".to_owned(), "bearer"),
        ] {
            assert_eq!(at(&tree, &path).as_deref(), Some(expected), "{path}");
        }
    }

    #[test]
    fn every_beginning_of_a_page_is_read() {
        for end in (0..PAGE.len()).filter(|end| PAGE.is_char_boundary(*end)) {
            let _ = read(PAGE.get(..end).unwrap());
        }
    }
}
