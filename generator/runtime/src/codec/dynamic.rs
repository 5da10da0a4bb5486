//! What reads, writes and checks values whose type is known only when the program runs: the loops that models are read
//! by, for whoever interprets a document in place of compiling code for it. What they decide is what a model decides.

pub use super::list::{Items, check_items, read_items, write_items};
pub use super::map::{check_entries, read_entries, write_entries};
pub use super::record::{check_fields, read_fields, write_fields};
pub use super::scalar_enum::is_scalar;
pub use super::string_enum::not_allowed;
pub use super::tuple::{Members, read_members};
pub use super::union::{check_variant, select};
