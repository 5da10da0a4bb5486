//! Schemas to types: which are emitted, and what each mention says.

use super::flat::Flat;
use super::{Lowering, docs, names};
use crate::config::NumberType;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::Node;
use crate::document::{Additional, SchemaId, SchemaType};
use crate::ir::{
    Direction, Docs, Ident, JsonName, Rules, Scalar, StringEnum, TypeDef, TypeId, TypeKind, TypeRef,
};

/// A value as a property, parameter or body mentions it.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) ty: TypeRef,
    pub(super) nullable: bool,
    pub(super) rules: Rules,
}

/// What a schema becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Struct,
    Enum,
    Union,
    /// Something that is mentioned and not emitted.
    Mentioned,
}

/// Aliases of aliases of aliases: deeper ones become any JSON value.
const DEEPEST: usize = 128;

impl<'t> Lowering<'_, 't> {
    /// Gives every component its name before anything else is named, so that an inline schema never takes it.
    pub(super) fn reserve_component_names(&mut self) {
        for (name, id) in self.document.components.clone() {
            let ident = self.type_names.take(&names::camel(name));
            if ident.as_str() != names::camel(name) {
                let origin = self.document.schema(id).map(|schema| schema.node.origin);
                let message = format!("another schema is called `{}` in Rust already", names::camel(name));
                let diagnostic = match origin {
                    Some(origin) => Diagnostic::new(Code::Renamed, origin, message),
                    None => Diagnostic::whole(Code::Renamed, message),
                };
                self.sink.report(diagnostic.note(format!("this one is called `{ident}`")));
            }
            if self.is_plain_reference(id) {
                self.reserved.insert(id, ident);
                continue;
            }
            let flat = self.flatten(id);
            if self.class(&flat) != Class::Mentioned {
                let type_id = self.push_type(ident.clone(), Some(name), id);
                self.mentions.insert(id, Some(TypeRef::Named(type_id)));
            }
            self.reserved.insert(id, ident);
        }
    }

    /// Decides what every component is.
    pub(super) fn lower_components(&mut self) {
        for (name, id) in self.document.components.clone() {
            match self.mentions.get(&id) {
                Some(Some(TypeRef::Named(type_id))) if self.is_own(*type_id, id) => {
                    let type_id = *type_id;
                    let flat = self.flatten(id);
                    self.fill(type_id, &flat);
                }
                _ => {
                    let mention = self.mention(id, name);
                    let Some(ident) = self.reserved.get(&id).cloned() else { continue };
                    let type_id = self.push_type(ident, Some(name), id);
                    if let Some(def) = self.types.get_mut(type_id.index()) {
                        def.kind = TypeKind::Alias(mention.ty);
                    }
                }
            }
        }
    }

    fn is_own(&self, type_id: TypeId, id: SchemaId) -> bool {
        let schema = self.document.schema(id).and_then(|schema| schema.component);
        let def = self.types.get(type_id.index()).and_then(|def| def.schema.as_ref());
        def.map(JsonName::as_str) == schema && schema.is_some()
    }

    fn is_plain_reference(&self, id: SchemaId) -> bool {
        self.document.schema(id).is_some_and(|schema| schema.reference.is_some())
    }

    /// Adds a type whose kind is decided later.
    pub(super) fn push_type(&mut self, ident: Ident, schema: Option<&str>, id: SchemaId) -> TypeId {
        let node = self.document.schema(id).map(|schema| schema.node).unwrap_or(self.document.root);
        let type_id = TypeId::new(self.types.len());
        self.types.push(TypeDef {
            docs: docs::docs(node, schema.unwrap_or(ident.as_str())),
            ident,
            schema: schema.map(JsonName::new),
            origin: node.origin,
            direction: Direction::default(),
            groups: Vec::new(),
            kind: TypeKind::Alias(TypeRef::Scalar(Scalar::Json)),
        });
        type_id
    }

    fn class(&self, flat: &Flat<'t>) -> Class {
        let members = flat.keyword("enum").and_then(Node::as_sequence).unwrap_or_default();
        let strings =
            members.iter().filter(|member| !member.is_null()).all(|member| member.as_string().is_some());
        match flat.kind {
            None | Some(SchemaType::String) if strings && members.iter().any(|member| !member.is_null()) => {
                Class::Enum
            }
            _ if !flat.properties.is_empty() => Class::Struct,
            _ if self.variants_of(flat).len() > 1 => Class::Union,
            Some(SchemaType::Object) if flat.additional == Some(Additional::None) => Class::Struct,
            _ => Class::Mentioned,
        }
    }

    /// The members of `oneOf` or `anyOf` that are more than a list of required keys.
    pub(super) fn variants_of(&self, flat: &Flat<'t>) -> Vec<SchemaId> {
        let says_something = |id: &SchemaId| {
            self.document.schema(*id).is_some_and(|schema| {
                schema.reference.is_some()
                    || schema.kind.is_some()
                    || schema.node.as_mapping().is_some_and(|mapping| {
                        mapping.iter().any(|entry| {
                            !matches!(entry.key.as_str(), "required" | "title" | "description" | "not")
                        })
                    })
            })
        };
        flat.any_of.iter().copied().filter(says_something).collect()
    }

    /// Decides what an emitted type is.
    fn fill(&mut self, type_id: TypeId, flat: &Flat<'t>) {
        let kind = match self.class(flat) {
            Class::Struct => TypeKind::Struct(self.lower_struct(type_id, flat)),
            Class::Enum => TypeKind::Enum(self.lower_enum(flat)),
            Class::Union => TypeKind::Union(self.lower_union(type_id, flat)),
            Class::Mentioned => TypeKind::Alias(TypeRef::Scalar(Scalar::Json)),
        };
        if let Some(def) = self.types.get_mut(type_id.index()) {
            def.kind = kind;
        }
    }

    /// What a schema is where it is mentioned; `name` is what it is called if it must be emitted and has no name.
    pub(super) fn mention(&mut self, id: SchemaId, name: &str) -> Mention {
        self.mention_at(id, name, 0)
    }

    fn mention_at(&mut self, id: SchemaId, name: &str, depth: usize) -> Mention {
        let anything =
            || Mention { ty: TypeRef::Scalar(Scalar::Json), nullable: false, rules: Rules::default() };
        if depth > DEEPEST {
            return anything();
        }
        let flat = self.flatten(id);
        let target = self.component_behind(id);
        if let Some(known) = target.and_then(|target| self.mentions.get(&target)) {
            let ty = known.clone().unwrap_or(TypeRef::Scalar(Scalar::Json));
            let rules = if matches!(ty, TypeRef::Named(_)) { Rules::default() } else { self.rules(&flat) };
            return Mention { ty, nullable: flat.nullable, rules };
        }
        // While the target is being made, whatever leads back to it is any JSON value.
        let memo = target.unwrap_or(id);
        if self.mentions.get(&memo) == Some(&None) {
            return anything();
        }
        self.mentions.insert(memo, None);
        let name = target
            .and_then(|target| self.document.schema(target))
            .and_then(|schema| schema.component)
            .unwrap_or(name);
        let mention = self.make(memo, &flat, name, depth);
        self.mentions.insert(memo, Some(mention.ty.clone()));
        mention
    }

    /// The component that a schema is, but for annotations: through references and an `allOf` of one member.
    fn component_behind(&self, id: SchemaId) -> Option<SchemaId> {
        let mut current = id;
        for _ in 0..64 {
            let schema = self.document.schema(current)?;
            match (schema.reference, schema.all_of.as_slice()) {
                (Some(target), _) => current = target?,
                (None, [only])
                    if schema.component.is_none()
                        && only_annotations(schema.node)
                        && self.repeats_type(schema.node, *only) =>
                {
                    current = *only
                }
                _ => return schema.component.map(|_| current).or((current != id).then_some(current)),
            }
        }
        None
    }

    /// Whether a schema says no type, or that of the member of its `allOf` once more: `nullable` needs one beside it.
    fn repeats_type(&self, node: &Node, member: SchemaId) -> bool {
        let Some(ty) = node.get("type") else { return true };
        let mut current = member;
        for _ in 0..64 {
            match self.document.schema(current) {
                Some(schema) => match schema.reference {
                    Some(Some(target)) => current = target,
                    Some(None) => return false,
                    None => return schema.node.get("type").and_then(Node::as_str) == ty.as_str(),
                },
                None => return false,
            }
        }
        false
    }

    fn make(&mut self, id: SchemaId, flat: &Flat<'t>, name: &str, depth: usize) -> Mention {
        let mut nullable = flat.nullable;
        if self.class(flat) != Class::Mentioned {
            let ident = self.type_names.take(&names::camel(name));
            let type_id = self.push_type(ident, None, id);
            self.mentions.insert(id, Some(TypeRef::Named(type_id)));
            self.fill(type_id, flat);
            return Mention { ty: TypeRef::Named(type_id), nullable, rules: Rules::default() };
        }
        if let [only] = self.variants_of(flat).as_slice() {
            let inner = self.mention_at(*only, name, depth + 1);
            return Mention { nullable: nullable || inner.nullable, ..inner };
        }
        let mut rules = self.rules(flat);
        let scalar = |scalar| TypeRef::Scalar(scalar);
        let ty = match flat.kind {
            Some(SchemaType::Array) => {
                let (item, item_rules) = match flat.items {
                    Some(items) => self.item(items, &format!("{name} item"), depth),
                    None => (scalar(Scalar::Json), Rules::default()),
                };
                rules.items = (!item_rules.is_empty()).then(|| Box::new(item_rules));
                TypeRef::Vec(Box::new(item))
            }
            Some(SchemaType::Object) => {
                let (value, value_rules) = match flat.additional {
                    Some(Additional::Schema(value)) => self.item(value, &format!("{name} value"), depth),
                    _ => (scalar(Scalar::Json), Rules::default()),
                };
                rules.items = (!value_rules.is_empty()).then(|| Box::new(value_rules));
                TypeRef::Map(Box::new(value))
            }
            Some(SchemaType::String) => scalar(string_format(flat.text("format"))),
            Some(SchemaType::Integer) => scalar(integer_format(flat, &rules)),
            Some(SchemaType::Number) => scalar(match (self.config.number, flat.text("format")) {
                (NumberType::Decimal, _) => Scalar::Decimal,
                (NumberType::F64, Some("float")) => Scalar::F32,
                (NumberType::F64, Some("decimal")) => Scalar::Number,
                (NumberType::F64, _) => Scalar::F64,
            }),
            Some(SchemaType::Boolean) => scalar(Scalar::Boolean),
            None => {
                nullable = false;
                scalar(Scalar::Json)
            }
        };
        Mention { ty, nullable, rules }
    }

    fn item(&mut self, id: SchemaId, name: &str, depth: usize) -> (TypeRef, Rules) {
        let item = self.mention_at(id, name, depth + 1);
        let ty = if item.nullable { TypeRef::Nullable(Box::new(item.ty)) } else { item.ty };
        (ty, item.rules)
    }

    fn lower_enum(&mut self, flat: &Flat<'t>) -> StringEnum {
        let mut scope = names::Scope::with(&["Unknown"]);
        let mut members: Vec<(Ident, JsonName)> = Vec::new();
        for node in flat.keyword("enum").and_then(Node::as_sequence).unwrap_or_default() {
            let Some(text) = node.as_string() else { continue };
            if members.iter().any(|(_, name)| name.as_str() == text) {
                continue;
            }
            members.push((scope.take(&names::member(text)), JsonName::new(text)));
        }
        StringEnum { members, unknown: Some(Ident::new("Unknown")) }
    }
}

