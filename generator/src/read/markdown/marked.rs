//! Lists, paragraphs and headings that stand in a page as HTML, as Markdown of the same length: places stay what they are.

use super::html::{self, Tag};
use super::{BlockKind, Page};
use std::ops::Range;

/// The most levels that are told apart by indentation.
const MOST_LEVELS: usize = 8;

/// The text of a page with such HTML as Markdown; `None` where there is none.
pub(super) fn text(page: &Page<'_>) -> Option<String> {
    let mut found = String::with_capacity(page.text.len());
    let mut changed = false;
    for block in
        page.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Html(_)) && block.depth == 0)
    {
        let html = page.slice(&block.range);
        if block.range.start < found.len() || !says_structure(html) {
            continue;
        }
        let Some(marked) = convert(html).filter(|marked| marked.len() == html.len()) else { continue };
        found.push_str(page.text.get(found.len()..block.range.start)?);
        found.push_str(&marked);
        changed = true;
    }
    found.push_str(page.text.get(found.len()..)?);
    changed.then_some(found)
}

/// Whether a text may hold a list, a paragraph or a heading.
fn says_structure(html: &str) -> bool {
    ["<li", "<p>", "<p ", "<h1", "<h2", "<h3", "<h4", "<h5", "<h6"].iter().any(|tag| html.contains(tag))
}

/// What is known while a block is gone through.
#[derive(Default)]
struct Writer {
    out: String,
    /// Bytes of tags and spaces that nothing was written for yet.
    free: usize,
    /// The marks that stand before the next text.
    lead: String,
    depth: usize,
    in_code: bool,
    /// Whether there was a space since the last text.
    apart: bool,
}

/// A block of HTML as Markdown; `None` where it holds anything else, or the marks do not fit.
fn convert(html: &str) -> Option<String> {
    let mut writer = Writer::default();
    let mut at = 0;
    for (tag, range) in html::tags(html) {
        writer.free += range.start.checked_sub(at)?;
        at = range.end;
        match tag {
            Tag::Text => writer.text(html.get(range)?)?,
            Tag::Start(name) => writer.start(&name, range)?,
            Tag::End(name) => writer.end(&name, range)?,
        }
    }
    let Writer { mut out, free, .. } = writer;
    out.push_str(&" ".repeat(free + (html.len() - at.min(html.len()))));
    // What follows is no part of the last line.
    if html.ends_with('\n') && out.pop()? == ' ' {
        out.push('\n');
    }
    Some(out)
}

impl Writer {
    fn start(&mut self, name: &str, range: Range<usize>) -> Option<()> {
        self.free += range.len();
        match name {
            "ul" | "ol" => self.depth += 1,
            "li" => {
                let level = self.depth.saturating_sub(1).min(MOST_LEVELS);
                self.lead = format!("\n{}- ", "  ".repeat(level));
            }
            "p" | "div" if self.depth == 0 => self.lead = "\n\n".to_owned(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.get(1..)?.parse().ok()?;
                self.lead = format!("\n\n{} ", "#".repeat(level));
            }
            "code" | "tt" | "kbd" => {
                self.in_code = true;
                self.lead.push('`');
            }
            "strong" | "b" => self.lead.push_str("**"),
            "em" | "i" => self.lead.push('*'),
            "p" | "div" | "br" | "span" | "small" | "a" => {}
            _ => return None,
        }
        Some(())
    }

    fn end(&mut self, name: &str, range: Range<usize>) -> Option<()> {
        let mark = match name {
            "ul" | "ol" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.lead = "\n\n".to_owned();
                }
                ""
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.lead = "\n\n".to_owned();
                ""
            }
            "p" | "div" if self.depth == 0 => {
                self.lead = "\n\n".to_owned();
                ""
            }
            "code" | "tt" | "kbd" => {
                self.in_code = false;
                "`"
            }
            "strong" | "b" => "**",
            "em" | "i" => "*",
            "li" | "p" | "div" | "span" | "small" | "a" => "",
            _ => return None,
        };
        if mark.is_empty() {
            self.free += range.len();
        } else if let Some(rest) = self.lead.strip_suffix(mark) {
            // Nothing stands in it.
            self.lead = rest.to_owned();
            self.free += range.len();
        } else {
            self.free += range.len();
            self.write(mark)?;
        }
        Some(())
    }

    /// Spaces that take the place of tags stand at the end of a line, so that they part nothing.
    fn text(&mut self, text: &str) -> Option<()> {
        let bare = text.trim();
        self.apart |= text.starts_with(char::is_whitespace) || bare.is_empty();
        self.free += text.len() - bare.len();
        if bare.is_empty() {
            return Some(());
        }
        let lead = std::mem::take(&mut self.lead);
        if self.out.is_empty() {
            self.write(lead.trim_start_matches('\n'))?;
        } else if lead.starts_with('\n') {
            let room = self.free.checked_sub(lead.len())?;
            self.out.push_str(&" ".repeat(room));
            self.out.push_str(&lead);
            self.free = 0;
        } else {
            if self.apart {
                self.write(" ")?;
            }
            self.write(&lead)?;
        }
        let line = bare.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = if self.in_code { super::decode_entities(&line) } else { line };
        self.out.push_str(&line);
        self.free += bare.len().checked_sub(line.len())?;
        self.apart = text.ends_with(char::is_whitespace);
        Some(())
    }

    /// Writes marks in the place of tags.
    fn write(&mut self, marks: &str) -> Option<()> {
        self.free = self.free.checked_sub(marks.len())?;
        self.out.push_str(marks);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_html_are_lists() {
        for (html, lines) in [
            (
                "<h3 id=\"a\">A</h3>\n<ul><li><code>x</code> (b)\n<ul><li>y</li></ul></li><li><p>z</p></li></ul><p>end</p>\n",
                vec!["### A", "- `x` (b)", "- y", "- z", "end"],
            ),
            ("<p>a &lt; <b>b</b></p>\n", vec!["a &lt; **b**"]),
            ("<ul><li><code>list&lt;b&gt;</code></li></ul>\n", vec!["- `list<b>`"]),
        ] {
            let marked = convert(html).unwrap();
            assert_eq!(marked.len(), html.len());
            let found: Vec<&str> = marked.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            assert_eq!(found, lines, "{marked}");
        }
        for html in ["<ul><li><table></table></li></ul>", "<Tabs><p>x</p></Tabs>", "<p>a</p><form>b</form>"] {
            assert_eq!(convert(html), None, "{html}");
        }
    }
}
