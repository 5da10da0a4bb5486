//! Tables of fields: one row a field, `»` for each level it is nested, and tables after the first for the parts of a
//! composition.

use super::types::{Typed, of_cell};
use crate::read::markdown::Page;
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::Schema;
use crate::read::pages::scan::{Grid, Piece, description};
use crate::read::pages::values::{json_type, printed};
use crate::tree::Node;

/// How alternatives and parts are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    AllOf,
    AnyOf,
    OneOf,
    Not,
}

impl Part {
    /// What a line above a table says; `Some(None)` where the composition is over.
    pub(super) fn parse(line: &str) -> Option<Option<Self>> {
        let word = line.trim().trim_matches(['*', '_']);
        let word = word.split(" - discriminator").next().unwrap_or_default().trim().trim_matches(['*', '_']);
        Some(match word {
            "allOf" | "and" => Some(Self::AllOf),
            "anyOf" | "or" => Some(Self::AnyOf),
            "oneOf" | "xor" => Some(Self::OneOf),
            "not" => Some(Self::Not),
            "continued" => None,
            _ => return None,
        })
    }
}

/// What the first cell of a row names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Field(String),
    Anonymous,
    Additional,
    Other,
}

/// A row.
#[derive(Clone, Debug)]
pub(super) struct Row<'t> {
    /// How many `»` stand before its name.
    pub(super) depth: usize,
    pub(super) name: Named,
    /// The name as it is written.
    pub(super) label: Piece<'t>,
    pub(super) types: Piece<'t>,
    /// Whether it must be there.
    pub(super) required: Option<bool>,
    restrictions: &'t str,
    default: Piece<'t>,
    /// The last cell.
    pub(super) text: &'t str,
    pub(super) part: Option<Part>,
    pub(super) values: Vec<Piece<'t>>,
}

impl<'t> Row<'t> {
    /// Reads the rows of a table; a table under the title of a composition gives `part`.
    pub(super) fn all(grid: &Grid<'t>, part: Option<Part>) -> Vec<Self> {
        let name = grid.column(&["name", "property", "field"]).unwrap_or(0);
        let types = grid.column(&["type"]);
        let required = grid.column(&["required"]);
        let restrictions = grid.column(&["restrictions"]);
        let default = grid.column(&["default"]);
        let text = grid.column(&["description"]);
        let rows = grid.rows.iter().map(|row| {
            let cell = |column: Option<usize>| {
                column.and_then(|column| row.get(column)).cloned().unwrap_or_default()
            };
            let cell_name = cell(Some(name));
            let depth = cell_name.text.chars().take_while(|mark| is_indent(*mark)).filter(|m| *m == '»');
            let depth = depth.count().min(MAX_NESTING);
            let bare = cell_name.text.trim_start_matches(is_indent);
            let start = cell_name.range.start + (cell_name.text.len() - bare.len());
            Self {
                depth,
                name: Named::parse(bare),
                label: Piece::trimmed(bare, start),
                types: cell(types),
                required: required.and_then(|column| row.get(column)).map(|cell| is_required(cell.text)),
                restrictions: cell(restrictions).text,
                default: cell(default),
                text: cell(text).text,
                part,
                values: Vec::new(),
            }
        });
        rows.filter(|row| !row.label.text.is_empty()).collect()
    }

    /// What the row says of its field, without what the rows below it say.
    pub(super) fn typed(&self, page: &Page<'_>, sample: Option<&Node>) -> Typed {
        let origin = page.origin(&self.label.range);
        let mut typed = of_cell(self.types.text, origin);
        if let (Some(sample), true) = (sample, typed.word.is_some()) {
            fill(&mut typed.schema, sample);
        }
        let schema = &mut typed.schema;
        schema.description = description(self.text);
        let flag = match self.restrictions {
            "read-only" => Some("readOnly"),
            "write-only" => Some("writeOnly"),
            _ => None,
        };
        schema.keywords.extend(flag.map(|keyword| (keyword, Node::plain("true", origin))));
        let target = match &mut schema.items {
            Some(items) => items,
            None => &mut *schema,
        };
        let values = self.values.iter().filter(|value| value.text != "null");
        let values = values
            .map(|value| printed(unescaped(value.text).as_str(), &target.types, page.origin(&value.range)));
        target.enumeration = values.collect();
        if target.types.is_empty() && !target.enumeration.is_empty() && target.reference.is_none() {
            let types: Vec<_> = target.enumeration.iter().filter_map(json_type).collect();
            types.into_iter().for_each(|ty| target.add_type(ty));
        }
        let default = self.default.text.trim_matches('`');
        if !default.is_empty() && !matches!(default, "none" | "-") {
            schema.default = Some(printed(default, &schema.types, page.origin(&self.default.range)));
        }
        typed
    }

    /// Whether its type is a list.
    pub(super) fn is_list(&self) -> bool {
        let types = self.types.text.replace('\\', "");
        types.starts_with("array")
            || types.starts_with('[') && !types.contains("](")
            || types.starts_with("[[")
    }
}

/// A mark of nesting, or the space behind it, which may be one that does not break.
fn is_indent(mark: char) -> bool {
    mark == '»' || mark.is_whitespace()
}

/// A cell in which a generator put backslashes before marks of Markdown.
pub(super) fn unescaped(text: &str) -> String {
    let text = text.trim_matches('`');
    match text.contains('\\') {
        true => text.replace("\\_", "_").replace("\\*", "*").replace("\\|", "|"),
        false => text.to_owned(),
    }
}

/// Whether a cell of the column says that the field must be there.
pub(super) fn is_required(cell: &str) -> bool {
    let word = cell.trim_matches(['*', '`', ' ']).to_ascii_lowercase();
    matches!(word.as_str(), "true" | "mandatory" | "yes" | "required")
}

impl Named {
    fn parse(text: &str) -> Self {
        match text {
            "*anonymous*" | "_anonymous_" | "anonymous" => Self::Anonymous,
            "**additionalProperties**" | "__additionalProperties__" => Self::Additional,
            "**additionalItems**" => Self::Other,
            _ => Self::Field(unescaped(text)),
        }
    }
}

/// The type of a value that the row declares by a word of the vendor's own.
fn fill(schema: &mut Schema, sample: &Node) {
    if schema.types.is_empty() && schema.reference.is_none() {
        schema.types.extend(json_type(sample));
        return;
    }
    let first = sample.as_sequence().and_then(<[Node]>::first);
    let items = schema.items.as_mut().filter(|items| items.types.is_empty() && items.reference.is_none());
    if let (Some(items), Some(first)) = (items, first) {
        items.types.extend(json_type(first));
    }
}

/// The lists in a table of values: a name and its values, for as long as the name stays the same.
pub(super) fn lists<'t>(grid: &Grid<'t>) -> Vec<(String, Vec<Piece<'t>>)> {
    let mut lists: Vec<(String, Vec<Piece<'t>>)> = Vec::new();
    for row in &grid.rows {
        let [name, value, ..] = row.as_slice() else { continue };
        let name = name.text.trim_start_matches(is_indent);
        match lists.last_mut().filter(|list| list.0 == name) {
            Some(list) => list.1.push(value.clone()),
            None => lists.push((name.to_owned(), vec![value.clone()])),
        }
    }
    lists
}
