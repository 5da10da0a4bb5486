//! How callers prove who they are: of one operation, or of all of them.

use super::Walk;
use super::endpoint::Draft;
use super::topics::Topic;
use crate::read::pages::facts::{Location, SchemeKind, SecurityScheme, Stated};
use crate::read::pages::{claims, prose};
use crate::source::Origin;
use std::ops::Range;

/// Words of a heading that is about nothing but how callers prove who they are.
const HEADING: [&str; 12] = [
    "authentication",
    "authorization",
    "authenticating",
    "auth",
    "security",
    "api",
    "key",
    "keys",
    "token",
    "tokens",
    "access",
    "and",
];

/// What follows the label of it, or begins a sentence, where nobody has to.
const NOBODY: [&str; 11] = [
    "none",
    "no auth",
    "no token",
    "no api key",
    "not required",
    "not needed",
    "no requerida",
    "public",
    "unauthenticated",
    "authentication is not required",
    "this endpoint does not require auth",
];

/// Whether a heading is about how callers prove who they are.
fn is_heading(topic: &Topic) -> bool {
    let Topic::Object(name) = topic else { return false };
    let lower = name.to_ascii_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some_and(|first| !matches!(*first, "and" | "access"))
        && lower.contains(|c: char| c.is_alphabetic())
        && (lower.contains("auth") || lower.contains("key") || lower.contains("token"))
        && words.all(|word| HEADING.contains(&word))
}

/// Whether a label says that what stands behind it is how callers prove who they are.
pub(super) fn is_label(label: &str) -> bool {
    matches!(
        label.trim().trim_matches(['*', '`', ' ']).to_lowercase().as_str(),
        "authentication"
            | "authorization"
            | "auth"
            | "security"
            | "auth required"
            | "authentication required"
            | "requires authentication"
            | "authorizations"
            | "autenticación"
            | "autenticação"
            | "authentifizierung"
            | "authentification"
    )
}

impl Walk<'_, '_> {
    /// What a page says before its operations of how callers prove themselves in all of them: `All requests need …`, or
    /// what stands below a heading that is about nothing else.
    pub(super) fn proved_everywhere(&mut self, text: &str, range: &Range<usize>) {
        let first = text.split_whitespace().next().unwrap_or_default();
        let label = text.split_once(':').is_some_and(|(label, _)| is_label(label));
        let all = matches!(first, "All" | "Every" | "Each") || label;
        let lower = text.to_ascii_lowercase();
        let some = |word: &str| matches!(word, "some" | "most" | "certain" | "only" | "either" | "unless");
        let part = lower.split(|c: char| !c.is_alphanumeric()).any(some);
        if !(all || is_heading(&self.topic) && !part) || self.facts.security.is_some() {
            return;
        }
        self.shows_proof = all && ["authori", "authenticat"].iter().any(|word| lower.contains(word));
        let origin = self.page.origin(range);
        let mut draft = Draft::new(origin, None);
        if draft.is_proved_by(self.page.slice(range), origin) {
            self.prove_all(draft);
        }
    }

    /// Headers of a sample that stands before all operations, where how callers prove themselves is said.
    pub(super) fn proof_shown(&mut self, headers: &[(&str, &str)], origin: Origin) {
        if self.draft.is_some() || self.facts.security.is_some() {
            return;
        }
        if std::mem::take(&mut self.shows_proof) || is_heading(&self.topic) {
            let mut draft = Draft::new(origin, None);
            for (name, value) in headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
            {
                draft.request_header(name, value, origin);
            }
            self.prove_all(draft);
        }
    }

    fn prove_all(&mut self, mut draft: Draft) {
        if draft.endpoint.security.is_some() {
            self.facts.schemes.append(&mut draft.endpoint.schemes);
            self.facts.security = draft.endpoint.security;
        }
    }

    /// Sentences about an operation that say how its caller proves who it is, or that nobody has to.
    pub(super) fn proved(&mut self, text: &str, range: &Range<usize>) {
        let is_about = is_heading(&self.topic);
        let origin = self.page.origin(range);
        let Some(draft) = &mut self.draft else { return };
        let nobody = text.to_ascii_lowercase().starts_with("no auth");
        if nobody || is_about {
            draft.is_proved_by(self.page.slice(range), origin);
        }
    }
}

impl Draft {
    pub(super) fn authorization(&mut self, text: &str, origin: Origin) {
        let scheme = if text.to_ascii_lowercase().contains("basic") { "basic" } else { "bearer" };
        let name = Stated::field(format!("{scheme}Auth"), origin);
        if self.endpoint.schemes.is_empty() && self.endpoint.security.is_none() {
            let kind = SchemeKind::Http(scheme.to_owned());
            self.endpoint.schemes.push(SecurityScheme { name: name.clone(), kind, description: None });
            self.endpoint.security = Some(vec![vec![name]]);
        }
    }

    /// A sentence that says how a caller proves who it is; gives whether it names a scheme that is known.
    pub(super) fn is_proved_by(&mut self, sentence: &str, origin: Origin) -> bool {
        let lower = sentence.to_ascii_lowercase();
        let bare = lower.trim_start_matches(['*', '`', ' ', '_']);
        if NOBODY.iter().any(|start| bare.starts_with(start))
            || bare.trim_end_matches(['*', '.', ' ']) == "no"
        {
            self.endpoint.security.get_or_insert_default();
            return true;
        }
        let words: Vec<&str> =
            lower.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).collect();
        let key = prose::spans(sentence).map(|span| span.split([':', ' ']).next().unwrap_or(span));
        let ends = |span: &&str| ["key", "token"].iter().any(|end| span.to_ascii_lowercase().ends_with(end));
        let is_header = |span: &&str| span.contains('-') && ends(span) || claims::is_key(span);
        match key.into_iter().find(is_header) {
            Some(key) if self.endpoint.schemes.is_empty() => {
                let kind = SchemeKind::ApiKey(Location::Header, key.to_ascii_lowercase());
                claims::require(&mut self.endpoint, "apiKey", kind, origin);
            }
            Some(_) => {}
            None if ["basic", "bearer"].iter().any(|scheme| words.contains(scheme)) => {
                self.authorization(sentence, origin);
            }
            None => return false,
        }
        true
    }
}
