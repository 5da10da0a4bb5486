//! Reference pages of a page builder as a reader sees them: one word a line, as text or as Markdown. The method and the
//! pieces of the path stand below each other, then a `curl` command and samples, then sections of fields.

mod bodies;
mod command;
mod declaration;
mod fields;
mod lines;
mod printed;
mod sample;
mod security;
#[cfg(test)]
mod tests;
mod tree;

use super::facts::{Endpoint, Kind, Location, PageFacts, Parameter, Stated};
use super::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::read::markdown::{BlockKind, Page};
use crate::source::Origin;
use command::Command;
use lines::{Heading, Line, Route, Section};
use sample::Sample;
use std::ops::Range;

pub(super) const DIALECT: Dialect = Dialect { name: "rendered page", recognises, read };

/// A method alone on its line, and below it the path in pieces; or a command, where the capture has lost the path.
fn recognises(page: &Page<'_>) -> bool {
    let lines = lines::lines(page);
    if other_protocol(&lines).is_some() {
        return true;
    }
    let Some(route) = lines::route(&lines) else { return false };
    // Pages that are written by hand have methods and commands, too; they have headings and tables beside them.
    let by_hand = || {
        page.headings().any(|(level, ..)| level > 1)
            || page.blocks.iter().any(|block| matches!(block.kind, BlockKind::Table(_)))
    };
    !route.path.is_empty() || !command::commands(page.text, 1).is_empty() && !by_hand()
}

/// The line that names a protocol without requests and responses, where a method would stand.
fn other_protocol<'l, 'a>(lines: &'l [Line<'a>]) -> Option<&'l Line<'a>> {
    let is_socket = |pair: &&[Line<'_>]| match pair {
        [line, next] => matches!(line.text, "WSS" | "WS") && next.text.starts_with("ws"),
        _ => false,
    };
    lines.windows(2).find(is_socket).and_then(<[Line<'_>]>::first)
}

/// How many commands a page is searched for: a lossy capture holds the same one twice.
const COMMANDS: usize = 4;

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let all = lines::lines(page);
    if let Some(line) = other_protocol(&all) {
        let message = "this page describes messages over a web socket";
        context.sink.report(Diagnostic::new(Code::UnsupportedPage, page.origin(&line.range), message));
        return facts;
    }
    let mut commands = command::commands(page.text, COMMANDS);
    let mut samples: Vec<Sample> =
        commands.iter().map(|command| sample::sample_behind(page.text, command.range.end)).collect();
    let mut code: Vec<Range<usize>> = commands.iter().map(|command| command.range.clone()).collect();
    code.extend(samples.iter().map(|sample| sample.end.saturating_sub(1)..sample.end));
    code.extend(commands.iter().zip(&samples).map(|(command, sample)| command.range.end..sample.end));
    let mut kept: Vec<Line<'_>> = outside(&all, &code);
    let Some(mut route) = lines::route(&kept) else { return facts };
    if samples.iter().all(|sample| sample.value.is_none()) {
        let sample = sample_without_command(page.text, &kept, &route);
        if let Some(sample) = sample {
            code.push(sample.end.min(route.range.end)..sample.end);
            kept = outside(&all, &code);
            let Some(again) = lines::route(&kept) else { return facts };
            route = again;
            samples.push(sample);
        }
    }
    let command = if commands.is_empty() { Command::default() } else { commands.swap_remove(0) };
    trailing_slash(&mut route, &command);
    let sections = lines::sections(&kept, route.end);
    let origin = page.origin(&route.range);
    let mut endpoint = Endpoint::new(origin);
    targets(page, &route, &command, &mut endpoint);
    if endpoint.targets.is_empty() {
        let message = format!("the page names the method {} and no path", route.method);
        context.sink.report(
            Diagnostic::new(Code::TruncatedPage, origin, message).note(
                "fetch the page again, with the path and the request sample; nothing was taken from it",
            ),
        );
        return facts;
    }
    if command.url.is_none() {
        facts.servers.extend(route.servers.iter().map(|(url, range)| stated(page, Kind::Field, url, range)));
    }
    head(page, &kept, &route, &sections, &mut endpoint);
    for section in &sections {
        let lines = before_foot(section.lines);
        match section.heading {
            Heading::Authorizations => security::listed(page, lines, &command, &mut endpoint),
            Heading::Headers => parameters(page, lines, Location::Header, &mut endpoint),
            Heading::Path => parameters(page, lines, Location::Path, &mut endpoint),
            Heading::Query => parameters(page, lines, Location::Query, &mut endpoint),
            Heading::Cookies => parameters(page, lines, Location::Cookie, &mut endpoint),
            Heading::Body => bodies::request(page, section, lines, &mut endpoint),
            Heading::Response => bodies::response(page, section, lines, &mut endpoint),
        }
    }
    if sections.is_empty() {
        security::sampled(page, &command, &mut endpoint);
    }
    bodies::sent(page, &command, &mut endpoint);
    bodies::received(page, samples, &mut endpoint, context.sink);
    gaps(page, &sections, &command, &endpoint, context.sink);
    facts.endpoints.push(endpoint);
    facts
}

fn stated(page: &Page<'_>, kind: Kind, value: &str, range: &Range<usize>) -> Stated<String> {
    Stated { value: value.to_owned(), origin: page.origin(range), kind }
}

/// The lines that lie in none of the ranges; a line that a range ends in is left out.
fn outside<'a>(lines: &[Line<'a>], ranges: &[Range<usize>]) -> Vec<Line<'a>> {
    let within = |line: &&Line<'_>| {
        ranges.iter().any(|range| line.range.start < range.end && line.range.end > range.start)
    };
    lines.iter().filter(|line| !within(line)).cloned().collect()
}

