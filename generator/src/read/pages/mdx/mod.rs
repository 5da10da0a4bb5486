//! Pages that describe an operation by hand in components of MDX: `<ParamField>`, `<ResponseField>`, `<Expandable>`,
//! with samples in `<RequestExample>` and `<ResponseExample>`. The operation is named in the front matter, `api: "POST
//! https://host/path"`, in a line of its own, or only by the command that calls it.

mod draft;
mod fields;
#[cfg(test)]
mod tests;

use super::claims;
use super::curl;
use super::facts::{PageFacts, SchemeKind, Stated};
use super::tags::{self, Child, Code as Sample, Element, Syntax};
use super::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::Page;
use draft::{Draft, Section};
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "MDX with field components", recognises, read };

/// The components that are a field.
const FIELDS: [&str; 3] = ["ParamField", "ResponseField", "RequestField"];

fn recognises(page: &Page<'_>) -> bool {
    if front_matter(page, "api").is_some() {
        return true;
    }
    let may = FIELDS.iter().any(|name| page.text.contains(&format!("<{name} ")));
    may && !tags::find(&tags::read(page.text, Syntax::Jsx), &FIELDS).is_empty()
}

/// The value of a key in the front matter; mirrors put one of their own before the page's.
fn front_matter<'t>(page: &Page<'t>, key: &str) -> Option<(&'t str, Range<usize>)> {
    let mut inside = false;
    for (line, range) in page.lines().take(200) {
        if line.trim_end() == "---" {
            inside = !inside;
        } else if line.starts_with("## ") {
            break;
        } else if inside
            && let Some((name, rest)) = line.split_once(':')
            && name.trim() == key
        {
            let value = rest.trim().trim_matches(['"', '\'']).trim();
            let at = range.start + line.find(value).unwrap_or(0);
            let is_block = matches!(value, "" | ">" | ">-" | "|" | "|-");
            return (!is_block).then(|| (value, at..at + value.len()));
        }
    }
    None
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let tree = tags::read(page.text, Syntax::Jsx);
    let mut walk = Walk { page, drafts: Vec::new(), headings: Vec::new(), preset: false };
    if let Some((value, range)) = front_matter(page, "api") {
        let origin = page.origin(&range);
        let Some((method, target)) = operation(value) else {
            let message = "the front matter names no method of HTTP and a path";
            context.sink.report(Diagnostic::new(Code::UnsupportedPage, origin, message));
            return facts;
        };
        walk.preset = true;
        let mut draft = Draft::new(origin);
        draft.endpoint.methods.push(Stated::field(method, origin));
        draft.endpoint.targets.push(Stated::field(target, origin));
        claims::query(&mut draft.endpoint, target, origin);
        walk.drafts.push(draft);
    }
    walk.children(&tree, None);
    report_cut(page, &tree, context);
    let mut refused = None;
    for mut draft in walk.drafts {
        let endpoint = &mut draft.endpoint;
        if endpoint.methods.is_empty() || endpoint.targets.is_empty() {
            refused = Some(endpoint.origin);
            continue;
        }
        if endpoint.summary.is_none()
            && let Some((title, range)) = front_matter(page, "title").or_else(|| heading(page))
        {
            endpoint.summary = Some(Stated::field(title, page.origin(&range)));
        }
        if let Some((text, range)) = front_matter(page, "description") {
            endpoint.description = Some(Stated::field(text, page.origin(&range)));
        }
        if let Some((flag, _)) = front_matter(page, "deprecated") {
            endpoint.deprecated = flag == "true";
        }
        if let Some((media, range)) = front_matter(page, "contentType") {
            endpoint.request_media.push(Stated::field(media, page.origin(&range)));
        }
        if let Some((method, range)) = front_matter(page, "authMethod") {
            authentication(&mut draft, method, page.origin(&range));
        }
        facts.endpoints.push(draft.finish());
    }
    if facts.endpoints.is_empty() {
        let end = page.text.find('\n').unwrap_or(page.text.len());
        let message = "this page describes fields and does not say which operation they belong to";
        let origin = refused.unwrap_or(page.origin(&(0..end)));
        context.sink.report(Diagnostic::new(Code::UnsupportedPage, origin, message).note(
            "add `api: \"METHOD https://host/path\"` to the front matter of the page, or leave the page out",
        ));
    }
    facts
}

