//! What generated code says once a type.

/// Makes a struct a value that is read, written, checked, compared and shown, and gives it its constructor and setters.
///
/// ```text
/// rt::record! {
///     Payment(id => String, amount: i64) {     // what `new` takes
///         "id" id,
///         "amount" amount,
///         "count" count: i32,                  // a setter that takes the value of an `Option`
///         "note" note => rt::Patch<String>,    // a setter that takes whatever becomes the field
///         ..extra                              // the map of other properties
///     }
///     required: &[0b11],                       // the rest of the `Shape`
/// }
/// ```
#[macro_export]
macro_rules! record {
    (
        $name:ident ( $($arg:ident $(: $arg_type:ty)? $(=> $arg_field:ty)?),* $(,)? ) {
            $($key:literal $field:ident $(: $value:ty)? $(=> $whole:ty)?,)*
            $(..$extra:ident)?
        }
        $($option:ident : $setting:expr,)*
    ) => {
        impl $name {
            /// A value with what is required; everything else is absent.
            #[inline]
            #[must_use]
            pub fn new($($arg: $($arg_type)? $(impl $crate::codec::Given<$arg_field>)?),*) -> Self {
                #[allow(unused_mut)]
                let mut value: Self = $crate::codec::Record::blank();
                $(value.$arg = $crate::codec::Given::given($arg);)*
                value
            }
            $(
                $(
                    /// Sets the field of this name.
                    #[inline]
                    #[must_use]
                    pub fn $field(mut self, value: $value) -> Self {
                        self.$field = ::core::option::Option::Some(value);
                        self
                    }
                )?
                $(
                    /// Sets the field of this name.
                    #[inline]
                    #[must_use]
                    pub fn $field(mut self, value: impl $crate::codec::Given<$whole>) -> Self {
                        self.$field = $crate::codec::Given::given(value);
                        self
                    }
                )?
            )*
            $crate::__validate!();
        }
        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::codec::copied(self)
            }
        }
        impl $crate::codec::Model for $name {
            type Kind = $crate::codec::RecordKind;
        }
        impl $crate::codec::Record for $name {
            const SHAPE: &'static $crate::codec::Shape = &$crate::codec::Shape {
                name: ::core::stringify!($name),
                keys: &[$($key),*],
                $($option: $setting,)*
                ..$crate::codec::Shape::OPEN
            };
            #[inline]
            fn blank() -> Self {
                Self { $($field: $crate::codec::Wire::blank(),)* $($extra: $crate::codec::Wire::blank(),)? }
            }
            #[inline]
            fn fields(&self, show: $crate::codec::Show<'_>) {
                show.fields(&[$(&self.$field,)* $(&self.$extra)?]);
            }
            #[inline]
            fn fields_mut(&mut self, show: $crate::codec::ShowMut<'_>) {
                show.fields(&mut [$(&mut self.$field,)* $(&mut self.$extra)?]);
            }
        }
        $crate::__model!($name);
    };
}

