//! Keywords that types cannot hold: they are kept as JSON Schema and checked over the JSON value.

use super::Lowering;
use super::enums::Listed;
use super::flat::Flat;
use super::keywords::{ALONE, TOGETHER, is_set_aside};
use super::values::is_of;
use crate::document::{Entry, Node, SchemaId, write_json_string};
use std::collections::HashSet;

impl<'t> Lowering<'_, 't> {
    /// The schema that says what the type of a schema cannot, if anything is left to say; `whole` where the type does not
    /// say what only says something together with its neighbours.
    pub(super) fn assertion(&mut self, flat: &Flat<'t>, whole: bool) -> Option<usize> {
        if flat.impossible {
            return None;
        }
        let is_said = |key: &&&str| flat.evaluated && **key == "x-unevaluatedProperties";
        let together =
            |node: &&Node| TOGETHER.iter().filter(|key| !is_said(key)).any(|key| node.get(key).is_some());
        let text = if whole && flat.nodes.iter().any(together) {
            let mut text = String::new();
            // The first part holds the others, unless the schema is put together of several.
            let made = self.document.schema(flat.id).is_some_and(|schema| schema.made.is_some());
            let (Some(part), false) = (flat.parts.first(), made) else {
                let parts = flat.parts.clone();
                return Some(self.all(&parts));
            };
            let node = self.document.schema(*part)?.node;
            self.write(node, &mut text);
            text
        } else {
            let mut parts = Vec::new();
            for (part, node) in flat.parts.iter().zip(&flat.nodes) {
                parts.extend(self.part(*part, node, flat));
            }
            match parts.as_slice() {
                [] => return None,
                [only] => only.clone(),
                all => format!(r#"{{"allOf":[{}]}}"#, all.join(",")),
            }
        };
        let text = if flat.nullable { format!(r#"{{"anyOf":[{{"type":"null"}},{text}]}}"#) } else { text };
        Some(self.keep(text))
    }

    /// All parts of a schema, each by its own.
    fn all(&mut self, parts: &[SchemaId]) -> usize {
        let parts: Vec<String> = parts
            .iter()
            .filter_map(|part| self.document.schema(*part).map(|schema| schema.node))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|node| {
                let mut text = String::new();
                self.write(node, &mut text);
                text
            })
            .collect();
        self.keep(format!(r#"{{"allOf":[{}]}}"#, parts.join(",")))
    }

    /// Keeps a text; equal ones once.
    fn keep(&mut self, text: String) -> usize {
        if let Some(known) = self.schema_texts.get(&text) {
            return *known;
        }
        self.schemas.push(text.clone());
        self.schema_texts.insert(text, self.schemas.len() - 1);
        self.schemas.len() - 1
    }

    /// What a part says that types cannot.
    fn part(&mut self, id: SchemaId, node: &'t Node, flat: &Flat<'t>) -> Option<String> {
        let mut entries = Vec::new();
        for entry in node.as_mapping()?.iter() {
            let key = entry.key.as_str();
            let wanted = match key {
                "oneOf" | "anyOf" => self.is_loose(id, key == "oneOf", flat),
                "enum" => self.is_left(flat),
                // Where a schema says no type and no properties, nothing else asks for them.
                "required" => flat.kind.is_none() && flat.properties.is_empty() && flat.unions.is_empty(),
                _ => ALONE.contains(&key),
            };
            if wanted {
                self.entry(entry, &mut entries);
            }
        }
        (!entries.is_empty()).then(|| format!("{{{}}}", entries.join(",")))
    }

    /// Whether a union is none of types.
    fn is_loose(&mut self, id: SchemaId, exclusive: bool, flat: &Flat<'t>) -> bool {
        let members = self
            .document
            .schema(id)
            .map(|schema| if exclusive { schema.one_of.len() } else { schema.any_of.len() });
        let own = flat.unions.iter().any(|union| union.of == id && union.exclusive == exclusive);
        if own {
            return self.common_scalar(flat).is_some();
        }
        let members = members.filter(|members| *members > 1);
        members.is_some() && flat.heirs.is_empty() && !self.inherits(id, exclusive, flat)
    }

    /// Whether an alternative of a union is the schema itself, which is what inheritance looks like.
    fn inherits(&self, id: SchemaId, exclusive: bool, flat: &Flat<'t>) -> bool {
        let Some(schema) = self.document.schema(id) else { return false };
        let members = if exclusive { &schema.one_of } else { &schema.any_of };
        members.iter().any(|member| {
            let target = self.document.target(*member);
            self.document.schema(target).is_some_and(|schema| schema.component.is_some())
                || flat.parts.contains(&target)
        })
    }

    /// Whether a list of values is left that the type does not hold.
    fn is_left(&mut self, flat: &Flat<'t>) -> bool {
        let fits = flat
            .enumeration
            .as_ref()
            .is_some_and(|members| members.iter().any(|member| is_of(member, flat.kind)));
        if !fits || self.listed(flat) != Listed::Nothing {
            return false;
        }
        // Both truth values are all that there are.
        flat.enumeration
            .as_ref()
            .is_some_and(|members| members.iter().filter(|member| member.as_bool().is_some()).count() < 2)
    }

    /// A schema as JSON Schema 2020-12. The reader bounds the depth of what is written; references become indices.
    fn write(&mut self, node: &'t Node, out: &mut String) {
        let Some(mapping) = node.as_mapping() else {
            out.push_str(if node.as_bool() == Some(false) { "false" } else { "true" });
            return;
        };
        if is_false(node) {
            out.push_str("false");
            return;
        }
        let nullable = ["nullable", "x-nullable"]
            .into_iter()
            .any(|key| node.get(key).and_then(Node::as_bool) == Some(true));
        if nullable {
            out.push_str(r#"{"anyOf":[{"type":"null"},"#);
        }
        if node.get("$ref").is_some() {
            let id = self.document.schema_at(node, self.sink);
            let target = self.document.target(id);
            match self.schema_index(target) {
                Some(index) => out.push_str(&format!(r##"{{"$ref":"#/{index}"}}"##)),
                None => out.push_str("true"),
            }
        } else {
            let mut entries = Vec::new();
            for entry in mapping.iter() {
                self.entry(entry, &mut entries);
            }
            // In 3.0 a flag excludes the bound beside it.
            for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
                if let (Some(true), Some(limit)) = (node.get(flag).and_then(Node::as_bool), node.get(bound)) {
                    entries.push(format!("\"{flag}\":{}", limit.to_json()));
                }
            }
            out.push_str(&format!("{{{}}}", entries.join(",")));
        }
        if nullable {
            out.push_str("]}");
        }
    }

    /// A schema that is referred to; it is written once, later, so that references may lead to each other.
    fn schema_index(&mut self, id: SchemaId) -> Option<usize> {
        if let Some(known) = self.schema_places.get(&id) {
            return Some(*known);
        }
        let schema = self.document.schema(id).filter(|schema| schema.reference.is_none())?;
        let node = schema.node;
        let index = self.schemas.len();
        self.schemas.push("true".to_owned());
        self.schema_places.insert(id, index);
        self.unwritten.push((index, node));
        Some(index)
    }

    /// Writes the schemas that were only referred to.
    pub(super) fn write_schemas(&mut self) {
        while let Some((index, node)) = self.unwritten.pop() {
            let mut text = String::new();
            self.write(node, &mut text);
            if let Some(slot) = self.schemas.get_mut(index) {
                *slot = text;
            }
        }
    }

    /// A keyword that asserts something, as JSON.
    fn entry(&mut self, entry: &'t Entry, entries: &mut Vec<String>) {
        let (key, value) = (entry.key.as_str(), &entry.value);
        let name = if is_set_aside(key) { key.trim_start_matches("x-") } else { key };
        let mut out = String::new();
        write_json_string(name, &mut out);
        out.push(':');
        match name {
            "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "items"
            | "additionalProperties"
            | "unevaluatedItems"
            | "unevaluatedProperties" => match value.as_bool() {
                Some(flag) => out.push_str(if flag { "true" } else { "false" }),
                None => self.write(value, &mut out),
            },
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                out.push('[');
                for (place, member) in value.as_sequence().unwrap_or_default().iter().enumerate() {
                    out.push_str(if place > 0 { "," } else { "" });
                    self.write(member, &mut out);
                }
                out.push(']');
            }
            "properties" | "patternProperties" | "dependentSchemas" => {
                out.push('{');
                let mut keys = HashSet::new();
                for entry in value.as_mapping().into_iter().flatten() {
                    let key = match name {
                        "patternProperties" => self.runnable(value, &entry.key),
                        _ => Some(entry.key.to_string()),
                    };
                    let Some(key) = key.filter(|key| keys.insert(key.clone())) else { continue };
                    out.push_str(if keys.len() > 1 { "," } else { "" });
                    write_json_string(&key, &mut out);
                    out.push(':');
                    self.write(&entry.value, &mut out);
                }
                out.push('}');
            }
            "pattern" => {
                let pattern = value.as_str().and_then(|pattern| self.runnable(value, pattern));
                let Some(pattern) = pattern else { return };
                write_json_string(&pattern, &mut out);
            }
            "type" => write_json_string(value.as_type().unwrap_or_default(), &mut out),
            "exclusiveMinimum" | "exclusiveMaximum" if value.as_bool().is_some() => return,
            "enum" | "required" | "multipleOf" | "maximum" | "minimum" | "exclusiveMaximum"
            | "exclusiveMinimum" | "maxLength" | "minLength" | "maxItems" | "minItems" | "uniqueItems"
            | "maxContains" | "minContains" | "maxProperties" | "minProperties" | "dependentRequired" => {
                out.push_str(&value.to_json())
            }
            _ => return,
        }
        entries.push(out);
    }
}

/// The schema that allows nothing, as normalization spells it.
pub(super) fn is_false(node: &Node) -> bool {
    let Some(mapping) = node.as_mapping().filter(|mapping| mapping.len() == 1) else { return false };
    mapping.get("not").and_then(Node::as_mapping).is_some_and(|nothing| nothing.is_empty())
}
