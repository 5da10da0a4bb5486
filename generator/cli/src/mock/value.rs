//! A value of a type that is known only when the program runs. It is read, written and checked by the loops of the
//! runtime, so that every verdict is that of the generated type.

use super::model::{Known, Model, Resolved, is_null};
use specwright::ir::{Extra, Field, Presence, Scalar, TypeRef};
use specwright_runtime::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use specwright_runtime::codec::dynamic::{
    Items, Members, check_entries, check_fields, check_items, check_variant, is_scalar, not_allowed,
    read_entries, read_fields, read_items, read_members, select, write_entries, write_fields, write_items,
};
use specwright_runtime::codec::{Checker, Entries, Fault, Plan, Reader, Rules, Shape, Wire, Writer, encode};
use specwright_runtime::rust_decimal::Decimal;
use specwright_runtime::uuid::Uuid;
use specwright_runtime::{Base64, File, Json, Number};
use std::collections::HashSet;

/// A value, and the type that says how it is read.
pub(super) struct Value {
    /// None for any JSON value.
    ty: Option<(&'static Model, &'static TypeRef)>,
    null: Null,
    held: Held,
}

/// What becomes of `null`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Null {
    /// It is a value like any other, to be taken or refused by the type: `T`.
    Plain,
    /// It is no value: `Option<T>`.
    Nothing,
    /// It is told from what is absent: `Patch<T>`.
    Kept,
}

