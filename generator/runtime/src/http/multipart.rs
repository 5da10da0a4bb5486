//! Bodies that are `multipart/form-data` (RFC 7578), whole in memory.

use super::decode::{Malformed, is_foreign, property, scalar};
use super::disposition::{base_name, header, parameter};
use super::encode::{json, text};
use super::media_type::{essence, fit, is_json};
use super::{Field, Kind, Style};
use crate::codec::{File, Json, Map, Mode, Wire, decode, encode};
use http::{HeaderName, HeaderValue};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// More parts than any document describes; what follows is refused.
const MOST_PARTS: usize = 4096;

/// A part: what it is called, and what it holds.
struct Part<'b> {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    /// Its header lines.
    head: &'b str,
    content: &'b [u8],
}

/// A value as parts, and the media type that says where they end: an array as a part for each item, a file with its name
/// and media type, an object as JSON.
pub(super) fn encode_multipart(
    kind: &Kind,
    fields: &[Field],
    value: &dyn Wire,
) -> Result<(Vec<u8>, String), String> {
    let Json::Object(map) = json(value)? else { return Err("a form must be an object".to_owned()) };
    let mut parts = Vec::new();
    for (key, value) in map.iter() {
        let field = fields.iter().find(|field| field.name == key);
        let whole = field.is_some_and(|field| field.style == Style::Json);
        match (property(kind, key), value) {
            (_, Json::Null) => {}
            (kind, Json::Array(items)) if kind.is_array() && !whole => {
                for (index, value) in items.iter().enumerate() {
                    parts.push(written(key, field, &kind.item(index), value)?);
                }
            }
            (kind, value) => parts.push(written(key, field, &kind, value)?),
        }
    }
    let boundary = boundary(&parts);
    let mut bytes =
        Vec::with_capacity(parts.iter().map(|(head, content)| head.len() + content.len() + 80).sum());
    for (head, content) in &parts {
        bytes.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((bytes, format!("multipart/form-data; boundary={boundary}")))
}

/// The header lines of a part, and its content.
fn written(
    name: &str,
    field: Option<&Field>,
    kind: &Kind,
    value: &Json,
) -> Result<(String, Vec<u8>), String> {
    let documented = field.and_then(|field| field.content_type);
    let preferred = documented.and_then(|types| types.split(',').map(str::trim).find(|it| !it.contains('*')));
    let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
    let (content_type, content) = match (kind, value) {
        (Kind::Binary, Json::String(text)) => {
            let text = encode(text).map_err(|error| error.to_string())?;
            let file = decode::<File>(&text, Mode::Lenient).map_err(|error| error.to_string())?;
            // A part without a file's name is a field to many a server.
            head.push_str(&format!("; filename=\"{}\"", quoted(file.name.as_deref().unwrap_or("file"))));
            for (name, value) in &file.headers {
                write_header(&mut head, name, value)?;
            }
            let content_type = file.content_type.or(preferred.map(str::to_owned));
            (Some(content_type.unwrap_or_else(|| "application/octet-stream".to_owned())), file.content)
        }
        (_, Json::Array(_) | Json::Object(_)) => {
            let content_type = preferred.unwrap_or("application/json").to_owned();
            (Some(content_type), text(value).into_bytes())
        }
        (_, value) if preferred.is_some_and(is_json) => {
            (preferred.map(str::to_owned), encode(value).map_err(|error| error.to_string())?)
        }
        (_, value) => (preferred.map(str::to_owned), text(value).into_bytes()),
    };
    if let Some(content_type) = content_type {
        if content_type.contains(|mark: char| mark.is_control()) {
            return Err(format!("the media type of the part `{name}` is none"));
        }
        head.push_str(&format!("\r\nContent-Type: {content_type}"));
    }
    head.push_str("\r\n");
    Ok((head, content))
}

/// Adds a header of a part; those that frame it are none of the caller's.
fn write_header(head: &mut String, name: &str, value: &str) -> Result<(), String> {
    let own = ["content-disposition", "content-type"];
    let is_name = HeaderName::from_bytes(name.as_bytes()).is_ok();
    if !is_name || own.contains(&name.to_ascii_lowercase().as_str()) || HeaderValue::from_str(value).is_err()
    {
        return Err(format!("a part cannot have the header `{}`", name.escape_debug()));
    }
    head.push_str(&format!("\r\n{name}: {value}"));
    Ok(())
}

/// What would end a quoted name, escaped as browsers do (WHATWG HTML, section 4.10.21.8).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A line that no part holds.
fn boundary(parts: &[(String, Vec<u8>)]) -> String {
    loop {
        let boundary = format!("----{:016x}", RandomState::new().hash_one(parts.len()));
        if !parts.iter().any(|(_, content)| find(content, boundary.as_bytes()).is_some()) {
            return boundary;
        }
    }
}

/// Where a text begins in another, in time proportional to the longer one: a boundary starts with bytes that seldom recur.
fn find(within: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(within, wanted)
}

/// The parts of a body as JSON text.
pub(super) fn decode_multipart(
    kind: &Kind,
    fields: &[Field],
    media_type: &str,
    body: &[u8],
) -> Result<Vec<u8>, Malformed> {
    let mut map = Map::<Json>::new();
    for part in parts(media_type, body)? {
        let field = fields.iter().find(|field| field.name == part.name);
        if let (Some(documented), Some(have)) =
            (field.and_then(|field| field.content_type), &part.content_type)
            && !documented.split(',').any(|wanted| fit(wanted.trim(), have).is_some())
        {
            return Err(Malformed::MediaType);
        }
        let whole = field.is_some_and(|field| field.style == Style::Json);
        match property(kind, &part.name) {
            of_part if of_part.is_array() && !whole => {
                if map.get(&part.name).is_none() {
                    map.insert(part.name.as_str(), Json::Array(Vec::new()));
                }
                let have = map.get(&part.name);
                let count = if let Some(Json::Array(items)) = have { items.len() } else { 0 };
                let item = of_part.item(count);
                let value = read(&item, field, &part)?;
                if let Some(Json::Array(items)) = map.get_mut(&part.name) {
                    match value {
                        // A client may send an array of values as one part of JSON.
                        Json::Array(all) if is_json_part(&part) && !item.is_array() => items.extend(all),
                        value => items.push(value),
                    }
                }
            }
            of_part => {
                let value = read(&of_part, field, &part)?;
                // As in a form, how often it is there counts of a part that somebody knows.
                let foreign = is_foreign(kind, &part.name);
                if map.insert(part.name, value).is_some() && !foreign {
                    return Err(Malformed::Repeated);
                }
            }
        }
    }
    Ok(encode(&Json::Object(map)).unwrap_or_default())
}

fn is_json_part(part: &Part<'_>) -> bool {
    part.content_type.as_deref().is_some_and(is_json)
}

fn read(kind: &Kind, field: Option<&Field>, part: &Part<'_>) -> Result<Json, Malformed> {
    let file = || {
        let documented = field.map(|field| field.headers).unwrap_or_default();
        let headers = documented
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), header(part.head, name)?.to_owned())));
        let file = File {
            content: part.content.to_vec(),
            name: part.file_name.clone(),
            content_type: part.content_type.clone(),
            headers: headers.collect(),
        };
        let text = encode(&file).ok().and_then(|text| decode::<Json>(&text, Mode::Lenient).ok());
        text.unwrap_or_default()
    };
    if *kind == Kind::Binary {
        return Ok(file());
    }
    let text = match std::str::from_utf8(part.content) {
        Ok(text) => text.to_owned(),
        // What nobody describes may be anything.
        Err(_) if *kind == Kind::Json => return Ok(file()),
        Err(_) => return Err(Malformed::Encoding),
    };
    let structured = kind.is_array() || matches!(kind, Kind::Object(..) | Kind::Json);
    if structured || is_json_part(part) {
        return Ok(decode(text.as_bytes(), Mode::Strict).unwrap_or(Json::String(text)));
    }
    Ok(scalar(kind, text))
}

