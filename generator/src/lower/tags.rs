//! What there is to say of how operations are named and grouped.

use super::Lowering;
use super::names::snake;
use super::operations::given_id;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::Node;
use std::collections::HashMap;

/// Operations without a name that are shown beside the first.
const MOST_SHOWN: usize = 2;

impl<'t> Lowering<'_, 't> {
    /// Tells once which operations have no name of their own: many a framework gives none a name.
    pub(super) fn tell_unnamed(&mut self, called: &[(String, &'t Node)]) {
        let unnamed: Vec<_> = called.iter().filter(|(_, node)| given_id(node).is_none()).collect();
        let Some(((first, node), others)) = unnamed.split_first() else { return };
        let named = |id: &str| format!("named `{}`", snake(id));
        let diagnostic = match others.len() {
            0 => Diagnostic::new(
                Code::UnnamedOperation,
                node.origin,
                format!("`{first}` has no `operationId`"),
            )
            .note(format!("it is {} after its method and path", named(first))),
            count => {
                let others = if count == 1 {
                    "another operation".to_owned()
                } else {
                    format!("{count} other operations")
                };
                let message = format!("`{first}` and {others} have no `operationId`");
                Diagnostic::new(Code::UnnamedOperation, node.origin, message)
                    .label(named(first))
                    .note("each is named after its method and path")
            }
        };
        let shown = others.iter().take(MOST_SHOWN);
        self.sink.report(shown.fold(diagnostic, |told, (id, node)| told.related(node.origin, named(id))));
    }

    /// Tells which tags differ by case alone: hardly anybody means two groups by them.
    pub(super) fn tell_alike(
        &mut self,
        tagged: &[(Option<String>, Vec<usize>)],
        called: &[(String, &'t Node)],
    ) {
        let mut seen: HashMap<String, (&str, &Node)> = HashMap::new();
        for (tag, operations) in tagged {
            let node = operations
                .first()
                .and_then(|index| called.get(*index))
                .and_then(|(_, node)| node.get("tags").and_then(Node::as_sequence).and_then(<[Node]>::first));
            let (Some(tag), Some(node)) = (tag, node) else { continue };
            match seen.get(&tag.to_lowercase()) {
                Some((first, place)) => {
                    let message = format!(
                        "the tags `{}` and `{}` differ by case alone",
                        first.escape_debug(),
                        tag.escape_debug()
                    );
                    let diagnostic = Diagnostic::new(Code::NameContradiction, node.origin, message);
                    self.sink.report(
                        diagnostic
                            .related(place.origin, "the other tag")
                            .note("the operations of each are a group"),
                    );
                }
                None => _ = seen.insert(tag.to_lowercase(), (tag, node)),
            }
        }
    }
}
