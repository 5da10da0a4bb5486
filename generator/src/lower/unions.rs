//! `oneOf`, `anyOf` and inheritance by `discriminator`: what the variants are.

use super::flat::Flat;
use super::keywords::is_annotation;
use super::plans::Shape;
use super::shapes::Constant;
use super::{Lowering, docs, names};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Made, Node, SchemaId, SchemaType};
use crate::ir::{
    Condition, Extra, Ident, Plan, PlanCase, Rules, Scalar, TypeId, TypeKind, TypeRef, Union, Variant,
};

use std::collections::HashMap;

/// A schema's type and format.
type Typed<'t> = (Option<SchemaType>, Option<&'t str>);

impl<'t> Lowering<'_, 't> {
    pub(super) fn lower_union(&mut self, type_id: TypeId, flat: &Flat<'t>) -> Union {
        let parent = self.label(type_id);
        let mut variants: Vec<Variant> = Vec::new();
        let mut wanted: Vec<names::Wanted> = Vec::new();
        let mut shapes: Vec<Shape<'t>> = Vec::new();
        let mut places: HashMap<TypeRef, usize> = HashMap::new();
        let alternatives = self.alternatives(flat);
        let words = self.variant_words(&alternatives);
        let mut counts: HashMap<&str, usize> = HashMap::new();
        words.iter().for_each(|word| *counts.entry(word).or_default() += 1);
        let loose = self.has_like_tuples(&alternatives);
        for (index, (member, schema)) in alternatives.into_iter().enumerate() {
            let shape = self.flatten(schema);
            let Some(word) = words.get(index).cloned() else { continue };
            let (ty, rules) = if loose && !shape.prefix_items.is_empty() {
                self.loose_list(&shape)
            } else {
                let name = self.name_within(&parent, &word);
                let mention = self.mention(schema, &name);
                (mention.ty, mention.rules)
            };
            // Two variants that are one in Rust can hold what either of them allows.
            let place = *places.entry(ty.clone()).or_insert(variants.len());
            if let Some(same) = variants.get_mut(place) {
                if same.rules != rules {
                    same.rules = Rules::default();
                }
                continue;
            }
            let node = self.document.schema(member).map(|schema| schema.node);
            wanted.push(names::Wanted {
                name: names::camel(&word),
                // Where nothing else does, its place tells it from others of the same name.
                wire: if counts.get(word.as_str()) == Some(&1) {
                    word.clone()
                } else {
                    format!("{word} {index}")
                },
                text: word.clone(),
                inline: false,
            });
            variants.push(Variant {
                ident: Ident::new(&word),
                ty,
                docs: node.map(|node| docs::docs(node, &word)).unwrap_or_default(),
                rules,
            });
            shapes.push(Shape { member, flat: shape });
        }
        for (variant, ident) in variants.iter_mut().zip(names::allot(&wanted, &["Unknown"])) {
            variant.ident = ident;
        }
        let (plan, told_apart) = self.plan(flat, &shapes);
        let told = told(&plan, &variants);
        if let Some(def) = self.types.get_mut(type_id.index()) {
            def.docs.notes.extend(told);
        }
        let exclusive = flat.unions.first().is_none_or(|union| union.exclusive);
        if !told_apart && !exclusive {
            // A value may be of several variants: the one that is taken keeps what belongs to the others.
            self.keepers.extend(variants.iter().map(|variant| variant.ty.clone()));
        } else if !told_apart {
            let origin = flat.nodes.first().map_or(self.document.root.origin, |node| node.origin);
            let message = "nothing tells the variants of this union apart";
            self.sink.report(
                Diagnostic::new(Code::AmbiguousUnion, origin, message).note(
                    "the first variant that can hold a value is taken; a `discriminator` would settle it",
                ),
            );
        }
        Union { variants, plan, exclusive }
    }

    /// The alternatives of a schema, each as it is written, and as what it is together with what all have in common.
    pub(super) fn alternatives(&mut self, flat: &Flat<'t>) -> Vec<(SchemaId, SchemaId)> {
        let node = flat.nodes.first().copied().unwrap_or(self.document.root);
        if !flat.heirs.is_empty() {
            let base = self.document.make(Made::Base(self.document.target(flat.id)), node);
            return flat.heirs.iter().chain([&base]).map(|heir| (*heir, *heir)).collect();
        }
        let Some(union) = flat.unions.first() else { return Vec::new() };
        let common = self.is_common(flat);
        let mut alternatives = Vec::new();
        for member in &union.members {
            let inner = self.flatten(*member);
            // What inherits from the schema has what is common already.
            let inherits = inner.parts.contains(&union.of);
            let untyped = inner.kind.is_none() && flat.kind.is_some();
            let beside = untyped || flat.unions.len() > 1 || (common && !self.says_all(flat, &inner));
            if inherits || !beside || !self.may_make() {
                alternatives.push((*member, *member));
                continue;
            }
            let rest = self.document.make(Made::Rest(flat.id), node);
            let texts = self.document.schema(*member).map_or(node, |schema| schema.node);
            let whole = self.document.make(Made::All(vec![rest, *member]), texts);
            // A schema without its union was flattened before anything that is made of it.
            self.flatten(rest);
            alternatives.push((*member, whole));
        }
        alternatives
    }

    /// Whether an alternative says itself what stands beside its union: keys that it has too, with no value more.
    fn says_all(&mut self, flat: &Flat<'t>, alternative: &Flat<'t>) -> bool {
        const COMPARED: [&str; 5] = ["type", "oneOf", "anyOf", "properties", "required"];
        says_only(flat, &COMPARED)
            && flat.kind.is_none_or(|kind| alternative.kind == Some(kind))
            && flat.required.iter().all(|key| alternative.required.contains(key))
            && flat.properties.iter().all(|wide| {
                let own = alternative.properties.iter().find(|own| own.name == wide.name);
                own.is_some_and(|own| {
                    (own.read_only, own.write_only) == (wide.read_only, wide.write_only)
                        && self.is_within(own.schema, wide.schema)
                })
            })
    }

    /// Whether the values of a scalar are such as another allows, which says no more than a type and a list.
    fn is_within(&mut self, narrow: SchemaId, wide: SchemaId) -> bool {
        let (narrow, wide) = (self.flatten(narrow), self.flatten(wide));
        let allows = |members: &Vec<&Node>| {
            let allowed: Vec<_> = members.iter().map(|member| Constant::of(member)).collect();
            narrow
                .enumeration
                .as_ref()
                .is_some_and(|own| own.iter().all(|member| allowed.contains(&Constant::of(member))))
        };
        says_only(&wide, &["type", "enum"])
            && wide.kind.is_none_or(|kind| narrow.kind == Some(kind))
            && (wide.nullable || !narrow.nullable)
            && wide.enumeration.as_ref().is_none_or(allows)
    }

    /// Whether a schema says more beside its union than a type.
    fn is_common(&self, flat: &Flat<'t>) -> bool {
        const SILENT: [&str; 4] = ["type", "oneOf", "anyOf", "allOf"];
        flat.nodes.iter().any(|node| {
            node.as_mapping().is_some_and(|mapping| {
                mapping
                    .iter()
                    .any(|entry| !SILENT.contains(&entry.key.as_str()) && !is_annotation(&entry.key))
            })
        })
    }

    /// The type of all alternatives where it is one scalar: no value needs to be told from another.
    pub(super) fn common_scalar(&mut self, flat: &Flat<'t>) -> Option<Typed<'t>> {
        let union = flat.unions.first().filter(|_| flat.unions.len() == 1 && flat.heirs.is_empty())?;
        let mut common: Option<Typed<'t>> = None;
        for member in &union.members {
            let member = self.flatten(*member);
            let simple = member.enumeration.is_none() && member.unions.is_empty() && member.heirs.is_empty();
            let kind = member.kind.or(flat.kind);
            let scalar = !matches!(kind, None | Some(SchemaType::Object | SchemaType::Array));
            let found = (kind, member.text("format").or(flat.text("format")));
            if !simple || !scalar || common.is_some_and(|common| common != found) {
                return None;
            }
            common = Some(found);
        }
        common
    }

    /// The alternative of an `anyOf` that allows whatever the others do: a string beside one that is empty, by which APIs let a
    /// value be taken back. The union is that alternative.
    pub(super) fn widest(&mut self, flat: &Flat<'t>) -> Option<SchemaId> {
        let union = flat.unions.first().filter(|union| flat.unions.len() == 1 && !union.exclusive)?;
        if !flat.heirs.is_empty() || union.members.len() < 2 || self.is_common(flat) {
            return None;
        }
        let mut widest = None;
        for member in &union.members {
            let inner = self.flatten(*member);
            let simple =
                inner.unions.is_empty() && inner.heirs.is_empty() && !inner.impossible && !inner.nullable;
            match inner.enumeration.as_deref() {
                Some([only])
                    if simple && only.as_str() == Some("") && says_only(&inner, &["type", "enum"]) => {}
                None if simple
                    && widest.is_none()
                    && inner.kind == Some(SchemaType::String)
                    && says_only(&inner, &["type", "maxLength"]) =>
                {
                    widest = Some(*member);
                }
                _ => return None,
            }
        }
        widest
    }

    /// Gives the structs that must keep what they do not name a place for it.
    pub(super) fn keep_extras(&mut self) {
        let mut steps = self.types.len() + self.keepers.len();
        while let Some(ty) = self.keepers.pop() {
            let TypeRef::Named(id) = ty else { continue };
            match self.types.get_mut(id.index()).map(|def| &mut def.kind) {
                Some(TypeKind::Struct(shape)) if matches!(shape.extra, Extra::Skip) => {
                    let ident = super::structs::extra_ident(&shape.fields);
                    let value = TypeRef::Scalar(Scalar::Json);
                    shape.extra = Extra::Keep { ident, value, rules: Rules::default() };
                }
                // An alias of itself would have no end.
                Some(TypeKind::Alias(ty)) if steps > 0 => {
                    steps -= 1;
                    self.keepers.push(ty.clone());
                }
                _ => {}
            }
        }
    }
}

