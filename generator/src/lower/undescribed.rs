//! Properties that are required and described nowhere.

use super::Lowering;
use super::flat::Flat;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::document::{Additional, Node};

impl<'t> Lowering<'_, 't> {
    /// Keeps what `required` names and no property is, unless something else says what it is.
    pub(super) fn note_undescribed(&mut self, flat: &Flat<'t>, names: &[&'t str]) {
        let is_said = matches!(flat.additional, Some(Additional::Schema(_)))
            || flat.keyword("x-patternProperties").is_some()
            || flat.properties.is_empty();
        if names.is_empty() || is_said {
            return;
        }
        let lists = flat.keywords("required").filter_map(Node::as_sequence).flatten();
        for node in lists {
            let Some(name) = node.as_str().filter(|name| names.contains(name)) else { continue };
            let near = nearest(name, flat.properties.iter().map(|property| property.name));
            self.undescribed.push((node, near));
        }
    }

    /// Tells of each name that is near to a property, and of all others at once.
    pub(super) fn tell_undescribed(&mut self) {
        let mut found = std::mem::take(&mut self.undescribed);
        found.sort_by_key(|(node, _)| node.origin);
        found.dedup_by_key(|(node, _)| node.origin);
        let told = |node: &Node| {
            let name = node.as_str().unwrap_or_default().escape_debug();
            let message = format!("`{name}` is required, and no property of this schema");
            Diagnostic::new(Code::Incomplete, node.origin, message)
                .note("it must be there, and may be any JSON value")
        };
        let mut others = Vec::new();
        for (node, near) in found {
            match near {
                Some(near) => {
                    let note = format!("there is a property `{}`", near.escape_debug());
                    self.sink.report(told(node).note(note));
                }
                None => others.push(node),
            }
        }
        if let Some((first, others)) = others.split_first() {
            let others: Vec<_> = others.iter().map(|node| node.origin).collect();
            self.sink.report(told(first).also(&others));
        }
    }
}