/// The title of a page without front matter.
fn heading<'t>(page: &Page<'t>) -> Option<(&'t str, Range<usize>)> {
    let titles = page.lines().filter_map(|(line, range)| {
        let title = line.strip_prefix("# ")?.trim();
        (!title.starts_with("Source:")).then_some((title, range))
    });
    titles.into_iter().next()
}

fn authentication(draft: &mut Draft, method: &str, origin: crate::source::Origin) {
    let (name, kind) = match method {
        "bearer" => ("bearerAuth", SchemeKind::Http("bearer".to_owned())),
        "basic" => ("basicAuth", SchemeKind::Http("basic".to_owned())),
        "none" => {
            draft.endpoint.security.get_or_insert_default();
            return;
        }
        // The name of the key's header is in the site's settings, which are no part of the page.
        _ => return,
    };
    claims::require(&mut draft.endpoint, name, kind, origin);
}

/// A method and a target at the end of a text; nothing but a label may stand before them.
fn operation(text: &str) -> Option<(&'static str, &str)> {
    let mut words = text.split_whitespace();
    let method = claims::method(words.next()?)?;
    let target = words.next()?;
    (target.starts_with('/') || target.contains("://") || target.starts_with("{{"))
        .then_some((method, target))
}

/// Says that a page ends in the middle of a tag or of a code block.
fn report_cut(page: &Page<'_>, tree: &[Child<'_>], context: &mut Context<'_>) {
    let place = match tree.last() {
        Some(Child::Element(element)) if !element.closed => element.opening.clone(),
        Some(Child::Code(code)) if !code.closed => code.body.clone(),
        Some(Child::Text(text, range))
            if text.contains("<ParamField ") || text.contains("<ResponseField ") =>
        {
            range.clone()
        }
        _ => return,
    };
    let message = "the page ends in the middle";
    context.sink.report(Diagnostic::new(Code::TruncatedPage, page.origin(&place), message));
}

/// What samples in a component are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    Request,
    Response,
}

/// The way through a page.
struct Walk<'p, 't> {
    page: &'p Page<'t>,
    drafts: Vec<Draft>,
    /// The headings that are open, with their levels.
    headings: Vec<(usize, Section)>,
    /// Whether the front matter names the operation, so that no line of the text does.
    preset: bool,
}

impl Walk<'_, '_> {
    fn section(&self) -> Section {
        self.headings.last().map_or(Section::Other, |(_, section)| section.clone())
    }

    /// The operation that is described here.
    fn draft(&mut self, range: &Range<usize>) -> Option<&mut Draft> {
        if self.drafts.is_empty() {
            self.drafts.push(Draft::new(self.page.origin(range)));
        }
        self.drafts.last_mut()
    }

