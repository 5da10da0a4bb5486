//! A generated server against slowhttptest, while somebody honest is served.

use super::Ground;
use super::programs::{Servers, finish};
use crate::{complain, print};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long somebody honest may wait for an answer.
const BUDGET: Duration = Duration::from_secs(5);

/// The ways to be slow, and the arguments that ask for them: connections that send a head, or a body, a few bytes at a
/// time. Twice as many as the server takes at once.
const MODES: &[(&str, &[&str])] = &[
    ("slow headers", &["-H", "-t", "POST"]),
    ("slow bodies", &["-B", "-t", "POST", "-s", "8192", "-f", "application/x-www-form-urlencoded"]),
];

/// How many ways to be slow keep a connection open, or keep others waiting.
pub(super) fn judge(ground: &Ground, slowhttptest: &Path) -> Result<usize, String> {
    let servers = Servers::start(ground)?;
    let server = servers.url("hurried")?;
    let mut findings = 0;
    for (mode, arguments) in MODES {
        let mut command = Command::new(slowhttptest);
        command.args(*arguments).args(["-u", &format!("{server}/form")]);
        // 64 connections in a second, a few bytes every second, for at most half a minute.
        command.args(["-c", "64", "-r", "64", "-i", "1", "-x", "10", "-l", "30", "-p", "5"]);
        let over = AtomicBool::new(false);
        let (finished, honest) = thread::scope(|scope| {
            let honest = scope.spawn(|| honest(server, &over));
            let finished = finish(ground, &mut command, Duration::from_secs(60));
            over.store(true, Ordering::SeqCst);
            (finished, honest.join())
        });
        let finished = finished?;
        let honest = honest.map_err(|_| "the honest client panicked".to_owned())?;
        print(&format!(
            "  {mode}: {} honest requests, the slowest {} ms\n",
            honest.count,
            honest.slowest.as_millis()
        ));
        // It ends as soon as none is open; else it would have gone on for its half minute.
        let closed = finished.text.contains("No open connections left");
        if !closed || !honest.failures.is_empty() || honest.count == 0 {
            findings += 1;
            let failures = honest.failures.join("\n");
            complain(&format!("{mode}: closed: {closed}\n{failures}\n{}\n", finished.text));
        }
    }
    Ok(findings)
}

/// What came of honest requests.
#[derive(Default)]
struct Honest {
    count: usize,
    slowest: Duration,
    failures: Vec<String>,
}

/// Sends requests one after another, until it is over.
fn honest(server: &str, over: &AtomicBool) -> Honest {
    let mut told = Honest::default();
    while !over.load(Ordering::SeqCst) {
        let start = Instant::now();
        let answer = request(server).unwrap_or_else(|error| error.to_string());
        let took = start.elapsed();
        told.count += 1;
        told.slowest = told.slowest.max(took);
        if !answer.starts_with("HTTP/1.1 200 ") || took > BUDGET {
            told.failures.push(format!("an honest request, after {} ms: {answer}", took.as_millis()));
        }
        thread::sleep(Duration::from_millis(100));
    }
    told
}

fn request(server: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(server.trim_start_matches("http://"))?;
    stream.set_read_timeout(Some(BUDGET))?;
    stream.write_all(
        b"POST /form HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
          content-type: application/x-www-form-urlencoded\r\ncontent-length: 17\r\n\r\nname=a&size=small",
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
