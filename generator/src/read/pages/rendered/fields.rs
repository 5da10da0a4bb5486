//! The fields that a section lists, one after another, and what stands above them.

use super::declaration::{declaration, is_declaration, length, range, title, unescaped};
use super::lines::{BUTTON_LINES, Line};
use crate::read::markdown::Page;
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, Kind, Location, Schema};
use crate::read::pages::values::printed;
use crate::source::Origin;
use crate::tree::Node;
use std::collections::HashSet;

/// A field as it is listed.
#[derive(Debug)]
pub(super) struct Field<'a> {
    /// The anchor before it, without the name of the section.
    pub(super) anchor: Option<&'a str>,
    /// Its name, with those of the fields it lies in: `a.b`.
    pub(super) name: String,
    /// Whether the names before the last dot are those of fields for sure, since they stand on a line of their own.
    pub(super) split: bool,
    /// Where its name stands.
    pub(super) origin: Origin,
    /// Where it is sent, if that is printed.
    pub(super) location: Option<Location>,
    /// Whether it is required.
    pub(super) required: bool,
    /// What it is.
    pub(super) schema: Schema,
    /// The names of its alternatives, of which the first is listed.
    pub(super) tabs: Vec<String>,
}

/// What a section holds.
#[derive(Debug, Default)]
pub(super) struct Listing<'a> {
    /// The paragraphs before the first field.
    pub(super) intro: Vec<(String, Origin)>,
    /// The names of the alternatives of the whole.
    pub(super) tabs: Vec<String>,
    /// The fields.
    pub(super) fields: Vec<Field<'a>>,
    /// Whether values or bounds stand above the first name: the names they belong to are lost.
    pub(super) nameless: bool,
    /// Whether there are more of them than are read.
    pub(super) cut: bool,
}

/// How many fields of a section are read: a page that lists more was made to.
pub(super) const MOST_FIELDS: usize = 5000;

/// Reads the lines of a section.
pub(super) fn listing<'a>(page: &Page<'_>, lines: &[Line<'a>]) -> Listing<'a> {
    let anchored = lines.iter().any(|line| line.anchor.and_then(without_section).is_some());
    let marked = page.headings().any(|(_, _, range)| page.slice(range).starts_with('#'));
    let mut reader = Reader { page, lines, at: 0, anchored, marked, names: HashSet::new() };
    let mut listing = Listing::default();
    let mut intro = Details::default();
    let mut nameless = Schema::new(Origin::default(), Kind::Field);
    while reader.at < lines.len() && reader.start().is_none() {
        reader.detail(&mut intro, &mut nameless);
    }
    listing.nameless =
        !nameless.enumeration.is_empty() || !nameless.keywords.is_empty() || nameless.example.is_some();
    let anchored = reader.start().and_then(|(name, _)| lines.get(name)).and_then(|line| line.anchor);
    intro.close_bullets(anchored.is_some_and(|anchor| anchor.contains("-one-of-")));
    listing.tabs = intro.tabs;
    listing.intro = intro.text;
    while let Some((name, ty)) = reader.start() {
        if listing.fields.len() == MOST_FIELDS {
            listing.cut = true;
            break;
        }
        listing.fields.push(reader.field(name, ty));
    }
    listing
}

/// What stands below the name and the type of a field.
#[derive(Default)]
struct Details {
    text: Vec<(String, Origin)>,
    /// Items of a list that may be the names of alternatives.
    bullets: Vec<(String, Origin)>,
    tabs: Vec<String>,
}

impl Details {
    /// Items of a list are alternatives where something says so, or where their names only count; else they are text.
    fn close_bullets(&mut self, alternatives: bool) {
        let bullets = std::mem::take(&mut self.bullets);
        let counted = bullets.iter().all(|(text, _)| title(text).is_none());
        if bullets.len() > 1 && self.tabs.is_empty() && (alternatives || counted) {
            self.tabs = bullets.into_iter().map(|(text, _)| text).collect();
        } else {
            self.text.extend(bullets.into_iter().map(|(text, origin)| (format!("- {text}"), origin)));
        }
    }

    fn push(&mut self, text: &str, origin: Origin, joined: bool) {
        self.close_bullets(false);
        match self.text.last_mut() {
            Some((last, place)) if joined => {
                last.push('\n');
                last.push_str(text);
                place.end = origin.end;
            }
            _ => self.text.push((text.to_owned(), origin)),
        }
    }
}

/// How many lines are looked at for types behind each other; more than this were made to be.
const RUN: usize = 32;

/// Goes through the lines of a section.
pub(super) struct Reader<'r, 'a, 'p> {
    pub(super) page: &'r Page<'p>,
    pub(super) lines: &'r [Line<'a>],
    pub(super) at: usize,
    /// Whether fields have anchors.
    pub(super) anchored: bool,
    /// Whether the page was captured with its marks, which values then have as well.
    pub(super) marked: bool,
    /// The names of the fields so far that lie in no other.
    pub(super) names: HashSet<String>,
}

