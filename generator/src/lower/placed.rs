//! Parameters of a path and the places that it has for them.

use super::{Lowering, names};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::document::Entry;
use crate::ir::{JsonName, Kind, Location, Parameter, Rules, Scalar, Style, TypeRef};

impl Lowering<'_, '_> {
    /// Leaves out the parameters that no expression of a path stands for.
    pub(super) fn leave_out_unplaced(
        &mut self,
        named: &[String],
        entry: &Entry,
        parameters: &mut Vec<Parameter>,
    ) {
        parameters.retain(|parameter| {
            let placed = parameter.location != Location::Path
                || named.iter().any(|name| *name == parameter.name.as_str());
            if !placed {
                let message = format!("the path has no place for the parameter `{}`", parameter.name);
                let diagnostic = Diagnostic::new(Code::PathParameterMismatch, parameter.origin, message)
                    .related(entry.key_origin, "the path")
                    .note("it is left out");
                self.sink.report(match nearest(parameter.name.as_str(), named.iter().map(String::as_str)) {
                    Some(name) => diagnostic.note(format!("the path has `{{{}}}`", name.escape_debug())),
                    None => diagnostic,
                });
            }
            placed
        });
    }
}

/// A parameter that only the path's template names: a string.
pub(super) fn undescribed(
    name: &str,
    location: Location,
    scope: &mut names::Scope,
    path: &Entry,
) -> Parameter {
    let in_query = location == Location::Query;
    Parameter {
        ident: scope.take(&names::snake(name)),
        name: JsonName::new(name),
        location,
        style: if in_query { Style::Form } else { Style::Simple },
        explode: in_query,
        allow_reserved: false,
        required: true,
        ty: TypeRef::Scalar(Scalar::String),
        kind: Kind::String,
        default: None,
        rules: Rules::default(),
        docs: crate::ir::Docs::default(),
        origin: path.key_origin,
    }
}
