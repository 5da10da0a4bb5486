//! A `curl` command in a code block: what it sends, and where.

/// What a command says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Curl {
    /// `--request`.
    pub(super) method: Option<String>,
    /// The URL.
    pub(super) url: Option<String>,
    /// `--header`: names and values.
    pub(super) headers: Vec<(String, String)>,
    /// `--data`.
    pub(super) data: Option<String>,
    /// What is sent of a form, names and values, where the data is one.
    pub(super) pairs: Vec<(String, String)>,
    /// `--form`: names, and whether a file is sent.
    pub(super) form: Vec<(String, bool)>,
}

/// The first command in a text.
pub(super) fn read(text: &str) -> Option<Curl> {
    let start = text.find("curl ").filter(|at| {
        let before = text.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || c == '$')
    })?;
    let mut words = words(text.get(start + "curl ".len()..)?).into_iter();
    let mut curl = Curl::default();
    while let Some(word) = words.next() {
        let (option, joined) = match word.split_once('=') {
            Some((option, value)) if word.starts_with("--") => (option.to_owned(), Some(value.to_owned())),
            _ => (word, None),
        };
        let mut value = || joined.clone().or_else(|| words.next());
        match option.as_str() {
            "-X" | "--request" => curl.method = value(),
            "--url" => curl.url = value(),
            "-H" | "--header" => {
                let header = value().unwrap_or_default();
                if let Some((name, value)) = header.split_once(':') {
                    curl.headers.push((name.trim().to_owned(), value.trim().to_owned()));
                }
            }
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--json" | "--data-urlencode" => {
                let value = value();
                if let Some(data) = &value {
                    curl.pairs.extend(pairs(data));
                }
                curl.data = curl.data.or(value);
            }
            "-F" | "--form" => {
                let field = value().unwrap_or_default();
                if let Some((name, value)) = field.split_once('=') {
                    curl.form.push((name.trim().to_owned(), value.trim_start().starts_with(['@', '<'])));
                }
            }
            "-u" | "--user" => {
                let _ = value();
                curl.headers.push(("Authorization".to_owned(), "Basic".to_owned()));
            }
            "-o" | "--output" | "-A" | "--user-agent" | "-b" | "--cookie" | "-m" | "--max-time" => {
                let _ = value();
            }
            other => match other.strip_prefix("-X") {
                Some(method) if !method.is_empty() => curl.method = Some(method.to_owned()),
                _ if other.starts_with('-') => {}
                _ if curl.url.is_none() && other.contains(['/', '.']) => curl.url = Some(other.to_owned()),
                _ => {}
            },
        }
    }
    Some(curl)
}

/// The names and values of data that is a form: `a=1&b=2`.
fn pairs(data: &str) -> Vec<(String, String)> {
    if data.trim_start().starts_with(['{', '[', '@', '<', '"']) {
        return Vec::new();
    }
    let plain =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.[]".contains(c));
    let pairs = data.split('&').filter_map(|pair| pair.split_once('=')).filter(|(name, _)| plain(name));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The words of a command as a shell splits them; it ends where its line does, unless a `\` stands there.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut mark: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (mark, character) {
            (Some(open), _) if character == open => mark = None,
            (Some('"'), '\\') => {
                let escaped = characters.next().unwrap_or_default();
                let kept = word.get_or_insert_default();
                if !matches!(escaped, '"' | '\\' | '$' | '`') {
                    kept.push('\\');
                }
                kept.push(escaped);
            }
            (Some(_), _) => word.get_or_insert_default().push(character),
            (None, '\'' | '"') => {
                mark = Some(character);
                word.get_or_insert_default();
            }
            (None, '\\' | '^') if characters.peek().is_none_or(|next| next.is_whitespace()) => {
                while characters.next_if(|next| next.is_whitespace()).is_some() {}
                words.extend(word.take());
            }
            (None, '\\') => word.get_or_insert_default().extend(characters.next()),
            (None, '\n') => {
                words.extend(word.take());
                while characters.next_if(|next| next.is_whitespace()).is_some() {}
                // Options on a line of their own belong to it even where the `\` before them is lost.
                if characters.peek() != Some(&'-') {
                    break;
                }
            }
            (None, '|' | ';' | '>') => break,
            (None, _) if character.is_whitespace() => words.extend(word.take()),
            (None, _) => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word.filter(|_| mark.is_none() || !text.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_read() {
        let curl = read(
            "$ curl -X POST \\\n  --url 'https://a.example/x?y=z' \\\n  -H \"A: b \\\"c\\\"\" --data '{\"k\": \"v\n\"}'\nnext",
        );
        let expected = Curl {
            method: Some("POST".to_owned()),
            url: Some("https://a.example/x?y=z".to_owned()),
            headers: vec![("A".to_owned(), "b \"c\"".to_owned())],
            data: Some("{\"k\": \"v\n\"}".to_owned()),
            form: Vec::new(),
            pairs: Vec::new(),
        };
        assert_eq!(curl, Some(expected));
        let curl = read("curl https://a.example -d \"to\"=\"Rome\" -d 'speed=40&a[b]=c'").unwrap();
        let names: Vec<_> = curl.pairs.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["to", "speed", "a[b]"]);
        let curl = read("curl https://a.example/x -F file=@y -F 'n=1' -XPUT").unwrap();
        assert_eq!(curl.method.as_deref(), Some("PUT"));
        assert_eq!(curl.form, [("file".to_owned(), true), ("n".to_owned(), false)]);
        assert_eq!(read("no command"), None);
        assert!(read("curl 'open").is_some());
    }
}
