//! `cargo xtask …`: the generator run on this repository's specs, and the chores of the repository.

mod accuracy;
mod bench;
mod conformance;
mod corpus;
mod regenerate;
mod scratch;
mod suite;
mod tidy;

use clap::{Parser, Subcommand, ValueEnum};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The generator run on this repository's specs, and the chores of the repository.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes `generated` from `specs`; only what changed.
    Regenerate {
        /// The APIs, by their folder in specs/; all of them where none is named.
        apis: Vec<String>,
        /// Writes nothing; exit status 1 if a file is stale.
        #[arg(long)]
        check: bool,
    },
    /// Shows what a stage of the generator makes of an API.
    Explain {
        /// The API, by its folder in specs/.
        api: String,
        /// The stage.
        #[arg(long)]
        stage: Stage,
    },
    /// Holds what we write against tools that nobody here wrote; installs them by pip, npm and apt-get.
    Conformance {
        /// The tools, by their names; all of them where none is named.
        tools: Vec<String>,
    },
    /// Holds the repository against the rules of its house.
    Tidy,
    /// Prints what documents cost: time and memory a stage, size of the output.
    #[command(args_conflicts_with_subcommands = true)]
    Bench {
        #[command(subcommand)]
        what: Option<bench::Bench>,
        /// The documents.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Also runs `cargo check` on each output.
        #[arg(long)]
        check: bool,
        /// Also builds each output, and a program that calls three of its operations, with optimisations.
        #[arg(long)]
        release: bool,
    },
    /// Derives each page of a folder by itself and holds it to the vendor's own document, layout by layout.
    Accuracy {
        /// The pages, as `<layout>/<vendor>/…`.
        folder: PathBuf,
        /// Also prints the first facts of each layout that are missing, and the first that are too many.
        #[arg(long, value_name = "N", default_value_t = 0)]
        show: usize,
        /// Looks at one layout only.
        #[arg(long, value_name = "LAYOUT")]
        only: Option<String>,
    },
    /// Takes every document of a folder through the generator, and reads again what it wrote.
    Corpus {
        /// The folder: the rows of role `root` of its MANIFEST.tsv, else whatever says `openapi` or `swagger`.
        folder: PathBuf,
        /// Also compiles each crate, with all its features; a warning is an error.
        #[arg(long)]
        compile: bool,
        /// Also compiles each crate without features, and with each of them alone.
        #[arg(long, requires = "compile")]
        features: bool,
        /// Reads and writes every example that is valid under its schema, in place of compiling the whole crate.
        #[arg(long, conflicts_with = "compile")]
        examples: bool,
        /// Prints so many examples of each failure and warning.
        #[arg(long, value_name = "N", default_value_t = 3)]
        show: usize,
        /// Looks at so many documents, spread evenly in their order.
        #[arg(long, value_name = "N")]
        sample: Option<usize>,
        /// Leaves larger documents out.
        #[arg(long, value_name = "BYTES")]
        largest: Option<u64>,
        /// Looks only at documents with this in their path.
        #[arg(long, value_name = "TEXT")]
        only: Option<String>,
    },
    /// One document of `corpus`, in a process of its own.
    #[command(hide = true)]
    Document {
        /// The document.
        path: PathBuf,
        /// Where its crate is written.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Where the program of its examples is written.
        #[arg(long)]
        examples: Option<PathBuf>,
    },
    /// Holds generated servers against the JSON-Schema-Test-Suite: is a body taken that should be, and no other?
    Suite {
        /// The suite: a folder that holds `tests/draft2020-12` and `tests/draft4`.
        folder: PathBuf,
        /// Also prints every verdict of these keywords that differs; `all` for those of every keyword.
        #[arg(long, value_name = "KEYWORD")]
        show: Vec<String>,
        /// Claims what was counted: writes the file that later runs are held to.
        #[arg(long)]
        accept: bool,
    },
    /// One measurement of `bench`, in a process of its own.
    #[command(hide = true)]
    Measure {
        /// What to measure: a stage, `check`, `release` or `caller`.
        what: String,
        /// The document, or the crate.
        path: PathBuf,
    },
}

/// A stage that can be shown.
#[derive(Clone, Copy, ValueEnum)]
enum Stage {
    Tree,
    Ledger,
    Openapi,
    Ir,
}

impl From<Stage> for specwright::Stage {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Tree => Self::Tree,
            Stage::Ledger => Self::Ledger,
            Stage::Openapi => Self::Openapi,
            Stage::Ir => Self::Ir,
        }
    }
}

/// What a chore ends with: an exit status, or what made it impossible (which is status 2).
type Outcome = Result<u8, String>;

fn main() -> ExitCode {
    let outcome = root().and_then(|root| match Arguments::parse().command {
        Command::Regenerate { apis, check } => regenerate::regenerate(&root, &apis, check),
        Command::Explain { api, stage } => regenerate::explain(&root, &api, stage.into()),
        Command::Conformance { tools } => conformance::conformance(&root, &tools),
        Command::Tidy => tidy::tidy(&root),
        Command::Bench { what: Some(what), .. } => bench::special(&root, &what),
        Command::Bench { what: None, files, check, release } => bench::bench(&root, &files, check, release),
        Command::Accuracy { folder, show, only } => accuracy::accuracy(&folder, show, only.as_deref()),
        Command::Corpus { folder, compile, features, examples, show, sample, largest, only } => {
            corpus::corpus(
                &root,
                &folder,
                &corpus::Options { compile, features, examples, show, sample, largest, only },
            )
        }
        Command::Document { path, out, examples } => {
            corpus::document(&root, &path, out.as_deref(), examples.as_deref())
        }
        Command::Suite { folder, show, accept } => suite::suite(&root, &folder, &show, accept),
        Command::Measure { what, path } => bench::measure(&what, &path),
    });
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(message) => {
            complain(&format!("error: {message}\n"));
            ExitCode::from(2)
        }
    }
}

/// The repository: cargo says where this package lies.
fn root() -> Result<PathBuf, String> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("run this as `cargo xtask`")?;
    Path::new(&package).parent().map(Path::to_owned).ok_or_else(|| "xtask has no folder above it".to_owned())
}

fn complain(text: &str) {
    // There is nowhere to tell that standard error cannot be written.
    _ = std::io::stderr().lock().write_all(text.as_bytes());
}

fn print(text: &str) {
    // A reader that has seen enough is no error.
    _ = std::io::stdout().lock().write_all(text.as_bytes());
}
