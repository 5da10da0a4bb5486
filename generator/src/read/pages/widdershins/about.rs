//! What stands above the operations: title, version, base URLs and the ways to prove who calls.

use crate::read::markdown::Page;
use crate::read::pages::facts::{Location, PageFacts, SchemeKind, SecurityScheme, Stated};
use crate::read::pages::scan::{Event, Piece};
use std::ops::Range;

/// The ways to prove who calls, as far as their names are printed.
#[derive(Debug, Default)]
pub(super) struct About<'t> {
    title: Option<(String, Range<usize>)>,
    urls: bool,
    key: Option<Piece<'t>>,
    /// Those that the page gives no name.
    unnamed: Vec<(SchemeKind, Option<String>)>,
}

impl<'t> About<'t> {
    /// Takes what one line or heading says; gives whether it was about the API.
    pub(super) fn take(&mut self, page: &Page<'t>, event: &Event<'t>, facts: &mut PageFacts) -> bool {
        match event {
            Event::Heading(1, text, range) => {
                self.urls = false;
                if self.title.is_none() && facts.title.is_none() {
                    self.title = Some((text.clone(), range.clone()));
                }
                false
            }
            Event::Quote(quote) if quote.text.starts_with("Scroll down for ") => {
                self.titled(page, facts);
                true
            }
            Event::Line(line) => self.line(page, line, facts),
            _ => false,
        }
    }

    /// `Title v1.2.3`.
    fn titled(&mut self, page: &Page<'_>, facts: &mut PageFacts) {
        let Some((text, range)) = self.title.take() else { return };
        let origin = page.origin(&range);
        let version = text.rsplit_once(' ').filter(|(_, word)| {
            word.strip_prefix('v').is_some_and(|rest| !rest.is_empty()) && word.len() < 40
        });
        let title = version.map_or(text.as_str(), |(title, _)| title.trim());
        facts.title = Some(Stated::field(title, origin));
        let version = version.and_then(|(_, word)| word.strip_prefix('v'));
        facts.version = version.map(|version| Stated::field(version, origin));
    }

    fn line(&mut self, page: &Page<'_>, line: &Piece<'t>, facts: &mut PageFacts) -> bool {
        let item = line.text.trim_start_matches(['*', '-', ' ']);
        if line.text == "Base URLs:" {
            self.titled(page, facts);
            self.urls = true;
            return true;
        }
        if self.urls {
            if let Some(rest) = item.strip_prefix("<a href=\"") {
                let url = rest.split('"').next().unwrap_or_default().trim_end_matches('/');
                let usable = url.starts_with('/') || url.contains("://");
                if usable && facts.servers.iter().all(|server| server.value != url) {
                    facts.servers.push(Stated::field(url, page.origin(&line.range)));
                }
                return true;
            }
            // The values of a variable of a URL stand in a list of their own.
            if line.text.starts_with(['*', '-']) {
                return true;
            }
            self.urls = false;
        }
        self.scheme(page, line, item, facts)
    }

    fn scheme(&mut self, page: &Page<'_>, line: &Piece<'t>, item: &'t str, facts: &mut PageFacts) -> bool {
        if let Some(name) = item.strip_prefix("API Key (").and_then(|rest| rest.strip_suffix(')')) {
            let start = line.range.end - name.len() - 1;
            self.key = Some(Piece::trimmed(name, start));
            return true;
        }
        if let (Some(key), Some(rest)) = (self.key.clone(), item.strip_prefix("Parameter Name: ")) {
            let Some((name, rest)) = rest.split_once(", in: ") else { return false };
            let (place, text) = rest.split_once('.').unwrap_or((rest, ""));
            let location = match place.trim() {
                "query" => Location::Query,
                "cookie" => Location::Cookie,
                _ => Location::Header,
            };
            let kind = SchemeKind::ApiKey(location, name.trim_matches('*').to_owned());
            let name = Stated::field(key.text, page.origin(&key.range));
            facts.schemes.push(SecurityScheme { name, kind, description: some(text) });
            self.key = None;
            return true;
        }
        if let Some(rest) = item.strip_prefix("HTTP Authentication, scheme: ") {
            let (scheme, text) = rest.split_once(' ').unwrap_or((rest, ""));
            self.unnamed.push((SchemeKind::Http(scheme.to_ascii_lowercase()), some(text)));
            return true;
        }
        if let Some(text) = item.strip_prefix("oAuth2 authentication.") {
            self.unnamed.push((SchemeKind::OAuth2, some(text)));
            return true;
        }
        false
    }

    /// Gives the names that operations ask for to the schemes that are listed without one: where a name tells a scheme
    /// that one, otherwise in the order of both.
    pub(super) fn name(&mut self, facts: &mut PageFacts) {
        let mut asked: Vec<Stated<String>> = Vec::new();
        let requirements = facts.endpoints.iter().filter_map(|endpoint| endpoint.security.as_ref());
        for name in requirements.flatten().flatten() {
            let known = facts.schemes.iter().any(|scheme| scheme.name.value == name.value);
            if !known && asked.iter().all(|other| other.value != name.value) {
                asked.push(name.clone());
            }
        }
        for by_hint in [true, false] {
            let mut left = Vec::new();
            for (kind, description) in self.unnamed.drain(..) {
                let fits = |name: &Stated<String>| !by_hint || hints(&name.value.to_ascii_lowercase(), &kind);
                match asked.iter().position(fits) {
                    Some(at) => {
                        let name = asked.remove(at);
                        facts.schemes.push(SecurityScheme { name, kind, description });
                    }
                    None => left.push((kind, description)),
                }
            }
            self.unnamed = left;
        }
    }
}

/// Whether the name of a scheme says what it is.
fn hints(name: &str, kind: &SchemeKind) -> bool {
    match kind {
        SchemeKind::Http(scheme) => {
            name.contains(scheme.as_str()) || scheme == "bearer" && name.contains("jwt")
        }
        SchemeKind::OAuth2 => name.contains("oauth"),
        SchemeKind::ApiKey(..) => false,
    }
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
