//! The version a document says it is written in.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::Origin;
use crate::tree::{Entry, Mapping, Node};

/// A version that a document may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    V2_0,
    V3_0,
    V3_1,
    V3_2,
}

/// The version of a document. One that cannot be read is reported as an error; one that is close to a known version is
/// read as that, with a warning.
pub(super) fn version(tree: &Node, sink: &mut Sink) -> Option<Version> {
    const KNOWN: &str = "Swagger 2.0 and OpenAPI 3.0.x, 3.1.x and 3.2.x are read";
    let Some((key, number)) =
        ["openapi", "swagger", "swaggerVersion"].iter().find_map(|key| Some((*key, tree.get(key)?)))
    else {
        let message = "this document does not say which version of OpenAPI it is written in";
        sink.report(Diagnostic::new(Code::UnsupportedVersion, tree.origin, message).note(KNOWN));
        return None;
    };
    let refuse = |sink: &mut Sink, message: &str, note: &str| {
        sink.report(Diagnostic::new(Code::UnsupportedVersion, number.origin, message).note(note));
        None
    };
    let Some(text) = number.as_str() else {
        return refuse(sink, "the version must be a text such as `3.1.0`", KNOWN);
    };
    let text = text.trim();
    let mut parts = text.strip_prefix(['v', 'V']).unwrap_or(text).split('.');
    let digits = |part: &str| part.split(|letter: char| !letter.is_ascii_digit()).next().map(str::to_owned);
    let major = parts.next().and_then(digits).unwrap_or_default();
    let minor = parts.next().and_then(digits).unwrap_or_default();
    let found = match (major.as_str(), minor.as_str()) {
        ("1", _) => {
            let advice = "convert the resource listing and its declarations to OpenAPI 3, which converters of the vendors do";
            return refuse(sink, "Swagger 1.x is not read", advice);
        }
        ("2", "0" | "") => Version::V2_0,
        ("3", "0" | "") => Version::V3_0,
        ("3", "1") => Version::V3_1,
        ("3", "2") => Version::V3_2,
        // A minor version adds, so that most of a newer one reads as the newest that is known.
        ("3", _) => Version::V3_2,
        _ => return refuse(sink, "this version of OpenAPI is not known", KNOWN),
    };
    let usual = match found {
        Version::V2_0 => key == "swagger" && text == "2.0",
        Version::V3_0 => key == "openapi" && text.starts_with("3.0"),
        Version::V3_1 => key == "openapi" && text.starts_with("3.1"),
        Version::V3_2 => key == "openapi" && text.starts_with("3.2"),
    };
    if !usual {
        let message = match found {
            Version::V2_0 => "Swagger 2.0 is spelled `swagger: \"2.0\"`; the document is read as that",
            Version::V3_0 => {
                "the version of OpenAPI is not spelled as usual; the document is read as OpenAPI 3.0"
            }
            Version::V3_1 => {
                "the version of OpenAPI is not spelled as usual; the document is read as OpenAPI 3.1"
            }
            Version::V3_2 => "this version of OpenAPI is not known; the document is read as OpenAPI 3.2",
        };
        sink.report(Diagnostic::new(Code::UnusualVersion, number.origin, message));
    }
    Some(found)
}

/// Says that a document is one of OpenAPI 3.0.3, where it said its version.
pub(super) fn say(root: &mut Mapping, origin: Origin) {
    let before = ["swagger", "swaggerVersion"].iter().filter_map(|key| root.remove(key)).last();
    match (root.get_mut("openapi"), before) {
        (Some(number), _) => *number = Node::string("3.0.3", number.origin),
        (None, Some(entry)) => {
            let value = Node::string("3.0.3", entry.value.origin);
            let rest = std::mem::take(root);
            root.insert(Entry { key: "openapi".into(), value, ..entry });
            rest.into_iter().for_each(|entry| _ = root.insert(entry));
        }
        (None, None) => _ = root.push("openapi", Node::string("3.0.3", origin)),
    }
}
