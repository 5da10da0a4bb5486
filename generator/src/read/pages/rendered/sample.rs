//! Samples of what comes back, and the statuses above them.

use super::command::Placed;

/// A sample of what comes back, and the statuses that stand above it.
#[derive(Debug)]
pub(super) struct Sample {
    /// The statuses, the one that is shown first.
    pub(super) statuses: Vec<Placed>,
    /// The sample, if one stands there.
    pub(super) value: Option<Placed>,
    /// Whether it was put together again from its indentation.
    pub(super) repaired: bool,
    /// Whether it stops in the middle.
    pub(super) open: bool,
    /// Where it ends.
    pub(super) end: usize,
}

/// What buttons are called that stand between samples.
pub(super) const BUTTONS: [&str; 8] =
    ["Copy", "Ask AI", "cURL", "Try it", "Copy page", "JSON", "Example", "Response"];

/// Whether a line opens or closes a fence.
fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

/// The sample that follows `from`, with nothing in between but statuses, buttons and fences.
pub(super) fn sample_behind(text: &str, from: usize) -> Sample {
    let mut sample = Sample { statuses: Vec::new(), value: None, repaired: false, open: false, end: from };
    // A command ends within its own fence.
    let before = text.get(..from).unwrap_or_default();
    let mut fenced = before.lines().filter(|line| is_fence(line)).count() % 2 == 1;
    let mut opened = false;
    let mut at = from;
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim().trim_matches('`').trim();
        if is_fence(line) {
            fenced = !fenced;
            opened = fenced;
            continue;
        }
        if fenced && opened {
            return in_fence(text, start, sample);
        }
        if trimmed.starts_with(['{', '[', '"']) && !trimmed.contains("](") {
            let offset = line.find(['{', '[', '"']).unwrap_or_default();
            return plain(text, start + offset, sample);
        }
        if trimmed.is_empty() || trimmed == "json" || BUTTONS.contains(&trimmed) {
            continue;
        }
        let Some(statuses) = statuses(trimmed) else { break };
        sample
            .statuses
            .extend(statuses.into_iter().map(|status| (status, start..start + line.trim_end().len())));
        sample.end = at;
    }
    sample
}

/// The statuses of a line that holds nothing else: `200`, `200 default`, and `200404` where labels were glued.
pub(super) fn statuses(line: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for word in line.split_whitespace() {
        match word {
            "default" => found.push(word.to_owned()),
            _ => {
                let characters: Vec<char> = word.chars().collect();
                for code in characters.chunks(3) {
                    let [first @ '1'..='5', second, third] = code else { return None };
                    let range = second.eq_ignore_ascii_case(&'x') && third.eq_ignore_ascii_case(&'x');
                    let digits = second.is_ascii_digit() && third.is_ascii_digit();
                    if !range && !digits {
                        return None;
                    }
                    found.push(format!("{first}{second}{third}"));
                }
            }
        }
    }
    (!found.is_empty()).then_some(found)
}

fn in_fence(text: &str, start: usize, mut sample: Sample) -> Sample {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find("\n```").unwrap_or(rest.len());
    let inner = rest.get(..length).unwrap_or_default();
    sample.end = start + length;
    sample.open = length == rest.len();
    let value = inner.trim_matches(['`', '\n', '\r']);
    if value.trim_start().starts_with("curl") || value.trim().is_empty() {
        return sample;
    }
    let begins = value.trim_start();
    sample.repaired = begins.starts_with('"') && begins.contains("\":");
    let range = start..sample.end;
    sample.value = match sample.repaired {
        true => Some((by_indentation(value), range)),
        false => Some((
            begins.to_owned(),
            start + (inner.len() - inner.trim_start_matches(['`', '\n', ' ']).len())..sample.end,
        )),
    };
    sample
}

fn plain(text: &str, start: usize, mut sample: Sample) -> Sample {
    let rest = text.get(start..).unwrap_or_default();
    let length = balanced(rest);
    sample.open = length.is_none();
    let value = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
    sample.end = start + value.len();
    sample.value = Some((value.to_owned(), start..sample.end));
    sample
}

/// How far a JSON value goes that a text begins with; `None` where the text ends in it.
pub(super) fn balanced(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '\n' if quoted && depth == 0 => return Some(at),
            _ if quoted => {}
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && !quoted {
            return Some(at + character.len_utf8());
        }
    }
    None
}

/// JSON whose lines of brackets were dropped, with the brackets that its indentation tells of.
fn by_indentation(text: &str) -> String {
    let mut out = String::from("{");
    // What closes each container that is open, and how far the line that opened it was indented.
    let mut open: Vec<(char, usize)> = vec![('}', 0)];
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let line = line.trim();
        if line.chars().all(|character| "{}[],".contains(character)) {
            continue;
        }
        let mut closed = false;
        while open.len() > 1 && open.last().is_some_and(|(_, opened)| *opened >= indent) {
            out.extend(open.pop().map(|(bracket, _)| bracket));
            closed = true;
        }
        if closed {
            out.push(',');
        }
        let is_key = line.starts_with('"') && line.contains("\":");
        if is_key && open.last().is_some_and(|(bracket, _)| *bracket == ']') {
            out.push('{');
            open.push(('}', indent.saturating_sub(1)));
        }
        out.push_str(line);
        out.push('\n');
        match line.chars().last() {
            Some('{') => open.push(('}', indent)),
            Some('[') => open.push((']', indent)),
            _ => {}
        }
    }
    out.extend(open.into_iter().rev().map(|(bracket, _)| bracket));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_brackets_are_put_back() {
        let text = "\n  \"a\": {\n    \"b\": [\n\n        \"c\": 1,\n        \"d\": [\n          \"e\"\n\n\n    \
                    \"f\": {},\n    \"g\": 1\n\n  \"h\": \"i\"\n";
        let flat: String = by_indentation(text).split_whitespace().collect();
        assert_eq!(flat, r#"{"a":{"b":[{"c":1,"d":["e"]}],"f":{},"g":1},"h":"i"}"#);
    }
}
