//! What doc comments say.

use super::Lowering;
use super::prose::readable;
use crate::document::{Node, Resolved, json_string};
use crate::ir::Docs;
use std::borrow::Cow;

impl<'t> Lowering<'_, 't> {
    /// The texts of a parameter, header or body, the examples of which may stand elsewhere.
    pub(super) fn docs(&mut self, node: &'t Node, name: &str) -> Docs {
        docs_with(node, name, &mut |example| self.document.resolve(example, self.sink))
    }

    /// The same of what a reference leads to: what is said beside the reference counts more (OpenAPI 3.1.1, section 4.8.23).
    pub(super) fn docs_at(&mut self, written: &'t Node, node: &'t Node, name: &str) -> Docs {
        let mut docs = self.docs(node, name);
        // 3.0 has no summary of a response, so that it comes under a name of extension.
        let summary = |node| text(node, "summary").or_else(|| text(node, "x-summary"));
        docs.summary = docs.summary.or_else(|| summary(node));
        if written.get("$ref").is_some() {
            docs.summary = summary(written).or(docs.summary);
            docs.description = text(written, "description").or(docs.description);
        }
        docs.description = docs.description.filter(|description| Some(description) != docs.summary.as_ref());
        docs
    }
}

/// The texts of a schema, operation or the like; a title that only repeats `name` is left out.
pub(super) fn docs(node: &Node, name: &str) -> Docs {
    docs_with(node, name, &mut Some)
}

