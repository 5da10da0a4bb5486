//! Generated clients against Prism: between them and the generated servers, where it judges both sides, and in place of
//! a server, where it makes answers up.

use super::Ground;
use super::programs::{Running, Servers, example, finish, free_port};
use crate::complain;
use std::path::Path;
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
            command.arg(&document);
            if mode == "proxy" {
                command.arg(server);
            }
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