/// What was read.
enum Held {
    Blank,
    Null,
    Scalar(Box<dyn Wire>),
    /// The fields in the order of the shape, and then the map of other properties where there is one.
    Record(&'static Shape, Vec<Value>),
    Union(&'static Plan, Option<usize>, Box<Value>),
    List(List),
    Tuple(Tuple),
    Table(Table),
}

impl Value {
    /// A blank value of a type.
    pub(super) fn new(model: &'static Model, ty: &'static TypeRef) -> Self {
        Self { ty: Some((model, ty)), null: Null::Plain, held: Held::Blank }
    }

    /// A blank value that may be absent.
    pub(super) fn optional(model: &'static Model, ty: &'static TypeRef) -> Self {
        Self { null: Null::Nothing, ..Self::new(model, ty) }
    }

    fn field(model: &'static Model, field: &'static Field) -> Self {
        let null = match field.presence {
            Presence::Required => Null::Plain,
            Presence::Optional if is_null(&model.api, &field.ty) => Null::Kept,
            Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => Null::Nothing,
            Presence::Patch => Null::Kept,
        };
        Self { null, ..Self::new(model, &field.ty) }
    }

    /// Reads a value that is not null.
    fn take(&self, reader: &mut Reader<'_>) -> Result<Held, Fault> {
        let Some((model, ty)) = self.ty else { return scalar(Scalar::Json, reader) };
        match model.resolve(ty) {
            Resolved::Scalar(kind) => scalar(kind, reader),
            Resolved::Nullable(inner) => {
                let mut value = Self::optional(model, inner);
                value.read(reader)?;
                Ok(value.held)
            }
            Resolved::Vec(item) => {
                let mut list = List { model, item, values: Vec::new() };
                read_items(&mut list, reader)?;
                Ok(Held::List(list))
            }
            Resolved::Tuple(members) => {
                let mut tuple = Tuple(members.iter().map(|member| Self::new(model, member)).collect());
                read_members(&mut tuple, reader)?;
                Ok(Held::Tuple(tuple))
            }
            Resolved::Map(value) => {
                let mut table = Table::new(model, value);
                read_entries(&mut table, reader)?;
                Ok(Held::Table(table))
            }
            Resolved::Known(_, Known::Record(of, shape)) => {
                let mut values: Vec<Self> = of.fields.iter().map(|field| Self::field(model, field)).collect();
                if let Extra::Keep { value, .. } = &of.extra {
                    let held = Held::Table(Table::new(model, value));
                    values.push(Self { ty: Some((model, value)), null: Null::Plain, held });
                }
                let mut fields: Vec<&mut dyn Wire> =
                    values.iter_mut().map(|value| value as &mut dyn Wire).collect();
                read_fields(&mut fields, shape, reader)?;
                Ok(Held::Record(shape, values))
            }
            Resolved::Known(_, Known::Union(union, plan)) => {
                let variant = select(plan, reader)?;
                let mut value = match variant.and_then(|variant| union.variants.get(variant)) {
                    Some(variant) => Self::new(model, &variant.ty),
                    None => Self::blank(),
                };
                value.read(reader)?;
                Ok(Held::Union(plan, variant, Box::new(value)))
            }
            Resolved::Known(_, Known::Enum(members)) => {
                let is_strict = reader.is_strict();
                let text = reader.text()?;
                if is_strict && !members.iter().any(|(_, name)| name.as_str() == text) {
                    return Err(not_allowed());
                }
                Ok(Held::Scalar(Box::new(Listed(Json::String(text.to_owned())))))
            }
            Resolved::Known(_, Known::ScalarEnum(members)) => {
                let found: Json = reader.value()?;
                let is_known = members.iter().any(|(_, member)| is_scalar(&found, &member.0));
                if reader.is_strict() && !is_known {
                    return Err(not_allowed());
                }
                Ok(Held::Scalar(Box::new(Listed(found))))
            }
        }
    }
}

impl Wire for Value {
    fn blank() -> Self {
        Self { ty: None, null: Null::Plain, held: Held::Blank }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let is_null = self.null != Null::Plain && reader.null()?;
        self.held = if is_null { Held::Null } else { self.take(reader)? };
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        match &self.held {
            Held::Blank | Held::Null => writer.raw("null"),
            Held::Scalar(value) => value.as_ref().write(writer),
            Held::Record(shape, values) => write_fields(&fields(values), shape, writer),
            Held::Union(_, _, value) => value.write(writer),
            Held::List(list) => write_items(list, writer),
            Held::Tuple(tuple) => write_items(tuple, writer),
            Held::Table(table) => write_entries(table, writer),
        }
    }

    fn is_absent(&self) -> bool {
        match self.held {
            Held::Blank => self.null != Null::Plain,
            Held::Null => self.null == Null::Nothing,
            _ => false,
        }
    }

    fn check(&self, rules: &Rules, checker: &mut Checker) {
        match &self.held {
            Held::Blank | Held::Null => {}
            Held::Scalar(value) => value.as_ref().check(rules, checker),
            Held::Record(shape, values) => check_fields(&fields(values), shape, rules, checker),
            Held::Union(plan, variant, value) => {
                check_variant(plan, (*variant, &**value), rules, checker);
            }
            Held::List(list) => check_items(list, list.values.len(), rules, checker),
            Held::Tuple(tuple) => check_items(tuple, tuple.0.len(), rules, checker),
            Held::Table(table) => check_entries(table, table.values.len(), rules, checker),
        }
    }

    fn same(&self, other: &dyn Wire) -> bool {
        encode(self) == encode(other)
    }

    fn entries(&self) -> Option<&dyn Entries> {
        if let Held::Table(table) = &self.held { Some(table) } else { None }
    }

    fn entries_mut(&mut self) -> Option<&mut dyn Entries> {
        if let Held::Table(table) = &mut self.held { Some(table) } else { None }
    }
}

fn fields(values: &[Value]) -> Vec<&dyn Wire> {
    values.iter().map(|value| value as &dyn Wire).collect()
}

/// Reads a value of a type that every API shares.
fn scalar(kind: Scalar, reader: &mut Reader<'_>) -> Result<Held, Fault> {
    fn of<T: Wire>(reader: &mut Reader<'_>) -> Result<Box<dyn Wire>, Fault> {
        Ok(Box::new(reader.value::<T>()?))
    }
    let value = match kind {
        Scalar::String => of::<String>(reader),
        Scalar::Boolean => of::<bool>(reader),
        Scalar::I8 => of::<i8>(reader),
        Scalar::I16 => of::<i16>(reader),
        Scalar::I32 => of::<i32>(reader),
        Scalar::I64 => of::<i64>(reader),
        Scalar::U8 => of::<u8>(reader),
        Scalar::U16 => of::<u16>(reader),
        Scalar::U32 => of::<u32>(reader),
        Scalar::U64 => of::<u64>(reader),
        Scalar::F32 => of::<f32>(reader),
        Scalar::F64 => of::<f64>(reader),
        Scalar::Decimal => of::<Decimal>(reader),
        Scalar::Number => of::<Number>(reader),
        Scalar::Uuid => of::<Uuid>(reader),
        Scalar::DateTime => of::<DateTime<FixedOffset>>(reader),
        Scalar::LocalDateTime => of::<NaiveDateTime>(reader),
        Scalar::Date => of::<NaiveDate>(reader),
        Scalar::Base64 => of::<Base64>(reader),
        Scalar::File => of::<File>(reader),
        Scalar::Json => of::<Json>(reader),
    };
    value.map(Held::Scalar)
}

/// A value out of a list: nothing more is asked of it.
struct Listed(Json);

impl Wire for Listed {
    fn blank() -> Self {
        Self(Json::Null)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.0.read(reader)
    }

    fn write(&self, writer: &mut Writer) {
        self.0.write(writer);
    }

    fn same(&self, other: &dyn Wire) -> bool {
        encode(self) == encode(other)
    }
}

/// The elements of an array.
struct List {
    model: &'static Model,
    item: &'static TypeRef,
    values: Vec<Value>,
}

impl Items for List {
    fn get(&self, index: usize) -> Option<&dyn Wire> {
        self.values.get(index).map(|value| value as &dyn Wire)
    }

    fn grow(&mut self) -> Option<&mut dyn Wire> {
        self.values.push(Value::new(self.model, self.item));
        self.values.last_mut().map(|value| value as &mut dyn Wire)
    }
}

/// The members of a tuple.
struct Tuple(Vec<Value>);

impl Items for Tuple {
    fn get(&self, index: usize) -> Option<&dyn Wire> {
        self.0.get(index).map(|value| value as &dyn Wire)
    }
}

impl Members for Tuple {
    fn member(&mut self, index: usize) -> Option<&mut dyn Wire> {
        self.0.get_mut(index).map(|value| value as &mut dyn Wire)
    }
}

/// Keys and their values.
struct Table {
    model: &'static Model,
    of: &'static TypeRef,
    known: HashSet<Box<str>>,
    keys: Vec<Box<str>>,
    values: Vec<Value>,
}

impl Table {
    fn new(model: &'static Model, of: &'static TypeRef) -> Self {
        Self { model, of, known: HashSet::new(), keys: Vec::new(), values: Vec::new() }
    }
}

impl Entries for Table {
    fn has(&self, key: &str) -> bool {
        self.known.contains(key)
    }

    fn grow(&mut self, key: Box<str>) -> Option<&mut dyn Wire> {
        self.known.insert(key.clone());
        self.keys.push(key);
        self.values.push(Value::new(self.model, self.of));
        self.values.last_mut().map(|value| value as &mut dyn Wire)
    }

    fn entry(&self, at: usize) -> Option<(&str, &dyn Wire)> {
        Some((self.keys.get(at)?, self.values.get(at)?))
    }
}
