//! What generated servers say of the values: a module a group, one program for all of them.

use super::groups::Group;
use crate::scratch::Scratch;
use specwright::config::Config;
use specwright::diagnostics::{Severity, Sink};
use specwright::source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::io::Write as _;
use std::process::Stdio;

/// What came of a group.
pub(super) enum Outcome {
    /// What the server says of each value.
    Verdicts(Vec<Verdict>),
    /// There is no server, for this reason.
    None(String),
}

/// What a server says of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The handler was reached.
    Valid,
    /// It was refused, by this keyword.
    Invalid(String),
    /// Something else happened.
    Broken(String),
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Valid => formatter.write_str("it is not valid, and is taken"),
            Self::Invalid(keyword) => write!(formatter, "it is valid, and `{keyword}` refuses it"),
            Self::Broken(what) => formatter.write_str(what),
        }
    }
}

/// A program whose modules do not compile is tried again without them, so that each costs itself only.
const TRIES: usize = 8;

/// Generates a server a group, and asks them all.
pub(super) fn verdicts(scratch: &Scratch, groups: &[Group]) -> Result<Vec<Outcome>, String> {
    let mut failed: BTreeMap<usize, String> = BTreeMap::new();
    let mut modules = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        match group.document.as_deref().map_err(|reason| (*reason).to_owned()).and_then(generate) {
            Ok(files) => {
                for (path, text) in files {
                    scratch.write(format!("suite/src/{}/{path}", module(index)), &text)?;
                }
                modules.push(index);
            }
            Err(reason) => _ = failed.insert(index, reason),
        }
    }
    scratch.write("suite/Cargo.toml", &scratch.manifest("suite"))?;
    for _ in 0..TRIES {
        modules.retain(|index| !failed.contains_key(index));
        scratch.write("suite/src/main.rs", &main_file(&modules))?;
        let broken = build(scratch)?;
        if broken.is_empty() {
            let mut answers = ask(scratch, groups, &modules)?;
            let outcome = |index| match failed.get(&index) {
                Some(reason) => Outcome::None(reason.clone()),
                None => Outcome::Verdicts(answers.remove(&index).unwrap_or_default()),
            };
            return Ok((0..groups.len()).map(outcome).collect());
        }
        failed.extend(broken);
    }
    Err("the servers do not compile".to_owned())
}

fn module(index: usize) -> String {
    format!("g{index:04}")
}

/// The files of a module, or why there are none.
fn generate(document: &str) -> Result<Vec<(String, String)>, String> {
    let mut sources = Sources::new();
    sources.add("group.json", document.as_bytes().to_vec());
    let config = Config { name: Some("group".to_owned()), source: "suite".to_owned(), ..Config::default() };
    let mut sink = Sink::new();
    // A panic is a defect to be listed, and costs its group only.
    let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        specwright::generate(&sources, &config, &mut sink)
    }));
    match made {
        Err(_) => Err("the generator panics".to_owned()),
        Ok(Ok(output)) => Ok(output.files.into_iter().map(|file| (file.path, file.text)).collect()),
        Ok(Err(_)) => {
            let first = sink.diagnostics().iter().find(|said| said.severity() == Severity::Error);
            let code = first.map_or("unknown", |said| said.code.id());
            Err(format!("it is refused as a document: {code}"))
        }
    }
}

/// The program: reads a module's number and a value a line, and writes the status and the problem a line.
fn main_file(modules: &[usize]) -> String {
    let mut declared = String::new();
    let mut routers = String::new();
    for index in modules {
        let module = module(*index);
        // Writing to a string cannot fail.
        _ = writeln!(
            declared,
            "#[allow(warnings)]\nmod {module};\nimpl {module}::server::Operations for Nothing {{}}"
        );
        _ = writeln!(routers, "        {index} => {module}::server::router(Nothing),");
    }
    include_str!("program.rs.txt").replace("// MODULES", &declared).replace("        // ROUTERS\n", &routers)
}

/// Compiles the program; gives the modules that do not compile, with the first error of each.
fn build(scratch: &Scratch) -> Result<BTreeMap<usize, String>, String> {
    let arguments = ["build", "--quiet", "--message-format=short"];
    let output = scratch.cargo("suite", arguments)?.output().map_err(|error| format!("cargo: {error}"))?;
    if output.status.success() {
        return Ok(BTreeMap::new());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let mut broken = BTreeMap::new();
    for line in said.lines().filter(|line| line.contains(": error")) {
        let Some(rest) = line.strip_prefix("src/g") else { continue };
        let Some(index) = rest.get(..4).and_then(|digits| digits.parse().ok()) else { continue };
        let error = line.split_once(": error").map_or(line, |(_, error)| error);
        broken.entry(index).or_insert_with(|| format!("its Rust does not compile: error{error}"));
    }
    match broken.is_empty() {
        true => Err(format!("the program does not compile, and no group is at fault:\n{said}")),
        false => Ok(broken),
    }
}

/// Runs the program over the values of the groups.
fn ask(
    scratch: &Scratch,
    groups: &[Group],
    modules: &[usize],
) -> Result<BTreeMap<usize, Vec<Verdict>>, String> {
    let kept: BTreeSet<usize> = modules.iter().copied().collect();
    let mut questions = String::new();
    for (index, group) in groups.iter().enumerate().filter(|(index, _)| kept.contains(index)) {
        for test in &group.tests {
            // A line break outside of strings, the only ones JSON has, says nothing.
            _ = writeln!(questions, "{index}\t{}", test.data.get().replace(['\r', '\n'], " "));
        }
    }
    let mut program = std::process::Command::new(scratch.binary("suite"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("the program: {error}"))?;
    let mut input = program.stdin.take().ok_or("the program has no standard input")?;
    let writer = std::thread::spawn(move || input.write_all(questions.as_bytes()));
    let output = program.wait_with_output().map_err(|error| format!("the program: {error}"))?;
    // A program that ends early leaves questions unread; that its answers are missing is told below.
    drop(writer.join());
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut answers = text.lines().map(verdict);
    let died = || Verdict::Broken("the program died before".to_owned());
    let mut found = BTreeMap::new();
    for (index, group) in groups.iter().enumerate().filter(|(index, _)| kept.contains(index)) {
        let verdicts = group.tests.iter().map(|_| answers.next().unwrap_or_else(died)).collect();
        found.insert(index, verdicts);
    }
    Ok(found)
}

fn verdict(line: &str) -> Verdict {
    let (status, problem) = line.split_once('\t').unwrap_or((line, ""));
    match status {
        "501" => Verdict::Valid,
        "400" | "422" => {
            let after = problem.split_once("\"keyword\":\"").map_or("", |(_, after)| after);
            Verdict::Invalid(after.split('"').next().unwrap_or_default().to_owned())
        }
        other => Verdict::Broken(format!("status {other}")),
    }
}
