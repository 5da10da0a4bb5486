//! Generated clients against Prism: between them and the generated servers, where it judges both sides, and in place of
//! a server, where it makes answers up.

use super::Ground;
use super::programs::{Running, Servers, example, finish, free_port};
use super::served::{read, write};
use crate::complain;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Whose clients call.
const VENDORS: &[&str] = &["zap", "zenskar", "zuora"];

/// How many times the calls of a client did not all end in a typed success.
pub(super) fn judge(ground: &Ground, prism: &Path) -> Result<usize, String> {
    let servers = Servers::start(ground)?;
    let calls = example(ground, "conformance_calls")?;
    let mut findings = 0;
    for vendor in VENDORS {
        let document = ground.root.join("generated/openapi").join(format!("{vendor}.yaml"));
        let server = servers.url(vendor)?;
        for mode in ["proxy", "mock"] {
            let port = free_port()?;
            let mut command = Command::new(prism);
            // An error in place of a warning that nobody reads, for either direction.
            command.args([mode, "--errors", "--host", "127.0.0.1", "--port", &port.to_string()]);
            match mode {
                "proxy" => command.arg(&document).arg(server),
                // Every value is made up anew from its schema, and the same on every run.
                _ => command.args(["--dynamic", "--seed", "1"]).arg(patterned(ground, vendor, &document)?),
            };
            let mut running = Running::start(&mut command)?;
            running.wait_for(port).map_err(|problem| format!("prism {mode} of {vendor}: {problem}"))?;
            let url = format!("http://127.0.0.1:{port}");
            let mut client = Command::new(&calls);
            let finished = finish(ground, client.args([vendor, url.as_str()]), Duration::from_secs(60))?;
            if !finished.success {
                findings += 1;
                complain(&format!("prism {mode} of {vendor}:\n{}\n", finished.text));
            }
        }
    }
    Ok(findings)
}

/// A format of dates that has no registered name, and values of it as every tool can make them up.
const LOCAL_TIME: (&str, &str) =
    ("yyyy-mm-dd hh:mm:ss", "^20[0-9]{2}-0[1-9]-[01][1-9] [01][0-9]:[0-5][0-9]:[0-5][0-9]$");

/// The document with a pattern beside each format that only those know who have read its description: whoever makes
/// values up from the format alone makes up what no vendor sends.
fn patterned(ground: &Ground, vendor: &str, document: &Path) -> Result<PathBuf, String> {
    let error = |problem: String| format!("{}: {problem}", document.display());
    let text = fs::read_to_string(document).map_err(|problem| error(problem.to_string()))?;
    let mut value = read(&text).map_err(error)?;
    add_patterns(&mut value);
    let path = ground.folder.join("mocked").join(format!("{vendor}.json"));
    crate::scratch::write(&path, &write(&value))?;
    Ok(path)
}

fn add_patterns(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if map.get("format").and_then(Value::as_str) == Some(LOCAL_TIME.0) {
                map.insert("pattern".to_owned(), LOCAL_TIME.1.into());
            }
            map.values_mut().for_each(add_patterns);
        }
        Value::Array(items) => items.iter_mut().for_each(add_patterns),
        _ => {}
    }
}
