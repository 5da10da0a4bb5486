//! Crates that are written to be compiled, and perhaps run, and then forgotten: below the target folder, with the
//! versions of this repository's lock file, so that no network is needed, and one target folder for all of them, so
//! that the runtime is compiled once.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where such crates lie.
#[derive(Clone, Debug)]
pub(crate) struct Scratch {
    root: PathBuf,
    folder: PathBuf,
}

impl Scratch {
    /// The folder of a chore, made new: what an earlier run left there is removed, but not what it compiled.
    pub(crate) fn new(root: &Path, chore: &str) -> Result<Self, String> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let folder = std::path::absolute(target.join("scratch").join(chore))
            .map_err(|error| format!("the target folder: {error}"))?;
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        Ok(Self { root: root.to_owned(), folder })
    }

    /// A place below the folder.
    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, path: impl AsRef<Path>, text: &str) -> Result<(), String> {
        write(&self.path(path), text)
    }

    /// The manifest of a binary that holds generated servers.
    pub(crate) fn manifest(&self, name: &str) -> String {
        let mut text = Self::manifest_of(&self.root, name, &["server"]);
        text.push_str("\n[features]\ndefault = [\"server\"]\nclient = []\nserver = []\n");
        text
    }

    /// The manifest of a binary that holds generated models; the runtime has these features.
    pub(crate) fn manifest_of(root: &Path, name: &str, features: &[&str]) -> String {
        let runtime = toml_string(&root.join("generator/runtime").to_string_lossy());
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             specwright-runtime = {{ path = {runtime}, default-features = false, features = {features:?} }}\n\
             tokio = {{ version = \"1\", features = [\"rt\"] }}\ntower-service = \"0.3\"\n\n\
             [profile.dev]\ndebug = 0\n\n[workspace]\n"
        )
    }

    /// A command of cargo in one of the folders.
    pub(crate) fn cargo(
        &self,
        folder: impl AsRef<Path>,
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> Result<Command, String> {
        let folder = self.path(folder);
        // The versions that the repository was tested with; cargo takes out what the crate does not need.
        let lock = folder.join("Cargo.lock");
        if !lock.exists() {
            fs::copy(self.root.join("Cargo.lock"), &lock)
                .map_err(|error| format!("{}: {error}", lock.display()))?;
        }
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .args(arguments)
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", self.compiled())
            .env("CARGO_INCREMENTAL", "0")
            // What is compiled here must not depend on what the caller's shell sets.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        Ok(command)
    }

    /// A binary that was built.
    pub(crate) fn binary(&self, name: &str) -> PathBuf {
        self.built("debug", name)
    }

    /// A binary that was built with optimisations.
    pub(crate) fn release_binary(&self, name: &str) -> PathBuf {
        self.built("release", name)
    }

    fn built(&self, profile: &str, name: &str) -> PathBuf {
        self.compiled().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    fn compiled(&self) -> PathBuf {
        self.folder.parent().unwrap_or(&self.folder).join("compiled")
    }
}

/// Writes a file, and the folders above it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// A TOML string on one line.
pub(crate) fn toml_string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
