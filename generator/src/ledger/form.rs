//! What form the value of a keyword has, and what is said of one that has another: nothing is made of it.

use super::kind::Kind;
use super::table::{Holds, Verdict};
use super::words::{cut, object};
use crate::diagnostics::{Code, Diagnostic};
use crate::tree::{Mapping, Node, Resolved};

/// Values of one keyword that are told one by one; how many more there are is told with the last.
const MOST_TOLD: usize = 20;

/// The values of a keyword that have another form than the keyword gives them.
#[derive(Debug, Default)]
pub(super) struct Misfits {
    told: Vec<Diagnostic>,
    count: usize,
}

impl Misfits {
    /// Enters one.
    pub(super) fn enter(&mut self, node: &Node, message: String) {
        self.count += 1;
        if self.told.len() < MOST_TOLD {
            let note = "nothing is made of it";
            self.told.push(Diagnostic::new(Code::InvalidShape, node.origin, message).note(note).general());
        }
    }

    /// What there is to say.
    pub(super) fn report(&self) -> Vec<Diagnostic> {
        let mut told = self.told.clone();
        let more = self.count - told.len();
        if more > 0
            && let Some(last) = told.pop()
        {
            told.push(last.note(format!("and so are {more} more")));
        }
        told
    }
}

/// What is wrong with the form of a keyword's value: the nodes at fault, and what each should be.
pub(super) fn misfits<'t>(
    kind: Kind,
    keyword: &str,
    holds: Holds,
    verdict: Verdict,
    value: &'t Node,
) -> Vec<(&'t Node, String)> {
    // Words that nobody wrote are missed by nobody.
    if value.is_null() && verdict == Verdict::Documented {
        return Vec::new();
    }
    let whole = |form: &str| {
        let of = if kind.every().is_some() { String::new() } else { format!(" of {}", object(kind.name())) };
        vec![(value, format!("`{}`{of} must be {form}", cut(keyword)))]
    };
    let is_text = |node: &Node| node.as_scalar().is_some() && !node.is_null();
    match holds {
        Holds::Value => Vec::new(),
        Holds::Text if is_text(value) => Vec::new(),
        Holds::Text => whole("a text"),
        // What a text spells is read, and told of there.
        Holds::Flag if value.as_bool().is_some() || value.spelled_bool().is_some() => Vec::new(),
        Holds::Flag => whole("`true` or `false`"),
        Holds::Number if value.as_number().is_some() || value.spelled_number().is_some() => Vec::new(),
        Holds::Number => whole("a number"),
        Holds::Items if value.as_sequence().is_some() => Vec::new(),
        Holds::Items => whole("a list"),
        Holds::One(child) if fits(child, value) => Vec::new(),
        Holds::One(_) => whole("an object"),
        Holds::Texts => match value.as_sequence() {
            Some(items) => each(items.iter(), is_text, keyword, "a text"),
            None => whole("a list of texts"),
        },
        Holds::TextMap => match value.as_mapping() {
            Some(mapping) => each(values(mapping), is_text, keyword, "a text"),
            None => whole("an object of texts"),
        },
        Holds::List(child) => match value.as_sequence() {
            Some([]) if never_empty(kind, keyword) => whole("a list of one schema or more"),
            Some(items) => each(items.iter(), |node| fits(child, node), keyword, "an object"),
            None => whole("a list"),
        },
        Holds::Map(child) => match value.as_mapping() {
            Some(mapping) => each(values(mapping), |node| fits(child, node), keyword, "an object"),
            None => whole("an object"),
        },
    }
}

fn values(mapping: &Mapping) -> impl Iterator<Item = &Node> {
    mapping.iter().filter(|entry| !entry.key.starts_with("x-")).map(|entry| &entry.value)
}

fn each<'t>(
    nodes: impl Iterator<Item = &'t Node>,
    fits: impl Fn(&Node) -> bool,
    keyword: &str,
    form: &str,
) -> Vec<(&'t Node, String)> {
    let wrong = nodes.filter(|node| !fits(node));
    wrong.map(|node| (node, format!("what stands in `{keyword}` must be {form}"))).collect()
}

/// Whether a node has the form of an object of a kind. A schema may be `true` or `false` since 3.1, and
/// `additionalProperties` always might be; a list of schemas under `items` is read as other drafts mean it.
fn fits(kind: Kind, node: &Node) -> bool {
    let is_schema = matches!(kind, Kind::Schema | Kind::Items);
    node.as_mapping().is_some()
        || is_schema && (matches!(node.resolve(), Some(Resolved::Boolean(_))) || node.as_sequence().is_some())
}

/// Keywords of JSON Schema whose list has at least one member (JSON Schema Core, sections 10.2.1 and 10.3.1).
fn never_empty(kind: Kind, keyword: &str) -> bool {
    kind == Kind::Schema && matches!(keyword, "allOf" | "anyOf" | "oneOf" | "prefixItems")
}
