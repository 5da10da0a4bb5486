//! What generated code says once a type.

/// Makes a [`Record`](crate::codec::Record) a value that is read, written, checked and shown.
#[macro_export]
macro_rules! record {
    ($name:ident) => {
        impl $crate::codec::Wire for $name {
            #[inline]
            fn blank() -> Self {
                <Self as $crate::codec::Record>::blank()
            }
            #[inline]
            fn read(
                &mut self,
                reader: &mut $crate::codec::Reader<'_>,
            ) -> ::std::result::Result<(), $crate::codec::Fault> {
                $crate::codec::read_record(self, reader)
            }
            #[inline]
            fn write(&self, writer: &mut $crate::codec::Writer) {
                $crate::codec::write_record(self, writer);
            }
            #[inline]
            fn check(&self, rules: &$crate::codec::Rules, checker: &mut $crate::codec::Checker) {
                $crate::codec::check_record(self, rules, checker);
            }
        }
        $crate::__model!($name, <$name as $crate::codec::Record>::SHAPE.name);
    };
}

/// Makes a [`UnionType`](crate::codec::UnionType) a value that is read, written, checked and shown.
#[macro_export]
macro_rules! union {
    ($name:ident) => {
        impl $crate::codec::Wire for $name {
            #[inline]
            fn blank() -> Self {
                $crate::codec::blank_union()
            }
            #[inline]
            fn read(
                &mut self,
                reader: &mut $crate::codec::Reader<'_>,
            ) -> ::std::result::Result<(), $crate::codec::Fault> {
                $crate::codec::read_union(self, reader)
            }
            #[inline]
            fn write(&self, writer: &mut $crate::codec::Writer) {
                $crate::codec::UnionType::variant(self).write(writer);
            }
            #[inline]
            fn check(&self, rules: &$crate::codec::Rules, checker: &mut $crate::codec::Checker) {
                $crate::codec::check_union(self, rules, checker);
            }
        }
        $crate::__model!($name, <$name as $crate::codec::UnionType>::PLAN.name);
    };
}

/// Makes a [`StringEnum`](crate::codec::StringEnum) a value that is read, written and shown.
#[macro_export]
macro_rules! string_enum {
    ($name:ident) => {
        impl $crate::codec::Wire for $name {
            #[inline]
            fn blank() -> Self {
                $crate::codec::blank_enum()
            }
            #[inline]
            fn read(
                &mut self,
                reader: &mut $crate::codec::Reader<'_>,
            ) -> ::std::result::Result<(), $crate::codec::Fault> {
                $crate::codec::read_enum(self, reader)
            }
            #[inline]
            fn write(&self, writer: &mut $crate::codec::Writer) {
                writer.text($crate::codec::StringEnum::as_text(self));
            }
        }
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::codec::debug_json(<Self as $crate::codec::StringEnum>::NAME, self, formatter)
            }
        }
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad($crate::codec::StringEnum::as_text(self))
            }
        }
        impl ::std::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                $crate::codec::StringEnum::as_text(self)
            }
        }
        impl ::std::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                $crate::codec::StringEnum::as_text(self) == other
            }
        }
        impl ::std::convert::TryFrom<&str> for $name {
            type Error = $crate::codec::NotAMember;
            #[inline]
            fn try_from(text: &str) -> ::std::result::Result<Self, $crate::codec::NotAMember> {
                $crate::codec::member(text)
                    .ok_or($crate::codec::NotAMember::of(<Self as $crate::codec::StringEnum>::NAME))
            }
        }
        $crate::__serde!($name);
    };
}

/// What records and unions share.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($name:ident, $text:expr) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::codec::debug_json($text, self, formatter)
            }
        }
        impl $name {
            /// Checks what the document says beyond types.
            ///
            /// # Errors
            ///
            /// When something does not hold: everything that does not.
            #[inline]
            pub fn validate(&self) -> ::std::result::Result<(), ::std::vec::Vec<$crate::Violation>> {
                $crate::codec::validated(self)
            }
        }
        $crate::__serde!($name);
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
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::codec::serde_bridge::serialize(self, serializer)
            }
        }
        impl<'de> $crate::serde_core::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
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
