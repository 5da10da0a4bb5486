//! One selector, as it is written on a command line or in the settings.

use crate::tree::Node;
use std::fmt;

/// What operations are asked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Selector {
    /// A tag.
    Tag(String),
    /// An `operationId`.
    Operation(String),
    /// A path template, and perhaps one method of it.
    Path(Option<String>, String),
    /// A tag or an `operationId`.
    Name(String),
}

/// An operation, as far as it can be asked for.
pub(super) struct Candidate<'t> {
    path: &'t str,
    method: &'t str,
    id: Option<&'t str>,
    tags: Vec<&'t str>,
}

impl<'t> Candidate<'t> {
    /// The operation of a path and a method.
    pub(super) fn new(path: &'t str, method: &'t str, node: &'t Node) -> Self {
        let tags = node.get("tags").and_then(Node::as_sequence).unwrap_or_default();
        let tags = tags.iter().filter_map(Node::as_str).collect();
        Self { path, method, id: node.get("operationId").and_then(Node::as_str), tags }
    }
}

impl Selector {
    /// Any text is a selector; one that means nothing selects nothing.
    pub(super) fn parse(text: &str) -> Self {
        let text = text.trim();
        let path = |path: &str| Self::Path(None, path.to_owned());
        match text.split_once(':') {
            Some(("tag", name)) => return Self::Tag(name.to_owned()),
            Some(("operation", id)) => return Self::Operation(id.to_owned()),
            Some(("path", template)) => return path(template),
            _ => {}
        }
        match text.split_once(' ') {
            _ if text.starts_with('/') => path(text),
            Some((method, template)) if template.trim_start().starts_with('/') => {
                Self::Path(Some(method.to_owned()), template.trim_start().to_owned())
            }
            _ => Self::Name(text.to_owned()),
        }
    }

    /// Whether it asks for an operation.
    pub(super) fn matches(&self, operation: &Candidate<'_>) -> bool {
        let tagged = |name: &str| operation.tags.iter().any(|tag| fits(name, tag));
        let called = |name: &str| operation.id.is_some_and(|id| fits(name, id));
        match self {
            Self::Tag(name) => tagged(name),
            Self::Operation(id) => called(id),
            Self::Path(method, template) => {
                method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(operation.method))
                    && fits(template, operation.path)
            }
            Self::Name(name) => tagged(name) || called(name),
        }
    }
}

/// Whether a text is what is asked for: the same, or the same up to a `*` at the end.
fn fits(asked: &str, text: &str) -> bool {
    match asked.strip_suffix('*') {
        Some(start) => text.starts_with(start),
        None => text == asked,
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(name) => write!(formatter, "tag:{name}"),
            Self::Operation(id) => write!(formatter, "operation:{id}"),
            Self::Path(None, template) => write!(formatter, "path:{template}"),
            Self::Path(Some(method), template) => write!(formatter, "{method} {template}"),
            Self::Name(name) => formatter.write_str(name),
        }
    }
}
