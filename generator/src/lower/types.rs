//! Schemas to types: which are emitted, and what each mention says.

use super::enums::Listed;
use super::flat::Flat;
use super::values::key;
use super::{Lowering, docs, formats, names};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Additional, Node, Resolved, SchemaId, SchemaType};
use crate::ir::{
    Carried, Direction, Docs, Ident, JsonName, Limit, Rules, Scalar, TypeDef, TypeId, TypeKind, TypeRef,
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
    /// A list that leads back to itself.
    List,
    /// Something that is mentioned and not emitted.
    Mentioned,
}

/// Lists of lists of lists: deeper ones become any JSON value. The compiler expands what is checked of each level inside
/// of that of the one around it, and does so 128 times.
const DEEPEST: usize = 48;

impl<'t> Lowering<'_, 't> {
    /// Gives every component its type before anything else is named, so that whatever leads to it finds it.
    pub(super) fn reserve_components(&mut self) {
        for (name, id) in self.document.components.clone() {
            if self.is_other_name(id) {
                continue;
            }
            let flat = self.flatten(id);
            if self.class(&flat) != Class::Mentioned {
                let type_id = self.push_type(name.to_owned(), Some(name), id);
                let ty = TypeRef::Named(type_id);
                let rules = self.rules_around(&flat);
                self.mentions.insert(id, Some(Mention { ty, nullable: flat.nullable, rules }));
            }
        }
    }

    /// Decides what every component is.
    pub(super) fn lower_components(&mut self) {
        for (name, id) in self.document.components.clone() {
            if let Some(schema) = self.document.schema(id) {
                self.check_examples(id, schema.node);
            }
            match self.mentions.get(&id) {
                Some(Some(Mention { ty: TypeRef::Named(type_id), .. })) if self.is_own(*type_id, id) => {
                    let type_id = *type_id;
                    let flat = self.flatten(id);
                    self.fill(type_id, &flat);
                }
                _ => {
                    let mention = self.mention(id, name);
                    let type_id = self.push_type(name.to_owned(), Some(name), id);
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

    /// Adds a type whose kind is decided later. Its label is what it is named by: the words that lead to it.
    pub(super) fn push_type(&mut self, label: String, schema: Option<&str>, id: SchemaId) -> TypeId {
        let node = self.document.schema(id).map(|schema| schema.node).unwrap_or(self.document.root);
        let type_id = TypeId::new(self.types.len());
        let ident = Ident::new(&names::camel(&label));
        self.types.push(TypeDef {
            docs: docs::docs(node, schema.unwrap_or(ident.as_str())),
            attributes: Vec::new(),
            ident,
            schema: schema.map(JsonName::new),
            origin: node.origin,
            direction: Direction::default(),
            groups: Vec::new(),
            kind: TypeKind::Alias(TypeRef::Scalar(Scalar::Json)),
        });
        self.labels.push(label);
        type_id
    }

    /// What the types inside of a type are named by.
    pub(super) fn label(&self, type_id: TypeId) -> String {
        self.labels.get(type_id.index()).cloned().unwrap_or_default()
    }

    fn class(&mut self, flat: &Flat<'t>) -> Class {
        if flat.impossible || self.replacement(flat).is_some() {
            return Class::Mentioned;
        }
        if self.listed(flat) != Listed::Nothing {
            return Class::Enum;
        }
        let object = flat.kind == Some(SchemaType::Object);
        // What is of another type has no properties, whatever is said about them.
        let may_be_object = object || flat.kind.is_none();
        if !flat.heirs.is_empty()
            || (!flat.unions.is_empty() && self.common_scalar(flat).is_none() && self.widest(flat).is_none())
        {
            Class::Union
        } else if (may_be_object && !flat.properties.is_empty())
            || (object && (!flat.required.is_empty() || flat.additional == Some(Additional::None)))
        {
            Class::Struct
        } else if self.is_endless(flat) {
            // A map is an object of which no property is known.
            if object { Class::Struct } else { Class::List }
        } else {
            Class::Mentioned
        }
    }

    /// Whether nothing is emitted for a schema.
    pub(super) fn is_mentioned(&mut self, flat: &Flat<'t>) -> bool {
        self.class(flat) == Class::Mentioned
    }

    /// Decides what an emitted type is.
    fn fill(&mut self, type_id: TypeId, flat: &Flat<'t>) {
        let kind = match self.class(flat) {
            Class::Struct => TypeKind::Struct(self.lower_struct(type_id, flat)),
            Class::Enum => {
                let listed = self.listed(flat);
                self.lower_enum(type_id, flat, listed)
            }
            Class::Union => TypeKind::Union(self.lower_union(type_id, flat)),
            Class::List => TypeKind::Union(self.lower_endless_list(type_id, flat)),
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
        if depth > DEEPEST {
            return anything();
        }
        let flat = self.flatten(id);
        let target = self.component_behind(id);
        if let Some(known) = target.and_then(|target| self.mentions.get(&target)) {
            let known = known.clone();
            let known = known.unwrap_or_else(|| self.mention_endless(id));
            return Mention { nullable: flat.nullable, ..known };
        }
        // While the target is being made, whatever leads back to it is any JSON value.
        let memo = target.unwrap_or(id);
        match self.mentions.get(&memo) {
            Some(None) => return self.mention_endless(memo),
            Some(Some(known)) => return known.clone(),
            None => {}
        }
        self.mentions.insert(memo, None);
        let name = target
            .and_then(|target| self.document.schema(target))
            .and_then(|schema| schema.component)
            .unwrap_or(name);
        let mention = self.make(memo, &flat, name, depth);
        self.mentions.insert(memo, Some(mention.clone()));
        mention
    }

    /// What leads back to itself by lists and maps alone: no name in Rust can stand for itself.
    fn mention_endless(&mut self, id: SchemaId) -> Mention {
        let origin = self.document.schema(id).map_or(self.document.root.origin, |schema| schema.node.origin);
        let message = "this leads back to a schema that it is an item or a value of";
        self.sink.report(
            Diagnostic::new(Code::ReferenceLoop, origin, message)
                .note("it stands for any JSON value here; a property between the two would give it a type"),
        );
        anything()
    }

    fn make(&mut self, id: SchemaId, flat: &Flat<'t>, name: &str, depth: usize) -> Mention {
        let mut nullable = flat.nullable;
        if self.class(flat) != Class::Mentioned {
            let type_id = self.push_type(name.to_owned(), None, id);
            let rules = self.rules_around(flat);
            let mention = Mention { ty: TypeRef::Named(type_id), nullable, rules };
            self.mentions.insert(id, Some(mention.clone()));
            self.fill(type_id, flat);
            return mention;
        }
        if let Some(replacement) = self.replacement(flat).cloned() {
            let rules =
                if replacement.carried == Carried::Text { self.rules(flat) } else { Rules::default() };
            return Mention { ty: TypeRef::Replaced(replacement), nullable, rules };
        }
        if let Some(widest) = self.widest(flat) {
            return Mention { nullable, ..self.mention_at(widest, name, depth + 1) };
        }
        self.check_list(flat);
        self.tell_implied(flat);
        let mut rules = self.rules(flat);
        let tuple = self.tuple(flat, name, depth, &mut rules);
        rules.schema = self.assertion(flat, tuple.is_none());
        if let Some(ty) = tuple {
            return Mention { ty, nullable, rules };
        }
        let scalar = |scalar| TypeRef::Scalar(scalar);
        let common = if flat.unions.is_empty() { None } else { self.common_scalar(flat) };
        let (kind, format) = common.unwrap_or((flat.kind, flat.text("format")));
        let ty = match kind.filter(|_| !flat.impossible) {
            Some(SchemaType::Array) => {
                let (item, item_rules) = match flat.items.filter(|_| flat.prefix_items.is_empty()) {
                    Some(items) => self.item(items, &format!("{name} item"), depth),
                    None => (scalar(Scalar::Json), Rules::default()),
                };
                rules.items = (!item_rules.is_empty()).then(|| Box::new(item_rules));
                TypeRef::Vec(Box::new(item))
            }
            Some(SchemaType::Object) => {
                let by_name = flat.keyword("x-patternProperties").is_some();
                let (value, value_rules) = match flat.additional.filter(|_| !by_name) {
                    Some(Additional::Schema(value)) => self.item(value, &format!("{name} value"), depth),
                    _ => (scalar(Scalar::Json), Rules::default()),
                };
                rules.items = (!value_rules.is_empty()).then(|| Box::new(value_rules));
                TypeRef::Map(Box::new(value))
            }
            Some(SchemaType::String) => match self.held_by_text(flat, name, depth) {
                Some((held, held_rules)) => {
                    rules = Rules { schema: rules.schema, ..Rules::default() };
                    rules.items = (!held_rules.is_empty()).then(|| Box::new(held_rules));
                    TypeRef::JsonText(Box::new(held))
                }
                None => scalar(formats::of_string(format)),
            },
            Some(SchemaType::Integer) => {
                let integer = match formats::of_integer(format, &rules) {
                    Scalar::I64 if format.is_none() => formats::of_shown(&shown(flat), &rules),
                    other => other,
                };
                if integer == Scalar::Number && rules.multiple_of.is_none() {
                    // No integer of Rust is so wide, and a number may have a fraction.
                    rules.multiple_of = Some(Limit::Integer(1));
                }
                scalar(integer)
            }
            Some(SchemaType::Number) => scalar(formats::of_number(format, self.config.number, &rules)),
            Some(SchemaType::Boolean) => scalar(Scalar::Boolean),
            None => {
                nullable = false;
                scalar(Scalar::Json)
            }
        };
        Mention { ty, nullable, rules }
    }

    /// What is checked where an emitted type is mentioned: a struct checks itself.
    fn rules_around(&mut self, flat: &Flat<'t>) -> Rules {
        let schema = if self.class(flat) == Class::Union { self.assertion(flat, true) } else { None };
        Rules { schema, ..Rules::default() }
    }

    pub(super) fn item(&mut self, id: SchemaId, name: &str, depth: usize) -> (TypeRef, Rules) {
        let item = self.mention_at(id, name, depth + 1);
        let ty = if item.nullable { TypeRef::Nullable(Box::new(item.ty)) } else { item.ty };
        (ty, item.rules)
    }

    /// The names of all types, once all of them are known: components first, whatever the order of the document.
    pub(super) fn settle_names(&mut self) {
        let wanted: Vec<names::Wanted> = self
            .types
            .iter()
            .zip(&self.labels)
            .map(|(def, label)| names::Wanted {
                name: def.ident.to_string(),
                wire: label.clone(),
                text: label.clone(),
                inline: def.schema.is_none(),
            })
            .chain(self.choices.iter().map(|label| names::Wanted {
                name: names::camel(label),
                wire: label.clone(),
                text: label.clone(),
                inline: true,
            }))
            .collect();
        let idents = names::allot(&wanted, &[]);
        self.name_choices(idents.get(self.types.len()..).unwrap_or_default());
        for ((def, ident), wanted) in self.types.iter_mut().zip(idents).zip(&wanted) {
            if ident.as_str() != wanted.name && def.schema.is_some() {
                let message = format!("another schema is called `{}` in Rust already", wanted.name);
                let diagnostic = Diagnostic::new(Code::Renamed, def.origin, message);
                self.sink.report(diagnostic.note(format!("this one is called `{ident}`")));
            }
            def.ident = ident;
        }
    }
}

/// A mention of any JSON value.
fn anything() -> Mention {
    Mention { ty: TypeRef::Scalar(Scalar::Json), nullable: false, rules: Rules::default() }
}

/// The integers that a schema shows or lists, as texts.
fn shown(flat: &Flat<'_>) -> Vec<String> {
    let single = ["example", "default"].into_iter().flat_map(|keyword| flat.keywords(keyword));
    let listed = flat.keywords("enum").filter_map(Node::as_sequence).flatten();
    let numbers = single.chain(listed).filter(|node| matches!(node.resolve(), Some(Resolved::Number(_))));
    numbers.map(key).collect()
}

/// The texts of a schema where a property or parameter mentions it.
pub(super) fn mention_docs(node: &Node, name: &str) -> Docs {
    let mut docs = docs::docs(node, name);
    if let Some(default) = node.get("default").and_then(Node::as_scalar) {
        docs.notes.push(format!("Default: {}.", docs::code(&default.text)));
    }
    if let Some(format) =
        node.get("format").and_then(Node::as_str).filter(|format| !formats::is_typed(format))
    {
        docs.notes.push(format!("Format: `{format}`."));
    }
    docs
}