    /// Looks at what stands in a component; the tree is as deep as [`super::MAX_NESTING`] at most.
    fn children(&mut self, children: &[Child<'_>], shows: Option<Shows>) {
        for child in children {
            match child {
                Child::Text(text, range) => self.text(text, range),
                Child::Code(code) => self.code(code, shows),
                Child::Element(element) => self.element(element, shows),
            }
        }
    }

    fn element(&mut self, element: &Element<'_>, shows: Option<Shows>) {
        match element.name {
            "RequestExample" => self.children(&element.children, Some(Shows::Request)),
            "ResponseExample" => self.children(&element.children, Some(Shows::Response)),
            name if FIELDS.contains(&name) => {
                let section = self.section();
                let page = self.page;
                if let Some(draft) = self.draft(&element.opening) {
                    fields::take(page, element, &section, draft);
                }
            }
            _ => self.children(&element.children, shows),
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        let mut at = range.start;
        for line in text.split_inclusive('\n') {
            let here = at..at + line.len();
            at = here.end;
            let bare = line.trim();
            let marks = bare.len() - bare.trim_start_matches('#').len();
            let title = bare.trim_start_matches('#').trim();
            let is_heading =
                (1..=6).contains(&marks) && bare.get(marks..).is_some_and(|rest| rest.starts_with(' '));
            let is_bold = bare.starts_with("**") && bare.trim_end_matches(':').ends_with("**");
            if is_heading || is_bold {
                let level = if is_heading { marks } else { 7 };
                self.headings.retain(|(open, _)| *open < level);
                let title = title.trim_matches(['*', ':']);
                let section = Section::of(title, &self.section());
                // A heading that gives a status tells of an answer, even if nothing follows.
                if let Section::Response(Some(status)) = &section
                    && claims::status(title).is_some()
                    && let Some(draft) = self.drafts.last_mut()
                {
                    draft.heard(status, self.page.origin(&here));
                }
                self.headings.push((level, section));
            }
            if !self.preset {
                self.named(bare, &here);
            }
        }
    }

    /// A line that names an operation: `POST /x`, `**Endpoint:** `POST` `/x``.
    fn named(&mut self, line: &str, range: &Range<usize>) {
        let plain = line.replace(['`', '*', '#'], "");
        let plain = match plain.split_once(": ") {
            Some((label, rest)) if !label.contains("//") && label.split_whitespace().count() < 4 => rest,
            _ => plain.as_str(),
        };
        let words = plain.split_whitespace().count();
        let Some((method, target)) = operation(plain).filter(|_| words == 2) else { return };
        // In small letters it is a sentence that starts with the verb.
        if !plain.trim_start().starts_with(method) {
            return;
        }
        let origin = self.page.origin(range);
        let known = self.drafts.last().is_some_and(|draft| !draft.endpoint.targets.is_empty());
        let same = |draft: &Draft| draft.endpoint.targets.iter().any(|known| known.value == target);
        if self.drafts.last().is_some_and(same) {
            return;
        }
        if known {
            self.drafts.push(Draft::new(origin));
        }
        if let Some(draft) = self.draft(range) {
            draft.endpoint.methods.push(Stated::field(method, origin));
            draft.endpoint.targets.push(Stated::field(target, origin));
            claims::query(&mut draft.endpoint, target, origin);
        }
    }

    fn code(&mut self, code: &Sample<'_>, shows: Option<Shows>) {
        let (language, title) = code.info.split_once(char::is_whitespace).unwrap_or((code.info, ""));
        let title = title.split(['{', '=']).next().unwrap_or_default();
        let title = title.trim_end_matches("theme").trim().to_ascii_lowercase();
        let text = code.text.trim();
        let start = self.page.slice(&code.body);
        let start = code.body.start + (start.len() - start.trim_start().len());
        let origin = self.page.origin(&(start..code.body.end.max(start)));
        if let Some(curl) = curl::read(text).filter(|_| language != "json") {
            if let Some(draft) = self.draft(&code.body) {
                draft.command(&curl, origin);
            }
            return;
        }
        if !self.preset && matches!(language, "http" | "text" | "") && operation(text).is_some() {
            let line = text.lines().next().unwrap_or_default();
            self.named(line.trim_end_matches(" HTTP/1.1"), &code.body);
            return;
        }
        let section = match shows {
            Some(Shows::Response) => Section::Response(None),
            Some(Shows::Request) => Section::Request,
            None if title.contains("request") => Section::Request,
            None if title.contains("response") => Section::Response(None),
            None => self.section(),
        };
        let is_json = matches!(language, "json" | "jsonc" | "json5")
            || language.is_empty() && text.starts_with(['{', '[']);
        let is_xml = language == "xml" && text.starts_with('<');
        let section = match section {
            Section::Response(status) => {
                let failed = title.contains("error") || title.contains("fail");
                let status = claims::status(&title).or(status).or(failed.then(|| "default".to_owned()));
                Section::Response(status)
            }
            other => other,
        };
        let wanted = match section {
            Section::Response(_) => {
                is_json || is_xml || shows.is_some() && matches!(language, "text" | "csv" | "")
            }
            Section::Request => is_json && claims::looks_like_json(text),
            Section::Other => false,
        };
        if wanted
            && !text.is_empty()
            && let Some(draft) = self.draft(&code.body)
        {
            draft.sample(section, text, origin);
        }
    }
}
