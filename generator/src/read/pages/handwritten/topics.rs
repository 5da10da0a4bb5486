//! What a heading says that follows.

use super::words::words;
use crate::read::pages::prose;

/// Which half of an exchange a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Response,
    Errors,
}

/// What a section lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// Nothing that is told apart.
    General,
    Method,
    Path,
    Query,
    Headers,
    Cookies,
    Body,
    /// Parameters of any place.
    Parameters,
    /// The fields of an object, by its name.
    Object(String),
    /// Something that is no part of an exchange.
    Aside,
}

/// What a heading says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heading<'t> {
    pub(super) side: Option<Side>,
    pub(super) topic: Topic,
    /// The status that it names.
    pub(super) status: Option<&'t str>,
    /// Whether it says of which half it is: that of `Body` follows from what stands above.
    pub(super) explicit: bool,
    /// Whether what it lists must be there, or may be left out: `Required parameters`.
    pub(super) required: Option<bool>,
    /// Whether it says that fields are listed.
    pub(super) fields: bool,
}

/// Where what a table lists is sent, by the head over the names: `Query parameter`.
pub(super) fn place(head: &str, side: Option<Side>) -> Option<Topic> {
    let words = words(head);
    let ends = ["parameter", "parameters", "param", "params", "argument", "arguments", "variable", "field"];
    let is_sent = !matches!(side, Some(Side::Response | Side::Errors))
        && words.len() > 1
        && words.last().is_some_and(|word| ends.contains(&word.as_str()));
    match read(head).topic {
        Topic::Headers if matches!(words.join(" ").as_str(), "header" | "headers" | "header name") => {
            Some(Topic::Headers)
        }
        topic @ (Topic::Query | Topic::Path | Topic::Body | Topic::Cookies) if is_sent => Some(topic),
        _ => None,
    }
}

/// Reads the plain text of a heading.
pub(super) fn read(text: &str) -> Heading<'_> {
    let lower = text.to_ascii_lowercase();
    let words = words(text);
    let any = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let status = words.iter().find_map(|word| prose::status(word));
    let status = status.and_then(|code| lower.find(code)).and_then(|at| text.get(at..at + 3));
    let status = status.or_else(|| prose::reasoned(text));
    let required = match words.first().map(String::as_str) {
        Some("required" | "mandatory") if words.len() > 1 => Some(true),
        Some("optional") if words.len() > 1 => Some(false),
        _ => None,
    };
    let fields = any(&["fields", "attributes", "properties", "object", "body", "payload", "members"]);
    let inherits = |topic: &Topic| matches!(topic, Topic::Headers | Topic::Body | Topic::Parameters);
    let heading = |side, topic| {
        let explicit = side != Some(Side::Request)
            || !inherits(&topic)
            || any(&["request", "requests", "form", "input", "inputs"]);
        Heading { side, topic, status, explicit, required, fields }
    };
    let only = |known: &[&str]| words.iter().all(|word| known.contains(&word.as_str()));
    let notes =
        only(&["note", "notes", "important", "additional", "usage", "implementation", "warning", "tip"]);
    if any(&["permission", "permissions", "changelog"]) || notes && !words.is_empty() {
        return heading(None, Topic::Aside);
    }
    if prose::reasoned(text).is_some() {
        return heading(Some(Side::Response), Topic::General);
    }
    let topic = match () {
        () if any(&["header", "headers"]) => Topic::Headers,
        () if any(&["query"]) => Topic::Query,
        () if any(&["path"]) => Topic::Path,
        () if any(&["url", "uri"]) && any(&["parameter", "parameters", "params", "variables"]) => Topic::Path,
        () if any(&["cookie", "cookies"]) => Topic::Cookies,
        () if any(&["body", "payload", "form"]) => Topic::Body,
        () if any(&["parameter", "parameters", "params", "arguments", "parms"]) => Topic::Parameters,
        () if any(&["method"]) && only(&["http", "request", "method", "verb", "type"]) => Topic::Method,
        () => Topic::General,
    };
    if any(&["error", "errors"]) {
        return heading(Some(Side::Errors), topic);
    }
    if any(&["response", "responses", "returns", "return", "returned", "output", "outputs"]) {
        return heading(Some(Side::Response), topic);
    }
    if any(&["request", "requests"]) || only(&["input", "inputs"]) || topic != Topic::General {
        return heading(Some(Side::Request), topic);
    }
    let codes = any(&["status", "http"]) && any(&["code", "codes", "statuses"]);
    if codes {
        return heading(Some(Side::Response), Topic::General);
    }
    if any(&["example", "examples", "sample", "samples"]) {
        return heading(None, Topic::General);
    }
    // What such a heading is about stands above it.
    if only(&[
        "properties",
        "fields",
        "attributes",
        "schema",
        "details",
        "definition",
        "structure",
        "object",
        "json",
    ]) {
        return heading(None, Topic::General);
    }
    let name = text.trim().trim_end_matches([' ', ':']);
    let name = name.strip_suffix(" Object").or_else(|| name.strip_suffix(" object")).unwrap_or(name);
    let name = name.strip_prefix("The ").filter(|_| name.len() < text.trim().len()).unwrap_or(name);
    heading(None, Topic::Object(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_apart() {
        let side = |text| (read(text).side, read(text).topic);
        assert_eq!(side("Sample request body"), (Some(Side::Request), Topic::Body));
        assert_eq!(side("Request Header"), (Some(Side::Request), Topic::Headers));
        assert_eq!(side("Query parameters"), (Some(Side::Request), Topic::Query));
        assert_eq!(side("Error Codes"), (Some(Side::Errors), Topic::General));
        assert_eq!(side("Create note"), (None, Topic::Object("Create note".to_owned())));
        assert_eq!(side("Required Permissions"), (None, Topic::Aside));
        assert_eq!(side("Currency Object"), (None, Topic::Object("Currency".to_owned())));
        assert_eq!(side("Anfrage"), (Some(Side::Request), Topic::General));
        assert_eq!(side("Input"), (Some(Side::Request), Topic::General));
        assert_eq!(side("Output"), (Some(Side::Response), Topic::General));
        assert_eq!(side("Status codes"), (Some(Side::Response), Topic::General));
        assert_eq!(read("201Created").status, Some("201"));
        assert_eq!(side("400 Bad Request"), (Some(Side::Response), Topic::General));
        assert_eq!(read("Response example 202 - approval required").status, Some("202"));
        assert_eq!(
            read("404 Not found"),
            Heading {
                side: Some(Side::Response),
                topic: Topic::General,
                status: Some("404"),
                explicit: true,
                required: None,
                fields: false
            }
        );
    }
}
