//! Names for Rust out of names for the wire: ASCII, unique in their scope, stable.

use crate::ir::Ident;
use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Longer names are cut; what is lost is made up for by a number where names then clash.
const LONGEST: usize = 100;

/// Words whose capitals are no beginnings of words.
const MIXED: [(&str, &str); 3] = [("OAuth", "Oauth"), ("IPv4", "Ipv4"), ("IPv6", "Ipv6")];

/// What signs are called in a name that is made of nothing else.
const SIGNS: [(char, &str); 32] = [
    ('!', "not"),
    ('"', "quote"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "and"),
    ('\'', "apostrophe"),
    ('(', "open parenthesis"),
    (')', "close parenthesis"),
    ('*', "asterisk"),
    ('+', "plus"),
    (',', "comma"),
    ('-', "minus"),
    ('.', "dot"),
    ('/', "slash"),
    (':', "colon"),
    (';', "semicolon"),
    ('<', "less than"),
    ('=', "equals"),
    ('>', "greater than"),
    ('?', "question mark"),
    ('@', "at"),
    ('[', "open bracket"),
    ('\\', "backslash"),
    (']', "close bracket"),
    ('^', "caret"),
    ('_', "underscore"),
    ('`', "backtick"),
    ('{', "open brace"),
    ('|', "pipe"),
    ('}', "close brace"),
    ('~', "tilde"),
];

/// A text as the words of a name: signs are spelled out where there is nothing else, or a number has one.
fn words(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_alphanumeric) {
        let mut text = if text.contains("[[") { Cow::Owned(unqualified(text)) } else { Cow::Borrowed(text) };
        if let Some(number) =
            text.strip_prefix('-').filter(|rest| rest.starts_with(|it: char| it.is_ascii_digit()))
        {
            text = Cow::Owned(format!("minus {number}"));
        }
        for (mixed, plain) in MIXED.into_iter().filter(|(mixed, _)| text.contains(mixed)).collect::<Vec<_>>()
        {
            text = Cow::Owned(text.replace(mixed, plain));
        }
        return text;
    }
    let spelled = |sign: char| match SIGNS.into_iter().find(|(have, _)| *have == sign) {
        Some((_, word)) => word.to_owned(),
        None if sign == ' ' => "space".to_owned(),
        None => format!("u{:x}", u32::from(sign)),
    };
    Cow::Owned(text.chars().take(LONGEST).map(spelled).collect::<Vec<_>>().join(" "))
}

/// A generic type with the full names of its arguments, ``Page`1[[A.B, Assembly, Version=1.0]]``, without how many there are
/// and where each comes from.
fn unqualified(text: &str) -> String {
    let (mut out, mut depth, mut origin) = (String::new(), 0_usize, false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '[' | ']' => {
                depth = if character == '[' { depth + 1 } else { depth.saturating_sub(1) };
                origin = false;
                out.push(' ');
            }
            ',' if depth > 1 => origin = true,
            '`' => while characters.next_if(char::is_ascii_digit).is_some() {},
            _ if origin => {}
            _ => out.push(character),
        }
    }
    out
}

/// Latin letters that are not another one with a mark.
const LETTERS: [(char, &str); 9] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ł', "l"),
    ('ı', "i"),
];

/// A letter without the marks above, below and through it; `None` where that leaves no letter of ASCII.
fn plain_letter(letter: char) -> Option<String> {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    if let Some((_, plain)) = LETTERS.into_iter().find(|(have, _)| *have == lower) {
        let mut plain = plain.to_owned();
        if lower != letter
            && let Some(first) = plain.get_mut(..1)
        {
            first.make_ascii_uppercase();
        }
        return Some(plain);
    }
    let mut plain = String::new();
    decompose_canonical(letter, |part| plain.extend((!is_combining_mark(part)).then_some(part)));
    plain.chars().all(|part| part.is_ascii_alphabetic()).then_some(plain)
}

