//! What generated code says once a table.

/// A header that responses document: `name: Type = Parameter { … }`.
#[macro_export]
macro_rules! header {
    ($(#[$attribute:meta])* pub static $name:ident: $ty:ty = $body:expr) => {
        $(#[$attribute])*
        pub static $name: $crate::http::Header<$ty> = {
            #[allow(unused_imports)]
            use ::core::option::Option::{None, Some};
            #[allow(unused_imports)]
            use $crate::http::{Kind::*, Location::*, Parameter, Style};
            $crate::http::Header::new($body)
        };
    };
}

/// A static table, written with the short [names](crate::http::names).
#[macro_export]
macro_rules! table {
    ($(#[$attribute:meta])* pub(super) static $name:ident: $ty:ident { $($body:tt)* }) => {
        $(#[$attribute])*
        pub(super) static $name: $crate::http::$ty = $crate::http::$ty { $($body)* };
    };
}
