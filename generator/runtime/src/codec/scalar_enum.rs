//! Enums whose values are scalars that are not all strings.

use super::model::Codec;
use super::string_enum::not_allowed;
use super::{Atom, Fault, Json, Mode, Reader, Unknown, View, ViewMut, Wire, Writer, cast, exact, take};

/// An enum whose values are numbers, or scalars of several types.
pub trait ScalarEnum: Wire + Clone {
    /// What holds any value.
    type Value: Wire + Clone;
    /// The enum's name.
    const NAME: &'static str;
    /// The values that the document names.
    const VALUES: &'static [Self];

    /// The value as the document writes it in JSON, or a value that it does not name.
    fn json(&self) -> Result<&'static str, &Self::Value>;

    /// The variant for a value that the document does not name.
    fn unknown(value: Unknown<Self::Value>) -> Self;
}

/// The [`Kind`](super::Model::Kind) of scalar enums.
#[derive(Debug)]
pub struct ScalarEnumKind;

impl<T: ScalarEnum> Codec<T> for ScalarEnumKind {
    fn blank() -> T {
        T::unknown(Unknown(T::Value::blank()))
    }

    fn view(value: &T) -> View<'_> {
        View::Atom(value)
    }

    fn view_mut(value: &mut T) -> ViewMut<'_> {
        ViewMut::Atom(value)
    }

    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let found: Json = reader.value()?;
        let known = T::VALUES.iter().find(|member| member.json().is_ok_and(|text| is_scalar(&found, text)));
        *value = match known {
            Some(known) => known.clone(),
            None if reader.is_strict() => return Err(not_allowed()),
            None => T::unknown(Unknown(held(&found)?)),
        };
        Ok(())
    }

    fn write(value: &T, writer: &mut Writer) {
        match value.json() {
            Ok(text) => writer.raw(text),
            Err(other) => other.write(writer),
        }
    }
}

impl<T: ScalarEnum> Atom for T {
    fn same(&self, other: &dyn Atom) -> bool {
        match (self.json(), cast::<T>(other).map(ScalarEnum::json)) {
            (Ok(one), Some(Ok(other))) => one == other,
            (Err(one), Some(Err(other))) => super::same(one, other),
            _ => false,
        }
    }

    fn copy(&mut self, other: &dyn Atom) {
        take(self, other);
    }
}

/// The value of an enum, in the type that holds any of them.
#[must_use]
pub fn value_of<T: ScalarEnum>(value: &T) -> T::Value {
    match value.json() {
        Ok(text) => super::decode(text.as_bytes(), Mode::Lenient).unwrap_or_else(|_| T::Value::blank()),
        Err(other) => other.clone(),
    }
}

/// Whether a value is the one that a JSON text stands for. Numbers are compared as such: `1.0` is 1.
#[must_use]
pub fn is_scalar(found: &Json, text: &str) -> bool {
    match found {
        Json::Null => text == "null",
        Json::Bool(value) => text == if *value { "true" } else { "false" },
        Json::Number(number) => exact::same(number.as_str(), text),
        Json::String(_) => {
            super::decode::<Json>(text.as_bytes(), Mode::Lenient).is_ok_and(|value| value == *found)
        }
        Json::Array(_) | Json::Object(_) => false,
    }
}

/// A value that no member is, as the type that holds it.
fn held<T: Wire>(found: &Json) -> Result<T, Fault> {
    let text = super::encode(found).unwrap_or_default();
    super::decode(&text, Mode::Lenient)
        .map_err(|error: super::DecodeError| Fault::new(error.keyword(), error.message().to_owned()))
}

/// An enum whose values are scalars; `Unknown` keeps what the document does not name.
///
/// ```text
/// rt::scalar_enum! {
///     pub enum Status: i64 {
///         N1 = "1",
///         N2 = "2",
///     }
/// }
/// ```
#[macro_export]
macro_rules! scalar_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident : $value:ty {
            $($(#[$note:meta])* $variant:ident = $text:literal,)*
        }
    ) => {
        $(#[$attribute])*
        #[derive(::core::clone::Clone)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$note])* $variant,)*
            /// A value that the document does not name; it is kept and written back.
            Unknown($crate::Unknown<$value>),
        }
        impl $name {
            /// The value that stands in JSON.
            #[must_use]
            pub fn value(&self) -> $value {
                $crate::codec::value_of(self)
            }
        }
        impl $crate::codec::Model for $name {
            type Kind = $crate::codec::ScalarEnumKind;
        }
        impl $crate::codec::ScalarEnum for $name {
            type Value = $value;
            const NAME: &'static str = ::core::stringify!($name);
            const VALUES: &'static [Self] = &[$(Self::$variant),*];
            #[inline]
            fn json(&self) -> ::core::result::Result<&'static str, &$value> {
                match self {
                    $(Self::$variant => ::core::result::Result::Ok($text),)*
                    Self::Unknown(value) => ::core::result::Result::Err(value.get()),
                }
            }
            #[inline]
            fn unknown(value: $crate::Unknown<$value>) -> Self {
                Self::Unknown(value)
            }
        }
        $crate::__model!($name);
    };
}
