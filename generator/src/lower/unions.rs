//! `oneOf` and `anyOf`: the variants, and a plan that tells them apart in one scan.

use super::flat::Flat;
use super::{Lowering, docs, names};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Node, Resolved};
use crate::document::{SchemaId, SchemaType};
use crate::ir::{Condition, JsonName, JsonType, Plan, PlanCase, TypeId, Union, Variant};
use std::collections::HashSet;

impl<'t> Lowering<'_, 't> {
    pub(super) fn lower_union(&mut self, type_id: TypeId, flat: &Flat<'t>) -> Union {
        let parent = self.types.get(type_id.index()).map(|def| def.ident.to_string()).unwrap_or_default();
        let mut scope = names::Scope::with(&["Unknown"]);
        let mut variants: Vec<Variant> = Vec::new();
        let mut shapes: Vec<(SchemaId, Flat<'t>)> = Vec::new();
        for (index, member) in self.variants_of(flat).into_iter().enumerate() {
            let shape = self.flatten(member);
            let word = self.variant_word(member, &shape, index);
            let mention = self.mention(member, &format!("{parent} {word}"));
            if variants.iter().any(|variant| variant.ty == mention.ty) {
                continue;
            }
            let node = self.document.schema(member).map(|schema| schema.node);
            variants.push(Variant {
                ident: scope.take(&names::camel(&word)),
                ty: mention.ty,
                docs: node.map(|node| docs::docs(node, &word)).unwrap_or_default(),
                rules: mention.rules,
            });
            shapes.push((member, shape));
        }
        let (plan, clear) = self.plan(flat, &shapes);
        let told = told(&plan, &variants);
        if let Some(def) = self.types.get_mut(type_id.index()) {
            def.docs.notes.extend(told);
        }
        if !clear {
            let origin = flat.nodes.first().map_or(self.document.root.origin, |node| node.origin);
            self.sink.report(
                Diagnostic::new(
                    Code::AmbiguousUnion,
                    origin,
                    "nothing tells the variants of this union apart",
                )
                .note("the first variant that can hold a value is taken; a `discriminator` would settle it"),
            );
        }
        Union { variants, plan }
    }

    fn variant_word(&self, member: SchemaId, shape: &Flat<'t>, index: usize) -> String {
        let schema = self.document.schema(member);
        let target =
            schema.and_then(|schema| schema.reference.flatten()).and_then(|id| self.document.schema(id));
        let title =
            shape.text("title").filter(|title| title.len() <= 60 && title.chars().any(char::is_alphanumeric));
        let kind = match shape.kind {
            Some(SchemaType::String) if shape.keyword("enum").is_some() => "choice",
            Some(SchemaType::String) => shape.text("format").unwrap_or("string"),
            Some(SchemaType::Integer) => "integer",
            Some(SchemaType::Number) => "number",
            Some(SchemaType::Boolean) => "boolean",
            Some(SchemaType::Array) => "array",
            _ => {
                return target
                    .and_then(|schema| schema.component)
                    .or(title)
                    .map_or(format!("variant{}", index + 1), str::to_owned);
            }
        };
        target.and_then(|schema| schema.component).or(title).unwrap_or(kind).to_owned()
    }

    /// The plan, and whether every variant can be told from the others.
    fn plan(&self, flat: &Flat<'t>, shapes: &[(SchemaId, Flat<'t>)]) -> (Plan, bool) {
        if let Some(cases) = self.discriminator_cases(flat, shapes) {
            return (Plan { cases }, true);
        }
        let mut cases = Vec::new();
        let mut rest = Vec::new();
        let mut clear = true;
        let types: Vec<Option<JsonType>> = shapes.iter().map(|(_, shape)| json_type(shape)).collect();
        for (variant, (_, shape)) in shapes.iter().enumerate() {
            let mine = types.get(variant).copied().flatten();
            let others: Vec<(usize, &Flat<'t>)> = shapes
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != variant && types.get(*other).copied().flatten() == mine)
                .map(|(other, (_, shape))| (other, shape))
                .collect();
            let Some(json_type) = mine else {
                rest.push(PlanCase { variant, conditions: Vec::new() });
                continue;
            };
            let otherwise = PlanCase { variant, conditions: vec![Condition::Is(json_type)] };
            if others.is_empty() {
                rest.insert(0, otherwise);
                continue;
            }
            let mut own = telling_conditions(shape, json_type, &others);
            if own.is_empty() {
                rest.push(otherwise);
            } else {
                cases
                    .extend(own.drain(..).map(|condition| PlanCase { variant, conditions: vec![condition] }));
                if json_type == JsonType::Object {
                    continue;
                }
            }
        }
        // Of several variants of one type that nothing tells from the others, only the first can ever be taken.
        let mut seen: HashSet<Option<JsonType>> = HashSet::new();
        for case in &rest {
            let json_type = match case.conditions.first() {
                Some(Condition::Is(json_type)) => Some(*json_type),
                _ => None,
            };
            clear &= seen.insert(json_type);
        }
        // Integers are numbers too, so they are asked about first.
        rest.sort_by_key(|case| match case.conditions.first() {
            Some(Condition::Is(JsonType::Number)) => 1,
            Some(_) => 0,
            None => 2,
        });
        cases.extend(rest);
        (Plan { cases }, clear)
    }

    fn discriminator_cases(&self, flat: &Flat<'t>, shapes: &[(SchemaId, Flat<'t>)]) -> Option<Vec<PlanCase>> {
        let discriminator = flat.keyword("discriminator")?;
        let key = discriminator.get("propertyName").and_then(Node::as_str)?;
        let component = |id: SchemaId| {
            let schema = self.document.schema(id)?;
            schema
                .reference
                .flatten()
                .and_then(|target| self.document.schema(target))
                .and_then(|target| target.component)
        };
        let mut cases = Vec::new();
        let mut case = |variant: usize, value: &str| {
            cases.push(PlanCase {
                variant,
                conditions: vec![Condition::KeyIs(JsonName::new(key), value.to_owned())],
            });
        };
        let mapping = discriminator.get("mapping").and_then(Node::as_mapping);
        let mut mapped = HashSet::new();
        for entry in mapping.into_iter().flat_map(|mapping| mapping.iter()) {
            let Some(target) = entry.value.as_str() else { continue };
            let name = target.rsplit('/').next().unwrap_or(target);
            if let Some(variant) = shapes.iter().position(|(id, _)| component(*id) == Some(name)) {
                case(variant, &entry.key);
                mapped.insert(variant);
            }
        }
        for (variant, (id, shape)) in
            shapes.iter().enumerate().filter(|(variant, _)| !mapped.contains(variant))
        {
            let constants = constants(self, shape, key);
            if constants.is_empty() {
                case(variant, component(*id)?);
            }
            for constant in constants {
                case(variant, &constant);
            }
        }
        Some(cases)
    }
}

