//! The program that is measured: generated from a document of ours, beside what somebody would write by hand.

use crate::scratch::{Scratch, toml_string};
use specwright::config::Config;
use specwright::diagnostics::Sink;
use specwright::source::Sources;
use std::path::{Path, PathBuf};

/// What is no generated code.
const FILES: [(&str, &str); 6] = [
    ("main.rs", include_str!("main.rs.txt")),
    ("counting.rs", include_str!("counting.rs.txt")),
    ("lib.rs", include_str!("lib.rs.txt")),
    ("hand.rs", include_str!("hand.rs.txt")),
    ("load.rs", include_str!("load.rs.txt")),
    ("serving.rs", include_str!("serving.rs.txt")),
];

/// The versions are those of the repository's lock file where it has them; cargo fetches the rest, which counts
/// allocations and which axum needs for its own JSON.
fn manifest(root: &Path) -> String {
    let runtime = toml_string(&root.join("generator/runtime").to_string_lossy());
    format!(
        "[package]
name = \"bench-runtime\"
version = \"0.0.0\"
edition = \"2024\"

[[bin]]
name = \"bench-runtime\"
path = \"src/main.rs\"

[[bin]]
name = \"bench-runtime-counting\"
path = \"src/counting.rs\"

[features]
default = [\"client\", \"server\"]
client = []
server = []

[dependencies]
axum = {{ version = \"0.8\", default-features = false, features = [\"http1\", \"json\", \"query\", \"tokio\"] }}
chrono = {{ version = \"0.4\", default-features = false, features = [\"serde\"] }}
nix = {{ version = \"0.31\", default-features = false, features = [\"resource\"] }}
regex = \"1\"
reqwest = {{ version = \"0.13\", default-features = false, features = [\"gzip\", \"json\", \"query\"] }}
rustls = {{ version = \"0.23\", default-features = false, features = [\"ring\"] }}
serde = {{ version = \"1\", features = [\"derive\"] }}
serde_json = \"1\"
specwright-runtime = {{ path = {runtime}, default-features = false, features = [\"reqwest\", \"server\"] }}
stats_alloc = \"0.1\"
tokio = {{ version = \"1\", features = [\"io-std\", \"io-util\", \"macros\", \"net\", \"rt\", \"time\"] }}
uuid = {{ version = \"1\", features = [\"serde\"] }}

[profile.release]
debug = \"line-tables-only\"

[workspace]
"
    )
}

/// The program, once without and once with an allocator that counts.
pub(super) struct Programs {
    pub(super) plain: PathBuf,
    pub(super) counting: PathBuf,
}

/// Writes and builds the programs, with optimisations.
pub(super) fn build(root: &Path, scratch: &Scratch) -> Result<Programs, String> {
    let mut sources = Sources::new();
    sources.add("openapi.yaml", include_str!("openapi.yaml"));
    let config = Config { name: Some("api".to_owned()), source: "bench".to_owned(), ..Config::default() };
    let output = specwright::generate(&sources, &config, &mut Sink::new())
        .map_err(|_| "the document of the bench is refused".to_owned())?;
    for file in output.files {
        scratch.write(format!("program/src/api/{}", file.path), &file.text)?;
    }
    for (name, text) in FILES {
        scratch.write(format!("program/src/{name}"), text)?;
    }
    scratch.write("program/Cargo.toml", &manifest(root))?;
    let status = scratch.cargo("program", ["build", "--quiet", "--release"])?.status();
    if !status.map_err(|error| format!("cargo: {error}"))?.success() {
        return Err("the program of the bench does not compile".to_owned());
    }
    Ok(Programs {
        plain: scratch.release_binary("bench-runtime"),
        counting: scratch.release_binary("bench-runtime-counting"),
    })
}
