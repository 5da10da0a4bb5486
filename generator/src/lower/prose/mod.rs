//! Descriptions as a reader of Rust has them before him. They are CommonMark, which may hold HTML (OpenAPI 3.1.1, section
//! 4.3.4); doc comments show every sign of it as text, so that tags and references to characters would be all there is to
//! see. What formats is said in Markdown here, the target of a link follows its words, and what formats nothing stays.

mod marks;

use marks::{Mark, What, marks};
use std::borrow::Cow;
use std::collections::HashSet;

/// A description without HTML.
pub(super) fn readable(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&', '[']) {
        return Cow::Borrowed(text);
    }
    let mut marks = marks(text);
    settle(text, &mut marks);
    marks.retain(|mark| mark.what != What::Text);
    if marks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = Page { text: String::with_capacity(text.len()), line: 0, is_fresh: false };
    let mut at = 0;
    for mark in &marks {
        out.words(text.get(at..mark.place.start).unwrap_or_default());
        out.mark(&mark.what);
        at = mark.place.end;
    }
    out.words(text.get(at..).unwrap_or_default());
    Cow::Owned(out.text.trim_end().to_owned())
}

/// Says what each tag becomes. What surrounds words does so only where it starts and ends; others are names of theirs.
fn settle(text: &str, marks: &mut [Mark]) {
    let ended: HashSet<String> = marks.iter().filter_map(Mark::ended).map(str::to_owned).collect();
    let mut open: Vec<Opened> = Vec::new();
    for place in 0..marks.len() {
        let Some(Mark { what: What::Tag { name, is_end, said }, .. }) = marks.get(place) else { continue };
        let (name, is_end, said) = (name.clone(), *is_end, said.clone());
        let what = match name.as_str() {
            // A word such as `<table>` that nothing ends is a name of theirs.
            "p" | "br" | "hr" | "li" | "img" => self::alone(&name, is_end, said),
            _ if !ended.contains(&name) => What::Text,
            "div" | "ul" | "ol" | "dl" | "table" | "blockquote" | "pre" | "section" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" => What::Break(2),
            "tr" | "dt" | "dd" => What::Break(1),
            "td" | "th" if is_end => What::Words(" ".to_owned()),
            "td" | "th" | "tbody" | "thead" => What::Words(String::new()),
            "b" | "strong" | "i" | "em" | "code" | "tt" | "kbd" | "samp" | "a" | "span" | "u" | "small"
            | "sup" | "sub" | "font" => {
                if is_end {
                    let start = open.iter().rposition(|other| other.name == name);
                    if let Some(start) = start.and_then(|start| open.drain(start..).next()) {
                        surround(text, marks, &start, place);
                        continue;
                    }
                } else if open.len() < 16 {
                    open.push(Opened { place, name, said });
                }
                What::Text
            }
            _ => What::Text,
        };
        // What starts and is not met by its end stays a tag until here.
        if let Some(mark) = marks.get_mut(place) {
            mark.what = what;
        }
    }
}

/// What a tag becomes that HTML lets stand without an end.
fn alone(name: &str, is_end: bool, said: String) -> What {
    match name {
        "p" | "hr" => What::Break(2),
        "li" if !is_end => What::Item,
        "br" | "li" => What::Break(1),
        _ if said.is_empty() => What::Text,
        _ => What::Words(said),
    }
}

/// A tag around words whose end was not met yet.
struct Opened {
    place: usize,
    name: String,
    said: String,
}

/// Writes the two ends of what surrounds words.
fn surround(text: &str, marks: &mut [Mark], start: &Opened, end: usize) {
    let Some([first, .., last]) = marks.get_mut(start.place..=end) else { return };
    let inside = text.get(first.place.end..last.place.start).unwrap_or_default();
    // Marks around nothing, blanks or several lines are no marks in Markdown.
    let fits = !inside.is_empty() && inside.trim() == inside && !inside.contains('\n');
    let sign = match start.name.as_str() {
        "b" | "strong" if fits => "**",
        "i" | "em" if fits => "*",
        "code" | "tt" | "kbd" | "samp" if fits && !inside.contains('`') => "`",
        _ => "",
    };
    let target = &start.said;
    let is_told = start.name == "a" && !target.is_empty() && target != inside;
    first.what = What::Words(sign.to_owned());
    last.what = What::Words(if is_told { format!(" ({target})") } else { sign.to_owned() });
}

/// A text that is written.
struct Page {
    text: String,
    /// Where its last line starts.
    line: usize,
    /// Whether a line was just begun by a tag, so that blanks and ends of lines that follow say nothing.
    is_fresh: bool,
}

