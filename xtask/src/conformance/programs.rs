//! Programs that are run: tools to their end, and servers for as long as they are needed.

use super::Ground;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What a program came to.
pub(super) struct Finished {
    /// Whether it ended in time, and with status 0.
    pub(super) success: bool,
    /// What it said, on either stream.
    pub(super) text: String,
}

/// A program that is ended with this value, however its owner ends.
pub(super) struct Running {
    child: Child,
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended cannot be ended again, which is as good.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

impl Running {
    /// Starts a program; what it says is lost.
    pub(super) fn start(command: &mut Command) -> Result<Self, String> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(Self { child: spawn(command)? })
    }

    /// Waits until somebody listens on a port.
    pub(super) fn wait_for(&mut self, port: u16) -> Result<(), String> {
        let deadline = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return Err("it ended before it listened".to_owned());
            }
            if Instant::now() >= deadline {
                return Err("it did not listen in a minute".to_owned());
            }
            sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

fn spawn(command: &mut Command) -> Result<Child, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    command.spawn().map_err(|error| format!("{program}: {error}"))
}

/// A port that nobody listened on a moment ago, for tools that must be told one.
pub(super) fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| format!("no port: {error}"))
}

/// Runs a program to its end, or for so long.
pub(super) fn finish(ground: &Ground, command: &mut Command, limit: Duration) -> Result<Finished, String> {
    let log = ground.folder.join("log.txt");
    let error = |error: std::io::Error| format!("{}: {error}", log.display());
    fs::create_dir_all(&ground.folder).map_err(error)?;
    // A file, since nobody reads a pipe while the program is waited for.
    let file = File::create(&log).map_err(error)?;
    command.stdin(Stdio::null()).stderr(file.try_clone().map_err(error)?).stdout(file);
    let mut running = Running { child: spawn(command)? };
    let deadline = Instant::now() + limit;
    let success = loop {
        match running.child.try_wait() {
            Ok(Some(status)) => break status.success(),
            Ok(None) if Instant::now() < deadline => sleep(Duration::from_millis(50)),
            _ => break false,
        }
    };
    let late = Instant::now() >= deadline;
    drop(running);
    let mut text = String::from_utf8_lossy(&fs::read(&log).map_err(error)?).into_owned();
    if late {
        text.push_str(&format!("\nit was ended after {} s\n", limit.as_secs()));
    }
    Ok(Finished { success, text })
}

/// An example of the tests, compiled.
pub(super) fn example(ground: &Ground, name: &str) -> Result<PathBuf, String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // With the features that the whole workspace has together, so that what the tests compiled is used.
    cargo.current_dir(&ground.root).args(["build", "--quiet", "--workspace", "--example", name]);
    // What cargo tells this program of its own package is none of the others' concern: build scripts that look at it would
    // run again, and what depends on them be compiled again.
    let own = std::env::vars_os().map(|(name, _)| name);
    let is_own = |name: &std::ffi::OsString| {
        name.to_str()
            .is_some_and(|name| ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|it| name.starts_with(it)))
    };
    own.filter(is_own).for_each(|name| _ = cargo.env_remove(name));
    let built = finish(ground, &mut cargo, Duration::from_secs(1200))?;
    if !built.success {
        return Err(format!("the example {name} does not compile:\n{}", built.text));
    }
    let target = ground.folder.parent().unwrap_or(&ground.folder);
    Ok(target.join("debug/examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// Generated servers, each with its address.
pub(super) struct Servers {
    addresses: BTreeMap<String, String>,
    _running: Running,
}

impl Servers {
    /// Starts all of them.
    pub(super) fn start(ground: &Ground) -> Result<Self, String> {
        let mut command = Command::new(example(ground, "conformance_servers")?);
        // They end with their standard input, so that they end even where this program is killed.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut running = Running { child: spawn(&mut command)? };
        let stdout = running.child.stdout.take().ok_or("the servers have no output")?;
        let mut addresses = BTreeMap::new();
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(|error| format!("the servers: {error}"))?;
            // An empty line is the last one.
            let Some((name, url)) = line.split_once(' ') else { break };
            addresses.insert(name.to_owned(), url.to_owned());
        }
        Ok(Self { addresses, _running: running })
    }

    /// The URL of a server.
    pub(super) fn url(&self, name: &str) -> Result<&str, String> {
        self.addresses.get(name).map(String::as_str).ok_or_else(|| format!("there is no server of {name}"))
    }
}
