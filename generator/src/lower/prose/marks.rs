//! What may format in a description: tags, links, and characters that have a name.

use std::ops::Range;

/// What stands in place of something that formats.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A tag, as long as it is not known whether another one ends it: what a link leads to, or a picture shows.
    Tag { name: String, is_end: bool, said: String },
    /// Nothing that formats.
    Text,
    /// A paragraph ends here, or a line.
    Break(usize),
    /// An item of a list.
    Item,
    /// Words of ours.
    Words(String),
}

/// Something that formats, and where.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) place: Range<usize>,
    pub(super) what: What,
}

impl Mark {
    /// The name of the tag that it ends.
    pub(super) fn ended(&self) -> Option<&str> {
        match &self.what {
            What::Tag { name, is_end: true, .. } => Some(name),
            _ => None,
        }
    }
}

/// A link whose words were not met to their end.
struct Link {
    /// The mark that it starts with.
    mark: usize,
    /// Where its words end.
    words: usize,
    /// Where it ends.
    end: usize,
    target: String,
}

/// Everything in a text that may format, in order, outside of code.
pub(super) fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut link: Option<Link> = None;
    let mut unclosed = Vec::new();
    let mut at = 0;
    while let Some((start, rest)) = text.get(at..).and_then(|rest| {
        let found = rest.find(['<', '&', '[', ']', '`'])?;
        Some((at + found, rest.get(found..)?))
    }) {
        at = start + 1;
        if rest.starts_with('`') {
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            at = start + ticks;
            if !unclosed.contains(&ticks) {
                match closing(text.get(at..).unwrap_or_default(), ticks) {
                    Some(end) => at += end,
                    None => unclosed.push(ticks),
                }
            }
        } else if rest.starts_with('[') {
            let before = text.get(..start).unwrap_or_default();
            let is_within = link.as_ref().is_some_and(|link| start < link.words);
            if let (false, Some((words, end, target))) = (is_within || before.ends_with('\\'), linked(rest)) {
                let shown = rest.get(1..words).unwrap_or_default();
                let target = if shown == target { String::new() } else { format!(" ({target})") };
                link = Some(Link { mark: marks.len(), words: start + words, end: start + end, target });
                let sign = before.strip_suffix('!').unwrap_or(before).len();
                marks.push(Mark { place: sign..at, what: What::Text });
            }
        } else if rest.starts_with(']') {
            // A bracket in code, or in a tag, ends no words.
            if let Some(ended) = link.take_if(|link| link.words == start)
                && let Some(begun) = marks.get_mut(ended.mark)
            {
                begun.what = What::Words(String::new());
                marks.push(Mark { place: start..ended.end, what: What::Words(ended.target) });
                at = ended.end;
            }
        } else if let Some((length, what)) = tag(rest).or_else(|| character(rest)) {
            // What is glued to a path is a name of theirs, such as `/pets/<i>`.
            let is_glued = matches!(&what, What::Tag { is_end: false, .. })
                && text.get(..start).is_some_and(|before| before.ends_with(['/', '=', '_']));
            marks.push(Mark { place: start..start + length, what: if is_glued { What::Text } else { what } });
            at = start + length;
        }
    }
    marks
}

/// Where code ends that so many backticks start.
fn closing(text: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    loop {
        let start = at + text.get(at..)?.find('`')?;
        let rest = text.get(start..)?;
        let length = rest.len() - rest.trim_start_matches('`').len();
        at = start + length;
        if length == ticks {
            return Some(at);
        }
    }
}

/// A link, `[words](target)`: where its words end, where it ends, and its target.
fn linked(text: &str) -> Option<(usize, usize, &str)> {
    let words = 1 + text.strip_prefix('[')?.find(['[', ']'])?;
    if text.get(..words)?.contains("\n\n") {
        return None;
    }
    let inside = text.get(words..)?.strip_prefix("](")?;
    let (target, _) =
        inside.split_at_checked(inside.find(['(', ')', '\n'])?).filter(|(_, rest)| rest.starts_with(')'))?;
    let end = words + 2 + target.len();
    let target = target.split_whitespace().next()?.trim_matches(['<', '>']);
    (!target.is_empty()).then_some((words, end + 1, target))
}

/// A tag of HTML, and its length.
fn tag(text: &str) -> Option<(usize, What)> {
    let inside = text.strip_prefix('<')?;
    let (inside, is_end) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    let named = inside.find(|character: char| !character.is_ascii_alphanumeric())?;
    let (name, rest) = inside.split_at_checked(named)?;
    let end =
        rest.find(['>', '<']).filter(|end| rest.get(*end..).is_some_and(|rest| rest.starts_with('>')))?;
    let attributes = rest.get(..end)?;
    if !(attributes.is_empty() || attributes.starts_with(|first: char| first.is_whitespace() || first == '/'))
    {
        return None;
    }
    let said = ["href", "alt", "src"].iter().find_map(|key| attribute(attributes, key)).unwrap_or_default();
    let name = name.to_ascii_lowercase();
    let length = text.len() - rest.len() + end + 1;
    Some((length, What::Tag { name, is_end, said: said.to_owned() }))
}

/// The value of an attribute.
fn attribute<'t>(attributes: &'t str, key: &str) -> Option<&'t str> {
    let (before, after) = attributes.split_once(key)?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split_whitespace().next()?.trim_end_matches('/'),
    };
    before.ends_with(char::is_whitespace).then(|| value.trim())
}

/// A character by its name or number (HTML, section 13.5): the names that descriptions have.
fn character(text: &str) -> Option<(usize, What)> {
    let name = text.strip_prefix('&')?;
    let name = name.get(..name.bytes().take(10).position(|byte| byte == b';')?)?;
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16).ok(),
        None => number.parse().ok(),
    });
    let shown = match (name, number.and_then(char::from_u32)) {
        (_, Some(character)) => character,
        ("amp", _) => '&',
        ("lt", _) => '<',
        ("gt", _) => '>',
        ("quot", _) => '"',
        ("apos", _) => '\'',
        ("nbsp", _) => ' ',
        ("ndash", _) => '–',
        ("mdash", _) => '—',
        ("hellip", _) => '…',
        ("lsquo", _) => '‘',
        ("rsquo", _) => '’',
        ("ldquo", _) => '“',
        ("rdquo", _) => '”',
        ("bull", _) => '•',
        ("middot", _) => '·',
        ("times", _) => '×',
        ("copy", _) => '©',
        ("reg", _) => '®',
        ("trade", _) => '™',
        _ => return None,
    };
    Some((name.len() + 2, What::Words(shown.to_string())))
}
