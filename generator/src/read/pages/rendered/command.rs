//! The `curl` command of a rendered page, however its line breaks were kept, and the samples that follow it.

use std::ops::Range;

/// A text of the page, with its place.
pub(super) type Placed = (String, Range<usize>);

/// What a command says.
#[derive(Debug, Default)]
pub(super) struct Command {
    /// `--request`.
    pub(super) method: Option<Placed>,
    /// `--url`, or the URL that stands by itself.
    pub(super) url: Option<Placed>,
    /// `--header`: name and value.
    pub(super) headers: Vec<(String, Placed)>,
    /// `--data`.
    pub(super) data: Option<Placed>,
    /// `--form`: name and value.
    pub(super) forms: Vec<(String, Placed)>,
    /// The bytes it takes.
    pub(super) range: Range<usize>,
    /// Whether a quote in it is open at the end of the page.
    pub(super) open: bool,
}

/// The commands in a text, up to `limit` of them.
pub(super) fn commands(text: &str, limit: usize) -> Vec<Command> {
    let mut found = Vec::new();
    let mut from = 0;
    while found.len() < limit {
        let Some(at) = text.get(from..).and_then(|rest| rest.find("curl")).map(|at| from + at) else { break };
        from = at + 4;
        let rest = text.get(from..).unwrap_or_default();
        let next = rest.trim_start_matches([' ', '\n', '\r', '\t', '\\']);
        let is_command = rest.starts_with([' ', '\n', '\r', '\t'])
            && ["--", "-X", "-H", "'http", "\"http", "http"].iter().any(|start| next.starts_with(start));
        if is_command {
            let command = read(text, at, from);
            from = command.range.end.max(from);
            found.push(command);
        }
    }
    found
}

/// Reads a command whose options begin at `from`: each is a name and one word, and what is neither ends it.
fn read(text: &str, start: usize, from: usize) -> Command {
    let mut command = Command { range: start..from, ..Command::default() };
    let mut cursor = Cursor { text, at: from, open: false };
    while let Some((option, placed)) = cursor.option(&command) {
        let (value, range) = placed;
        let end = range.end;
        match option {
            "-X" | "--request" => command.method = command.method.or(Some((value, range))),
            "--url" | "" => command.url = command.url.or(Some((value, range))),
            "-H" | "--header" => {
                if let Some((name, value)) = value.split_once(':') {
                    command.headers.push((name.trim().to_owned(), (value.trim().to_owned(), range)));
                }
            }
            "-d" | "--data" | "--data-raw" | "--data-binary" => {
                command.data = command.data.or(Some((value, range)));
            }
            "-F" | "--form" | "--data-urlencode" | "--form-string" => {
                if let Some((name, value)) = value.split_once('=') {
                    let value = value.trim_matches(['\'', '"']).to_owned();
                    command.forms.push((name.trim().to_owned(), (value, range)));
                }
            }
            _ => {}
        }
        command.range.end = end.max(cursor.at);
    }
    command.open = cursor.open;
    command
}

