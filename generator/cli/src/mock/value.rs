//! A value of a type that is known only when the program runs. It is read, written and checked by the loops of the
//! runtime, so that every verdict is that of the generated type.

use super::model::{Known, Model, Resolved, is_null};
use specwright::ir::{Extra, Field, Presence, Scalar, TypeRef, Union};
use specwright_runtime::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use specwright_runtime::codec::dynamic::{Fields, Items, Members, Variants, is_scalar, not_allowed};
use specwright_runtime::codec::{Atom, Entries, Fault, Plan, Reader, Shape, View, ViewMut, Wire, Writer};
use specwright_runtime::rust_decimal::Decimal;
use specwright_runtime::uuid::Uuid;
use specwright_runtime::{Base64, File, Json, JsonText, Number};
use std::collections::HashMap;

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
    Record(Row),
    Union(Alternative),
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
            Resolved::JsonText(inner) => {
                let mut text = JsonText(Self::new(model, inner));
                text.read(reader)?;
                Ok(Held::Scalar(Box::new(text)))
            }
            Resolved::Vec(item) => {
                let mut list = List { model, item, values: Vec::new() };
                ViewMut::List(&mut list).read(reader)?;
                Ok(Held::List(list))
            }
            Resolved::Tuple(members) => {
                let mut tuple = Tuple(members.iter().map(|member| Self::new(model, member)).collect());
                ViewMut::Tuple(&mut tuple).read(reader)?;
                Ok(Held::Tuple(tuple))
            }
            Resolved::Map(value) => {
                let mut table = Table::new(model, value);
                ViewMut::Map(&mut table).read(reader)?;
                Ok(Held::Table(table))
            }
            Resolved::Known(_, Known::Record(of, shape)) => {
                let mut values: Vec<Self> = of.fields.iter().map(|field| Self::field(model, field)).collect();
                if let Extra::Keep { value, .. } = &of.extra {
                    let held = Held::Table(Table::new(model, value));
                    values.push(Self { ty: Some((model, value)), null: Null::Plain, held });
                }
                let mut row = Row { shape, values };
                ViewMut::Record(&mut row).read(reader)?;
                Ok(Held::Record(row))
            }
            Resolved::Known(_, Known::Union(union, plan)) => {
                let mut alternative =
                    Alternative { model, union, plan, variant: None, value: Box::new(Self::blank()) };
                ViewMut::Union(&mut alternative).read(reader)?;
                Ok(Held::Union(alternative))
            }
            Resolved::Known(_, Known::Enum(members)) => {
                let is_strict = reader.is_strict();
                let text = reader.text()?;
                if is_strict && !members.iter().any(|(_, name)| name.as_str() == text) {
                    return Err(not_allowed());
                }
                Ok(Held::Scalar(Box::new(text.to_owned())))
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

    fn view(&self) -> View<'_> {
        match &self.held {
            Held::Blank if self.null == Null::Plain => View::Null,
            Held::Null if self.null != Null::Nothing => View::Null,
            Held::Blank | Held::Null => View::Absent,
            Held::Scalar(value) => value.view(),
            Held::Record(row) => View::Record(row),
            Held::Union(alternative) => View::Union(alternative),
            Held::List(list) => View::List(list),
            Held::Tuple(tuple) => View::List(tuple),
            Held::Table(table) => View::Map(table),
        }
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        match self {
            // The map of other properties is there before they are read.
            Self { held: Held::Table(table), .. } => ViewMut::Map(table),
            value => ViewMut::Atom(value),
        }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let is_null = self.null != Null::Plain && reader.null()?;
        self.held = if is_null { Held::Null } else { self.take(reader)? };
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        self.view().write(writer);
    }

    fn is_absent(&self) -> bool {
        matches!(self.view(), View::Absent)
    }
}

impl Atom for Value {
    fn same(&self, other: &dyn Atom) -> bool {
        let text = |value: &dyn Atom| {
            let mut writer = Writer::new();
            value.write(&mut writer);
            writer.finish()
        };
        text(self) == text(other)
    }
}

/// The fields of a record, and then the map of other properties where there is one.
struct Row {
    shape: &'static Shape,
    values: Vec<Value>,
}

impl Fields for Row {
    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn is_plain(&self) -> bool {
        false
    }

    fn show(&self, show: &mut dyn FnMut(&[&dyn Wire])) {
        show(&self.values.iter().map(|value| value as &dyn Wire).collect::<Vec<_>>());
    }

    fn show_mut(&mut self, show: &mut dyn FnMut(&mut [&mut dyn Wire])) {
        show(&mut self.values.iter_mut().map(|value| value as &mut dyn Wire).collect::<Vec<_>>());
    }
}

/// A value of a union, and the variant that it is of.
struct Alternative {
    model: &'static Model,
    union: &'static Union,
    plan: &'static Plan,
    variant: Option<usize>,
    value: Box<Value>,
}

impl Variants for Alternative {
    fn plan(&self) -> &'static Plan {
        self.plan
    }

    fn held(&self) -> (Option<usize>, &dyn Wire) {
        (self.variant, &*self.value)
    }

    fn choose(&mut self, variant: Option<usize>) -> &mut dyn Wire {
        let of = variant.and_then(|variant| self.union.variants.get(variant));
        self.variant = variant;
        *self.value = of.map_or_else(Value::blank, |of| Value::new(self.model, &of.ty));
        &mut *self.value
    }
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

    fn view(&self) -> View<'_> {
        View::Atom(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Atom(self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.0.read(reader)
    }

    fn write(&self, writer: &mut Writer) {
        self.0.write(writer);
    }
}

impl Atom for Listed {
    fn same(&self, other: &dyn Atom) -> bool {
        self.0.same(other)
    }
}

/// The elements of an array.
struct List {
    model: &'static Model,
    item: &'static TypeRef,
    values: Vec<Value>,
}

impl Items for List {
    fn count(&self) -> usize {
        self.values.len()
    }

    fn get(&self, index: usize) -> Option<&dyn Wire> {
        self.values.get(index).map(|value| value as &dyn Wire)
    }

    fn grow(&mut self) -> Option<&mut dyn Wire> {
        self.values.push(Value::new(self.model, self.item));
        self.values.last_mut().map(|value| value as &mut dyn Wire)
    }

    fn clear(&mut self) {
        self.values.clear();
    }
}

/// The members of a tuple.
struct Tuple(Vec<Value>);

impl Items for Tuple {
    fn count(&self) -> usize {
        self.0.len()
    }

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
    places: HashMap<Box<str>, usize>,
    entries: Vec<(Box<str>, Value)>,
}

impl Table {
    fn new(model: &'static Model, of: &'static TypeRef) -> Self {
        Self { model, of, places: HashMap::new(), entries: Vec::new() }
    }
}

impl Entries for Table {
    fn count(&self) -> usize {
        self.entries.len()
    }

    fn value(&self, key: &str) -> Option<&dyn Wire> {
        let (_, value) = self.entries.get(*self.places.get(key)?)?;
        Some(value)
    }

    fn entry(&self, at: usize) -> Option<(&str, &dyn Wire)> {
        let (key, value) = self.entries.get(at)?;
        Some((key, value))
    }

    fn grow(&mut self, key: Box<str>) -> Option<&mut dyn Wire> {
        self.places.insert(key.clone(), self.entries.len());
        self.entries.push((key, Value::new(self.model, self.of)));
        self.entries.last_mut().map(|(_, value)| value as &mut dyn Wire)
    }

    fn clear(&mut self) {
        self.places.clear();
        self.entries.clear();
    }
}