/// Replaces what an ASCII identifier cannot hold: symbols part words, Latin letters lose their marks, and letters of other
/// scripts become `u` and their code point, so that two names stay two names.
fn ascii(text: &str) -> String {
    let mut result = String::new();
    for character in words(text).chars().take(LONGEST) {
        match character {
            _ if character.is_ascii_alphanumeric() => result.push(character),
            '+' => result.push_str(" plus "),
            // A mark belongs to the letter before it.
            _ if is_combining_mark(character) => {}
            _ if character.is_ascii() || !character.is_alphanumeric() => result.push(' '),
            _ if let Some(plain) = plain_letter(character) => result.push_str(&plain),
            _ => result.push_str(&format!(" u{:x} ", u32::from(character))),
        }
    }
    result
}

fn started(name: String, prefix: &str, nothing: &str) -> String {
    match name.chars().next() {
        None => nothing.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}

/// `UpperCamelCase`, for types and variants.
pub(super) fn camel(text: &str) -> String {
    let name = started(ascii(text).to_upper_camel_case(), "N", "Empty");
    if name == "Self" { "SelfValue".to_owned() } else { name }
}

/// `snake_case`, for fields, methods and modules. A sign before a number is kept apart as a word.
pub(super) fn snake(text: &str) -> String {
    let name = started(ascii(text).to_snake_case(), "n", "empty");
    if matches!(name.as_str(), "self" | "super" | "crate") { format!("{name}_") } else { name }
}

/// `SHOUTY_SNAKE_CASE`, for statics.
pub(super) fn shouty(text: &str) -> String {
    started(ascii(text).to_shouty_snake_case(), "N", "EMPTY")
}

/// The name of an enum member: signs that tell members apart become words.
pub(super) fn member(text: &str) -> String {
    let spelled = match text {
        "" => return "Empty".to_owned(),
        _ if text.starts_with('-') && text.chars().any(char::is_alphanumeric) => format!("minus {text}"),
        _ => text.to_owned(),
    };
    camel(&spelled)
}

/// The names that are taken where a new one must differ.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which some names are taken from the start.
    pub(super) fn with(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// Whether a name is free.
    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// Takes `name`, or `name2`, `name3`… where it is taken.
    pub(super) fn take(&mut self, name: &str) -> Ident {
        let mut unique = name.to_owned();
        let mut number = 2_usize;
        while !self.taken.insert(unique.clone()) {
            let separator = if name.ends_with(|last: char| last.is_ascii_digit()) { "_" } else { "" };
            unique = format!("{name}{separator}{number}");
            number += 1;
        }
        Ident::new(&unique)
    }

    /// Takes a base whose names with every one of `suffixes` are free, and takes those too.
    pub(super) fn take_family(&mut self, base: &str, suffixes: &[&str]) -> String {
        let mut unique = base.to_owned();
        let mut number = 2_usize;
        while !suffixes.iter().all(|suffix| self.is_free(&format!("{unique}{suffix}"))) {
            unique = format!("{base}{number}");
            number += 1;
        }
        self.taken.extend(suffixes.iter().map(|suffix| format!("{unique}{suffix}")));
        unique
    }
}

/// A name that is wanted.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// The name in Rust.
    pub(super) name: String,
    /// What tells it from others that want the same: its place, or its name on the wire.
    pub(super) wire: String,
    /// The name on the wire, which comes first where it is the name in Rust as well.
    pub(super) text: String,
    /// Whether others come first: a name that the document gives goes before one that is put together.
    pub(super) inline: bool,
}

