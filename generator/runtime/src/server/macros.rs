//! What a generated server says once an operation.

/// A trait of operations; a method that is not written answers 501.
///
/// ```text
/// rt::service! {
///     pub trait Payments {
///         get_payment(GetPaymentInput) -> GetPaymentResponse;
///     }
/// }
/// ```
#[macro_export]
macro_rules! service {
    (
        $(#[$attribute:meta])*
        pub trait $name:ident {
            $($(#[$note:meta])* $method:ident($input:ty) -> $answer:ty;)*
        }
    ) => {
        $(#[$attribute])*
        pub trait $name: ::core::marker::Send + ::core::marker::Sync + 'static {
            $(
                $(#[$note])*
                #[inline]
                fn $method(
                    &self,
                    input: $input,
                ) -> impl ::core::future::Future<
                    Output = ::core::result::Result<$answer, $crate::server::Problem>,
                > + ::core::marker::Send {
                    $crate::server::not_implemented(input)
                }
            )*
        }
    };
}

/// A trait that decides on the credentials of a security scheme: `key`, `token`, `password`, or `transport` where a request
/// carries none itself.
///
/// ```text
/// rt::scheme! {
///     pub trait ApiTokenAuth: key;
/// }
/// ```
#[macro_export]
macro_rules! scheme {
    ($(#[$attribute:meta])* pub trait $name:ident: key;) => {
        $crate::__scheme! { $(#[$attribute])* $name(key: &$crate::server::Secret) }
    };
    ($(#[$attribute:meta])* pub trait $name:ident: token;) => {
        $crate::__scheme! { $(#[$attribute])* $name(token: $crate::server::BearerToken<'_>) }
    };
    ($(#[$attribute:meta])* pub trait $name:ident: password;) => {
        $crate::__scheme! { $(#[$attribute])* $name(login: $crate::server::UserPassword<'_>) }
    };
    ($(#[$attribute:meta])* pub trait $name:ident: transport;) => {
        $crate::__scheme! { $(#[$attribute])* $name(extensions: &$crate::server::Extensions) }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __scheme {
    ($(#[$attribute:meta])* $name:ident($credential:ident: $ty:ty)) => {
        $(#[$attribute])*
        ///
        /// A request without the credential never gets here, and of several that are needed together each is asked in
        /// turn. A secret is compared by `Secret::matches`, never by `==`: how long
        /// that takes tells how much of a guess is right.
        pub trait $name: ::core::marker::Send + ::core::marker::Sync + 'static {
            /// Decides on one request; `Attempt::note_caller` tells the handler who
            /// calls.
            fn authenticate(
                &self,
                $credential: $ty,
                attempt: $crate::server::Attempt<'_>,
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<(), $crate::server::Denied>,
            > + ::core::marker::Send;
        }
    };
}

/// What an operation is called with: `name: Type = index,` for a parameter, `name: Type,` for the body, or
/// `name: Type = content,` where it is one of several types; `optional` and `optional_content` where there need not be one.
#[macro_export]
macro_rules! input {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident {
            $($(#[$note:meta])* $field:ident: $ty:ty $(= $index:tt)?,)*
        }
    ) => {
        $(#[$attribute])*
        #[derive(::core::fmt::Debug)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$note])* pub $field: $ty,)*
            /// What else is known about the request.
            pub context: $crate::server::Context,
        }
        impl $crate::server::Input for $name {
            #[inline]
            fn read(request: &mut $crate::server::Request) -> Self {
                Self { $($field: $crate::__take!(request $(, $index)?),)* context: request.context() }
            }
        }
    };
}

/// Takes a parameter by its index, or else the body.
#[doc(hidden)]
#[macro_export]
macro_rules! __take {
    ($request:ident, content) => {
        $request.content()
    };
    ($request:ident, optional_content) => {
        $request.optional_content()
    };
    ($request:ident, optional) => {
        $request.optional_body()
    };
    ($request:ident, $index:literal) => {
        $request.parameter($index)
    };
    ($request:ident) => {
        $request.body()
    };
}

/// What an operation answers: its status, and how the body is written.
///
/// ```text
/// rt::answer! {
///     pub enum GetPaymentResponse {
///         Ok(body: models::Payment) => 200 json(&body),
///         NoContent => 204 empty(),
///         Accepted(headers: rt::server::Headers) => 202 empty() with headers,
///         Default(status: u16, body: models::Error) => status json(&body),
///     }
/// }
/// ```
#[macro_export]
macro_rules! answer {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $(
                $(#[$note:meta])*
                $variant:ident $(($($part:ident: $ty:ty),*))? => $code:tt $how:ident($($value:expr)?) $(with $headers:ident)?,
            )*
        }
    ) => {
        $(#[$attribute])*
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        pub enum $name {
            $($(#[$note])* $variant $(($($ty),*))?,)*
        }
        impl $crate::server::Answer for $name {
            #[inline]
            fn reply(
                self,
                checks: $crate::server::Checks,
            ) -> ::core::result::Result<$crate::server::Reply, $crate::server::Problem> {
                match self {
                    $(Self::$variant $(($($part),*))? => $crate::server::Reply::new($code).checking(checks).$how($($value)?)$(.and_then(|reply| reply.headers($headers)))?,)*
                }
            }
        }
    };
}
