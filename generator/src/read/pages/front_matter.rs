//! The keys and values that stand at the top of a page between two lines `---`, read line by line: mirrors put lines of
//! their own before it, sometimes another block of the same kind, so that it is no metadata to Markdown.

use crate::read::markdown::Page;
use std::ops::Range;

/// One key of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// The key.
    pub(super) key: String,
    /// Its value without quotes; the lines of a block are joined by spaces.
    pub(super) value: String,
    /// Its bytes in the page.
    pub(super) range: Range<usize>,
}

/// The fields of a page's front matter, in their order.
pub(super) fn fields(page: &Page<'_>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut inside = false;
    for (line, range) in page.lines() {
        if line.trim_end() == "---" {
            inside = !inside;
        } else if !inside {
            if !is_preamble(line) {
                break;
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some(last) = fields.last_mut() {
                continue_value(last, line.trim());
            }
        } else if let Some((key, value)) = line.split_once(':') {
            let value = value.trim();
            let value = if matches!(value, ">" | ">-" | "|" | "|-") { "" } else { unquoted(value) };
            fields.push(Field { key: key.trim().to_owned(), value: value.to_owned(), range });
        }
    }
    // A rule in a page without front matter opens nothing that ends.
    if inside { Vec::new() } else { fields }
}

/// The value of a key.
pub(super) fn value<'f>(fields: &'f [Field], key: &str) -> Option<&'f Field> {
    fields.iter().find(|field| field.key == key && !field.value.is_empty())
}

fn continue_value(field: &mut Field, line: &str) {
    if !field.value.is_empty() {
        field.value.push(' ');
    }
    field.value.push_str(line);
}

/// Whether a line is of the kind that mirrors put before a page: a note of where it comes from.
fn is_preamble(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim();
    line.is_empty()
        || line.starts_with('>')
        || line.starts_with("<!--")
        || (line.starts_with("# Source") || line.starts_with("**")) && line.contains("://")
}

fn unquoted(value: &str) -> &str {
    let quoted = ['"', '\''].into_iter().find_map(|mark| value.strip_prefix(mark)?.strip_suffix(mark));
    quoted.unwrap_or(value).trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> Vec<(String, String)> {
        let file = Sources::new().add("page.mdx", "");
        let page = Page::parse(file, text);
        fields(&page).into_iter().map(|field| (field.key, field.value)).collect()
    }

    #[test]
    fn fields_are_found_behind_what_a_mirror_put_before_them() {
        let text = "---\nurl: https://a.example/x\n---\n# Source: https://a.example\n\n---\ntitle: \"A: b\"\nopenapi: >-\n  spec.json\n  GET /x\n---\nbody\n\n---\nno: field\n";
        let found = read(text);
        let found: Vec<_> = found.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(
            found,
            [("url", "https://a.example/x"), ("title", "A: b"), ("openapi", "spec.json GET /x")]
        );
    }

    #[test]
    fn rules_are_no_front_matter() {
        assert!(read("# A\n\n---\nx: y\n---\n").is_empty());
        assert!(read("---\nx: y\n").is_empty());
    }
}
