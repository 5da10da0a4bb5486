//! What the generator costs, and what it writes: time, memory, throughput.

mod codec;
mod growth;
mod output;
mod process;
mod runtime;
mod stages;
mod usage;

use crate::Outcome;
use clap::Subcommand;
use std::path::{Path, PathBuf};

pub(crate) use stages::{bench, measure};

/// What is measured other than the stages over a document.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Generated clients and servers beside reqwest and axum by hand: latency, throughput, allocations.
    Runtime {
        /// Measures so many pairs of runs; the median of them is told.
        #[arg(long, value_name = "N", default_value_t = 15)]
        rounds: usize,
    },
    /// Reading and writing beside serde: the answers of some operations, as their examples show them or as they are made.
    Codec {
        /// The document.
        file: PathBuf,
        /// The operations, such as `GET /pets`.
        #[arg(required = true)]
        operations: Vec<String>,
    },
    /// A document doubled again and again, up to 64 MiB: time and memory of each doubling.
    Growth {
        /// The document, in JSON.
        file: PathBuf,
    },
}

/// Prints the figures of one measurement.
pub(crate) fn special(root: &Path, what: &Bench) -> Outcome {
    match what {
        Bench::Runtime { rounds } => runtime::runtime(root, *rounds),
        Bench::Codec { file, operations } => codec::codec(root, file, operations),
        Bench::Growth { file } => growth::growth(root, file),
    }
}
