//! What each operation can answer, prepared when the program starts.

use super::tables;
use super::values::{Basis, Values, read};
use super::xml::xml;
use specwright::ir::{
    Api, BodyEncoding, Content, Contents, MediaType, Operation, Response, Scalar, Status, TypeRef,
};
use specwright::source::Origin;
use specwright::tree::Node;
use specwright_runtime::codec::{Mode, decode, encode};
use specwright_runtime::http::{Header, body_as_json};
use specwright_runtime::server::{Headers, Reply};
use specwright_runtime::{File, Json};

/// A documented response.
pub(super) struct Answer {
    /// When it is meant.
    pub(super) status: Status,
    /// Whether it is a success.
    pub(super) success: bool,
    pub(super) headers: Headers,
    /// What its body may be, by the index of its type; none where it has no body.
    pub(super) bodies: Vec<Body>,
}

/// Values of one type that a body may have.
pub(super) struct Body {
    /// The first example that is valid, else a value that is made; none where no value was found.
    pub(super) usual: Option<Json>,
    /// A value that is made.
    pub(super) made: Option<Json>,
    /// The examples that have a name.
    pub(super) named: Vec<(String, Json)>,
}

/// A value that is missing, and an example that is not valid, as a sentence; where it is written.
pub(super) type Complaint = (Origin, String);

/// Prepares the answers of an operation; tells what could not be made.
pub(super) fn answers(
    values: &Values<'_>,
    operation: &'static Operation,
    complaints: &mut Vec<Complaint>,
) -> Vec<Answer> {
    let answer = |response: &'static Response| {
        let contents = response.body.iter().flat_map(|contents: &Contents| &contents.variants);
        let bodies: Vec<Body> = contents.map(|content| body(values, content)).collect();
        if bodies.iter().any(|body| body.usual.is_none()) {
            let message = format!(
                "no value was found that is valid in the answer {} of {} {}; give it an example",
                label(response.status),
                operation.http_method,
                operation.path
            );
            complaints.push((response.origin, message));
        }
        Answer {
            status: response.status,
            success: response.success,
            headers: headers(values, response),
            bodies,
        }
    };
    operation.responses.iter().map(answer).collect()
}