/// Whether a schema says nothing of its values but by certain keywords.
fn says_only(flat: &Flat<'_>, keywords: &[&str]) -> bool {
    let is_known = |key: &str| keywords.contains(&key) || is_annotation(key);
    flat.nodes.iter().filter_map(|node| node.as_mapping()).flatten().all(|entry| is_known(&entry.key))
}

/// The plan in words, for whoever wonders which variant a value becomes.
fn told<'p>(plan: &'p Plan, variants: &[Variant]) -> Vec<String> {
    /// Longer plans are no longer read.
    const LONGEST: usize = 20;
    let case = |case: &PlanCase| {
        let name = variants.get(case.variant).map(|variant| variant.ident.as_str())?;
        let conditions = case.conditions.iter().map(|condition| match condition {
            Condition::Is(json_type) => format!("it is {}", json_type.with_article()),
            Condition::Has(key) => format!("it has `{key}`"),
            Condition::KeyIs(key, value) => format!("`{key}` is {}", docs::code(value)),
            Condition::KeyIsJson(key, value) => format!("`{key}` is `{}`", value.0),
            Condition::KeyHasType(key, json_type) => format!("`{key}` is {}", json_type.with_article()),
            Condition::Equals(value) => format!("it is {}", docs::code(value)),
            Condition::EqualsJson(value) => format!("it is `{}`", value.0),
            Condition::Format(format) => format!("it is a string of the format `{format}`"),
            Condition::ItemHasType(json_type) => format!("its first item is {}", json_type.with_article()),
        });
        let conditions = conditions.collect::<Vec<_>>().join(" and ");
        let conditions = if conditions.is_empty() { "nothing else holds".to_owned() } else { conditions };
        Some(format!("`{name}` where {conditions}"))
    };
    let listed = |case: &'p PlanCase| match case.conditions.as_slice() {
        [Condition::Equals(value)] => Some(((case.variant, None), docs::code(value))),
        [Condition::KeyIs(key, value)] => Some(((case.variant, Some(key)), docs::code(value))),
        _ => None,
    };
    let mut cases: Vec<String> = Vec::new();
    let mut before = None;
    for each in plan.cases.iter().take(LONGEST) {
        match (listed(each), cases.last_mut()) {
            // The values of one list, or of one key, are told one after the other.
            (Some((list, value)), Some(last)) if before == Some(list) => {
                last.push_str(&format!(" or {value}"))
            }
            _ => cases.extend(case(each)),
        }
        before = listed(each).map(|(list, _)| list);
    }
    let more = if plan.cases.len() > LONGEST { ", and so on" } else { "" };
    if cases.is_empty() {
        Vec::new()
    } else {
        vec![format!("The first that holds decides: {}{more}.", cases.join(", "))]
    }
}
