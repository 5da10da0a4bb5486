//! The walk over a document by the kinds of its objects.

use super::Ledger;
use super::entry::{Entry, Standing, look_up, nearest};
use super::form;
use super::kind::Kind;
use super::table::{Holds, Verdict};
use super::version::Version;
use crate::source::{JsonPointer, Origin, percent_decode};
use crate::tree::{Mapping, Node};
use smol_str::SmolStr;
use std::collections::HashMap;

/// Unknown keywords of one kind of object that are entered one by one: what has more of them is something else than it
/// seems, and a list of its keys would help nobody.
const MOST_UNKNOWN: usize = 20;

/// What the walk knows so far.
struct Walk<'t> {
    document: &'t Node,
    version: Version,
    ledger: Ledger,
    /// Where in the ledger a keyword stands; those that ask for nothing stand apart.
    places: HashMap<(Kind, SmolStr, bool), usize>,
    unknown: HashMap<Kind, usize>,
}

/// Enters the keywords of a document of a version. What stands below an ignored keyword is ignored with it.
pub(super) fn walk(document: &Node, version: Version) -> Ledger {
    let ledger = Ledger { version: Some(version), ..Ledger::default() };
    let mut walk = Walk { document, version, ledger, places: HashMap::new(), unknown: HashMap::new() };
    let mut stack = vec![(document, Kind::Document)];
    let mut children = Vec::new();
    while let Some((node, kind)) = stack.pop() {
        let kind = kind.of(node, version);
        for entry in node.as_mapping().into_iter().flat_map(Mapping::iter) {
            let repeats = kind.is_reference() && walk.repeats(node, &entry.key, &entry.value);
            let holds = walk.enter(kind, &entry.key, entry.key_origin, &entry.value, repeats);
            match holds {
                Holds::Value
                | Holds::Text
                | Holds::Flag
                | Holds::Number
                | Holds::Items
                | Holds::Texts
                | Holds::TextMap => {}
                Holds::One(child) => children.push((&entry.value, child)),
                Holds::List(child) => {
                    let items = entry.value.as_sequence().unwrap_or_default();
                    children.extend(items.iter().map(|item| (item, child)));
                }
                Holds::Map(child) => {
                    let named = entry.value.as_mapping().into_iter().flat_map(Mapping::iter);
                    children.extend(named.map(|named| (&named.value, child)));
                }
            }
        }
        // The last in is the first out, and the first place of a keyword is the first of the document.
        stack.extend(children.drain(..).rev());
    }
    walk.ledger
}

impl Walk<'_> {
    /// Whether a keyword beside a `$ref` says what is said there anyway, so that nothing is lost.
    fn repeats(&self, reference: &Node, keyword: &str, value: &Node) -> bool {
        let target = reference.get("$ref").and_then(Node::as_str).and_then(|text| text.strip_prefix('#'));
        let target = target.and_then(|text| JsonPointer::parse(&percent_decode(text)));
        let said = target.and_then(|place| self.document.pointer(&place)?.get(keyword));
        said.is_some_and(|said| said.means_the_same(value))
    }

    /// Enters a keyword; gives what its value is, as far as it is to be walked. What repeats what is said elsewhere asks for
    /// nothing.
    fn enter(&mut self, kind: Kind, keyword: &SmolStr, origin: Origin, value: &Node, repeats: bool) -> Holds {
        let mut found = look_up(kind, keyword, value, self.version);
        if repeats && found.standing == Standing::BesideReference {
            found.standing = Standing::Idle;
        }
        if !matches!(found.verdict, Verdict::Ignored(_)) {
            for (node, message) in form::misfits(kind, keyword, found.holds, found.verdict, value) {
                self.ledger.misfits.entry((kind, keyword.clone())).or_default().enter(node, message);
            }
        }
        if is_name(kind, &found.standing) {
            return found.holds;
        }
        let walked = if matches!(found.verdict, Verdict::Ignored(_)) { Holds::Value } else { found.holds };
        let key = (kind, keyword.clone(), found.standing == Standing::Idle);
        if let Some(entry) = self.places.get(&key).and_then(|place| self.ledger.entries.get_mut(*place)) {
            entry.count += 1;
            return walked;
        }
        let mut standing = found.standing;
        if standing == Standing::Unknown(None) {
            let count = self.unknown.entry(kind).or_default();
            *count += 1;
            if *count > MOST_UNKNOWN {
                match self.ledger.further.iter_mut().find(|(further, ..)| *further == kind) {
                    Some((_, count, _)) => *count += 1,
                    None => self.ledger.further.push((kind, 1, origin)),
                }
                return walked;
            }
            standing = Standing::Unknown(nearest(kind, keyword, self.version));
        }
        self.places.insert(key, self.ledger.entries.len());
        let entry = Entry {
            kind,
            keyword: keyword.clone(),
            standing,
            verdict: found.verdict,
            count: 1,
            first: origin,
        };
        self.ledger.entries.push(entry);
        walked
    }
}

/// Whether a key is a path, a status or an expression, which the stages behind look at, and no keyword.
fn is_name(kind: Kind, standing: &Standing) -> bool {
    kind.every().is_some() && *standing == Standing::Known
}