/// Whether a schema adds nothing to the one member of its `allOf` that changes its type, a type of its own aside.
fn only_annotations(node: &Node) -> bool {
    const ANNOTATIONS: [&str; 10] = [
        "allOf",
        "type",
        "title",
        "description",
        "nullable",
        "deprecated",
        "readOnly",
        "writeOnly",
        "example",
        "default",
    ];
    node.as_mapping().is_some_and(|mapping| {
        mapping.iter().all(|entry| ANNOTATIONS.contains(&entry.key.as_str()) || entry.key.starts_with("x-"))
    })
}

fn string_format(format: Option<&str>) -> Scalar {
    match format {
        Some("uuid") => Scalar::Uuid,
        Some("date-time") => Scalar::DateTime,
        Some("date") => Scalar::Date,
        // No registered name: dates without an offset, as many vendors write them.
        Some("yyyy-mm-dd hh:mm:ss") => Scalar::LocalDateTime,
        Some("byte") => Scalar::Base64,
        // Only a part of a body can be that: a file, which has a name and a media type of its own.
        Some("binary") => Scalar::File,
        _ => Scalar::String,
    }
}

fn integer_format(flat: &Flat<'_>, rules: &Rules) -> Scalar {
    let past = |limit: &Option<crate::ir::Limit>, highest: i128| matches!(limit, Some(crate::ir::Limit::Integer(limit)) if *limit > highest || *limit < i128::from(i64::MIN));
    match flat.text("format") {
        _ if past(&rules.maximum, i128::from(u64::MAX)) || past(&rules.minimum, i128::from(u64::MAX)) => {
            Scalar::Number
        }
        _ if past(&rules.maximum, i128::from(i64::MAX)) => Scalar::U64,
        Some("int32") => Scalar::I32,
        Some("uint64") => Scalar::U64,
        _ => Scalar::I64,
    }
}

/// The texts of a schema where a property or parameter mentions it.
pub(super) fn mention_docs(node: &Node, name: &str) -> Docs {
    let mut docs = docs::docs(node, name);
    if let Some(default) = node.get("default").and_then(Node::as_scalar) {
        docs.notes.push(format!("Default: `{}`.", default.text));
    }
    docs
}