/// Gives every one its name, whatever their order is: of those that want the same one has it, and the others get a
/// suffix that follows from what they are called on the wire. So an addition renames nothing that it does not clash with.
pub(super) fn allot(wanted: &[Wanted], reserved: &[&str]) -> Vec<Ident> {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::with_capacity(wanted.len());
    for (place, each) in wanted.iter().enumerate() {
        groups.entry(&each.name).or_default().push(place);
    }
    let mut names: Vec<String> = wanted.iter().map(|each| each.name.clone()).collect();
    let mut late = Vec::new();
    for (name, group) in &mut groups {
        let rank = |place: &usize| {
            let each = wanted.get(*place)?;
            Some((each.inline, each.text != each.name, each.wire.len(), &each.wire, *place))
        };
        group.sort_by_key(rank);
        let mut group = group.iter().copied();
        if let Some(first) = group.next().filter(|_| reserved.contains(name))
            && let Some(slot) = names.get_mut(first)
        {
            // No name on the wire ends like this in Rust.
            slot.push('_');
        }
        late.extend(group);
    }
    if late.is_empty() {
        return names.iter().map(|name| Ident::new(name)).collect();
    }
    let mut taken: HashSet<String> = groups.keys().map(|name| (*name).to_owned()).collect();
    late.sort_by_key(|place| wanted.get(*place).map(|each| (&each.wire, *place)));
    for place in late {
        let Some((each, slot)) = wanted.get(place).zip(names.get_mut(place)) else { continue };
        // A sign that others are called without tells it from them.
        if let Some(spelled) = spelled(each).filter(|spelled| taken.insert(spelled.clone())) {
            *slot = spelled;
            continue;
        }
        let digits = format!("{:016x}", hash(&each.wire));
        let suffixes = (4..=digits.len()).filter_map(|length| digits.get(..length)).map(str::to_owned);
        let mut suffixes = suffixes.chain((2_usize..).map(|number| number.to_string()));
        if let Some(free) = suffixes.find_map(|suffix| {
            let name = format!("{}_{suffix}", each.name);
            taken.insert(name.clone()).then_some(name)
        }) {
            *slot = free;
        }
    }
    names.iter().map(|name| Ident::new(name)).collect()
}

/// A name whose first character is a sign, with that as a word.
fn spelled(wanted: &Wanted) -> Option<String> {
    let mut rest = wanted.text.chars();
    let first = rest.next()?;
    let (_, word) = SIGNS.into_iter().find(|(sign, _)| *sign == first)?;
    let text = format!("{word} {}", rest.as_str());
    let spell = if wanted.name == snake(&wanted.text) { snake } else { camel };
    (wanted.name == spell(&wanted.text)).then(|| spell(&text))
}

/// FNV-1a: the same on every machine and in every version of Rust.
fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ascii_identifiers_and_differ() {
        assert_eq!(camel("payment_parts"), "PaymentParts");
        assert_eq!(camel("Self"), "SelfValue");
        assert_eq!(camel("Page`2[[A.B, C, Version=1.0.0],[D, E]]"), "PageABD");
        assert_eq!(camel("Page[[A, B"), "PageA");
        assert_eq!(camel("1a"), "N1a");
        assert_eq!(snake("x-api-key"), "x_api_key");
        assert_eq!(
            (snake("-1"), snake("+1"), snake("_")),
            ("minus_1".into(), "plus_1".into(), "underscore".into())
        );
        assert_eq!(
            (camel("OAuth2Token"), snake("publicIPv4Address")),
            ("Oauth2Token".into(), "public_ipv4_address".into())
        );
        assert_eq!(
            (member("<="), member("-"), member(" ")),
            ("LessThanEquals".into(), "Minus".into(), "Space".into())
        );
        assert_eq!(snake("self"), "self_");
        assert_ne!(camel("Payment"), camel("P\u{430}yment"));
        assert_eq!((camel("Größe"), snake("numéro_Été")), ("Grosse".into(), "numero_ete".into()));
        assert_eq!(
            (snake("e\u{301}tat"), snake("Łódź"), camel("ếch")),
            ("etat".into(), "lodz".into(), "Ech".into())
        );
        assert_ne!(member("-created"), member("created"));
        assert_ne!(member("<"), member(">"));
        let want = |name: &str, text: &str| Wanted {
            name: name.to_owned(),
            wire: text.to_owned(),
            text: text.to_owned(),
            inline: false,
        };
        let (one, two) = (want("a_b", "a_b"), want("a_b", "a-b"));
        let names = allot(&[one.clone(), two.clone(), want("new", "new")], &["new"]);
        let turned = allot(&[two, one], &[]);
        assert_eq!((names.first(), names.get(1)), (turned.get(1), turned.first()));
        assert_eq!(names.iter().map(Ident::as_str).collect::<Vec<_>>(), ["a_b", "a_b_e61a", "new_"]);
        let names = allot(&[want("id", "@id"), want("id", "id"), want("id", "ID")], &[]);
        assert_eq!(names.iter().map(Ident::as_str).collect::<Vec<_>>(), ["at_id", "id", "id_0924"]);
        let mut scope = Scope::default();
        assert_eq!(scope.take("foo_bar").as_str(), "foo_bar");
        assert_eq!(scope.take("foo_bar").as_str(), "foo_bar2");
    }
}
