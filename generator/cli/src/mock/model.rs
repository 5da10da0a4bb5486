//! The types of an API as data: what `models.rs` of a generated crate says in code.

use super::tables::{self, keep, list, text};
use specwright::ir::{
    Api, Carried, Condition, Extra, Field, Presence, Scalar, Side, Struct, TypeDef, TypeId, TypeKind,
    TypeRef, Union,
};
use specwright::ir::{JsonType as IrType, Rules as IrRules};
use specwright_runtime::codec::{Case, JsonType, Plan, Rules, Schemas, Shape, When};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The types of an API, for as long as the program runs.
pub(crate) struct Model {
    pub(crate) api: Api,
    pub(crate) schemas: &'static Schemas,
    tables: Vec<Table>,
    /// Each emitted type as it is mentioned.
    named: Vec<TypeRef>,
    /// The rules that were asked for one by one, so that none is made twice.
    rules: Mutex<HashMap<IrRules, &'static Rules>>,
}

/// How the values of an emitted type are read.
#[derive(Clone, Copy)]
enum Table {
    Record(&'static Shape),
    Union(&'static Plan),
    /// The type itself says all.
    None,
}

/// An emitted type with what it is read by.
#[derive(Clone, Copy)]
pub(crate) enum Known {
    Record(&'static Struct, &'static Shape),
    Union(&'static Union, &'static Plan),
    Enum(&'static [(specwright::ir::Ident, specwright::ir::JsonName)]),
    ScalarEnum(&'static [(specwright::ir::Ident, specwright::ir::Literal)]),
}

/// A type without names that only stand for another one, and without boxes.
#[derive(Clone, Copy)]
pub(crate) enum Resolved {
    Known(TypeId, Known),
    Scalar(Scalar),
    Vec(&'static TypeRef),
    Map(&'static TypeRef),
    Tuple(&'static [TypeRef]),
    Nullable(&'static TypeRef),
    JsonText(&'static TypeRef),
}

/// Names that stand for names are followed this far.
const DEEPEST: usize = 64;

impl Model {
    /// The types of an API.
    pub(crate) fn of(api: Api) -> &'static Self {
        let schemas = tables::schemas(&api);
        let table = |def: &TypeDef| match &def.kind {
            TypeKind::Struct(shape) => Table::Record(keep(self::shape(&api, def, shape, schemas))),
            TypeKind::Union(union) if !union.variants.is_empty() => {
                Table::Union(keep(plan(def, union, schemas)))
            }
            _ => Table::None,
        };
        let tables = api.types.iter().map(table).collect();
        let named = (0..api.types.len()).map(|index| TypeRef::Named(TypeId::new(index))).collect();
        keep(Self { api, schemas, tables, named, rules: Mutex::default() })
    }

    /// An emitted type as it is mentioned.
    pub(crate) fn mention(&'static self, id: TypeId) -> Option<&'static TypeRef> {
        self.named.get(id.index())
    }

    /// A type as it is read.
    pub(crate) fn resolve(&'static self, ty: &'static TypeRef) -> Resolved {
        let mut ty = ty;
        for _ in 0..DEEPEST {
            ty = match ty {
                TypeRef::Boxed(inner) => inner,
                TypeRef::Vec(item) => return Resolved::Vec(item),
                TypeRef::Map(value) => return Resolved::Map(value),
                TypeRef::Tuple(members) => return Resolved::Tuple(members),
                TypeRef::Nullable(inner) => return Resolved::Nullable(inner),
                TypeRef::JsonText(inner) => return Resolved::JsonText(inner),
                TypeRef::Scalar(scalar) => return Resolved::Scalar(*scalar),
                // A type of the user's is not here: what is known is how it travels.
                TypeRef::Replaced(replacement) if replacement.carried == Carried::Text => {
                    return Resolved::Scalar(Scalar::String);
                }
                TypeRef::Replaced(_) => break,
                TypeRef::Named(id) => match (self.api.type_def(*id).map(|def| &def.kind), self.table(*id)) {
                    (Some(TypeKind::Alias(target)), _) => target,
                    (Some(TypeKind::Struct(shape)), Table::Record(table)) => {
                        return Resolved::Known(*id, Known::Record(shape, table));
                    }
                    (Some(TypeKind::Union(union)), Table::Union(plan)) => {
                        return Resolved::Known(*id, Known::Union(union, plan));
                    }
                    (Some(TypeKind::Enum(list)), _) => {
                        return Resolved::Known(*id, Known::Enum(&list.members));
                    }
                    (Some(TypeKind::ScalarEnum(list)), _) => {
                        return Resolved::Known(*id, Known::ScalarEnum(&list.members));
                    }
                    _ => break,
                },
            };
        }
        Resolved::Scalar(Scalar::Json)
    }

    fn table(&self, id: TypeId) -> Table {
        self.tables.get(id.index()).copied().unwrap_or(Table::None)
    }

    /// What a value is checked against, as the runtime has it.
    pub(crate) fn rules(&self, rules: &IrRules) -> &'static Rules {
        if rules.is_empty() {
            return &Rules::NONE;
        }
        let mut known = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(rules) {
            return known;
        }
        let made: &'static Rules = keep(tables::rules(rules, self.schemas));
        known.insert(rules.clone(), made);
        made
    }
}

/// The words of a set of field indices.
fn bits(fields: &[Field], wanted: impl Fn(&Field) -> bool) -> &'static [u64] {
    let mut words = vec![0_u64; fields.len().div_ceil(64)];
    for (index, _) in fields.iter().enumerate().filter(|(_, field)| wanted(field)) {
        if let Some(word) = words.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }
    list(words)
}

/// The shape of a struct, which says the same as that of the generated record.
fn shape(api: &Api, def: &TypeDef, shape: &Struct, schemas: &'static Schemas) -> Shape {
    let fields = &shape.fields;
    let mut object = shape.rules.clone();
    if let Extra::Keep { rules, .. } = &shape.extra
        && !rules.is_empty()
    {
        object.items = Some(Box::new(rules.clone()));
    }
    let checked = fields.iter().enumerate().filter(|(_, field)| !field.rules.is_empty());
    Shape {
        name: text(def.ident.as_str()),
        keys: list(fields.iter().map(|field| text(field.json_name.as_str()))),
        required: bits(fields, is_required),
        optional: bits(fields, |field| matches!(field.presence, Presence::Optional | Presence::Patch)),
        nullable: bits(fields, |field| {
            !matches!(field.presence, Presence::Required | Presence::Optional) || is_null(api, &field.ty)
        }),
        read_only: bits(fields, |field| field.sent_by == Some(Side::Server)),
        write_only: bits(fields, |field| field.sent_by == Some(Side::Client)),
        closed: matches!(shape.extra, Extra::Refuse),
        rules: list(checked.map(|(index, field)| (index, tables::rules(&field.rules, schemas)))),
        object_rules: keep(tables::rules(&object, schemas)),
    }
}

/// Whether a property has to be there.
pub(crate) fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::RequiredNullable)
}

/// Whether null is a value of a type: any JSON value may be null whether or not the document says so.
pub(super) fn is_null(api: &Api, ty: &TypeRef) -> bool {
    let mut ty = ty;
    for _ in 0..DEEPEST {
        match ty {
            TypeRef::Scalar(Scalar::Json) | TypeRef::Nullable(_) => return true,
            TypeRef::Named(id) => match api.type_def(*id).map(|def| &def.kind) {
                Some(TypeKind::Alias(target)) => ty = target,
                found => return found.is_none(),
            },
            _ => return false,
        }
    }
    false
}

fn plan(def: &TypeDef, union: &Union, schemas: &'static Schemas) -> Plan {
    let cases = union
        .plan
        .cases
        .iter()
        .map(|case| Case { variant: case.variant, when: list(case.conditions.iter().map(when)) });
    let checked = union.variants.iter().enumerate().filter(|(_, variant)| !variant.rules.is_empty());
    Plan {
        name: text(def.ident.as_str()),
        keyword: if union.exclusive { "oneOf" } else { "anyOf" },
        cases: list(cases),
        rules: list(checked.map(|(index, variant)| (index, tables::rules(&variant.rules, schemas)))),
    }
}

fn when(condition: &Condition) -> When {
    match condition {
        Condition::Is(ty) => When::Is(json_type(*ty)),
        Condition::Has(key) => When::Has(text(key.as_str())),
        Condition::KeyIs(key, value) => When::KeyIs(text(key.as_str()), text(value)),
        Condition::KeyIsJson(key, value) => When::KeyIsJson(text(key.as_str()), text(&value.0)),
        Condition::KeyHasType(key, ty) => When::KeyHasType(text(key.as_str()), json_type(*ty)),
        Condition::Equals(value) => When::Equals(text(value)),
        Condition::EqualsJson(value) => When::EqualsJson(text(&value.0)),
        Condition::ItemHasType(ty) => When::ItemHasType(json_type(*ty)),
        Condition::Format(format) => When::Format(text(format)),
    }
}

fn json_type(ty: IrType) -> JsonType {
    match ty {
        IrType::Null => JsonType::Null,
        IrType::Boolean => JsonType::Boolean,
        IrType::Integer => JsonType::Integer,
        IrType::Number => JsonType::Number,
        IrType::String => JsonType::String,
        IrType::Array => JsonType::Array,
        IrType::Object => JsonType::Object,
    }
}