/// A status as a document writes it.
pub(super) fn label(status: Status) -> String {
    match status {
        Status::Exact(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default => "default".to_owned(),
    }
}

fn body(values: &Values<'_>, content: &'static Content) -> Body {
    let (mut alone, mut named) = (None, Vec::new());
    let parts = content
        .media_types
        .iter()
        .filter_map(|media_type| values.places.at(media_type.origin).map(|node| (media_type, node)));
    for (media_type, part) in parts {
        for (name, node) in values.places.examples(part) {
            let value = || carried(media_type, content, node);
            let Some(value) = values.example(&content.ty, &content.rules, node, value) else { continue };
            alone.get_or_insert_with(|| value.clone());
            named.extend(name.map(|name| (name.to_owned(), value)));
        }
    }
    let schema = content
        .media_types
        .first()
        .and_then(|media_type| values.places.at(media_type.origin).and_then(|part| part.get("schema")));
    let fallback = content.media_types.first().and_then(|media_type| raw(media_type, content));
    let usual = alone.or_else(|| fallback.clone());
    let usual = usual.or_else(|| values.value(&content.ty, &content.rules, schema, Basis::Document));
    let made = fallback.or_else(|| values.value(&content.ty, &content.rules, schema, Basis::Types));
    Body { usual, made, named }
}

/// An example as the value that its media type carries: what is written as text is a string, whatever it describes.
fn carried(media_type: &MediaType, content: &Content, node: &Node) -> Option<Json> {
    let text = || match node.as_str() {
        Some(text) => text.to_owned(),
        None if is_xml(media_type) => xml(node),
        None => sequence(media_type, node),
    };
    match (&media_type.encoding, &content.ty) {
        (BodyEncoding::Text, TypeRef::Scalar(Scalar::String)) => Some(Json::String(text())),
        (BodyEncoding::Bytes, _) => file(media_type, text().into_bytes()),
        // Events and lines are written as they are sent, or as the list of them.
        (encoding @ BodyEncoding::Sequence { .. }, _) if node.as_str().is_some() => {
            body_as_json(tables::encoding(encoding), &media_type.name, text().as_bytes())
        }
        _ => read(node),
    }
}

/// Bytes as they are handed over; within a range of media types they have one of their own.
fn file(media_type: &MediaType, bytes: Vec<u8>) -> Option<Json> {
    let range = media_type.name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mut file = File::new(bytes);
    if let Some((class, subtype)) = range.split_once('/').filter(|_| range.contains('*')) {
        let suffix = subtype.strip_prefix('*').filter(|suffix| !suffix.is_empty());
        file = match (class, suffix) {
            (_, Some(suffix)) => file.content_type(format!("{class}/x-any{suffix}")),
            ("audio", None) => file.content_type("audio/mpeg"),
            ("image", None) => file.content_type("image/png"),
            ("text", None) => file.content_type("text/plain"),
            ("video", None) => file.content_type("video/mp4"),
            // Bytes of any kind need not say which.
            _ => file,
        };
    }
    decode(&encode(&file).ok()?, Mode::Lenient).ok()
}

/// The items of an example as events or lines.
fn sequence(media_type: &MediaType, node: &Node) -> String {
    let items = node.as_sequence().filter(|_| is_events(media_type) || is_lines(media_type));
    let items = items.unwrap_or(std::slice::from_ref(node)).iter();
    if is_events(media_type) {
        items.map(|item| format!("data: {}\n\n", item.to_json())).collect()
    } else if is_lines(media_type) {
        items.map(|item| format!("{}\n", item.to_json())).collect()
    } else {
        node.to_json()
    }
}

fn is_events(media_type: &MediaType) -> bool {
    media_type.name.trim_start().to_ascii_lowercase().starts_with("text/event-stream")
}

fn is_xml(media_type: &MediaType) -> bool {
    let name = media_type.name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    name.ends_with("/xml") || name.ends_with("+xml")
}

fn is_lines(media_type: &MediaType) -> bool {
    let name = media_type.name.to_ascii_lowercase();
    ["ndjson", "jsonl", "jsonlines", "json-seq"].iter().any(|word| name.contains(word))
}

/// What is answered in a media type of which no type knows how it is written.
fn raw(media_type: &MediaType, content: &Content) -> Option<Json> {
    if media_type.encoding == BodyEncoding::Bytes && media_type.name.contains('*') {
        return file(media_type, b"mock".to_vec());
    }
    let text = matches!(content.ty, TypeRef::Scalar(Scalar::String)) && content.rules.is_empty();
    if media_type.encoding != BodyEncoding::Text || !text {
        return None;
    }
    let name = media_type.name.to_ascii_lowercase();
    let text = if is_events(media_type) {
        "data: {}\n\n"
    } else if is_lines(media_type) {
        "{}\n"
    } else if name.contains("html") {
        "<!doctype html><title>string</title>"
    } else if is_xml(media_type) {
        "<value/>"
    } else {
        return None;
    };
    Some(Json::from(text))
}

/// Headers that say how a message is cut or coded: the server writes them, or nobody does.
const FRAMING: [&str; 6] =
    ["connection", "content-encoding", "content-length", "content-type", "trailer", "transfer-encoding"];

/// The headers that are always there, and those that have an example.
fn headers(values: &Values<'_>, response: &'static Response) -> Headers {
    let api: &'static Api = values.api();
    let mut headers = Headers::new();
    for header in response.headers.iter().filter_map(|index| api.headers.get(*index)) {
        let parameter = &header.parameter;
        let part = values.places.at(parameter.origin);
        let (ty, rules) = (&parameter.ty, &parameter.rules);
        let example = part.and_then(|part| {
            let mut examples = values.places.examples(part).into_iter();
            examples.find_map(|(_, node)| values.example(ty, rules, node, || read(node)))
        });
        let required = part.and_then(|part| part.get("required")?.as_bool()) == Some(true);
        let name = parameter.name.as_str();
        if !(required || example.is_some()) || FRAMING.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            continue;
        }
        let schema = part.and_then(|part| part.get("schema"));
        let Some(value) = example.or_else(|| values.value(ty, rules, schema, Basis::Document)) else {
            continue;
        };
        let table = Header::<Json>::new(tables::parameter(parameter, values.model.schemas));
        let with = headers.clone().set(&table, value);
        // A header that cannot hold its value is left out.
        if Reply::new(200).headers(with.clone()).is_ok() {
            headers = with;
        }
    }
    headers
}
