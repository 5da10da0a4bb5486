//! The headers of a part: lines, parameters, quoted strings, and the name of a file.

use super::unescape::unescape;

/// The name of a file without the folders that some clients send along, and others send to do harm (RFC 7578, section
/// 4.2).
fn base_name(path: String) -> String {
    match path.rfind(['/', '\\']) {
        Some(place) => path.get(place + 1..).unwrap_or_default().to_owned(),
        None => path,
    }
}

/// The values of a header among lines.
pub(super) fn headers<'h>(head: &'h str, wanted: &str) -> impl Iterator<Item = &'h str> {
    head.split("\r\n").filter_map(move |line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim())
    })
}

/// The value of a header among lines that has one.
pub(super) fn header<'h>(head: &'h str, wanted: &str) -> Option<&'h str> {
    headers(head, wanted).next()
}

/// A parameter of a header's value, without its quotes. Of one that is given twice nobody can say which counts: whoever let
/// the body pass may have looked at the other.
pub(super) fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    let mut found = None;
    while let Some((name, after)) = rest.split_once('=') {
        let is_wanted = name.trim().eq_ignore_ascii_case(wanted);
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('"') {
            Some(text) => match unquoted(text) {
                Some(unquoted) => unquoted,
                None => break,
            },
            None => {
                let (value, next) = after.split_once(';').unwrap_or((after, ""));
                (value.trim().to_owned(), next)
            }
        };
        if is_wanted && found.replace(value).is_some() {
            return None;
        }
        rest = next.trim_start().strip_prefix(';').unwrap_or(next);
    }
    found
}

/// The name of a file: the one in an encoding that it names, where there is one (RFC 8187). Forms should not have it (RFC
/// 7578, section 4.2), and many a client sends nothing else for a name that is more than ASCII.
pub(super) fn file_name(disposition: &str) -> Option<String> {
    let extended = parameter(disposition, "filename*").and_then(|text| {
        let (charset, rest) = text.split_once('\'')?;
        let (_, escaped) = rest.split_once('\'')?;
        charset.eq_ignore_ascii_case("utf-8").then(|| unescape(escaped, false).ok())?
    });
    extended.or_else(|| parameter(disposition, "filename")).map(base_name)
}

/// A text up to its closing quote, and what follows. Browsers escape by `%`, others by a backslash.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut marks = text.char_indices();
    while let Some((place, mark)) = marks.next() {
        match mark {
            '"' => {
                let value = value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
                return Some((value, text.get(place + 1..)?));
            }
            '\\' if text.get(place + 1..).is_some_and(|rest| rest.starts_with(['"', '\\'])) => {
                value.extend(marks.next().map(|(_, mark)| mark));
            }
            mark => value.push(mark),
        }
    }
    None
}