/// An enum of which each variant holds a value of another type, and the plan that tells them apart.
///
/// ```text
/// rt::union! {
///     pub enum Source {
///         Card(Card) = 0,
///         Text(String) = 1,
///     }
///     0 if KeyIs("object", "card"),
///     1 if Is(String),
///     rules: &[],
/// }
/// ```
#[macro_export]
macro_rules! union {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$note:meta])* $variant:ident($ty:ty) = $index:literal,)*
        }
        $($case:literal if $($when:ident($($what:expr),*)),*;)*
        $(keyword: $keyword:literal,)?
        $(rules: $rules:expr,)?
    ) => {
        $(#[$attribute])*
        #[non_exhaustive]
        pub enum $name {
            $($(#[$note])* $variant($ty),)*
            /// A value of none of the types above; it is kept and written back.
            Unknown($crate::Unknown<$crate::Json>),
        }
        impl $name {
            $crate::__validate!();
        }
        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::codec::copied(self)
            }
        }
        impl $crate::codec::Model for $name {
            type Kind = $crate::codec::UnionKind;
        }
        impl $crate::codec::UnionType for $name {
            const PLAN: &'static $crate::codec::Plan = {
                #[allow(unused_imports)]
                use $crate::codec::{JsonType::*, When::*};
                &$crate::codec::Plan {
                    name: ::core::stringify!($name),
                    cases: &[$($crate::codec::Case { variant: $case, when: &[$($when($($what),*)),*] }),*],
                    $(keyword: $keyword,)?
                    $(rules: $rules,)?
                    ..$crate::codec::Plan::NONE
                }
            };
            #[inline]
            fn of_variant(variant: usize, other: $crate::Unknown<$crate::Json>) -> Self {
                match variant {
                    $($index => Self::$variant($crate::codec::Wire::blank()),)*
                    _ => Self::Unknown(other),
                }
            }
            #[inline]
            fn variant(&self) -> (::core::option::Option<usize>, &dyn $crate::codec::Wire) {
                match self {
                    $(Self::$variant(value) => (::core::option::Option::Some($index), value),)*
                    Self::Unknown(value) => (::core::option::Option::None, value.get()),
                }
            }
            #[inline]
            fn variant_mut(&mut self) -> &mut dyn $crate::codec::Wire {
                match self {
                    $(Self::$variant(value) => value,)*
                    Self::Unknown(value) => value.held_mut(),
                }
            }
        }
        $crate::__model!($name);
    };
}

/// An enum whose values are strings. Where others may be received, the variant that keeps them follows: `else Unknown`.
#[macro_export]
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$note:meta])* $variant:ident = $text:literal,)*
        }
        $(else $other:ident)?
    ) => {
        $(#[$attribute])*
        #[derive(::core::clone::Clone)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$note])* $variant,)*
            $(
                /// A value that the document does not name; it is kept and written back.
                $other($crate::Unknown),
            )?
        }
        impl $name {
            /// The value as it is written in JSON.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    $(Self::$other(value) => value.as_str(),)?
                }
            }
        }
        impl $crate::codec::Model for $name {
            type Kind = $crate::codec::StringEnumKind;
        }
        impl $crate::codec::StringEnum for $name {
            const MEMBERS: &'static $crate::codec::Members<Self> = &$crate::codec::Members {
                name: ::core::stringify!($name),
                values: &[$(Self::$variant),*],
                text: Self::as_str,
                unknown: $crate::__unknown!($($other)?),
            };
        }
        impl ::core::cmp::Eq for $name {}
        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state);
            }
        }
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }
        $crate::__model!($name);
    };
}

/// The variant that keeps what the document does not name, if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __unknown {
    () => {
        ::core::option::Option::None
    };
    ($other:ident) => {
        ::core::option::Option::Some(Self::$other)
    };
}

/// What records, unions and enums share.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($name:ident) => {
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::codec::same(self, other)
            }
        }
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::codec::debug_json(::core::stringify!($name), self, formatter)
            }
        }
        $crate::__serde!($name);
    };
}

/// The method that checks a record or union.
#[doc(hidden)]
#[macro_export]
macro_rules! __validate {
    () => {
        /// Checks what the document says beyond types.
        ///
        /// # Errors
        ///
        /// When something does not hold: everything that does not.
        #[inline]
        pub fn validate(&self) -> ::core::result::Result<(), ::std::vec::Vec<$crate::Violation>> {
            $crate::codec::validated(self)
        }
    };
}

// The feature is this crate's, and a condition inside of a macro would ask for one of the user's crate.
/// The bridge to serde, when this crate has it.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {
        impl $crate::serde_core::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::codec::serde_bridge::serialize(self, serializer)
            }
        }
        impl<'de> $crate::serde_core::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::codec::serde_bridge::deserialize(deserializer)
            }
        }
    };
}

/// The bridge to serde, when this crate does not have it.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {};
}
