//! Descriptions as a reader of Rust has them before him. They are CommonMark, which may hold HTML (OpenAPI 3.1.1, section
//! 4.3.4); doc comments show every sign of it as text, so that tags and references to characters would be all there is to
//! see. What formats is said in Markdown here, the target of a link follows its words, and what formats nothing stays.

use std::borrow::Cow;
use std::ops::Range;

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

/// What stands in place of something that formats.
#[derive(Clone, Debug, PartialEq)]
enum What {
    /// A tag, as long as it is not known whether another one ends it: what a link leads to, or a picture shows.
    Tag { name: String, is_end: bool, said: String },
    /// Nothing that formats.
    Text,
    /// A paragraph ends here, or a line.
    Break(usize),
    /// An item of a list.
    Item,
    /// Words of ours.
    Words(String),
}

/// Something that formats, and where.
#[derive(Debug)]
struct Mark {
    place: Range<usize>,
    what: What,
}

/// A link whose words were not met to their end.
struct Link {
    /// The mark that it starts with.
    mark: usize,
    /// Where its words end.
    words: usize,
    /// Where it ends.
    end: usize,
    target: String,
}

/// Everything in a text that may format, in order, outside of code.
fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut link: Option<Link> = None;
    let mut unclosed = Vec::new();
    let mut at = 0;
    while let Some((start, rest)) = text.get(at..).and_then(|rest| {
        let found = rest.find(['<', '&', '[', ']', '`'])?;
        Some((at + found, rest.get(found..)?))
    }) {
        at = start + 1;
        if rest.starts_with('`') {
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            at = start + ticks;
            if !unclosed.contains(&ticks) {
                match closing(text.get(at..).unwrap_or_default(), ticks) {
                    Some(end) => at += end,
                    None => unclosed.push(ticks),
                }
            }
        } else if rest.starts_with('[') {
            let before = text.get(..start).unwrap_or_default();
            let is_within = link.as_ref().is_some_and(|link| start < link.words);
            if let (false, Some((words, end, target))) = (is_within || before.ends_with('\\'), linked(rest)) {
                let shown = rest.get(1..words).unwrap_or_default();
                let target = if shown == target { String::new() } else { format!(" ({target})") };
                link = Some(Link { mark: marks.len(), words: start + words, end: start + end, target });
                let sign = before.strip_suffix('!').unwrap_or(before).len();
                marks.push(Mark { place: sign..at, what: What::Text });
            }
        } else if rest.starts_with(']') {
            // A bracket in code, or in a tag, ends no words.
            if let Some(ended) = link.take_if(|link| link.words == start)
                && let Some(begun) = marks.get_mut(ended.mark)
            {
                begun.what = What::Words(String::new());
                marks.push(Mark { place: start..ended.end, what: What::Words(ended.target) });
                at = ended.end;
            }
        } else if let Some((length, what)) = tag(rest).or_else(|| character(rest)) {
            // What is glued to a path is a name of theirs, such as `/pets/<i>`.
            let is_glued = matches!(&what, What::Tag { is_end: false, .. })
                && text.get(..start).is_some_and(|before| before.ends_with(['/', '=', '_']));
            marks.push(Mark { place: start..start + length, what: if is_glued { What::Text } else { what } });
            at = start + length;
        }
    }
    marks
}

/// Where code ends that so many backticks start.
fn closing(text: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    loop {
        let start = at + text.get(at..)?.find('`')?;
        let rest = text.get(start..)?;
        let length = rest.len() - rest.trim_start_matches('`').len();
        at = start + length;
        if length == ticks {
            return Some(at);
        }
    }
}

/// A link, `[words](target)`: where its words end, where it ends, and its target.
fn linked(text: &str) -> Option<(usize, usize, &str)> {
    let words = 1 + text.strip_prefix('[')?.find(['[', ']'])?;
    if text.get(..words)?.contains("\n\n") {
        return None;
    }
    let inside = text.get(words..)?.strip_prefix("](")?;
    let (target, _) =
        inside.split_at_checked(inside.find(['(', ')', '\n'])?).filter(|(_, rest)| rest.starts_with(')'))?;
    let end = words + 2 + target.len();
    let target = target.split_whitespace().next()?.trim_matches(['<', '>']);
    (!target.is_empty()).then_some((words, end + 1, target))
}

