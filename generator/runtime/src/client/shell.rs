//! What a generated client is: the rows that vary by API, and everything that does not.

/// A client and its builder: how its variables in the environment start, and its base URL, if it has one.
///
/// ```text
/// rt::client! {
///     /// A client of the API.
///     pub struct Client -> ClientBuilder("PETS", "https://{region}.example.com") {
///         /// Where the API runs.
///         variable region("region", "eu"; "eu", "us"),
///         /// A key.
///         credential api_key(operations::API_KEY),
///         /// A user's name and password.
///         basic login(operations::LOGIN),
///         /// Tokens: where they are issued, and for which scopes.
///         credential tokens(operations::TOKENS, "https://example.com/token", "read write"),
///         /// Tokens of a provider of OpenID Connect.
///         credential provider(operations::PROVIDER, discovery "https://example.com", "read write"),
///     }
/// }
/// ```
#[macro_export]
macro_rules! client {
    (
        $(#[$attribute:meta])*
        pub struct $client:ident -> $builder:ident($prefix:literal $(, $url:literal)?) { $($settings:tt)* }
    ) => {
        $crate::__client! {
            $(#[$attribute])*
            pub struct $client -> $builder($prefix, "`BASE_URL`, and each variable") {
                $crate::client::Builder::new()$(.documented_url($url))?
            }
            {
                /// The URL that every path is appended to.
                base_url(url: impl ::core::convert::Into<::std::string::String>);
            }
            $($settings)*
        }
    };
}

/// A client that has no base URL: each call says where it goes, as webhooks do. Its rows are those of `client!`.
#[macro_export]
macro_rules! sender {
    (
        $(#[$attribute:meta])*
        pub struct $client:ident -> $builder:ident($prefix:literal) { $($settings:tt)* }
    ) => {
        $crate::__client! {
            $(#[$attribute])*
            pub struct $client -> $builder($prefix, "each variable") {
                $crate::client::Builder::without_base_url()
            }
            {}
            $($settings)*
        }
    };
}

/// A client and its builder, and what is said of its base URL.
#[doc(hidden)]
#[macro_export]
macro_rules! __client {
    (
        $(#[$attribute:meta])*
        pub struct $client:ident -> $builder:ident($prefix:literal, $named:literal) { $start:expr }
        { $($base_url:tt)* }
        $(
            $(#[$note:meta])*
            $kind:ident $method:ident($($value:tt)*),
        )*
    ) => {
        $(#[$attribute])*
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        pub struct $client {
            core: $crate::client::Core,
        }
        impl $client {
            /// Starts a client; the builder takes what it needs to call, such as credentials.
            pub fn builder() -> $builder {
                let builder = $start;
                $(let builder = $crate::__default!(builder, $kind $($value)*);)*
                $builder { builder }
            }
            /// A client by the environment of the process; see the method of that name of its builder.
            ///
            /// # Errors
            ///
            /// Where what is there does not make a client.
            pub fn from_env() -> ::core::result::Result<Self, $crate::client::BuildError> {
                Self::builder().from_env().build()
            }
        }
        /// What a client is built from.
        #[must_use]
        #[derive(::core::fmt::Debug)]
        pub struct $builder {
            builder: $crate::client::Builder,
        }
        impl $builder {
            $crate::__forward! {
                $($base_url)*
                /// The `User-Agent` that is sent; none where it is not called.
                user_agent(text: impl ::core::convert::Into<::std::string::String>);
                /// How long a call may take, all of its attempts and waits included; 90 seconds where it is not called.
                timeout(limit: ::core::time::Duration);
                /// How long an attempt may take, from the connection to the last byte read; 30 seconds where it is not
                /// called.
                attempt_timeout(limit: ::core::time::Duration);
                /// How long a connection may take; 10 seconds where it is not called. A transport that is given has its
                /// own limit.
                connect_timeout(limit: ::core::time::Duration);
                /// The largest body that is read, after it was decompressed; 16 MiB where it is not called.
                max_response_bytes(bytes: usize);
                /// How often requests are sent again, and when: twice where it is not called, and only where that does
                /// no harm.
                retries(retries: $crate::client::Retries);
                /// The header in which each request that is not idempotent carries a key of its own, so that it may be
                /// sent again. One that the document describes needs no call of this.
                idempotency_header(name: impl ::core::convert::Into<::std::string::String>);
                /// Compresses bodies of at least so many bytes by gzip; none where it is not called.
                compress_requests(from_bytes: usize);
                /// What is called before and after each attempt.
                hook(hook: impl $crate::client::Hook);
                /// What carries requests, in place of the default.
                transport(transport: impl $crate::client::Transport);
                /// What tells time, in place of the default.
                timer(timer: impl $crate::client::Timer);
            }
            $(
                $crate::__setting! { $(#[$note])* $kind $method($($value)*) }
            )*
            /// Takes from the environment of the process what is there, under names that start with
            #[doc = ::core::concat!("`", $prefix, "_`:")]
            #[doc = ::core::concat!(" ", $named, " and credential by the name of its method in upper case; a user's name and")]
            /// password by `USERNAME` and `PASSWORD` after that, OAuth 2.0 by `CLIENT_ID` with `CLIENT_SECRET`, or by
            /// `REFRESH_TOKEN`. What is called after this counts over it.
            pub fn from_env(mut self) -> Self {
                const SETTINGS: &[$crate::client::Setting] = &[
                    $($crate::__environment!($kind $method($($value)*)),)*
                ];
                self.builder = self.builder.environment($prefix, SETTINGS);
                self
            }
            /// The client.
            ///
            /// # Errors
            ///
            /// Where a base URL is needed and missing, or is none, or where a setting cannot be used.
            pub fn build(self) -> ::core::result::Result<$client, $crate::client::BuildError> {
                self.builder.build().map(|core| $client { core })
            }
        }
    };
}

/// Methods that hand their argument on.
#[doc(hidden)]
#[macro_export]
macro_rules! __forward {
    ($($(#[$note:meta])* $method:ident($argument:ident: $ty:ty);)*) => {
        $(
            $(#[$note])*
            pub fn $method(mut self, $argument: $ty) -> Self {
                self.builder = self.builder.$method($argument);
                self
            }
        )*
    };
}

/// A builder with the default of a setting, where it has one.
#[doc(hidden)]
#[macro_export]
macro_rules! __default {
    ($builder:ident, variable $name:literal $(, $default:literal)? $(; $($value:literal),+)?) => {
        $builder$(.server_variable($name, $default))?$(.server_values($name, &[$($value),+]))?
    };
    ($builder:ident, $($rest:tt)*) => {
        $builder
    };
}

/// The method of a setting that varies by API.
#[doc(hidden)]
#[macro_export]
macro_rules! __setting {
    ($(#[$note:meta])* variable $method:ident($name:literal $(, $default:literal)? $(; $($value:literal),+)?)) => {
        $(#[$note])*
        pub fn $method(mut self, value: impl ::core::convert::Into<::std::string::String>) -> Self {
            self.builder = self.builder.server_variable($name, value);
            self
        }
    };
    ($(#[$note:meta])* basic $method:ident($table:path)) => {
        $(#[$note])*
        pub fn $method(
            mut self,
            user: impl ::core::convert::Into<::std::string::String>,
            password: impl ::core::convert::Into<$crate::client::Secret>,
        ) -> Self {
            self.builder = self.builder.basic(&$table, user, ::core::convert::Into::into(password));
            self
        }
    };
    ($(#[$note:meta])* credential $method:ident($table:path $(, $($flow:tt)*)?)) => {
        $(#[$note])*
        pub fn $method(mut self, credential: impl ::core::convert::Into<$crate::client::Credential>) -> Self {
            let flow = $crate::__flow!($($($flow)*)?);
            self.builder = self.builder.credential(&$table, flow, credential);
            self
        }
    };
}

/// A setting as the environment names it.
#[doc(hidden)]
#[macro_export]
macro_rules! __environment {
    (variable $method:ident($name:literal $(, $default:literal)? $(; $($value:literal),+)?)) => {
        $crate::client::Setting::Variable(::core::stringify!($method), $name)
    };
    ($kind:ident $method:ident($table:path $(, $($flow:tt)*)?)) => {
        $crate::client::Setting::Credential(
            ::core::stringify!($method),
            &$table,
            $crate::__flow!($($($flow)*)?),
        )
    };
}

/// Where tokens are issued, if that is known.
#[doc(hidden)]
#[macro_export]
macro_rules! __flow {
    () => {
        ::core::option::Option::None
    };
    ($token_url:literal, $scope:literal) => {
        ::core::option::Option::Some($crate::client::Flow {
            endpoint: $crate::client::Endpoint::Token($token_url),
            scope: $scope,
        })
    };
    (discovery $url:literal, $scope:literal) => {
        ::core::option::Option::Some($crate::client::Flow {
            endpoint: $crate::client::Endpoint::Discovery($url),
            scope: $scope,
        })
    };
}
