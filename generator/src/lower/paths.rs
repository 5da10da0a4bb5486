//! The pieces of a path, and which paths a server cannot tell apart.

use super::names::{self, Scope};
use super::{Lowering, literals};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::Entry;
use crate::ir::{Docs, JsonName, Kind, Location, Parameter, PathPiece, Rules, Scalar, Style, TypeRef};
use std::collections::HashMap;

/// A path in pieces, and what it says behind a `?`.
#[derive(Debug, Default)]
pub(super) struct Path {
    pub(super) pieces: Vec<PathPiece>,
    pub(super) fixed_query: Vec<(String, String)>,
}

impl Path {
    /// What a server tells paths apart by: the names of parameters do not count.
    pub(super) fn shape(&self) -> String {
        let mut shape = String::new();
        for piece in &self.pieces {
            match piece {
                // No literal holds a control character that is not escaped.
                PathPiece::Parameter(_) => shape.push('\u{1}'),
                PathPiece::Literal(text) => shape.push_str(&text.escape_debug().to_string()),
            }
        }
        let mut query = self.fixed_query.clone();
        query.sort();
        query.into_iter().for_each(|(name, value)| shape.push_str(&format!("\u{2}{name:?}={value:?}")));
        shape
    }
}

impl<'t> Lowering<'_, 't> {
    /// Takes a path template apart; what no parameter describes becomes one, what no URL can hold is told.
    pub(super) fn lower_path(&mut self, entry: &'t Entry, parameters: &mut Vec<Parameter>, scope: &mut Scope) -> Path {
        let mut result = Path::default();
        let mut invalid = |message: String, note: &str| {
            self.sink.report(Diagnostic::new(Code::InvalidPath, entry.key_origin, message).note(note));
        };
        let (path, fragment) = entry.key.split_once('#').unwrap_or((entry.key.as_str(), ""));
        if !fragment.is_empty() {
            invalid("no request carries what follows the `#` of this path".to_owned(), "it is left out");
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        if !path.starts_with('/') {
            invalid("a path must start with `/`".to_owned(), "one is put in front");
            result.pieces.push(PathPiece::Literal("/".to_owned()));
        }
        let mut known: HashMap<String, usize> = HashMap::new();
        for (index, parameter) in parameters.iter().enumerate() {
            if parameter.location == Location::Path {
                known.insert(parameter.name.as_str().to_owned(), index);
            }
        }
        let mut used = vec![false; parameters.len()];
        let mut rest = path;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, inside)| Some((before, inside.split_once('}')?)))
        {
            if !before.is_empty() {
                result.pieces.push(PathPiece::Literal(before.to_owned()));
            } else if matches!(result.pieces.last(), Some(PathPiece::Parameter(_))) {
                invalid(
                    format!("nothing stands between `{{{name}}}` and the parameter before it"),
                    "the one before it takes one character",
                );
            }
            let index = *known.entry(name.to_owned()).or_insert_with(|| {
                parameters.push(undescribed(name, Location::Path, scope, entry));
                parameters.len() - 1
            });
            if index >= used.len() {
                used.resize(index + 1, true);
                self.sink.report(mismatch(name, entry));
                invalid = |message: String, note: &str| {
                    self.sink.report(Diagnostic::new(Code::InvalidPath, entry.key_origin, message).note(note));
                };
            }
            if let Some(used) = used.get_mut(index) {
                *used = true;
            }
            result.pieces.push(PathPiece::Parameter(index));
            rest = after;
        }
        if !rest.is_empty() {
            result.pieces.push(PathPiece::Literal(rest.to_owned()));
        }
        result
    }
}