/// A tag of HTML, and its length.
fn tag(text: &str) -> Option<(usize, What)> {
    let inside = text.strip_prefix('<')?;
    let (inside, is_end) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    let named = inside.find(|character: char| !character.is_ascii_alphanumeric())?;
    let (name, rest) = inside.split_at_checked(named)?;
    let end =
        rest.find(['>', '<']).filter(|end| rest.get(*end..).is_some_and(|rest| rest.starts_with('>')))?;
    let attributes = rest.get(..end)?;
    if !(attributes.is_empty() || attributes.starts_with(|first: char| first.is_whitespace() || first == '/'))
    {
        return None;
    }
    let said = ["href", "alt", "src"].iter().find_map(|key| attribute(attributes, key)).unwrap_or_default();
    let name = name.to_ascii_lowercase();
    let length = text.len() - rest.len() + end + 1;
    Some((length, What::Tag { name, is_end, said: said.to_owned() }))
}

/// The value of an attribute.
fn attribute<'t>(attributes: &'t str, key: &str) -> Option<&'t str> {
    let (before, after) = attributes.split_once(key)?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split_whitespace().next()?.trim_end_matches('/'),
    };
    before.ends_with(char::is_whitespace).then(|| value.trim())
}

/// A character by its name or number (HTML, section 13.5): the names that descriptions have.
fn character(text: &str) -> Option<(usize, What)> {
    let name = text.strip_prefix('&')?;
    let name = name.get(..name.bytes().take(10).position(|byte| byte == b';')?)?;
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16).ok(),
        None => number.parse().ok(),
    });
    let shown = match (name, number.and_then(char::from_u32)) {
        (_, Some(character)) => character,
        ("amp", _) => '&',
        ("lt", _) => '<',
        ("gt", _) => '>',
        ("quot", _) => '"',
        ("apos", _) => '\'',
        ("nbsp", _) => ' ',
        ("ndash", _) => '–',
        ("mdash", _) => '—',
        ("hellip", _) => '…',
        ("lsquo", _) => '‘',
        ("rsquo", _) => '’',
        ("ldquo", _) => '“',
        ("rdquo", _) => '”',
        ("bull", _) => '•',
        ("middot", _) => '·',
        ("times", _) => '×',
        ("copy", _) => '©',
        ("reg", _) => '®',
        ("trade", _) => '™',
        _ => return None,
    };
    Some((name.len() + 2, What::Words(shown.to_string())))
}

/// Says what each tag becomes. What surrounds words does so only where it starts and ends; others are names of theirs.
fn settle(text: &str, marks: &mut [Mark]) {
    let mut open: Vec<Opened> = Vec::new();
    for place in 0..marks.len() {
        let Some(Mark { what: What::Tag { name, is_end, said }, .. }) = marks.get(place) else { continue };
        let (name, is_end, said) = (name.clone(), *is_end, said.clone());
        let what = match name.as_str() {
            "p" | "div" | "ul" | "ol" | "dl" | "table" | "blockquote" | "pre" | "hr" | "section" | "h1"
            | "h2" | "h3" | "h4" | "h5" | "h6" => What::Break(2),
            "br" | "tr" | "dt" | "dd" => What::Break(1),
            "li" if is_end => What::Break(1),
            "li" => What::Item,
            "td" | "th" if is_end => What::Words(" ".to_owned()),
            "td" | "th" | "tbody" | "thead" => What::Words(String::new()),
            "img" if !said.is_empty() => What::Words(said),
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
        if self.text.lines().next_back().is_some_and(|line| line.starts_with('|'))
            && !self.text.ends_with('\n')
        {
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
        assert_eq!(readable("|a<br>b|c|\n|-|-|\n|<ul><li>d|e|"), "|a b|c|\n|-|-|\n| - d|e|");
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
