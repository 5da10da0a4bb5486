//! Every document of a folder: is it read, is Rust written, is what was written read again and compiled?

mod compile;
mod document;
mod examples;
mod find;
mod table;

pub(crate) use document::document;

use crate::scratch::Scratch;
use crate::{Outcome, complain, print};
use document::Report;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The code that a document without anything to generate is refused with; that is what should happen to it.
const EMPTY: &str = "no-operations";

/// What is asked of a run.
pub(crate) struct Options {
    /// Whether the crates are compiled.
    pub(crate) compile: bool,
    /// Whether they are compiled with each of their features alone as well.
    pub(crate) features: bool,
    /// Whether examples are read and written.
    pub(crate) examples: bool,
    /// How many examples are printed of each code.
    pub(crate) show: usize,
    /// How many documents are looked at; all of them where it does not say.
    pub(crate) sample: Option<usize>,
    /// The largest document that is looked at, in bytes.
    pub(crate) largest: Option<u64>,
    /// Only documents with this in their path.
    pub(crate) only: Option<String>,
}

/// A document may take so long.
const TIMEOUT: Duration = Duration::from_secs(300);

/// Prints the table of documents; status 1 if one of them fails.
pub(crate) fn corpus(root: &Path, folder: &Path, options: &Options) -> Outcome {
    let mut documents = find::documents(folder)?;
    if let Some(part) = &options.only {
        documents.retain(|path| path.contains(part.as_str()));
    }
    if let Some(largest) = options.largest {
        documents.retain(|path| folder.join(path).metadata().is_ok_and(|metadata| metadata.len() <= largest));
    }
    if let Some(count) = options.sample {
        documents = find::sample(documents, count);
    }
    let scratch = Scratch::new(root, "corpus")?;
    let task = if options.examples { Some("--examples") } else { options.compile.then_some("--out") };
    let mut reports = reports(folder, &documents, task.map(|task| (task, &scratch)));
    if options.examples {
        examples::run(&scratch, &mut reports)?;
    } else if options.compile {
        compile::compile(&scratch, &mut reports)?;
        if options.features {
            compile::features(&scratch, &mut reports)?;
        }
    }
    print(&table::table(&documents, &reports, options.compile, options.show));
    if options.examples {
        print(&table::examples(&documents, &reports, options.show));
    }
    Ok(u8::from(reports.iter().any(Report::failed)))
}

/// A report of each document, each made by a process of its own, as many at a time as there are processors.
fn reports(folder: &Path, documents: &[String], task: Option<(&str, &Scratch)>) -> Vec<Report> {
    let next = AtomicUsize::new(0);
    let reports = Mutex::new(vec![Report::default(); documents.len()]);
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = documents.get(number) else { return };
            let out = task.map(|(task, scratch)| (task, scratch.path(crate_folder(number))));
            let report = own_process(&folder.join(path), out.as_ref());
            let mut reports = reports.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(slot) = reports.get_mut(number) {
                *slot = report;
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    reports.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The report of a document. A process that crashes, hangs or eats all memory costs its own row only.
fn own_process(path: &Path, out: Option<&(&str, PathBuf)>) -> Report {
    let failed = |code: &str, example: String| Report {
        failure: Some((code.to_owned(), example)),
        ..Report::default()
    };
    match run(path, out) {
        Err(error) => failed("not-run", error),
        Ok(Ended::Late) => failed("hangs", format!("it was ended after {} s", TIMEOUT.as_secs())),
        Ok(Ended::Well(text)) => serde_json::from_str(&text)
            .unwrap_or_else(|error| failed("not-run", format!("its report cannot be read: {error}"))),
        Ok(Ended::Badly(said)) => failed("crashes", said),
    }
}

enum Ended {
    Well(String),
    Badly(String),
    Late,
}

fn run(path: &Path, out: Option<&(&str, PathBuf)>) -> Result<Ended, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.arg("document").arg(path);
    if let Some((task, out)) = out {
        command.arg(task).arg(out);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    // Both streams are read while it runs, or a long one would keep it waiting.
    let output = child.stdout.take().map(reader);
    let errors = child.stderr.take().map(reader);
    let start = Instant::now();
    let status = loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) => break status,
            None if start.elapsed() > TIMEOUT => {
                // One that has just ended needs no ending.
                _ = child.kill();
                child.wait().map_err(|error| error.to_string())?;
                return Ok(Ended::Late);
            }
            None => thread::sleep(Duration::from_millis(10)),
        }
    };
    let text = |reader: Option<thread::JoinHandle<String>>| {
        reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
    };
    let (output, errors) = (text(output), text(errors));
    if status.success() {
        return Ok(Ended::Well(output));
    }
    // The first line that says something names the place of a panic.
    let said = errors.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Ok(Ended::Badly(format!("{status}: {said}")))
}

fn reader(mut stream: impl std::io::Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is still the best there is.
        _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Where the crate of a document lies.
fn crate_folder(number: usize) -> PathBuf {
    PathBuf::from(format!("c{number:04}"))
}

/// Says how far a long chore is, where somebody waits for it.
fn progress(text: &str) {
    if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        complain(text);
    }
}