/// The plan in words, for whoever wonders which variant a value becomes.
fn told(plan: &Plan, variants: &[Variant]) -> Vec<String> {
    /// Longer plans are no longer read.
    const LONGEST: usize = 20;
    let case = |case: &PlanCase| {
        let name = variants.get(case.variant).map(|variant| variant.ident.as_str())?;
        let conditions = case.conditions.iter().map(|condition| match condition {
            Condition::Is(json_type) => format!("it is {}", json_type.with_article()),
            Condition::Has(key) => format!("it has `{key}`"),
            Condition::KeyIs(key, value) => format!("`{key}` is `{value}`"),
            Condition::KeyHasType(key, json_type) => format!("`{key}` is {}", json_type.with_article()),
            Condition::Equals(value) => format!("it is `{value}`"),
        });
        let conditions = conditions.collect::<Vec<_>>().join(" and ");
        let conditions = if conditions.is_empty() { "nothing else holds".to_owned() } else { conditions };
        Some(format!("`{name}` where {conditions}"))
    };
    let cases: Vec<String> = plan.cases.iter().take(LONGEST).filter_map(case).collect();
    let more = if plan.cases.len() > LONGEST { ", and so on" } else { "" };
    if cases.is_empty() {
        Vec::new()
    } else {
        vec![format!("The first that holds decides: {}{more}.", cases.join(", "))]
    }
}

/// The strings that a property may be.
fn constants<'t>(lowering: &Lowering<'_, 't>, shape: &Flat<'t>, key: &str) -> Vec<String> {
    let property = shape.properties.iter().find(|(name, _)| *name == key).map(|(_, id)| *id);
    let node = property.and_then(|id| lowering.document.schema(id)).map(|schema| schema.node);
    let members = node.and_then(|node| node.get("enum")).and_then(Node::as_sequence).unwrap_or_default();
    members.iter().filter_map(Node::as_string).map(str::to_owned).collect()
}

fn json_type(shape: &Flat<'_>) -> Option<JsonType> {
    let by_enum = || match shape.keyword("enum")?.as_sequence()?.first()?.as_scalar()?.resolve() {
        Resolved::String(_) => Some(JsonType::String),
        Resolved::Boolean(_) => Some(JsonType::Boolean),
        Resolved::Number(_) => Some(JsonType::Number),
        Resolved::Null => None,
    };
    match shape.kind {
        Some(SchemaType::String) => Some(JsonType::String),
        Some(SchemaType::Number) => Some(JsonType::Number),
        Some(SchemaType::Integer) => Some(JsonType::Integer),
        Some(SchemaType::Boolean) => Some(JsonType::Boolean),
        Some(SchemaType::Object) => Some(JsonType::Object),
        Some(SchemaType::Array) => Some(JsonType::Array),
        None => by_enum(),
    }
}

/// Conditions of which each is enough to tell a variant from the others of its JSON type; none where nothing is.
fn telling_conditions(
    shape: &Flat<'_>,
    json_type: JsonType,
    others: &[(usize, &Flat<'_>)],
) -> Vec<Condition> {
    match json_type {
        JsonType::Object => {
            let mut required: Vec<&str> = shape
                .properties
                .iter()
                .map(|(name, _)| *name)
                .filter(|name| shape.required.contains(name))
                .collect();
            required.retain(|name| {
                !others.iter().any(|(_, other)| other.properties.iter().any(|(have, _)| have == name))
            });
            required.first().map(|name| Condition::Has(JsonName::new(*name))).into_iter().collect()
        }
        JsonType::String => {
            let members = shape.keyword("enum").and_then(Node::as_sequence).unwrap_or_default();
            members
                .iter()
                .filter_map(Node::as_string)
                .map(|text| Condition::Equals(text.to_owned()))
                .collect()
        }
        _ => Vec::new(),
    }
}
