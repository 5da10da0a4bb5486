//! Holds what we write against tools that nobody here wrote; it installs them below the target folder.

mod clients;
mod documents;
mod installed;
mod programs;
mod served;
mod servers;
mod slow;

use crate::{Outcome, complain, print};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Where tools are run.
struct Ground {
    /// The repository.
    root: PathBuf,
    /// The folder of the tools and of what they are given.
    folder: PathBuf,
}

/// A tool: how it comes here, and what it judges.
struct Tool {
    name: &'static str,
    /// Gives its command, installed where it is not there yet.
    install: fn(&Path) -> Result<PathBuf, String>,
    /// How much it finds; what it finds is printed. An error counts as one finding.
    judge: fn(&Ground, &Path) -> Result<usize, String>,
}

const TOOLS: &[Tool] = &[
    Tool { name: "openapi-spec-validator", install: installed::validator, judge: documents::validate },
    Tool { name: "redocly", install: installed::linter, judge: documents::lint },
    Tool { name: "schemathesis", install: installed::schemathesis, judge: servers::judge },
    Tool { name: "prism", install: installed::prism, judge: clients::judge },
    Tool { name: "slowhttptest", install: installed::slowhttptest, judge: slow::judge },
];

/// Runs every tool, or those that are named: status 1 where one finds something, else 2 where one could not be installed.
pub(crate) fn conformance(root: &Path, only: &[String]) -> Outcome {
    if let Some(name) = only.iter().find(|name| !TOOLS.iter().any(|tool| tool.name == name.as_str())) {
        return Err(format!("there is no tool `{name}`"));
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = std::path::absolute(target.join("conformance"))
        .map_err(|error| format!("the target folder: {error}"))?;
    let ground = Ground { root: root.to_owned(), folder };
    let (mut findings, mut missing) = (0, 0);
    for tool in TOOLS.iter().filter(|tool| only.is_empty() || only.iter().any(|name| name == tool.name)) {
        let command = match (tool.install)(&ground.folder) {
            Ok(command) => command,
            Err(reason) => {
                missing += 1;
                complain(&format!("{} could not be installed: {reason}\n", tool.name));
                continue;
            }
        };
        let start = Instant::now();
        let found = (tool.judge)(&ground, &command).unwrap_or_else(|problem| {
            complain(&format!("{}: {problem}\n", tool.name));
            1
        });
        findings += found;
        print(&format!("{}: {found} findings in {} s\n", tool.name, start.elapsed().as_secs()));
    }
    print(&format!("conformance: {findings} findings, {missing} tools missing\n"));
    Ok(match (findings, missing) {
        (0, 0) => 0,
        (0, _) => 2,
        _ => 1,
    })
}