/// Takes a body apart (RFC 2046, section 5.1.1).
fn parts<'b>(media_type: &str, body: &'b [u8]) -> Result<Vec<Part<'b>>, Malformed> {
    let boundary = parameter(media_type, "boundary").filter(|it| !it.is_empty() && it.len() <= 70);
    let boundary = boundary.ok_or(Malformed::Shape)?;
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter need not stand behind a line.
    let opening = delimiter.get(2..).unwrap_or_default();
    let mut rest = if body.starts_with(opening.as_bytes()) {
        body.get(opening.len()..)
    } else {
        find(body, delimiter.as_bytes()).and_then(|place| body.get(place + delimiter.len()..))
    }
    .ok_or(Malformed::Shape)?;
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let line = find(rest, b"\r\n").ok_or(Malformed::Shape)?;
        let is_blank = rest.get(..line).is_some_and(|line| line.iter().all(|byte| b" \t".contains(byte)));
        let inside = rest.get(line..).filter(|_| is_blank).ok_or(Malformed::Shape)?;
        let end = find(inside, delimiter.as_bytes()).ok_or(Malformed::Shape)?;
        parts.push(part(inside.get(2..end).ok_or(Malformed::Shape)?)?);
        if parts.len() > MOST_PARTS {
            return Err(Malformed::Shape);
        }
        rest = inside.get(end + delimiter.len()..).unwrap_or_default();
    }
    Ok(parts)
}