/// A sample that no command leads to: below the path, or behind the first line of statuses.
fn sample_without_command(text: &str, lines: &[Line<'_>], route: &Route) -> Option<Sample> {
    let tabs = lines.iter().position(|line| !line.bullet && sample::statuses(line.text).is_some());
    let tabs = tabs.and_then(|index| lines.get(index)).map(|line| line.range.start);
    let below = lines.iter().skip(route.end).take(2).map(|line| line.range.end);
    let starts = tabs.into_iter().chain([route.range.end]).chain(below);
    starts.map(|start| sample::sample_behind(text, start)).find(|sample| sample.value.is_some())
}

/// The last piece of the path may be a title of one word: the slash before it is the last character then, as the
/// command shows.
fn trailing_slash(route: &mut Route, command: &Command) {
    let Some((url, _)) = &command.url else { return };
    if let Some((base, _)) = route.path.rsplit_once('/')
        && url.split('?').next().unwrap_or_default().ends_with(&format!("{base}/"))
        && !base.is_empty()
    {
        route.path.truncate(base.len() + 1);
        route.end -= usize::from(route.end > route.at + 2);
    }
}

/// The claims about the method and the path.
fn targets(page: &Page<'_>, route: &Route, command: &Command, endpoint: &mut Endpoint) {
    endpoint.methods.push(stated(page, Kind::Field, &route.method, &route.range));
    if !route.path.is_empty() {
        endpoint.targets.push(stated(page, Kind::Field, &route.path, &route.range));
    }
    if let Some((method, range)) = &command.method {
        endpoint.methods.push(stated(page, Kind::Sample, method, range));
    }
    if let Some((url, range)) = &command.url {
        endpoint.targets.push(stated(page, Kind::Sample, url, range));
    }
}

/// The title, the description and the group, from what stands around the method.
fn head(
    page: &Page<'_>,
    lines: &[Line<'_>],
    route: &Route,
    sections: &[Section<'_, '_>],
    endpoint: &mut Endpoint,
) {
    let above = lines.get(..route.at).unwrap_or_default();
    let first = sections.first().map_or(usize::MAX, |section| section.title.range.start);
    let below = lines.get(route.end..).unwrap_or_default();
    let below: Vec<&Line<'_>> = below.iter().take_while(|line| line.range.start < first).collect();
    let says = |line: &&Line<'_>| {
        let button = lines::BUTTON_LINES.contains(&line.text) || sample::BUTTONS.contains(&line.text);
        !button && !line.bullet && sample::statuses(line.text).is_none() && !line.text.starts_with("Skip to ")
    };
    endpoint.deprecated = below.iter().take(3).any(|line| line.text.eq_ignore_ascii_case("deprecated"));
    let marked = above.iter().rposition(|line| line.level == 1);
    let plain: Vec<usize> = (0..above.len()).filter(|at| above.get(*at).as_ref().is_some_and(says)).collect();
    let behind = below.iter().copied().find(says).filter(|line| {
        line.level == 0 && line.text.len() < 120 && !line.text.starts_with(['{', '[', '"', '<'])
    });
    let is_behind = |at: &usize| above.get(*at).map(|line| line.text) == behind.map(|line| line.text);
    let title = match (marked, behind) {
        (Some(marked), _) => Some(marked),
        (None, Some(_)) => plain.iter().rev().copied().find(is_behind),
        // The group, the title and perhaps a sentence: nothing else stands above the method.
        (None, None) if (2..=3).contains(&plain.len()) => plain.get(1).copied(),
        (None, None) => plain.first().copied().filter(|_| plain.len() == 1),
    };
    let line = title.and_then(|at| above.get(at)).or(behind);
    let Some(line) = line else { return };
    let text = declaration::unescaped(line.text).into_owned();
    // The name of the site may follow the title; the title then stands on the page by itself.
    let bare = text.rsplit_once(" - ").map(|(bare, _)| bare);
    let bare = bare.filter(|bare| above.iter().any(|line| line.text == *bare)).unwrap_or(&text);
    endpoint.summary = Some(stated(page, Kind::Field, bare, &line.range));
    let between = title.map_or(&[][..], |at| above.get(at + 1..).unwrap_or_default());
    let is_text = |line: &&Line<'_>| line.level == 0 && says(line) && line.text.contains(' ');
    let between: Vec<&Line<'_>> = between.iter().filter(is_text).collect();
    let crowded = above.iter().skip(title.unwrap_or_default()).any(|line| line.bullet);
    if let (Some(from), Some(to), false) = (between.first(), between.last(), crowded) {
        let text: Vec<&str> = between.iter().map(|line| line.text).collect();
        let range = from.range.start..to.range.end;
        endpoint.description = Some(stated(page, Kind::Prose, &text.join("\n\n"), &range));
    }
    let group = above.windows(2).find_map(|pair| match pair {
        [group, title] if title.text == bare && group.text != bare && says(&group) && group.level == 0 => {
            Some(group)
        }
        _ => None,
    });
    let short = |group: &&Line<'_>| group.text.len() < 60 && !group.text.contains(['{', '}', '`', ':', '\'']);
    endpoint
        .tags
        .extend(group.filter(short).map(|group| stated(page, Kind::Field, group.text, &group.range)));
}

/// The lines of a section without the foot of the page.
fn before_foot<'l, 'a>(lines: &'l [Line<'a>]) -> &'l [Line<'a>] {
    const STARTS: [&str; 7] = [
        "Last modified on ",
        "Was this page helpful",
        "⌘",
        "Powered by ",
        "Responses are generated using ",
        "Suggest edits",
        "Documentation Index",
    ];
    let is_field =
        |index: usize| lines.get(index + 1).is_some_and(|next| declaration::is_declaration(next.text));
    let is_foot = |index: usize, line: &Line<'_>| {
        let text = line.text;
        let links =
            text.starts_with('[') && text.ends_with(')') && text.contains("](/") && !text.contains(' ');
        let links = links || text.starts_with('[') && text.ends_with(')') && text.contains(")[");
        let word = matches!(text, "Previous" | "Next" | "Assistant") && !is_field(index) && line.level == 0;
        links || word || STARTS.iter().any(|start| text.starts_with(start))
    };
    let foot = lines.iter().enumerate().position(|(index, line)| is_foot(index, line));
    let mut end = foot.unwrap_or(lines.len());
    // The links to the pages before and after stand glued above the assistant's name.
    let is_assistant = lines.get(end).is_some_and(|line| line.text == "Assistant");
    if let Some(last) = end.checked_sub(1).filter(|_| is_assistant)
        && let Some(line) = lines.get(last)
        && line.text.contains(' ')
        && !lines::BUTTON_LINES.contains(&line.text)
    {
        end = last;
    }
    lines.get(..end).unwrap_or(lines)
}

/// A section of parameters: what lies within one is part of its schema.
fn parameters(page: &Page<'_>, lines: &[Line<'_>], location: Location, endpoint: &mut Endpoint) {
    let listing = fields::listing(page, lines);
    let Some(schema) = tree::schema(listing, endpoint.origin) else { return };
    endpoint
        .parameters
        .extend(schema.properties.into_iter().map(|property| Parameter { location, property }));
}

/// Says what the capture has lost.
fn gaps(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    command: &Command,
    endpoint: &Endpoint,
    sink: &mut Sink,
) {
    let place = endpoint.origin;
    if command.open {
        let message = "the page ends in its request sample";
        sink.report(Diagnostic::new(Code::TruncatedPage, page.origin(&command.range), message));
    }
    if sections.is_empty() {
        let message = "the lists of parameters and fields are missing from the page";
        sink.report(
            Diagnostic::new(Code::TruncatedPage, place, message)
                .note("what its samples show was taken; fetch the page again for the rest"),
        );
        return;
    }
    if !sections.iter().any(|section| section.heading == Heading::Response) {
        let end = page.text.trim_end().len();
        let message = "the page ends before its response";
        sink.report(Diagnostic::new(Code::TruncatedPage, Origin::new(page.file, end, end), message));
    }
    for section in sections {
        let listing = fields::listing(page, section.lines);
        let place = page.origin(&section.title.range);
        if listing.cut {
            let message = format!("more than {} fields are listed below this heading", fields::MOST_FIELDS);
            sink.report(Diagnostic::new(Code::BudgetExceeded, place, message));
        }
        let lists = !matches!(section.heading, Heading::Body | Heading::Response);
        if listing.nameless || lists && listing.fields.is_empty() {
            let message = "names and types of fields are missing below this heading";
            sink.report(Diagnostic::new(Code::TruncatedPage, place, message));
        }
    }
}
