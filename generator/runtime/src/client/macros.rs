//! What a generated client says once an operation.

/// A request: a type with a setter for each optional parameter, which is sent when it is awaited.
///
/// ```text
/// rt::request! {
///     pub struct ListPayments -> json models::List | ListPaymentsError {
///         limit: i64 = 2,
///         after: impl Into<String> as String = 3,
///         body: models::Filter,
///     }
/// }
/// ```
#[macro_export]
macro_rules! request {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident -> $how:ident $success:ty | $error:ty $(: $headers:ident)? {
            $($(#[$note:meta])* $setter:ident: $value:ty $(as $held:ty)? $(= $index:tt)?,)*
        }
    ) => {
        $(#[$attribute])*
        #[must_use = "a request is sent when it is awaited"]
        #[derive(::core::fmt::Debug)]
        pub struct $name {
            call: $crate::client::Call,
        }
        impl $name {
            $(
                $(#[$note])*
                #[inline]
                pub fn $setter(mut self, value: $value) -> Self {
                    $(let value: $held = ::core::convert::Into::into(value);)?
                    $crate::__give!(self.call, value $(, $index)?);
                    self
                }
            )*
            $(
                /// Sends it, and gives the status and the headers of a success as well.
                #[inline]
                pub fn $headers(self) -> $crate::client::Answering<$name> {
                    $crate::client::answering(self)
                }
            )?
        }
        impl $crate::client::Exchange for $name {
            type Success = $success;
            type Error = $error;
            type How = $crate::__how!($how);
            #[inline]
            fn call_mut(&mut self) -> &mut $crate::client::Call {
                &mut self.call
            }
        }
        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$success, $crate::client::Error<$error>>;
            type IntoFuture = $crate::client::Sending<$name>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                $crate::client::send(self)
            }
        }
    };
}

/// Gives a call a parameter by its index, or else its body: one of several types where it says `content`.
#[doc(hidden)]
#[macro_export]
macro_rules! __give {
    ($call:expr, $value:ident, content) => {
        $call.content(&$value)
    };
    ($call:expr, $value:ident, $index:literal) => {
        $call.parameter($index, &$value)
    };
    ($call:expr, $value:ident) => {
        $call.body(&$value)
    };
}

/// How a success is read.
#[doc(hidden)]
#[macro_export]
macro_rules! __how {
    (json) => {
        $crate::client::AsJson
    };
    (encoded) => {
        $crate::client::AsEncoded
    };
    (content) => {
        $crate::client::AsContent
    };
    (text) => {
        $crate::client::AsText
    };
    (bytes) => {
        $crate::client::AsBytes
    };
    (empty) => {
        $crate::client::AsNothing
    };
    (one_of) => {
        $crate::client::AsOutcome
    };
}

/// An enum of the responses that an operation documents: `Name(Type) = index how,`. Where any other status may come, the
/// variant for it follows: `else Undocumented`.
#[macro_export]
macro_rules! outcome {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$note:meta])* $variant:ident $(($ty:ty))? = $index:literal $($how:ident)?,)*
        }
        $(else $other:ident)?
    ) => {
        $(#[$attribute])*
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$note])* $variant $(($ty))?,)*
            $(
                /// A status that the document does not name.
                $other,
            )?
        }
        impl $crate::client::Outcome for $name {
            #[inline]
            fn read(
                index: ::core::option::Option<usize>,
                payload: &$crate::client::Payload,
            ) -> ::core::result::Result<Self, $crate::client::DecodeFailure> {
                let _ = payload;
                match index {
                    $(::core::option::Option::Some($index) => $crate::__outcome!($variant, payload $(, $how)?),)*
                    _ => $crate::__otherwise!($($other)?),
                }
            }
        }
    };
}

/// A variant of an outcome, read from a payload where it holds a body.
#[doc(hidden)]
#[macro_export]
macro_rules! __outcome {
    ($variant:ident, $payload:ident, $how:ident) => {
        $payload.$how().map(Self::$variant)
    };
    ($variant:ident, $payload:ident) => {
        ::core::result::Result::Ok(Self::$variant)
    };
}

/// What a status that is no variant becomes.
#[doc(hidden)]
#[macro_export]
macro_rules! __otherwise {
    () => {
        ::core::result::Result::Err($crate::client::DecodeFailure::undocumented())
    };
    ($other:ident) => {
        ::core::result::Result::Ok(Self::$other)
    };
}
