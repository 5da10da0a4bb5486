//! Generated models as types with serde's derives: what stands in the tables of the runtime's macros becomes attributes.

use std::fmt::Write as _;

/// What is being read.
enum Place<'t> {
    Outside,
    /// The fields of a struct, each a name and a type.
    Struct(&'t str, Vec<(&'t str, &'t str)>),
    /// The keys of the struct that came before.
    Record,
    Enum {
        is_union: bool,
    },
}

/// The module of derived types. The layout of generated code is its own, and is relied upon: a row a line.
pub(super) fn derived(models: &str) -> String {
    let mut out = "#![allow(warnings)]\nuse serde::{Deserialize, Serialize};\n\n".to_owned();
    let (mut place, mut fields, mut is_union) = (Place::Outside, Vec::new(), false);
    for line in models.lines().map(str::trim_end) {
        let row = line.trim_start();
        if row.starts_with("//") || row.starts_with("#[") {
            continue;
        }
        match &mut place {
            Place::Outside => {
                if let Some(name) = named(line, "pub struct ") {
                    place = Place::Struct(name, Vec::new());
                } else if let Some(name) =
                    line.strip_prefix("pub struct ").and_then(|row| row.strip_suffix(" {}"))
                {
                    open(&mut out, name);
                    fields.clear();
                } else if line.starts_with("rt::record!") {
                    place = Place::Record;
                } else if line.starts_with("rt::string_enum!") || line.starts_with("rt::union!") {
                    is_union = line.starts_with("rt::union!");
                } else if let Some(name) = named(row, "pub enum ") {
                    let how = if is_union { "#[serde(untagged)]\n" } else { "" };
                    // Writing to a string cannot fail.
                    _ = writeln!(
                        out,
                        "#[derive(Clone, Debug, Serialize, Deserialize)]\n{how}pub enum {name} {{"
                    );
                    place = Place::Enum { is_union };
                } else if line.starts_with("pub type ") {
                    _ = writeln!(out, "{}", theirs(line));
                }
            }
            Place::Struct(name, found) => {
                if let Some((field, ty)) = row.strip_prefix("pub ").and_then(|row| row.split_once(": ")) {
                    found.push((field, ty.trim_end_matches(',')));
                } else if line == "}" {
                    open(&mut out, name);
                    fields = std::mem::take(found);
                    place = Place::Outside;
                }
            }
            Place::Record => {
                if let Some((key, rest)) = row.strip_prefix('"').and_then(|row| row.split_once("\" ")) {
                    let field = rest.split([',', ':', ' ']).next().unwrap_or_default();
                    let ty = fields.iter().find(|(name, _)| *name == field).map_or("()", |(_, ty)| ty);
                    let ty = theirs(ty);
                    let skip = match ty.starts_with("Option<") {
                        true => ", skip_serializing_if = \"Option::is_none\"",
                        false => "",
                    };
                    _ = writeln!(out, "    #[serde(rename = \"{key}\"{skip})]\n    pub {field}: {ty},");
                } else if let Some(extra) = row.strip_prefix("..") {
                    let extra = extra.trim_end_matches(',');
                    let ty = fields.iter().find(|(name, _)| *name == extra).map_or("()", |(_, ty)| ty);
                    _ = writeln!(out, "    #[serde(flatten)]\n    pub {extra}: {},", theirs(ty));
                } else if line == "}" {
                    out.push_str("}\n\n");
                    place = Place::Outside;
                }
            }
            Place::Enum { is_union } => {
                if let Some((variant, text)) = row.split_once(" = ").filter(|_| !*is_union) {
                    _ = writeln!(
                        out,
                        "    #[serde(rename = {})]\n    {variant},",
                        text.trim_end_matches(',')
                    );
                } else if let Some((variant, _)) = row.rsplit_once(" = ").filter(|_| *is_union) {
                    _ = writeln!(out, "    {},", theirs(variant));
                } else if row == "}" {
                    out.push_str(if *is_union {
                        "    Unknown(serde_json::Value),\n"
                    } else {
                        "    #[serde(other)]\n    Unknown,\n"
                    });
                    out.push_str("}\n\n");
                    place = Place::Outside;
                }
            }
        }
    }
    out
}

/// Opens a struct. What closes it is the end of its record.
fn open(out: &mut String, name: &str) {
    // Writing to a string cannot fail.
    _ = writeln!(out, "#[derive(Clone, Debug, Serialize, Deserialize)]\npub struct {name} {{");
}

fn named<'t>(line: &'t str, start: &str) -> Option<&'t str> {
    line.strip_prefix(start)?.strip_suffix(" {")
}

/// A type as somebody who uses serde writes it.
fn theirs(ty: &str) -> String {
    let names = [
        ("rt::Patch<", "Option<"),
        ("rt::Json", "serde_json::Value"),
        ("rt::Number", "serde_json::Number"),
        ("rt::Base64", "String"),
        ("rt::Map<", "std::collections::BTreeMap<String, "),
        ("rt::uuid", "uuid"),
        ("rt::chrono", "chrono"),
    ];
    names.iter().fold(ty.to_owned(), |ty, (ours, theirs)| ty.replace(ours, theirs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_become_attributes() {
        let models = r#"
/// A pet.
#[derive(Clone)]
pub struct Pet {
    /// Its name.
    pub name: String,
    pub r#type: Option<rt::Map<Kind>>,
}

rt::record! {
    Pet(
        name => String
    ) {
        "Name" name,
        "type" r#type => Option<String>,
    }
    required: &[0b1],
}

pub struct Nothing {}

rt::record! {
    Nothing() {}
    closed: true,
}

rt::string_enum! {
    pub enum Kind {
        Cat = "cat",
    }
    else Unknown
}

rt::union! {
    pub enum Id {
        Text(String) = 0,
    }
    0 if Is(String);
}
"#;
        let text = derived(models);
        for expected in [
            "pub struct Nothing {\n}",
            "#[serde(rename = \"Name\")]\n    pub name: String,",
            "#[serde(rename = \"type\", skip_serializing_if = \"Option::is_none\")]\n    pub r#type: Option<std::collections::BTreeMap<String, Kind>>,",
            "#[serde(rename = \"cat\")]\n    Cat,\n    #[serde(other)]\n    Unknown,\n}",
            "#[serde(untagged)]\npub enum Id {\n    Text(String),\n    Unknown(serde_json::Value),\n}",
        ] {
            assert!(text.contains(expected), "{text}");
        }
    }
}
