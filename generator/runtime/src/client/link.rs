//! The header `Link` (RFC 8288).

use super::base_url::origin;
use super::call::Call;
use super::target::{base_url, target_of};
use http::HeaderMap;
use http::header::LINK;

/// A URL without its query, and the parts of its query.
type Target = (String, Vec<String>);

/// Where the next page is, by the relation `next`.
///
/// # Errors
///
/// Where it leads to another origin: credentials do not go there.
pub(super) fn next_link(call: &Call, headers: &HeaderMap) -> Result<Option<Target>, String> {
    let texts = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    let Some(target) =
        texts.flat_map(links).find(|(_, relations)| is_next(relations)).map(|(target, _)| target)
    else {
        return Ok(None);
    };
    let base = base_url(&call.core, call.operation);
    let own = origin(&base).ok_or("the base URL has no origin")?;
    let absolute = match target.chars().next() {
        Some('/') if !target.starts_with("//") => format!("{own}{target}"),
        _ if target.starts_with("//") || target.split('?').next().is_some_and(|it| it.contains("://")) => {
            target.to_owned()
        }
        // The page itself with another query, or what stands beside it (RFC 3986, section 5.3).
        first => {
            let page = match &call.target {
                Some(page) => page.clone(),
                None => {
                    target_of(&call.core, call.operation, &call.path).map_err(|error| error.to_string())?
                }
            };
            let folder = page.rfind('/').and_then(|end| page.get(..=end)).unwrap_or(&page);
            format!("{}{target}", if first == Some('?') { &page } else { folder })
        }
    };
    if origin(&absolute).as_deref() != Some(own.as_str()) {
        return Err("the link to the next page leads to another origin".to_owned());
    }
    let absolute = absolute.split('#').next().unwrap_or_default();
    let (target, query) = absolute.split_once('?').unwrap_or((absolute, ""));
    let parts = query.split('&').filter(|part| !part.is_empty()).map(str::to_owned);
    Ok(Some((target.to_owned(), parts.collect())))
}

/// Where quoted strings begin and end (RFC 9110, section 5.6.4): a quote behind a backslash ends none.
#[derive(Default)]
struct Quotes {
    quoted: bool,
    escaped: bool,
}

impl Quotes {
    /// Whether the next character stands outside of them.
    fn is_outside(&mut self, mark: char) -> bool {
        let escaped = self.escaped;
        self.escaped = self.quoted && !escaped && mark == '\\';
        self.quoted ^= mark == '"' && !escaped;
        !self.quoted
    }
}

/// Each link: its target and its parameters as they are written.
fn links(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((target, after)) = after.split_once('>') else { break };
        // Parameters end at a comma that stands in no quotes.
        let mut quotes = Quotes::default();
        let end = after.find(|mark| quotes.is_outside(mark) && mark == ',');
        let (parameters, after) = after.split_at_checked(end.unwrap_or(after.len())).unwrap_or((after, ""));
        found.push((target, parameters));
        rest = after;
    }
    found
}

/// Whether the first `rel` among parameters, which is the one that counts (section 3.3), names the next page.
fn is_next(parameters: &str) -> bool {
    let mut quotes = Quotes::default();
    let pairs = parameters.split(|mark| quotes.is_outside(mark) && mark == ';');
    let mut pairs = pairs.filter_map(|parameter| parameter.split_once('='));
    let relations = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("rel"));
    let relations = relations.map(|(_, value)| value.trim().trim_matches('"')).unwrap_or_default();
    relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_apart() {
        let text = r#"<https://a/?p=1,2>; rel="prev first", </x?p=3>; title="a, b"; rel=next"#;
        let found = links(text);
        assert_eq!(
            found.iter().map(|(target, _)| *target).collect::<Vec<_>>(),
            ["https://a/?p=1,2", "/x?p=3"]
        );
        assert_eq!(
            found.iter().map(|(_, parameters)| is_next(parameters)).collect::<Vec<_>>(),
            [false, true]
        );
        assert!(links("<<>>,<").len() <= 2);
        let escaped = r#"<a>; title="\", <b>; rel=next; \\"; rel=prev, <c>; rel=next"#;
        let found: Vec<_> = links(escaped).iter().map(|(target, rest)| (*target, is_next(rest))).collect();
        assert_eq!(found, [("a", false), ("c", true)]);
        for other in [r#"; rel="prev"; title="; rel=next""#, "; rel=prev; rel=next", "; rev=next", ""] {
            assert!(!is_next(other), "{other}");
        }
        assert!(is_next(r#"; title="a;b"; REL = "last NEXT""#));
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        assert_eq!(origin("https://A.example:443/x"), origin("https://a.example"));
        for other in
            ["http://a.example", "https://a.example:444", "https://b.example", "https://u@a.example", "/x"]
        {
            assert_ne!(origin(other), origin("https://a.example"), "{other}");
        }
    }
}
