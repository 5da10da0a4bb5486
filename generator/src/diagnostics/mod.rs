//! What a stage has to say about its input: one sink a stage, one table of codes.

mod code;
mod nearest;
mod render;

pub use code::{Class, Code};
pub use nearest::nearest;
pub use render::{Format, render};

use crate::source::Origin;
use std::collections::{HashMap, HashSet};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something awkward was handled, and the reader may want to know.
    Note,
    /// A part lost its precision, or a keyword was ignored; an error under `--strict`.
    Warning,
    /// The input is unusable; nothing is written.
    Error,
}

/// A place and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub origin: Origin,
    /// What stands there, in a few words; may be empty.
    pub text: String,
}

/// One thing that a stage has to say, for the person who reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of thing.
    pub code: Code,
    /// One sentence that says what is wrong.
    pub message: String,
    /// Where it is, if it is anywhere.
    pub primary: Option<Label>,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// What to do about it, or what was done.
    pub notes: Vec<String>,
    /// Whether it gives way to another about the same place, which says more.
    pub general: bool,
}

impl Diagnostic {
    /// A diagnostic at a place.
    pub fn new(code: Code, origin: Origin, message: impl Into<String>) -> Self {
        let primary = Some(Label { origin, text: String::new() });
        Self {
            code,
            message: message.into(),
            primary,
            related: Vec::new(),
            notes: Vec::new(),
            general: false,
        }
    }

    /// A diagnostic about the input as a whole.
    pub fn whole(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: None,
            related: Vec::new(),
            notes: Vec::new(),
            general: false,
        }
    }

    /// Says in a few words what stands at the place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = &mut self.primary {
            primary.text = text.into();
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, origin: Origin, text: impl Into<String>) -> Self {
        self.related.push(Label { origin, text: text.into() });
        self
    }

    /// What is to be said of several places of a document at once, at the first of them; nothing where there is none.
    #[must_use]
    pub fn at_all(code: Code, mut places: Vec<Origin>, message: &str, note: &str) -> Option<Self> {
        places.sort_unstable();
        places.dedup();
        let (first, others) = places.split_first()?;
        Some(Self::new(code, *first, message).note(note).also(others))
    }

    /// Adds further places of which the same is to be said: the first of them, and how many more there are.
    #[must_use]
    pub fn also(mut self, others: &[Origin]) -> Self {
        const SHOWN: usize = 2;
        let shown =
            others.iter().take(SHOWN).map(|origin| Label { origin: *origin, text: "here too".to_owned() });
        self.related.extend(shown);
        match others.len().saturating_sub(SHOWN) {
            0 => self,
            1 => self.note("and at one other place"),
            more => self.note(format!("and at {more} other places")),
        }
    }

    /// Adds what to do about it, or what was done.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Lets it give way to another about the same place.
    #[must_use]
    pub fn general(mut self) -> Self {
        self.general = true;
        self
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.code.class().severity()
    }
}

/// Collects what a stage has to say, so that it can report all of it at once.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    told: HashSet<(Code, Option<Origin>, String)>,
    /// The general ones, by their place.
    general: HashMap<Origin, usize>,
}

/// A stage found its input unusable; its sink says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unusable;

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a diagnostic, unless the same was said of the same place before: a part that is looked at twice is still
    /// told once. One that does not say what to do gets what its code says, and a general one gives way.
    pub fn report(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.notes.is_empty() {
            diagnostic.notes.push(diagnostic.code.help().to_owned());
        }
        let place = diagnostic.primary.as_ref().map(|label| label.origin);
        if !self.told.insert((diagnostic.code, place, diagnostic.message.clone())) {
            return;
        }
        if let Some(place) = place {
            if diagnostic.general {
                self.general.insert(place, self.diagnostics.len());
            } else if let Some(before) =
                self.general.remove(&place).and_then(|place| self.diagnostics.get_mut(place))
            {
                *before = diagnostic;
                return;
            }
        }
        self.diagnostics.push(diagnostic);
    }

    /// Whether the same was said of the same place before.
    pub fn is_told(&self, diagnostic: &Diagnostic) -> bool {
        let place = diagnostic.primary.as_ref().map(|label| label.origin);
        self.told.contains(&(diagnostic.code, place, diagnostic.message.clone()))
    }

    /// `Err` if an error was reported: what a stage asks at its border.
    pub fn propagate(&self) -> Result<(), Unusable> {
        match self.worst() {
            Some(Severity::Error) => Err(Unusable),
            _ => Ok(()),
        }
    }

    /// The greatest severity reported.
    pub fn worst(&self) -> Option<Severity> {
        self.diagnostics.iter().map(Diagnostic::severity).max()
    }

    /// What was reported, in order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}