impl<'a> Reader<'_, 'a, '_> {
    pub(super) fn line(&self, index: usize) -> Option<&Line<'a>> {
        self.lines.get(index)
    }

    pub(super) fn text(&self, index: usize) -> &'a str {
        self.line(index).map_or("", |line| line.text)
    }

    /// The indices of the name and the type, where a field starts here.
    pub(super) fn start(&self) -> Option<(usize, usize)> {
        self.start_at(self.at)
    }

    fn start_at(&self, at: usize) -> Option<(usize, usize)> {
        let line = self.line(at)?;
        let prefix = line.blank_before && self.is_prefix(line.text) && is_declaration(self.text(at + 2));
        let name = if prefix && is_name(self.line(at + 1)?) { at + 1 } else { at };
        if !is_name(self.line(name)?) || !is_declaration(self.text(name + 1)) {
            return None;
        }
        // Where fields have anchors there is none without. Else a name such as `number` looks like a type: of the
        // types that follow a name each second one is a name.
        let starts = match self.anchored {
            true => line.anchor.is_some(),
            false => {
                let run = (name + 1..self.lines.len().min(name + RUN))
                    .take_while(|index| is_declaration(self.text(*index)));
                name > at || run.count() % 2 == 1
            }
        };
        starts.then_some((name, name + 1))
    }

    /// Whether a line holds the names of fields that the next one lies in, of which the first is listed: `a.b.`.
    fn is_prefix(&self, text: &str) -> bool {
        let first = text.strip_suffix('.').and_then(|names| names.split('.').next());
        first.is_some_and(|first| self.names.contains(first))
    }

    fn field(&mut self, name: usize, ty: usize) -> Field<'a> {
        let prefix = if name > self.at { self.text(self.at) } else { "" };
        let anchor = self.line(self.at).and_then(|line| line.anchor).and_then(without_section);
        let range = self.line(name).map(|line| line.range.clone()).unwrap_or_default();
        let origin = self.page.origin(&range);
        let declared = self.line(ty).map(|line| line.range.clone()).unwrap_or_default();
        let mut field = Field {
            anchor,
            name: format!("{}{}", unescaped(prefix), unescaped(self.text(name).trim_matches('`'))),
            split: !prefix.is_empty(),
            origin,
            location: None,
            required: false,
            schema: declaration(self.text(ty), self.page.origin(&declared)),
            tabs: Vec::new(),
        };
        if !field.name.contains('.') {
            self.names.insert(field.name.clone());
        }
        self.at = ty + 1;
        self.flags(&mut field);
        let mut details = Details::default();
        while self.at < self.lines.len() && self.start().is_none() {
            self.detail(&mut details, &mut field.schema);
        }
        details.close_bullets(false);
        let text: Vec<String> = details.text.into_iter().map(|(text, _)| text).collect();
        field.schema.description = (!text.is_empty()).then(|| text.join("\n\n"));
        field.tabs = details.tabs;
        // The last mark of an anchor says that the field is one of several types; without a choice of them the other
        // is null.
        let open = field.anchor.is_some_and(ends_in_alternative);
        field.schema.nullable |= open && field.tabs.is_empty() && field.schema.any_of.is_empty();
        field
    }

    /// What stands right behind the type: `header`, `default:x`, `required`, `deprecated`, glued or not.
    fn flags(&mut self, field: &mut Field<'a>) {
        while let Some(line) = self.line(self.at).cloned() {
            let mut rest = line.text;
            if let Some(value) = rest.strip_prefix("default:") {
                self.at += 1;
                let mut value = value.trim();
                if value.is_empty()
                    && let Some(next) = self.line(self.at).filter(|next| !next.blank_before)
                {
                    value = next.text;
                    self.at += 1;
                }
                let origin = self.page.origin(&line.range);
                let value = value.trim_matches('`');
                field.schema.default = Some(printed(value, &value_types(&field.schema), origin));
                continue;
            }
            let mut flags = Vec::new();
            while let Some(flag) = FLAGS.iter().find(|flag| rest.starts_with(**flag)) {
                flags.push(*flag);
                rest = rest.get(flag.len()..).unwrap_or_default();
            }
            if !rest.is_empty() || flags.is_empty() {
                return;
            }
            for flag in flags {
                let origin = field.schema.origin;
                match flag {
                    "required" => field.required = true,
                    "header" => field.location = Some(Location::Header),
                    "query" => field.location = Some(Location::Query),
                    "cookie" => field.location = Some(Location::Cookie),
                    "deprecated" => field.schema.keywords.push(("deprecated", Node::plain("true", origin))),
                    "read-only" => field.schema.keywords.push(("readOnly", Node::plain("true", origin))),
                    "write-only" => field.schema.keywords.push(("writeOnly", Node::plain("true", origin))),
                    _ => {}
                }
            }
            self.at += 1;
        }
    }

    /// One line, or the few that belong together, of what stands below.
    fn detail(&mut self, details: &mut Details, schema: &mut Schema) {
        let Some(line) = self.line(self.at).cloned() else { return };
        let origin = self.page.origin(&line.range);
        self.at += 1;
        let (label, value) = line.text.split_once(':').unwrap_or((line.text, ""));
        let value = value.trim();
        match label {
            "Available options" | "Allowed value" | "Allowed values" if line.text.contains(':') => {
                self.options(value, origin, schema);
            }
            "Example" | "Examples" if line.text.contains(':') => self.example(value, schema),
            "Required range"
            | "Required string length"
            | "Maximum string length"
            | "Minimum string length"
            | "Required array length"
            | "Maximum array length"
            | "Minimum array length"
            | "Pattern"
            | "Must be a multiple of" => {
                let mut value = value.trim_matches('`');
                if value.is_empty() && self.start().is_none() {
                    value = self.text(self.at).trim_matches('`');
                    self.at += 1;
                }
                match label {
                    "Required range" => range(value, schema),
                    "Pattern" => schema.keywords.push(("pattern", Node::string(value, origin))),
                    "Must be a multiple of" if value.parse::<f64>().is_ok() => {
                        schema.keywords.push(("multipleOf", Node::plain(value, origin)));
                    }
                    _ => length(label, value, schema),
                }
            }
            _ if BUTTON_LINES.contains(&line.text) => {
                // Alternatives are chosen right above the button that opens what is below.
                details.close_bullets(line.text.ends_with("child attributes"));
            }
            _ if line.bullet || title(line.text).is_none() => {
                details.bullets.push((line.text.to_owned(), origin));
            }
            _ => details.push(line.text, origin, !line.blank_before),
        }
    }
}

