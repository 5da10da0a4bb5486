//! A schema without `type` is of the type that its keywords speak of, where more than JSON Schema's keywords says so: an
//! example or default, or a format of OpenAPI's own. By the keywords alone any value of another type is valid.

use super::Lowering;
use super::flat::{Flat, Gathered};
use super::values::is_of;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Additional, Node, SchemaType};

/// Keywords that say something of the values of one type only (JSON Schema Validation, section 6).
const SPEAKING: &[(&str, SchemaType)] = &[
    ("minLength", SchemaType::String),
    ("maxLength", SchemaType::String),
    ("pattern", SchemaType::String),
    ("minimum", SchemaType::Number),
    ("maximum", SchemaType::Number),
    ("exclusiveMinimum", SchemaType::Number),
    ("exclusiveMaximum", SchemaType::Number),
    ("multipleOf", SchemaType::Number),
    ("minItems", SchemaType::Array),
    ("maxItems", SchemaType::Array),
    ("uniqueItems", SchemaType::Array),
    ("minProperties", SchemaType::Object),
    ("maxProperties", SchemaType::Object),
];

/// Formats that are of one type only, as the registry of OpenAPI has them and as vendors write them.
const FORMATS: &[(SchemaType, &[&str])] = &[
    (
        SchemaType::String,
        &[
            "base64",
            "base64url",
            "binary",
            "byte",
            "date",
            "date-time",
            "duration",
            "email",
            "hostname",
            "idn-email",
            "idn-hostname",
            "ip",
            "ipv4",
            "ipv6",
            "iri",
            "iri-reference",
            "json-pointer",
            "password",
            "regex",
            "relative-json-pointer",
            "time",
            "uri",
            "uri-reference",
            "uri-template",
            "url",
            "uuid",
            "yyyy-mm-dd hh:mm:ss",
        ],
    ),
    (SchemaType::Integer, &["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]),
    (SchemaType::Number, &["double", "float"]),
];

/// Formats that OpenAPI defines for one type, where JSON Schema has none (OpenAPI 3.0.3, section 4.4). `byte` is none of
/// them: `contentEncoding` is read as that.
const OWN: &[&str] = &["int32", "int64", "float", "double", "binary"];

/// Whether a format is of texts as everybody means it.
pub(super) fn is_of_texts(format: &str) -> bool {
    FORMATS.iter().any(|(kind, formats)| *kind == SchemaType::String && formats.contains(&format))
}

impl<'t> Lowering<'_, 't> {
    /// Gives a schema without `type` the one that is meant, where there is only one that can be.
    pub(super) fn imply_kind(&self, flat: &mut Flat<'t>, gathered: &Gathered) {
        if flat.kind.is_some() {
            return;
        }
        if let Some(members) = &flat.enumeration {
            // Truth values have no type of their own in Rust, as texts and numbers of a list have.
            let truths = members.iter().filter(|member| member.as_bool().is_some()).count();
            let nulls = members.iter().filter(|member| member.is_null()).count();
            if truths > 0 && truths + nulls == members.len() && flat.unions.is_empty() {
                flat.kind = Some(SchemaType::Boolean);
            }
            return;
        }
        if !flat.properties.is_empty() || matches!(flat.additional, Some(Additional::Schema(_))) {
            flat.kind = Some(SchemaType::Object);
        } else if flat.items.is_some() || !flat.prefix_items.is_empty() {
            flat.kind = Some(SchemaType::Array);
        } else if flat.unions.is_empty()
            && flat.heirs.is_empty()
            && !flat.impossible
            && let Some((kind, place)) = spoken_of(flat, gathered)
        {
            flat.kind = Some(kind);
            // Since 3.1 a file is written without a type.
            flat.implied = Some(place).filter(|place| place.as_str() != Some("binary"));
        }
    }

    /// Tells which type is taken to be meant, since it is stricter than what is written.
    pub(super) fn tell_implied(&mut self, flat: &Flat<'t>) {
        let (Some(kind), Some(place)) = (flat.kind, flat.implied) else { return };
        let name = match kind {
            SchemaType::String => "string",
            SchemaType::Integer => "integer",
            SchemaType::Number => "number",
            SchemaType::Boolean => "boolean",
            SchemaType::Array => "array",
            SchemaType::Object => "object",
        };
        let message = "this schema says something of its values and not of which type they are";
        let note = format!("`type: {name}` is taken to be meant");
        self.sink.report(Diagnostic::new(Code::ImpliedType, place.origin, message).note(note));
    }
}

/// The one type that all keywords speak of, and a place where one does.
fn spoken_of<'t>(flat: &Flat<'t>, gathered: &Gathered) -> Option<(SchemaType, &'t Node)> {
    let mut found: Option<(SchemaType, &'t Node)> = None;
    for (part, node) in flat.parts.iter().zip(&flat.nodes) {
        // What stands beside a union speaks of some of its alternatives.
        if gathered.dropped.iter().any(|(of, _)| of == part) {
            continue;
        }
        for (kind, value) in spoken(node) {
            found = match found {
                None => Some((kind, value)),
                Some((have, _)) if have == kind => found,
                Some((SchemaType::Integer, _)) if kind == SchemaType::Number => found,
                Some((SchemaType::Number, _)) if kind == SchemaType::Integer => Some((kind, value)),
                Some(_) => return None,
            };
        }
    }
    let (kind, place) = found?;
    let shown = ["example", "default"].into_iter().flat_map(|keyword| flat.keywords(keyword));
    let shown: Vec<&Node> = shown.filter(|value| !value.is_null()).collect();
    let is_own = |format: &Node| format.as_str().is_some_and(|format| OWN.contains(&format));
    let is_meant = !shown.is_empty() || flat.keywords("format").any(is_own);
    // A value of another type is what nobody would show who means this one.
    let is_shown = |value: &&Node| is_of(value, Some(kind)) && !is_bare(value, kind);
    (is_meant && shown.iter().all(is_shown)).then_some((kind, place))
}

/// The types that the keywords of a schema speak of, each with a place.
fn spoken(node: &Node) -> impl Iterator<Item = (SchemaType, &Node)> {
    let keywords = SPEAKING.iter().filter_map(|(keyword, kind)| Some((*kind, node.get(keyword)?)));
    let format = node.get("format").and_then(|value| {
        let format = value.as_str()?;
        let (kind, _) = FORMATS.iter().find(|(_, formats)| formats.contains(&format))?;
        Some((*kind, value))
    });
    keywords.chain(format)
}

/// Whether a value is no string although a string would be one: [`is_of`] takes texts without quotes for strings.
fn is_bare(value: &Node, kind: SchemaType) -> bool {
    kind == SchemaType::String && value.as_string().is_none()
}
