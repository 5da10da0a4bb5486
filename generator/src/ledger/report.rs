//! What is said about a ledger: one diagnostic for each keyword of a kind of object, however often it occurs.

use super::Ledger;
use super::entry::{Entry, Standing};
use super::form;
use super::table::Verdict;
use super::version::Version;
use super::words::{cut, object};
use crate::diagnostics::{Code, Diagnostic, Sink};

impl Ledger {
    /// Reports what is ignored, what is unknown, and what belongs to another version, each at its first place, and
    /// values of another form.
    pub fn report(&self, sink: &mut Sink) {
        let Some(version) = self.version else { return };
        let mut diagnostics: Vec<Diagnostic> =
            self.entries.iter().filter_map(|entry| diagnostic(entry, version)).collect();
        diagnostics.extend(self.further.iter().map(|(kind, count, first)| {
            let message = format!("{count} further unknown keywords of {}", object(kind.name()));
            Diagnostic::new(Code::UnknownKeyword, *first, message).note(
                "is this what should stand here? Objects of this kind have no names of their own choice",
            )
        }));
        diagnostics.extend(self.misfits.values().flat_map(form::Misfits::report));
        // By place, which is the order in which they are read.
        diagnostics.sort_by_key(|diagnostic| diagnostic.primary.as_ref().map(|label| label.origin));
        diagnostics.into_iter().for_each(|diagnostic| sink.report(diagnostic));
    }
}

fn diagnostic(entry: &Entry, version: Version) -> Option<Diagnostic> {
    let (keyword, version) = (cut(&entry.keyword), version.name());
    let object = object(entry.kind.name());
    let (code, message, note) = match (&entry.standing, entry.verdict) {
        (Standing::Extension | Standing::Idle, _)
        | (Standing::Known, Verdict::Used | Verdict::Documented) => return None,
        (Standing::Known, Verdict::Ignored(reason)) => {
            (Code::IgnoredKeyword, format!("`{keyword}` of {object} is ignored"), reason.to_owned())
        }
        (Standing::BesideReference, Verdict::Ignored(reason)) => {
            (Code::IgnoredKeyword, format!("`{keyword}` beside a `$ref` is ignored"), reason.to_owned())
        }
        (Standing::OtherVersion(names), Verdict::Ignored(reason)) => (
            Code::IgnoredKeyword,
            format!("`{keyword}` of {object} is ignored: {version} does not have it"),
            if names.is_empty() { reason.to_owned() } else { format!("it belongs to {names}") },
        ),
        (Standing::OtherVersion(_) | Standing::BesideReference, _) if entry.kind.is_reference() => (
            Code::ForeignKeyword,
            format!("`{keyword}` beside a `$ref` says nothing in {version}"),
            "it is taken for what its author means".to_owned(),
        ),
        (Standing::OtherVersion(names), _) => (
            Code::ForeignKeyword,
            format!("{version} has no `{keyword}` in {object}"),
            if names.is_empty() {
                "it is taken for what its author means".to_owned()
            } else {
                format!("it is read as {names} has it")
            },
        ),
        (Standing::Unknown(near), _) => (
            Code::UnknownKeyword,
            format!("{object} has no keyword `{keyword}`"),
            match near {
                Some(near) => format!("is `{near}` meant? It is ignored as it is"),
                None => "it is ignored; an extension's name starts with `x-`".to_owned(),
            },
        ),
        (Standing::BesideReference, _) => return None,
    };
    let diagnostic = Diagnostic::new(code, entry.first, message).note(note);
    Some(match entry.count {
        1 => diagnostic,
        2 => diagnostic.note("and at one other place"),
        count => diagnostic.note(format!("and at {} other places", count - 1)),
    })
}