/// What may stand behind a type, the longer of two that begin alike first.
const FLAGS: [&str; 10] = [
    "required",
    "deprecated",
    "header",
    "query",
    "cookie",
    "path",
    "read-only",
    "write-only",
    "optional",
    "nullable",
];

/// Whether a line may be the name of a field.
fn is_name(line: &Line<'_>) -> bool {
    let text = line.text;
    let spaced = text.contains(char::is_whitespace) && line.anchor.is_none();
    let plain =
        !spaced && !text.ends_with([':', ',', ';', '!', '?']) && !text.starts_with(['[', '"', '<', '|']);
    line.level == 0 && !line.bullet && plain && text.len() <= 400
}

/// An anchor without the name of the section it lies in.
fn without_section(anchor: &str) -> Option<&str> {
    let (section, rest) = anchor.split_once('-')?;
    let known = ["body", "response", "parameter", "authorization", "header", "query", "path", "cookie"];
    known.contains(&section).then_some(rest)
}

/// Whether an anchor ends in `one-of-0`.
pub(super) fn ends_in_alternative(anchor: &str) -> bool {
    without_alternative(anchor).len() < anchor.len()
}

/// An anchor without the `-one-of-0` at its end.
pub(super) fn without_alternative(anchor: &str) -> &str {
    let digits = anchor.trim_end_matches(|character: char| character.is_ascii_digit());
    if digits.len() == anchor.len() {
        return anchor;
    }
    digits.strip_suffix("-one-of-").or_else(|| digits.strip_suffix("-any-of-")).unwrap_or(anchor)
}

/// The types of the values that a field has, or its elements.
pub(super) fn value_types(schema: &Schema) -> Vec<JsonType> {
    let mut schema = schema;
    for _ in 0..MAX_NESTING {
        let Some(items) = schema.items.as_deref() else { break };
        schema = items;
    }
    schema.types.clone()
}