fn part(text: &[u8]) -> Result<Part<'_>, Malformed> {
    let (head, content) = match text.strip_prefix(b"\r\n") {
        Some(content) => (&b""[..], content),
        None => {
            let end = find(text, b"\r\n\r\n").ok_or(Malformed::Shape)?;
            (text.get(..end).unwrap_or_default(), text.get(end + 4..).unwrap_or_default())
        }
    };
    let head = std::str::from_utf8(head).map_err(|_| Malformed::Encoding)?;
    let disposition = header(head, "content-disposition").ok_or(Malformed::Shape)?;
    if essence(disposition) != "form-data" {
        return Err(Malformed::Shape);
    }
    Ok(Part {
        name: parameter(disposition, "name").ok_or(Malformed::Shape)?,
        file_name: parameter(disposition, "filename").map(base_name),
        content_type: header(head, "content-type").map(str::to_owned),
        head,
        content,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: Kind = Kind::Object(
        &[
            ("file", Kind::Binary),
            ("tags", Kind::Array(&Kind::String)),
            ("pair", Kind::Tuple(&[Kind::String, Kind::Number])),
            ("n", Kind::Number),
            ("o", Kind::Object(&[("a", Kind::Number)], None)),
        ],
        None,
    );

    fn read(media_type: &str, body: &str) -> Result<String, Malformed> {
        let text = decode_multipart(&KIND, &[], media_type, body.as_bytes())?;
        Ok(String::from_utf8(text).expect("text"))
    }

    #[test]
    fn what_is_written_reads_back() {
        let text =
            r#"{"file":"data:a/b;name=YSJi;base64,AA0KLS0=","tags":["x","y\r\n"],"pair":["5",6],"n":1.50,"o":{"a":1}}"#;
        let value = decode::<Json>(text.as_bytes(), Mode::Strict).expect("JSON");
        let (bytes, media_type) = encode_multipart(&KIND, &[], &value).expect("written");
        let back = decode_multipart(&KIND, &[], &media_type, &bytes).expect("read");
        assert_eq!(String::from_utf8(back).expect("text"), text);
        let sent = String::from_utf8_lossy(&bytes);
        assert!(sent.contains("name=\"file\"; filename=\"a%22b\"\r\nContent-Type: a/b\r\n\r\n"), "{sent}");
        assert!(sent.contains("name=\"o\"\r\nContent-Type: application/json\r\n\r\n{"), "{sent}");
    }

    #[test]
    fn a_file_has_a_name_and_no_folder() {
        for (sent, name) in [("../../a", "a"), ("C:\\\\x\\\\b.txt", "b.txt"), ("c", "c"), ("d/", "")] {
            let part = format!(
                "--x\r\nContent-Disposition: form-data; name=file; filename=\"{sent}\"\r\n\r\n\r\n--x--"
            );
            let text = read("multipart/form-data; boundary=x", &part).expect("a form");
            let form = decode::<Map<File>>(text.as_bytes(), Mode::Strict).expect("a form");
            assert_eq!(form.get("file").and_then(|file| file.name.as_deref()), Some(name), "{text}");
        }
    }

    #[test]
    fn a_file_keeps_the_headers_that_the_document_names() {
        let fields = [Field { name: "file", headers: &["X-Sum", "X-Other"], ..Field::FORM }];
        let file = File::new("a").header("x-sum", "1").header("X-More", "2");
        let mut map = Map::<Json>::new();
        let text = encode(&file).expect("a text");
        map.insert("file", decode::<Json>(&text, Mode::Strict).expect("JSON"));
        let (bytes, media_type) = encode_multipart(&KIND, &fields, &Json::Object(map)).expect("written");
        let back = decode_multipart(&KIND, &fields, &media_type, &bytes).expect("read");
        let back = decode::<Map<File>>(&back, Mode::Strict).expect("a form");
        let read = back.get("file").expect("a file");
        assert_eq!(read.headers, [("X-Sum".to_owned(), "1".to_owned())]);
        for (name, value) in [("a b", ""), ("Content-Type", "a/b"), ("X", "\0")] {
            assert!(write_header(&mut String::new(), name, value).is_err(), "{name}");
        }
    }

    #[test]
    fn parts_are_told_by_their_boundary_alone() {
        let body = "preamble\r\n--b \r\ncontent-disposition: form-data; filename=x; name=\"n\"\r\n\r\n1\r\n--b--\r\nend";
        assert_eq!(read("multipart/form-data; boundary=\"b\"", body).as_deref(), Ok(r#"{"n":1}"#));
        for body in ["", "--b", "--b\r\n\r\n", "--b\r\nx: y\r\n\r\n1\r\n--b--", "--bc\r\n\r\n\r\n--b--"] {
            assert_eq!(read("multipart/form-data; boundary=b", body), Err(Malformed::Shape), "{body:?}");
        }
        assert_eq!(read("multipart/form-data", "--b--"), Err(Malformed::Shape));
        assert_eq!(read("multipart/form-data; boundary=b", "--b--").as_deref(), Ok("{}"));
    }

    #[test]
    fn a_value_is_given_once_and_a_media_type_is_as_documented() {
        let part = "--b\r\ncontent-disposition: form-data; name=n\r\ncontent-type: text/html\r\n\r\n1\r\n";
        let twice = format!("{part}{part}--b--");
        assert_eq!(read("multipart/form-data; boundary=b", &twice), Err(Malformed::Repeated));
        let fields = [Field { name: "n", content_type: Some("text/plain, image/*"), ..Field::FORM }];
        let once = format!("{part}--b--");
        let told = decode_multipart(&KIND, &fields, "multipart/form-data; boundary=b", once.as_bytes());
        assert_eq!(told, Err(Malformed::MediaType));
    }
}