fn docs_with<'t>(node: &'t Node, name: &str, find: &mut dyn FnMut(&'t Node) -> Option<&'t Node>) -> Docs {
    let letters = |text: &str| -> String {
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let title = text(node, "title").filter(|title| letters(title) != letters(name));
    let summary = text(node, "summary").or(title);
    let description = text(node, "description").filter(|description| Some(description) != summary.as_ref());
    // 3.0 knows no scheme that is deprecated, so that it comes under a name of extension.
    let deprecated =
        ["deprecated", "x-deprecated"].iter().filter_map(|key| node.get(key)?.as_bool()).any(|is| is);
    let told = prefix_items(node).into_iter().chain(may_be_empty(node)).chain(see_also(node));
    let notes = told.chain(example(node, find)).collect();
    Docs { summary, description, notes, deprecated }
}

/// The texts of an operation; its path's stand in for those that it does not have (OpenAPI 3.0.4, section 4.7.9).
pub(super) fn of_operation(item: &Node, operation: &Node, id: &str) -> Docs {
    let docs = docs(operation, id);
    let (summary, description) = (text(item, "summary"), text(item, "description"));
    Docs { summary: docs.summary.or(summary), description: docs.description.or(description), ..docs }
}

/// The texts of the Info Object: what it says about terms, contact and license as well (OpenAPI 3.1.1, section 4.8.2).
pub(super) fn of_document(root: &Node) -> Docs {
    let Some(info) = root.get("info") else { return Docs::default() };
    let mut notes = Vec::new();
    // The title takes the place of a summary. 3.0 has none, so that it comes under a name of extension.
    notes.extend(text(info, "summary").or_else(|| text(info, "x-summary")));
    notes.extend(see_also(root));
    notes.extend(text(info, "termsOfService").map(|url| format!("Terms of service: {url}.")));
    for (keyword, word) in [("contact", "Contact"), ("license", "License")] {
        let Some(node) = info.get(keyword) else { continue };
        let parts = ["name", "identifier", "x-identifier", "email", "url"];
        let mut parts: Vec<String> = parts.into_iter().filter_map(|part| text(node, part)).collect();
        parts.dedup();
        notes.extend((!parts.is_empty()).then(|| format!("{word}: {}.", parts.join(", "))));
    }
    for server in root.get("servers").and_then(Node::as_sequence).into_iter().flatten() {
        // 3.0 gives servers no name, so that it comes under a name of extension.
        let name = text(server, "name").or_else(|| text(server, "x-name"));
        let words = text(server, "description");
        if let (Some(url), true) = (text(server, "url"), name.is_some() || words.is_some()) {
            let words = [name, words].into_iter().flatten().collect::<Vec<_>>().join(": ");
            notes.push(format!("Base URL `{url}`: {}.", words.trim_end_matches('.')));
        }
    }
    Docs { summary: text(info, "title"), description: text(info, "description"), notes, deprecated: false }
}

/// The texts of a tag: what it is, and which tag it belongs to, as well (OpenAPI 3.2.0, section 4.22). 3.0 knows neither, so
/// that they come under names of extensions.
pub(super) fn of_tag(node: &Node, name: &str) -> Docs {
    let mut docs = docs(node, name);
    docs.summary = docs.summary.or_else(|| text(node, "x-summary"));
    docs.description = docs.description.filter(|description| Some(description) != docs.summary.as_ref());
    docs.notes.extend(text(node, "x-parent").map(|parent| format!("Part of `{parent}`.")));
    docs.notes.extend(text(node, "x-kind").map(|kind| format!("Kind: `{kind}`.")));
    docs
}

/// The texts of a variable of a base URL: the values that it may have as well.
pub(super) fn of_variable(node: &Node, name: &str) -> Docs {
    let mut docs = docs(node, name);
    let values = node.get("enum").and_then(Node::as_sequence).unwrap_or_default();
    let values: Vec<String> =
        values.iter().filter_map(Node::as_str).map(|value| format!("`{value}`")).collect();
    docs.notes.extend((!values.is_empty()).then(|| format!("One of {}.", values.join(", "))));
    docs
}

/// The texts of a security scheme: where its tokens come from, and what they look like.
pub(super) fn of_scheme(node: &Node, name: &str) -> Docs {
    let mut docs = docs(node, name);
    docs.notes.extend(text(node, "bearerFormat").map(|format| format!("Format of the token: `{format}`.")));
    for (keyword, word) in [
        ("openIdConnectUrl", "OpenID Connect"),
        ("oauth2MetadataUrl", "Metadata"),
        ("x-oauth2MetadataUrl", "Metadata"),
    ] {
        docs.notes.extend(text(node, keyword).map(|url| format!("{word}: {url}.")));
    }
    for entry in node.get("flows").and_then(Node::as_mapping).into_iter().flatten() {
        let mut parts = Vec::new();
        for (keyword, word) in [
            ("authorizationUrl", "authorization"),
            ("deviceAuthorizationUrl", "device authorization"),
            ("tokenUrl", "token"),
            ("refreshUrl", "refresh"),
        ] {
            parts.extend(text(&entry.value, keyword).map(|url| format!("{word} {}", linked(&url))));
        }
        for scope in entry.value.get("scopes").and_then(Node::as_mapping).into_iter().flatten() {
            let meaning = scope.value.as_str().map(str::trim).filter(|meaning| !meaning.is_empty());
            parts.push(match meaning {
                Some(meaning) => format!("scope `{}`: {}", scope.key, meaning.trim_end_matches('.')),
                None => format!("scope `{}`", scope.key),
            });
        }
        let flow = entry.key.strip_prefix("x-").unwrap_or(&entry.key);
        docs.notes.push(format!("Flow `{flow}`: {}.", parts.join("; ")));
    }
    docs
}

/// What the first items of a list are, whose schemas no type has a place for the texts of.
fn prefix_items(node: &Node) -> Option<String> {
    let items = node.get("x-prefixItems").and_then(Node::as_sequence)?.iter().enumerate();
    let told = items.filter_map(|(place, item)| {
        let words = text(item, "title").or_else(|| text(item, "description"))?;
        Some(format!("Item {place}: {}.", words.lines().next()?.trim_end_matches('.')))
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// That an empty string means something beside others, which the type does not tell (`Lowering::widest`).
fn may_be_empty(node: &Node) -> Option<String> {
    let members = node.get("anyOf").and_then(Node::as_sequence)?;
    let is_empty = |member: &Node| matches!(member.get("enum").and_then(Node::as_sequence), Some([only]) if only.as_str() == Some(""));
    members.iter().any(is_empty).then(|| "May be the empty string.".to_owned())
}

/// A URL as a sentence has it: one without a host is no link, and reads like a word of the sentence.
fn linked(url: &str) -> Cow<'_, str> {
    if url.contains("://") { Cow::Borrowed(url) } else { Cow::Owned(format!("`{url}`")) }
}

/// A value as a sentence has it; nothing at all would be seen of an empty one.
pub(super) fn code(value: &str) -> String {
    if value.is_empty() { "the empty string".to_owned() } else { format!("`{value}`") }
}

/// A text that says something. Descriptions may be formatted, and summaries are, although they should not.
fn text(node: &Node, key: &str) -> Option<String> {
    let text = node.get(key).and_then(Node::as_str)?;
    let text = if matches!(key, "description" | "summary") { readable(text) } else { Cow::Borrowed(text) };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// `externalDocs`: where more is said.
fn see_also(node: &Node) -> Option<String> {
    let more = node.get("externalDocs")?;
    let parts: Vec<String> = ["description", "url"].into_iter().filter_map(|part| text(more, part)).collect();
    (!parts.is_empty()).then(|| format!("See also: {}.", parts.join(", ").trim_end_matches('.')))
}

/// A line with the example of a schema, parameter or body: of several the first that has a value.
fn example<'t>(node: &'t Node, find: &mut dyn FnMut(&'t Node) -> Option<&'t Node>) -> Option<String> {
    let contents = node.get("content").and_then(Node::as_mapping).into_iter().flatten();
    std::iter::once(node).chain(contents.map(|entry| &entry.value)).find_map(|node| {
        let named = node.get("examples").and_then(Node::as_mapping).into_iter().flatten();
        let values = ["value", "dataValue", "serializedValue"];
        let named = named.filter_map(|entry| {
            let example = find(&entry.value)?;
            let words = ["summary", "description"].into_iter().filter_map(|key| text(example, key));
            let words = words.map(|words| words.trim_end_matches('.').to_owned()).collect::<Vec<_>>();
            let value = values.into_iter().find_map(|key| example.get(key))?;
            Some((words.join(": "), value))
        });
        let own = node.get("example").map(|value| (String::new(), value));
        let (words, value) = own.into_iter().chain(named).next()?;
        let words = if words.is_empty() { words } else { format!(" ({words})") };
        Some(format!("Example{words}: {}.", code(&shown(value))))
    })
}

/// A value as JSON on one line, cut where it is long.
fn shown(value: &Node) -> String {
    const LONGEST: usize = 100;
    let mut out = String::new();
    write_json(value, 0, &mut out);
    match out.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} ...", out.get(..end).unwrap_or_default()),
        None => out,
    }
}

/// Writes until the text is long enough to be cut; the depth is bounded, since a deeper value is cut anyway.
fn write_json(value: &Node, depth: usize, out: &mut String) {
    const DEEPEST: usize = 16;
    const ENOUGH: usize = 500;
    if depth > DEEPEST || out.len() > ENOUGH {
        return;
    }
    match value.resolve() {
        // A text alone needs no quotes to be told from the words around it.
        Some(Resolved::String(text)) if depth == 0 => out.extend(text.chars().take(ENOUGH)),
        Some(Resolved::String(text)) => {
            let text: String = text.chars().take(ENOUGH).collect();
            out.push_str(&json_string(&text));
        }
        Some(Resolved::Null) => out.push_str("null"),
        Some(Resolved::Boolean(value)) => out.push_str(if value { "true" } else { "false" }),
        Some(Resolved::Number(text)) => out.push_str(text),
        None => {
            let mapping = value.as_mapping();
            let (open, close) = if mapping.is_some() { ('{', '}') } else { ('[', ']') };
            out.push(open);
            for (index, entry) in mapping.into_iter().flatten().enumerate() {
                if out.len() > ENOUGH {
                    break;
                }
                out.push_str(if index > 0 { ", " } else { "" });
                out.push_str(&format!("{}: ", json_string(&entry.key)));
                write_json(&entry.value, depth + 1, out);
            }
            for (index, item) in value.as_sequence().unwrap_or_default().iter().enumerate() {
                if out.len() > ENOUGH {
                    break;
                }
                out.push_str(if index > 0 { ", " } else { "" });
                write_json(item, depth + 1, out);
            }
            out.push(close);
        }
    }
}
