//! What reads and writes files around the generator: shared by the binary `specwright` and by `cargo xtask`.

mod bundle;
mod companions;
mod load;
mod manifest;
pub mod mock;
mod settings;
mod write;

pub use bundle::runtime_files;
pub use load::{LoadError, load_folder, load_overlays, load_sources};
pub use manifest::{Runtime, crate_files};
pub use settings::{load_config, read_settings};
pub use write::{Report, WriteError, write_files};

/// A file to be written: its path below the output folder, with `/` between its parts, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// The path below the output folder.
    pub path: String,
    /// The whole text.
    pub text: String,
}