impl Page {
    fn words(&mut self, words: &str) {
        let words = if self.is_fresh { words.trim_start() } else { words };
        self.is_fresh &= words.is_empty();
        if let Some(end) = words.rfind('\n') {
            self.line = self.text.len() + end + 1;
        }
        self.text.push_str(words);
    }

    fn mark(&mut self, what: &What) {
        match what {
            What::Break(lines) => self.begin(*lines),
            What::Item => {
                self.begin(1);
                self.text.push_str("- ");
            }
            What::Words(words) if !words.is_empty() => {
                self.is_fresh = false;
                self.text.push_str(words);
            }
            What::Words(_) | What::Text | What::Tag { .. } => {}
        }
    }

    /// Goes on behind at least so many ends of lines.
    fn begin(&mut self, lines: usize) {
        let kept = self.text.trim_end_matches(' ').len();
        self.text.truncate(kept);
        self.is_fresh = true;
        // A row of a table is one line.
        if self.text.get(self.line..).is_some_and(|line| line.starts_with('|')) {
            self.text.push(' ');
            return;
        }
        let has = self.text.len() - self.text.trim_end_matches('\n').len();
        if !self.text.is_empty() {
            self.text.extend(std::iter::repeat_n('\n', lines.saturating_sub(has)));
        }
        self.line = self.text.len();
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn tags_that_format_become_markdown() {
        let text = "<p>Lists <strong>all</strong> the <a href=\"/docs/pets\">pets</a>.</p>\n\n<p>Or:</p>\n<ul>\n<li>one,</li>\n\
                    <li><code>two</code>.</li></ul> More<br/>lines.";
        let plain = "Lists **all** the pets (/docs/pets).\n\nOr:\n\n- one,\n- `two`.\n\nMore\nlines.";
        assert_eq!(readable(text), plain);
        assert_eq!(readable("<B>Bold</B> and <span class='x'>not</span>"), "**Bold** and not");
        assert_eq!(readable("<a href=\"https://a.example\">https://a.example</a>"), "https://a.example");
        assert_eq!(readable("Either:<ul><li>a</li></ul>"), "Either:\n\n- a");
        assert_eq!(readable("|a<br>b|c|\n|-|-|\n|<ul><li>d</li></ul>|e|"), "|a b|c|\n|-|-|\n| - d |e|");
        assert_eq!(readable("a <pre><code>x = 1\ny = 2</code></pre> b"), "a\n\nx = 1\ny = 2\n\nb");
    }

    #[test]
    fn a_link_is_its_words_and_its_target() {
        assert_eq!(
            readable("See [the *guide*](https://a.example/b \"Guide\")."),
            "See the *guide* (https://a.example/b)."
        );
        assert_eq!(
            readable("![Logo](logo.png) [https://a.example](https://a.example)"),
            "Logo (logo.png) https://a.example"
        );
        assert_eq!(readable("[a\nb](c)"), "a\nb (c)");
        assert_eq!(readable("[`a](b)` [`c`](d)"), "[`a](b)` `c` (d)");
        for kept in [
            "an array[i](j",
            "[Pet]",
            "[a]: b",
            "[a\n\nb](c)",
            "[](",
            "a]b [c] (d)",
            "\\[a](b)",
            "[`a](b)` c",
        ] {
            assert_eq!(readable(kept), kept);
        }
    }

    #[test]
    fn what_formats_nothing_stays() {
        for kept in [
            "GET /pets/<i>",
            "<id> of <b",
            "send <code> by mail",
            "the <table> or <section> to read",
            "`<p>` is code, ``<b>`</b>`` too",
            "```\n<p>x</p>\n```",
            "a < b && c > d &unknown; &#xd800;",
            "<script>alert(1)</script>",
            "<!-- no -->",
        ] {
            assert_eq!(readable(kept), kept);
        }
    }

    #[test]
    fn characters_have_names() {
        assert_eq!(readable("Tom&nbsp;&amp; Jerry&#39;s &lt;p&gt; &#x2026;"), "Tom & Jerry's <p> …");
    }

    #[test]
    fn hostile_texts_take_time_by_their_length() {
        for text in ["<", "<a", "[", "[](", "`", "<b>", "&", "&#", "<p>", "![a](b)", "](", "|<br>"] {
            assert!(readable(&text.repeat(100_000)).len() <= text.len() * 400_000);
        }
        let ticks: String = (1..400).map(|count| format!("{} ", "`".repeat(count))).collect();
        assert_eq!(readable(&format!("{ticks}<")), format!("{ticks}<"));
    }
}
