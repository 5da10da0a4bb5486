//! YAML, by the events of a parser.

use super::build::{Builder, Stop};
use crate::diagnostics::Code;
use crate::tree::{Scalar, Style};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Tag};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::ops::Range;

/// Reads a text of one document.
pub(super) fn read(text: &str, builder: &mut Builder<'_>) -> Result<(), Stop> {
    let mut documents = 0;
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let start = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
            let end = (start + 1).min(text.len());
            // The parser has limits of its own, for what it holds before an event reaches the builder.
            let code = match error.kind() {
                ErrorKind::RecursionLimitExceeded => Code::BudgetExceeded,
                ErrorKind::UnknownAnchor => {
                    let message = "this alias names no anchor that stands before it";
                    let note = "write `&name` before the node that is meant, or quotes around a text that starts with `*`";
                    return builder.fail_with(Code::InvalidYaml, &(start..end), message, note);
                }
                _ => Code::InvalidYaml,
            };
            builder.fail(code, &(start..end), format!("this cannot be read as YAML: {}", error.info()))
        })?;
        let range = span.byte_range().unwrap_or(0..0);
        match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    let message = "a second document in one text";
                    builder.report(Code::MultipleDocuments, &range, message);
                    return Ok(());
                }
            }
            Event::Scalar(value, style, anchor, tag) => {
                let style = scalar_style(style, tag.as_deref(), &range, builder);
                builder.scalar(Scalar { text: SmolStr::from(value), style }, &range, anchor)?;
            }
            Event::SequenceStart(_, anchor, tag) => {
                check_tag(tag, "seq", &range, builder);
                builder.open_sequence(&range, anchor)?;
            }
            Event::MappingStart(_, anchor, tag) => {
                check_tag(tag, "map", &range, builder);
                builder.open_mapping(&range, anchor)?;
            }
            Event::SequenceEnd | Event::MappingEnd => builder.close(&range)?,
            Event::Alias(id) => builder.alias(id, &range)?,
            _ => {}
        }
    }
    Ok(())
}

/// Whether a scalar is resolved: a core tag says so itself, and otherwise the quotes do.
fn scalar_style(
    style: ScalarStyle,
    tag: Option<&Tag>,
    range: &Range<usize>,
    builder: &mut Builder<'_>,
) -> Style {
    match tag {
        None if style == ScalarStyle::Plain => Style::Plain,
        None => Style::Quoted,
        Some(tag) => match tag.core_suffix() {
            Some("bool" | "float" | "int" | "null") => Style::Plain,
            Some("str") => Style::Quoted,
            _ => {
                if tag.original() != "!" {
                    unknown_tag(tag, range, builder);
                }
                Style::Quoted
            }
        },
    }
}

fn check_tag(tag: Option<Cow<'_, Tag>>, core: &str, range: &Range<usize>, builder: &mut Builder<'_>) {
    if let Some(tag) = tag.filter(|tag| tag.core_suffix() != Some(core) && tag.original() != "!") {
        unknown_tag(&tag, range, builder);
    }
}

fn unknown_tag(tag: &Tag, range: &Range<usize>, builder: &mut Builder<'_>) {
    builder.report(Code::UnknownTag, range, format!("the tag `{}` says nothing here", tag.original()));
}
