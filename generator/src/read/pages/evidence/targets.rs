//! Paths and URLs as pages write them.

/// Where a request goes: the server, if the page says it, and the path with `{name}` for what varies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) server: Option<String>,
    pub(super) path: String,
}

/// Reads `/v1/x/:id`, `https://{host}/v1/x/7?y=z`, `{{base}}/x`; `None` where no path stands in it.
pub(super) fn parse(text: &str) -> Option<Target> {
    let text = text.trim().trim_matches(['`', '"', '\'']).trim();
    // `${id}` is a variable of a shell, or of a template.
    let text = plain(&text.split_whitespace().next()?.replace("${", "{"));
    let text = text.as_str();
    let (server, rest) = match text.split_once("://") {
        Some((scheme, rest)) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let variable = scheme.trim_matches(['{', '}']).chars().all(|c| c.is_ascii_alphanumeric());
            let server = (variable && !host.is_empty())
                .then(|| format!("{scheme}://{}", host.replace("{{", "{").replace("}}", "}")));
            (server, rest.get(host.len()..).unwrap_or_default())
        }
        None if text.starts_with("{{") => (None, text.split_once("}}").map_or("", |(_, rest)| rest)),
        None if text.starts_with('/') => (None, text),
        None => {
            let host = text.split('/').next().unwrap_or_default();
            let is_host = host.contains('.') && text.contains('/');
            match is_host {
                true => (Some(format!("https://{host}")), text.get(host.len()..).unwrap_or_default()),
                // `v1/x/{id}`
                false if text.contains('/') => (None, text),
                false => return None,
            }
        }
    };
    // Some servers route by what stands behind the `?`: `/index.php?/v2/x`.
    let routed = rest.find("?/").map(|at| at + 1);
    let end = rest.get(routed.unwrap_or(0)..).and_then(|rest| rest.find(['?', '#', '&']));
    let path = end.and_then(|end| rest.get(..routed.unwrap_or(0) + end)).unwrap_or(rest);
    let segments: Vec<String> = path.split('/').map(segment).collect();
    let path = segments.join("/");
    let path = if path.starts_with('/') { path } else { format!("/{path}") };
    Some(Target { server, path })
}

/// A path in which what varies is `{name}` and no more: `{name=x/*}`, `{name:[0-9]+}`, `{name?}`, `<int:name>` and
/// `(int:name)` say of which kind it is.
fn plain(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '<', '(']) {
        let (before, after) = rest.split_at(at);
        found.push_str(before);
        let close = match after.as_bytes().first() {
            Some(b'{') => '}',
            Some(b'<') => '>',
            _ => ')',
        };
        let inner = after.get(1..).and_then(|inner| inner.split_once(close));
        let Some((inner, behind)) = inner.filter(|(inner, _)| !inner.starts_with('{')) else {
            found.push_str(after.get(..1).unwrap_or_default());
            rest = after.get(1..).unwrap_or_default();
            continue;
        };
        let name = match close {
            '}' => inner.split(['=', ':']).next(),
            _ => inner.rsplit(':').next().filter(|name| name.len() < inner.len()),
        };
        let name = name.map(|name| name.trim_start_matches('+').trim_end_matches(['?', '*']));
        let is_name = |name: &&str| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.$ ".contains(c))
        };
        match name.filter(is_name) {
            Some(name) => found.push_str(&format!("{{{name}}}")),
            None => found.push_str(after.get(..inner.len() + 2).unwrap_or_default()),
        }
        rest = behind;
    }
    found.push_str(rest);
    found
}

/// A segment with `{name}` for what varies, in whichever of the usual ways it is written.
fn segment(text: &str) -> String {
    let text = text.replace("%7B", "{").replace("%7D", "}").replace("{{", "{").replace("}}", "}");
    // `:id(\\d+)`, `:id?`
    let colon =
        text.strip_prefix(':').map(|name| name.split('(').next().unwrap_or_default().trim_end_matches('?'));
    let name = colon
        .or_else(|| text.strip_prefix('<')?.strip_suffix('>'))
        .filter(|name| name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_'));
    match name {
        Some(name) => format!("{{{name}}}"),
        None => text,
    }
}

/// The names in a path, in order.
pub(super) fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// What a path looks like without the names of what varies.
pub(super) fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut inside = false;
    for character in path.trim_end_matches('/').chars() {
        match character {
            '{' => inside = true,
            '}' => {
                inside = false;
                shape.push_str("{}");
            }
            _ if inside => {}
            _ => shape.push(character),
        }
    }
    if shape.is_empty() { "/".to_owned() } else { shape }
}

/// How a path that stands in a sample goes with the path of the operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is the path, with values in it or without.
    Same,
    /// It is the path behind this base path.
    Below(String),
    /// It is another one.
    Other,
}

/// Holds a path of a sample against a template.
pub(super) fn fit(template: &str, sample: &str) -> Fit {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (template, sample) = (parts(template), parts(sample));
    let Some(more) = sample.len().checked_sub(template.len()) else { return Fit::Other };
    let agrees = |(ours, theirs): (&String, &String)| ours == theirs || ours.contains('{');
    let tail = sample.get(more..).unwrap_or_default();
    if !template.iter().zip(tail).all(agrees) {
        return Fit::Other;
    }
    match sample.get(..more) {
        Some([]) | None => Fit::Same,
        Some(base) if !template.is_empty() => Fit::Below(format!("/{}", base.join("/"))),
        _ => Fit::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_to_write_a_path_are_one() {
        for (text, server, path) in [
            ("/v1/payment/:id", None, "/v1/payment/{id}"),
            ("https://{hostname}/v1/payment/:id", Some("https://{hostname}"), "/v1/payment/{id}"),
            ("{{baseUrl}}/x/<y>", None, "/x/{y}"),
            ("https://a.example/x/7?y=1#z", Some("https://a.example"), "/x/7"),
            ("api.example.com/x", Some("https://api.example.com"), "/x"),
            ("https://a.example", Some("https://a.example"), "/"),
            ("/x/{tree.name=a/*/b/*}:run", None, "/x/{tree.name}:run"),
            ("/x/{id:[0-9]+}/{part?}", None, "/x/{id}/{part}"),
            ("/x/<int:id>/(string:part)/:more", None, "/x/{id}/{part}/{more}"),
            ("/x(y)/(z)", None, "/x(y)/(z)"),
            ("v1/x/{id}", None, "/v1/x/{id}"),
            ("/x/${id}", None, "/x/{id}"),
            ("/index.php?/v2/x/:id&y=1", None, "/index.php?/v2/x/{id}"),
        ] {
            let expected = Target { server: server.map(str::to_owned), path: path.to_owned() };
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        assert_eq!(parse("nothing"), None);
        assert_eq!(parse(""), None);
    }

    #[test]
    fn a_sample_is_the_path_or_below_a_base_or_another() {
        assert_eq!(fit("/x/{id}", "/x/65f0"), Fit::Same);
        assert_eq!(fit("/x/{id}", "/v2/x/65f0"), Fit::Below("/v2".to_owned()));
        assert_eq!(fit("/x/{id}", "/y/65f0"), Fit::Other);
        assert_eq!(fit("/x/{id}/z", "/x"), Fit::Other);
        assert_eq!(shape("/x/{id}/{b}.json"), "/x/{}/{}.json");
    }
}