/// A place in a command.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
    open: bool,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        let after = rest.trim_start_matches(|character: char| character.is_whitespace() || character == '\\');
        self.at += rest.len() - after.len();
    }

    /// The next option and its word; nothing is consumed where none follows.
    fn option(&mut self, command: &Command) -> Option<(&'t str, Placed)> {
        let before = self.at;
        self.blanks();
        let rest = self.rest();
        let mut option = "";
        if rest.starts_with('-') {
            let end = rest.find([' ', '\n', '\r', '\t', '=', '`']).unwrap_or(rest.len());
            option = rest.get(..end).unwrap_or_default();
            self.at += end + usize::from(rest.get(end..).is_some_and(|rest| rest.starts_with('=')));
            if matches!(
                option,
                "-L" | "--location" | "-s" | "--silent" | "-i" | "-G" | "--get" | "--compressed"
            ) {
                return Some(("-s", (String::new(), before..self.at)));
            }
            self.blanks();
        } else if command.url.is_some() || !rest.trim_start_matches(['\'', '"']).starts_with("http") {
            self.at = before;
            return None;
        }
        let word = self.word(matches!(option, "--url" | ""));
        if word.is_none() {
            self.at = before;
        }
        Some((option, word?))
    }

    /// A word: in quotes, or up to a blank.
    fn word(&mut self, is_url: bool) -> Option<Placed> {
        let rest = self.rest();
        let mark = rest.chars().next()?;
        if matches!(mark, '\'' | '"') {
            return Some(self.quoted(mark));
        }
        let blank = |character: char| character.is_whitespace() || character == '`';
        let mut end = rest.find(blank).unwrap_or(rest.len());
        // `clip='a file'` is one word.
        if let Some((name, value)) = rest.get(..end)?.split_once('=')
            && let Some(mark @ ('\'' | '"')) = value.chars().next()
            && !is_url
        {
            let inside = name.len() + 2;
            end = rest.get(inside..)?.find(mark).map_or(end, |closing| inside + closing + 1);
        }
        let mut word = rest.get(..end)?;
        // A URL that the next block was glued to ends before it.
        if is_url && let Some(at) = glued(word) {
            end = at;
            word = rest.get(..end)?;
        }
        let start = self.at;
        self.at += end;
        Some((word.to_owned(), start..self.at))
    }

    /// A word in quotes; `'\''` is a quote within it.
    fn quoted(&mut self, mark: char) -> Placed {
        let start = self.at + 1;
        self.at = start;
        let mut value = String::new();
        loop {
            let rest = self.rest();
            let Some(end) = rest.find(mark) else {
                value.push_str(rest);
                self.at = self.text.len();
                self.open = true;
                return (value, start..self.at);
            };
            value.push_str(rest.get(..end).unwrap_or_default());
            self.at += end + 1;
            if self.rest().starts_with("\\''") && mark == '\'' {
                value.push('\'');
                self.at += 3;
                continue;
            }
            if mark == '"' && value.ends_with('\\') {
                value.pop();
                value.push('"');
                continue;
            }
            return (value, start..self.at - 1);
        }
    }
}

/// Where in a URL a bracket opens that it does not close: a sample was glued to it.
fn glued(url: &str) -> Option<usize> {
    let mut open = None;
    for (at, character) in url.char_indices() {
        match character {
            '{' | '[' if open.is_none() => open = Some(at),
            '}' | ']' => open = None,
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::super::sample::{sample_behind, statuses};
    use super::*;

    #[test]
    fn a_command_is_read_however_it_is_broken() {
        let lines = "curl --request PUT \\\n  --url https://a.example/x/{id} \\\n  --header 'K: <api-key>' \\\n  \
                     --data '\n{\n \"a\": \"it'\\''s\"\n}\n'\n{\"b\": 1}";
        let words = lines.replace(" \\\n", "\n\\\n").replace(" --", "\n--").replace("t PUT", "t\nPUT");
        let one = lines.replace('\n', " ");
        for text in [lines, words.as_str(), one.as_str()] {
            let found = commands(text, 4);
            let [command] = found.as_slice() else { panic!("{text}: {found:?}") };
            assert_eq!(command.method.as_ref().map(|method| method.0.as_str()), Some("PUT"), "{text}");
            assert_eq!(command.url.as_ref().map(|url| url.0.as_str()), Some("https://a.example/x/{id}"));
            assert_eq!(command.headers.first().map(|(name, _)| name.as_str()), Some("K"));
            assert!(command.data.as_ref().is_some_and(|data| data.0.contains("it's")));
            let sample = sample_behind(text, command.range.end);
            assert_eq!(sample.value.map(|value| value.0).as_deref(), Some("{\"b\": 1}"));
        }
    }

    #[test]
    fn what_was_glued_is_taken_apart() {
        let text = "curl --request GET \\\n--url https://a.example/x/{id}{\n\"a\": 1\n}rest";
        let found = commands(text, 4);
        assert_eq!(found[0].url.as_ref().unwrap().0, "https://a.example/x/{id}");
        let sample = sample_behind(text, found[0].range.end);
        assert_eq!(sample.value.unwrap().0, "{\n\"a\": 1\n}");
        assert_eq!(statuses("200404500").unwrap(), ["200", "404", "500"]);
        assert_eq!(statuses("200 default").unwrap(), ["200", "default"]);
        assert_eq!(statuses("2024"), None);
    }
}
