//! Values whose type is known only when the program runs: what they have to look like to be read, written and checked by the
//! loops that models are, for whoever interprets a document in place of compiling code for it.

pub use super::scalar_enum::is_scalar;
pub use super::string_enum::not_allowed;
pub use super::union::select;
pub use super::view::{Choice, Fields, Items, Members, Optional, Put, Variants};
