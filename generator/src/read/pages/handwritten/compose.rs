//! Operations that no single line names: the method stands in one place and the path in another, each with a label, or
//! the path in the heading above that of the method.

use super::samples::{METHODS, endpoint, is_target, method_of};
use crate::read::markdown::{BlockKind, Cell, Page, Table};

/// An operation, and the block that completes its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Composed {
    pub(super) block: usize,
    pub(super) method: String,
    pub(super) target: String,
    /// What it does, where a table says so.
    pub(super) title: String,
}

/// What a label says of the text behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Method,
    Target,
}

/// What is known since the last heading.
#[derive(Default)]
struct State {
    method: Option<String>,
    target: Option<String>,
    /// A label whose text follows in the next paragraph.
    open: Option<Label>,
    /// Paths in headings that are open, with their levels.
    paths: Vec<(u8, String)>,
    found: Vec<Composed>,
}

/// The operations of a page that are named so.
pub(super) fn read(page: &Page<'_>) -> Vec<Composed> {
    let mut state = State::default();
    for (at, block) in page.blocks.iter().enumerate() {
        match &block.kind {
            BlockKind::Heading(level, text) => state.heading(*level, text.trim(), at),
            BlockKind::Paragraph(text) => {
                for line in text.lines() {
                    state.line(line.trim(), at);
                }
            }
            BlockKind::Fence(fence) if fence.info == "metadata" => state.front(&fence.text, at),
            BlockKind::Fence(fence) => {
                let text = fence.text.trim();
                if (state.method.is_some() || state.open == Some(Label::Target)) && !text.contains('\n') {
                    state.value(Label::Target, text, at);
                }
            }
            BlockKind::Table(table) => state.found.extend(rows(table, at)),
            _ => {}
        }
    }
    state.found
}

impl State {
    /// The front matter of a page, which may say which operation it is about.
    fn front(&mut self, text: &str, at: usize) {
        let value = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
            line.map(|value| value.trim().trim_matches(['"', '\''])).filter(|value| !value.is_empty())
        };
        let method = ["method", "http_method", "verb"].into_iter().find_map(value).and_then(method_of);
        let target = ["path", "url", "endpoint", "route"].into_iter().find_map(value);
        if let (Some(method), Some(target)) = (method, target.filter(|target| is_target(target))) {
            let title = value("title").unwrap_or_default().to_owned();
            let (method, target) = (method.to_owned(), target.to_owned());
            self.found.push(Composed { block: at, method, target, title });
        }
    }

    fn heading(&mut self, level: u8, text: &str, at: usize) {
        (self.method, self.target, self.open) = (None, None, None);
        self.paths.retain(|(open, _)| *open < level);
        let text = text.trim_matches(['`', '*']);
        if text.starts_with('/') && !text.contains(char::is_whitespace) {
            let above = self.paths.last().map_or("", |(_, path)| path.as_str());
            let path = match text.starts_with(above) {
                true => text.to_owned(),
                false => format!("{}{text}", above.trim_end_matches('/')),
            };
            self.paths.push((level, path));
            return;
        }
        let first =
            text.split_whitespace().next().unwrap_or_default().trim_matches([':', '[', ']', '*', '`']);
        if let Some(method) = method_of(first).filter(|_| is_capital(first)) {
            match self.paths.last() {
                Some((_, path)) => self.found.push(Composed {
                    block: at,
                    method: method.to_owned(),
                    target: path.clone(),
                    title: String::new(),
                }),
                None => self.method = Some(method.to_owned()),
            }
        } else {
            self.open = label(text);
        }
    }

    fn line(&mut self, line: &str, at: usize) {
        let bare = line.trim_matches(['`', '*', ' ']);
        if let Some(method) = METHODS.iter().find(|method| **method == bare) {
            self.value(Label::Method, method, at);
            return;
        }
        if let Some(open) = self.open.take() {
            self.value(open, bare, at);
        } else if self.method.is_some() && is_target(bare) && !bare.contains(char::is_whitespace) {
            self.value(Label::Target, bare, at);
        } else if let Some((name, value)) = line.split_once(':')
            && let Some(label) = label(name)
        {
            let value = value.trim_matches(['`', '*', ' ', '\t']);
            match value.is_empty() {
                true => self.open = Some(label),
                false => self.value(label, value, at),
            }
        } else {
            self.open = label(bare);
        }
    }

    fn value(&mut self, label: Label, text: &str, at: usize) {
        let mut words = text.split_whitespace().map(|word| word.trim_matches(['`', '*', ',', '"']));
        let first = words.next().unwrap_or_default();
        match (label, method_of(first)) {
            (_, Some(method)) => {
                self.method = Some(method.to_owned());
                if let Some(target) = words.next().filter(|word| is_target(word)) {
                    self.target = Some(target.to_owned());
                }
            }
            (Label::Target, None) if is_target(first) => self.target = Some(first.to_owned()),
            _ => return,
        }
        if let (Some(method), Some(target)) = (&self.method, &self.target) {
            let (method, target) = (method.clone(), target.clone());
            self.found.push(Composed { block: at, method, target, title: String::new() });
            (self.method, self.target) = (None, None);
        }
    }
}

fn is_capital(word: &str) -> bool {
    !word.contains(|c: char| c.is_ascii_lowercase())
}

/// `**HTTP method**`, `Request URL`.
fn label(text: &str) -> Option<Label> {
    let text = text.trim().trim_matches(['*', '`', '_', ' ', ':']).to_ascii_lowercase();
    Some(match text.as_str() {
        "method"
        | "http method"
        | "verb"
        | "http verb"
        | "request method"
        | "preferred http method"
        | "request type"
        | "method type"
        | "http request method" => Label::Method,
        "url" | "uri" | "path" | "endpoint" | "route" | "request url" | "method url" | "resource url"
        | "resource path" | "resource uri" | "request uri" | "request path" | "http url" | "full url"
        | "api url" | "api endpoint" | "endpoint url" | "http request" | "api path" | "resource" => {
            Label::Target
        }
        _ => return None,
    })
}

/// The operations of a table that lists one in each row.
fn rows(table: &Table, at: usize) -> Vec<Composed> {
    let column = |label: Label| table.head.iter().position(|cell| self::label(&cell.text) == Some(label));
    // Both may stand in one column.
    let whole = (0..table.head.len()).find(|at| {
        let mut cells = table.rows.iter().map(|row| row.get(*at).and_then(|cell| endpoint(&cell.text)));
        cells.len() > 0 && cells.all(|it| it.is_some())
    });
    let apart = column(Label::Method).zip(column(Label::Target));
    if whole.is_none() && apart.is_none() {
        return Vec::new();
    }
    let about = |cell: &Cell| {
        matches!(
            cell.text.trim().to_ascii_lowercase().as_str(),
            "description" | "summary" | "purpose" | "action"
        )
    };
    let title = table.head.iter().position(about);
    let named = table.rows.iter().filter_map(|row| {
        let text = |at: usize| row.get(at).map(|cell| cell.text.trim().trim_matches('`'));
        let (method, target) = match (whole, apart) {
            (Some(whole), _) => text(whole).and_then(endpoint)?,
            (None, Some((method, target))) => (text(method)?, text(target)?),
            (None, None) => return None,
        };
        let title = title.and_then(text).unwrap_or_default();
        let title = if title.split_whitespace().count() <= 10 { title.trim_end_matches('.') } else { "" };
        let method = method_of(method).filter(|_| is_target(target))?;
        Some(Composed {
            block: at,
            method: method.to_owned(),
            target: target.to_owned(),
            title: title.to_owned(),
        })
    });
    named.collect()
}
