//! What a request without leave is answered.

use super::auth::Denied;
use super::problem::Problem;
use crate::http::{Location, Operation, Requirement, Scheme, SchemeKind};
use http::HeaderValue;
use http::header::WWW_AUTHENTICATE;

/// What became of the alternatives that a request had the credentials for.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// What was known and not enough.
    forbidden: Vec<&'static Requirement>,
    /// Whether it came with a token that nobody knows.
    offered: bool,
}

impl Refusals {
    /// Notes which credential an alternative failed at.
    pub(super) fn note(&mut self, requirement: &'static Requirement, why: Denied) {
        match why {
            Denied::Forbidden => self.forbidden.push(requirement),
            Denied::Unauthenticated => self.offered |= requirement.scheme.kind == SchemeKind::Bearer,
        }
    }

    /// The answer. Who is known in one way is told so, whatever else was tried.
    pub(super) fn problem(&self, operation: &Operation) -> Problem {
        if !self.forbidden.is_empty() {
            let challenges = self.forbidden.iter().filter_map(|requirement| insufficient(requirement));
            return challenged(Problem::new(403), challenges);
        }
        let problem = Problem::new(401).detail("the credentials are missing or not known");
        let asked = operation.security.iter().copied().flatten();
        challenged(problem, asked.filter_map(|requirement| challenge(requirement.scheme, self.offered)))
    }
}

/// A problem with challenges, each once: two alternatives may name one scheme, and two schemes be of one kind.
fn challenged(mut problem: Problem, challenges: impl Iterator<Item = HeaderValue>) -> Problem {
    let mut told: Vec<HeaderValue> = Vec::new();
    for challenge in challenges {
        if !told.contains(&challenge) {
            told.push(challenge.clone());
            problem = problem.header(WWW_AUTHENTICATE, challenge);
        }
    }
    problem
}

/// What a 403 has to say of a token that allows too little (RFC 6750, section 3.1).
fn insufficient(requirement: &Requirement) -> Option<HeaderValue> {
    if requirement.scheme.kind != SchemeKind::Bearer {
        return None;
    }
    // Section 3: what a scope may consist of needs no escape.
    let is_scope = |scope: &&str| {
        !scope.is_empty()
            && scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
    };
    let scopes: Vec<&str> = requirement.scopes.iter().copied().filter(is_scope).collect();
    let scope = if scopes.is_empty() { String::new() } else { format!(", scope=\"{}\"", scopes.join(" ")) };
    HeaderValue::from_str(&format!("Bearer error=\"insufficient_scope\"{scope}")).ok()
}

/// What a 401 has to say of a scheme (RFC 9110, section 11.6.1).
fn challenge(scheme: &Scheme, offered: bool) -> Option<HeaderValue> {
    let text = match scheme.kind {
        // RFC 7617, section 2: the realm must be there.
        SchemeKind::Basic => format!("Basic realm={}, charset=\"UTF-8\"", quoted(scheme.name)?),
        // RFC 6750, section 3.1: an error is told to those only who have sent a token.
        SchemeKind::Bearer if offered => "Bearer error=\"invalid_token\"".to_owned(),
        SchemeKind::Bearer => "Bearer".to_owned(),
        SchemeKind::Http(name) => name.to_owned(),
        // No scheme is registered for keys; a 401 has to have a challenge all the same.
        SchemeKind::ApiKey(location, name) => {
            let location = match location {
                Location::Query => "query",
                Location::Cookie => "cookie",
                Location::Header | Location::Path => "header",
            };
            format!("ApiKey realm={}, in=\"{location}\", name={}", quoted(scheme.name)?, quoted(name)?)
        }
        SchemeKind::Transport => return None,
    };
    HeaderValue::from_str(&text).ok()
}

/// A quoted string (RFC 9110, section 5.6.4); `None` for a text that no header can hold.
fn quoted(text: &str) -> Option<String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    plain.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}
