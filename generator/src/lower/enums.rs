//! `enum` and `const`: lists of scalars become types of their own.

use super::flat::Flat;
use super::values::{is_of, key, number_key};
use super::{Lowering, names};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Node, Resolved, SchemaType};
use crate::ir::{Ident, JsonName, Literal, Scalar, ScalarEnum, StringEnum, TypeId, TypeKind};
use std::collections::HashSet;

/// What a list of values becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    /// Strings.
    Strings,
    /// Scalars that are not all strings, with what holds any of them.
    Scalars(Scalar),
    /// It says no more than the type, or nothing that a type could say.
    Nothing,
}

impl<'t> Lowering<'_, 't> {
    /// What the list of a schema becomes.
    pub(super) fn listed(&mut self, flat: &Flat<'t>) -> Listed {
        let Some(members) = self.members(flat) else { return Listed::Nothing };
        let fits = |node: &&&'t Node| !node.is_null() && is_of(node, flat.kind);
        let values: Vec<Resolved<'_>> =
            members.iter().filter(fits).filter_map(|node| node.resolve()).collect();
        if !values.is_empty() && flat.kind == Some(SchemaType::String) {
            return Listed::Strings;
        }
        let whole = members.iter().any(|node| node.as_scalar().is_none());
        if whole || values.is_empty() {
            return Listed::Nothing;
        }
        let all = |wanted: &dyn Fn(&Resolved<'_>) -> bool| values.iter().all(wanted);
        if all(&|value| matches!(value, Resolved::String(_))) {
            Listed::Strings
        } else if all(&|value| matches!(value, Resolved::Boolean(_))) {
            Listed::Nothing
        } else if all(
            &|value| matches!(value, Resolved::Number(text) if number_key(text).parse::<i64>().is_ok()),
        ) {
            Listed::Scalars(Scalar::I64)
        } else if all(&|value| matches!(value, Resolved::Number(_))) {
            Listed::Scalars(Scalar::Number)
        } else {
            Listed::Scalars(Scalar::Json)
        }
    }

    /// The list of a schema; a union of nothing but lists is one list. A list that has a name stays what it is, unless it is
    /// the only one that holds more than the empty text.
    fn members(&mut self, flat: &Flat<'t>) -> Option<Vec<&'t Node>> {
        let [union] = flat.unions.as_slice() else { return flat.enumeration.clone() };
        if flat.enumeration.is_some() || !flat.heirs.is_empty() {
            return flat.enumeration.clone();
        }
        let (mut members, mut all_alone, mut speaking) = (Vec::new(), true, 0);
        for member in &union.members {
            let inner = self.flatten(*member);
            all_alone &= inner.parts.len() == 1 && self.document.target(*member) == *member;
            let list = inner.enumeration.as_ref().filter(|_| !inner.nullable)?;
            speaking += usize::from(list.iter().any(|node| node.as_str() != Some("")));
            members.extend(list);
        }
        (all_alone || speaking == 1).then_some(members)
    }

    /// Reports a list of which nothing is left.
    pub(super) fn check_list(&mut self, flat: &Flat<'t>) {
        let Some(members) = flat.enumeration.as_ref().filter(|_| !flat.impossible) else { return };
        if members.iter().any(|member| is_of(member, flat.kind)) {
            return;
        }
        let message = match members.as_slice() {
            [] => "this list allows no value",
            _ => "no value of this list is of the type of the schema",
        };
        let place = flat.keyword("enum").map_or(self.document.root.origin, |list| list.origin);
        self.sink.report(Diagnostic::new(Code::InvalidConstraint, place, message).note("it is not checked"));
    }

    /// The enum that a list becomes.
    pub(super) fn lower_enum(&mut self, type_id: TypeId, flat: &Flat<'t>, listed: Listed) -> TypeKind {
        let all = self.members(flat).unwrap_or_default();
        let mut members: Vec<(String, &'t Node)> = Vec::new();
        let (mut seen, mut no_texts) = (HashSet::new(), Vec::new());
        for node in all.iter().copied().filter(|node| !node.is_null()) {
            if !is_of(node, flat.kind) {
                let message = "this value of the list is not of the type of the schema";
                self.sink.report(
                    Diagnostic::new(Code::InvalidConstraint, node.origin, message).note("it is left out"),
                );
                continue;
            }
            let is_text = flat.kind != Some(SchemaType::String) || node.as_string().is_some();
            if !is_text {
                no_texts.push(node.origin);
            }
            let key = if is_text { key(node) } else { node.as_str().unwrap_or_default().to_owned() };
            // In a list of texts, `1` and `'1'` are one.
            let text = node.as_str().filter(|_| flat.kind == Some(SchemaType::String));
            if seen.insert(text.map_or_else(|| key.clone(), str::to_owned)) {
                members.push((key, node));
            }
        }
        if let Some((first, others)) = no_texts.split_first() {
            let message = "this value of the list is not a string";
            let diagnostic = Diagnostic::new(Code::InvalidConstraint, *first, message);
            self.sink.report(diagnostic.note("its text is taken for it").also(others));
        }
        let given = given_names(flat, all.len()).or_else(|| self.titles(flat, all.len()));
        let wanted: Vec<names::Wanted> = members
            .iter()
            .map(|(key, node)| {
                let text = node.as_str().unwrap_or_default();
                let place = all.iter().position(|other| std::ptr::eq(*other, *node));
                let given = place.and_then(|place| given.as_ref()?.get(place));
                let name = given.cloned().unwrap_or_else(|| names::member(text));
                names::Wanted { name, wire: key.clone(), text: text.to_owned(), inline: false }
            })
            .collect();
        let idents = names::allot(&wanted, &["Unknown"]);
        let told = described(flat, &all);
        if let Some(def) = self.types.get_mut(type_id.index()) {
            def.docs.notes.extend(told);
        }
        match listed {
            Listed::Scalars(repr) => TypeKind::ScalarEnum(ScalarEnum {
                repr,
                members: idents
                    .into_iter()
                    .zip(members)
                    .map(|(ident, (key, _))| (ident, Literal(key)))
                    .collect(),
            }),
            Listed::Strings | Listed::Nothing => {
                let texts = members.iter().map(|(_, node)| JsonName::new(node.as_str().unwrap_or_default()));
                let unknown = Some(Ident::new("Unknown"));
                TypeKind::Enum(StringEnum { members: idents.into_iter().zip(texts).collect(), unknown })
            }
        }
    }
}

impl<'t> Lowering<'_, 't> {
    /// The titles of a union of single values, where each has one of its own.
    fn titles(&self, flat: &Flat<'t>, count: usize) -> Option<Vec<String>> {
        let members = flat.unions.first().filter(|_| flat.enumeration.is_none())?.members.iter();
        let titles = members.filter_map(|member| self.document.schema(*member)?.node.get("title")?.as_str());
        distinct(titles, count)
    }
}

/// The names that the vendor gives to the values of a list, where each has one of its own.
fn given_names(flat: &Flat<'_>, count: usize) -> Option<Vec<String>> {
    let list = flat.keyword("x-enum-varnames").or_else(|| flat.keyword("x-enumNames"))?.as_sequence()?;
    distinct(list.iter().filter_map(Node::as_str), count)
}

/// Names in Rust, if there are as many as there are values, and no two are the same.
fn distinct<'a>(texts: impl Iterator<Item = &'a str>, count: usize) -> Option<Vec<String>> {
    let speaking = texts.filter(|name| name.chars().any(|first| first.is_ascii_alphabetic()));
    let names: Vec<String> = speaking.map(names::camel).collect();
    let distinct: HashSet<&String> = names.iter().collect();
    (names.len() == count && distinct.len() == count).then_some(names)
}

/// What the vendor says about the values of a list, a line each.
fn described(flat: &Flat<'_>, members: &[&Node]) -> Option<String> {
    let list = flat.keyword("x-enum-descriptions")?;
    let text = |place: usize, member: &Node| match list.as_sequence() {
        Some(texts) => texts.get(place)?.as_str(),
        None => list.get(member.as_str()?)?.as_str(),
    };
    let lines: Vec<String> = members
        .iter()
        .enumerate()
        .filter_map(|(place, member)| {
            let text = text(place, member).map(str::trim).filter(|text| !text.is_empty())?;
            Some(format!("- `{}`: {text}", member.as_str().unwrap_or_default()))
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
