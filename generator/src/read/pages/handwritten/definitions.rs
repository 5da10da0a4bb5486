//! Lists of definitions: a name on a line of its own, and behind a colon what it is.

use super::attributes::{attribute, attributes, values};
use super::field::{Listed, describe, empty, is_untyped};
use super::items::named;
use super::words::is_name;
use crate::read::markdown::Page;
use crate::source::Origin;
use std::ops::Range;

/// The entries of a definition list: a name, and behind a colon on the next line a type, whether it is required, a text.
/// Where it is not `sure` that they are fields, they must say something of that kind.
pub(super) fn defined(page: &Page<'_>, range: &Range<usize>, sure: bool) -> Vec<Listed> {
    let raw = page.slice(range);
    let origin = page.origin(range);
    let lines: Vec<&str> = raw.lines().collect();
    let starts = |at: usize| lines.get(at + 1).is_some_and(|next| next.starts_with(':'));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        if !starts(at - 1) {
            continue;
        }
        let mut text = String::new();
        while let Some(next) = lines.get(at).filter(|_| !starts(at)) {
            text.push_str(next.trim_start_matches(':').trim());
            text.push('\n');
            at += 1;
        }
        found.extend(entry(line.trim(), text.trim(), origin, sure));
    }
    found
}

/// One entry: what says anything of it may stand behind its name, or in a sentence of its own.
fn entry(head: &str, text: &str, origin: Origin, sure: bool) -> Option<Listed> {
    let (name, rest) = named(head).or_else(|| head.split_once(' ')).unwrap_or((head, ""));
    let name = name.trim_matches(['`', '*', '_', ':']);
    if name.contains(char::is_whitespace) || !is_name(name) {
        return None;
    }
    let mut field = empty(name, origin);
    // All of it may be one type: `array of Invoice`.
    let whole = rest.trim_start_matches([':', ' ']);
    let is_type = !whole.is_empty() && attribute(&mut field.property, whole, true);
    let rest = if is_type { "" } else { attributes(&mut field, rest) };
    if !rest.trim_matches([' ', ':', '*', '_', ')']).is_empty() {
        return None;
    }
    let mut kept = Vec::new();
    for sentence in text.split_inclusive(['\n', '.']) {
        let bare = sentence.trim().trim_end_matches('.').trim_matches(['*', '_', ' ']);
        let unmarked = |part: &'_ str| -> String {
            let part = part.trim().trim_matches(['*', '_']);
            part.strip_prefix('`').and_then(|it| it.strip_suffix('`')).unwrap_or(part).to_owned()
        };
        let all: Vec<String> = bare.split(", ").map(unmarked).filter(|part| !part.is_empty()).collect();
        let mut tried = field.property.clone();
        if values(&mut field.property.schema, bare) {
            continue;
        }
        if !all.is_empty() && all.iter().all(|part| attribute(&mut tried, part, true)) {
            field.property = tried;
        } else {
            kept.push(sentence);
        }
    }
    let says = !is_untyped(&field.property.schema) || field.property.required.is_some();
    if !(sure || says || field.location.is_some()) {
        return None;
    }
    describe(&mut field, kept.concat().trim());
    Some(field)
}
