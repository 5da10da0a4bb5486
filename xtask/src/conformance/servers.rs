//! Generated servers against schemathesis, with all its checks.

use super::Ground;
use super::documents::derive;
use super::programs::{Servers, finish};
use super::served::served;
use crate::complain;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The servers, and the credentials that they are called with.
const SERVERS: &[(&str, &[&str])] = &[
    ("zap", &["Authorization: Bearer TOKEN"]),
    ("zenskar", &["x-api-key: KEY", "organisation: ORGANISATION"]),
    ("zuora", &["Authorization: Bearer TOKEN"]),
    ("bodies", &[]),
    ("parameters", &[]),
    ("rules", &[]),
    ("security", &["Authorization: Bearer TOKEN"]),
    ("values", &[]),
];

/// How many servers it finds fault with.
pub(super) fn judge(ground: &Ground, schemathesis: &Path) -> Result<usize, String> {
    let servers = Servers::start(ground)?;
    let mut findings = 0;
    for (name, credentials) in SERVERS {
        let document = ground.folder.join("served").join(format!("{name}.json"));
        let text = served(&text(ground, name)?).map_err(|problem| format!("{name}: {problem}"))?;
        crate::scratch::write(&document, &text)?;
        let mut command = Command::new(schemathesis);
        command.current_dir(&ground.folder).arg("run").arg(&document);
        command.args(["--url", servers.url(name)?, "--checks", "all", "--continue-on-failure"]);
        // The same requests on every run: what is found is found again.
        command.args(["--seed", "1", "--generation-deterministic"]);
        command.args(["--max-examples", "50", "--no-color"]);
        for credential in *credentials {
            command.args(["-H", credential]);
        }
        let finished = finish(ground, &mut command, Duration::from_secs(180))?;
        if !finished.success {
            findings += 1;
            complain(&format!("schemathesis finds fault with {name}:\n{}\n", finished.text));
        }
    }
    Ok(findings)
}

/// The document of a server, as it was understood when the server was written.
fn text(ground: &Ground, name: &str) -> Result<String, String> {
    let path = ground.root.join("generated/openapi").join(format!("{name}.yaml"));
    if path.is_file() {
        return fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()));
    }
    let cases = ["conformance", "modelling"].map(|group| ground.root.join("tests/cases").join(group));
    let inputs = cases.into_iter().map(|group| group.join(name).join("input.yaml"));
    let input: Vec<PathBuf> = inputs.filter(|input| input.is_file()).take(1).collect();
    derive(&input, name)
}
