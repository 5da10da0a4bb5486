//! One case: it is derived, and what comes out is held to its truth.

use super::cases::{Case, Truth, published_name};
use super::coverage;
use super::facts::{Fact, Kind, facts};
use super::score::Score;
use specwright::config::Config;
use specwright::diagnostics::{Severity, Sink};
use specwright::source::Sources;
use specwright::tree::Node;
use specwright::{Stage, explain};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What became of a case.
#[derive(Debug)]
pub(super) struct Verdict {
    /// What the library made of it.
    pub(super) made: Made,
    /// Whether there is a truth to hold it to.
    pub(super) known: bool,
    /// How that compares with the truth, where both are there.
    pub(super) score: Option<Score>,
    /// Where no truth is known: how many names its pages print, and those that were not derived.
    pub(super) coverage: Option<(usize, Vec<String>)>,
    /// Why the truth could not be used, if it could not.
    pub(super) unusable_truth: Option<String>,
    /// How long the derivation took.
    pub(super) spent: Duration,
}

/// What the library makes of its input.
#[derive(Debug)]
pub(super) enum Made {
    /// A document, and what it says.
    Derived(BTreeSet<Fact>),
    /// Errors: the codes of them.
    Refused(BTreeSet<String>),
    /// A defect.
    Panicked,
}

impl Made {
    /// Whether there is a document and no operation in it.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Derived(facts) if !facts.iter().any(|fact| fact.kind == Kind::Operation))
    }
}

/// Derives a case and compares.
pub(super) fn judge(case: &Case) -> Result<Verdict, String> {
    let sources = load(&case.files, case.flatten)?;
    let start = Instant::now();
    let (made, names) = derive(&sources);
    let spent = start.elapsed();
    let truth = catch_unwind(AssertUnwindSafe(|| truth(case)));
    let (truth, unusable_truth) = match truth.unwrap_or_else(|_| Err(format!("{}: panicked", case.name))) {
        Ok(truth) => (truth, None),
        Err(reason) => (None, Some(reason)),
    };
    let score = match (&truth, &made) {
        (Some(truth), Made::Derived(derived)) => Some(Score::new(truth, derived)),
        _ => None,
    };
    let covered = matches!(made, Made::Derived(_)) && truth.is_none() && !case.flatten;
    let coverage = covered.then(|| {
        let texts = sources.files().map(|file| coverage::printed(sources.text(file)));
        let printed: BTreeSet<String> = texts.flatten().collect();
        (printed.len(), coverage::missing(&printed, &names))
    });
    Ok(Verdict { made, known: truth.is_some(), score, coverage, unusable_truth, spent })
}

fn load(files: &[PathBuf], flatten: bool) -> Result<Sources, String> {
    let mut sources = Sources::new();
    for file in files {
        let bytes = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let bytes = if flatten { flat(&String::from_utf8_lossy(&bytes)).into_bytes() } else { bytes };
        sources.add(published_name(file), bytes);
    }
    Ok(sources)
}

/// A page as a crawler gives it: one space for every run of whitespace, and without what the mirror put before it.
pub(super) fn flat(page: &str) -> String {
    let own =
        page.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(page, |(_, own)| own);
    own.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the library makes of texts, and the names in it; a defect of it ends here.
fn derive(sources: &Sources) -> (Made, BTreeSet<String>) {
    catch_unwind(AssertUnwindSafe(|| {
        let mut sink = Sink::new();
        let text = explain(sources, &Config::default(), Stage::Tree, &mut sink);
        match text {
            Ok(text) if sink.worst() < Some(Severity::Error) => match parse("derived", text) {
                Ok(tree) => (Made::Derived(facts(&tree)), coverage::derived(&tree)),
                Err(_) => refused(BTreeSet::from(["(cannot be read back)".to_owned()])),
            },
            _ => refused(errors(&sink)),
        }
    }))
    .unwrap_or((Made::Panicked, BTreeSet::new()))
}

fn refused(codes: BTreeSet<String>) -> (Made, BTreeSet<String>) {
    (Made::Refused(codes), BTreeSet::new())
}

fn errors(sink: &Sink) -> BTreeSet<String> {
    let errors = sink.diagnostics().iter().filter(|said| said.severity() == Severity::Error);
    errors.map(|said| said.code.id().to_owned()).collect()
}

/// The facts of a text that is a document.
fn read(name: &str, text: impl Into<Vec<u8>>) -> Result<BTreeSet<Fact>, String> {
    parse(name, text).map(|tree| facts(&tree))
}

fn parse(name: &str, text: impl Into<Vec<u8>>) -> Result<Node, String> {
    let mut sources = Sources::new();
    let file = sources.add(name, text);
    let mut sink = Sink::new();
    let tree = specwright::read::yaml::read_document(&sources, file, None, &mut sink);
    tree.ok_or_else(|| {
        let said: Vec<&str> = sink.diagnostics().iter().map(|said| said.message.as_str()).collect();
        format!("{name}: {}", said.join("; "))
    })
}

/// The facts that a case is held to.
fn truth(case: &Case) -> Result<Option<BTreeSet<Fact>>, String> {
    let read_file = |path: &Path| std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let documents = match &case.truth {
        Truth::Unknown => return Ok(None),
        Truth::Lines(page) => {
            return match derive(&load(std::slice::from_ref(page), false)?).0 {
                Made::Derived(facts) => Ok(Some(facts)),
                Made::Refused(_) | Made::Panicked => Ok(None),
            };
        }
        Truth::Files(files) => files.iter().map(|file| read_file(file)).collect::<Result<Vec<_>, _>>()?,
        Truth::Fences => {
            let mut documents = Vec::new();
            for file in &case.files {
                let text = String::from_utf8_lossy(&read_file(file)?).into_owned();
                documents.extend(fences(&text).into_iter().map(String::into_bytes));
            }
            documents
        }
    };
    if documents.is_empty() {
        return Err(format!("{}: there is no document in its fences", case.name));
    }
    let mut all = BTreeSet::new();
    for document in documents {
        all.extend(read(&case.name, document)?);
    }
    Ok(Some(all))
}

/// The OpenAPI documents in the fences of a page, by a search of its lines that knows nothing of Markdown.
pub(super) fn fences(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let language = line.trim_start_matches('`');
        let ticks = line.strip_suffix(language).unwrap_or("");
        if ticks.len() < 3 || !language.starts_with("yaml") && !language.starts_with("json") {
            continue;
        }
        let body: Vec<&str> = lines.by_ref().take_while(|line| line.trim_end() != ticks).collect();
        let body = body.join("\n") + "\n";
        let start: String = body.chars().filter(|character| !character.is_whitespace()).take(12).collect();
        if start.starts_with("openapi:") || start.starts_with("{\"openapi\":") {
            found.push(body);
        }
    }
    found
}
