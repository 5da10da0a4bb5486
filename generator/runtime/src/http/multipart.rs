//! Bodies of parts, whole in memory: `multipart/form-data` (RFC 7578), whose parts have names, and others, whose parts may
//! be told by their order (OpenAPI 3.2.0, "Encoding By Position").

use super::alternatives::of_count;
use super::decode::{is_foreign, property, scalar};
use super::disposition::header;
use super::encode::{json, text};
use super::media_type::{essence, fit, is_json};
use super::parts::{Part, joined, parts};
use super::unescape::Malformed;
use super::{Field, Kind, Style, transfer};
use crate::codec::{File, Json, Map, Mode, Wire, decode, encode};
use http::{HeaderName, HeaderValue};
use std::borrow::Cow;
use std::collections::HashMap;

/// A value as parts, and the media type that says where they end: an array as a part for each item, a file with its name
/// and media type, an object as JSON.
pub(super) fn encode_multipart(
    kind: &Kind,
    fields: &[Field],
    documented: &str,
    value: &dyn Wire,
) -> Result<(Vec<u8>, String), String> {
    let mut parts = Vec::new();
    match json(value)? {
        Json::Array(items) if kind.is_array() => {
            for (index, value) in items.iter().enumerate() {
                parts.push(written(None, at(fields, index), &kind.item(index), value)?);
            }
        }
        Json::Object(map) if !kind.is_array() => {
            for (key, value) in map.iter() {
                let field = fields.iter().find(|field| field.name == key);
                let whole = field.is_some_and(|field| field.style == Style::Json);
                let count = if matches!(value, Json::Array(_)) { usize::MAX } else { 1 };
                match (of_count(&property(kind, key), count), value) {
                    (_, Json::Null) => {}
                    (kind, Json::Array(items)) if kind.is_array() && !whole => {
                        for (index, value) in items.iter().enumerate() {
                            parts.push(written(Some(key), field, &kind.item(index), value)?);
                        }
                    }
                    (kind, value) => parts.push(written(Some(key), field, &kind, value)?),
                }
            }
        }
        _ => return Err("a form must be an object".to_owned()),
    }
    let (bytes, mut parameters) = joined(&parts);
    let mut essence = essence(documented);
    if essence.contains('*') || !essence.starts_with("multipart/") {
        essence = "multipart/form-data".to_owned();
    }
    if essence == "multipart/related" {
        // Whoever reads it is told what its first part is (RFC 2387, section 3.1).
        let first = parts.first().and_then(|(head, _)| header(head, "content-type")).unwrap_or("text/plain");
        parameters.push_str(&format!("; type=\"{}\"", first.replace(['"', '\\'], "")));
    }
    Ok((bytes, essence + &parameters))
}

/// What is said about the part at a place: it is called by that, and what is said about all others by nothing.
fn at(fields: &[Field], index: usize) -> Option<&Field> {
    let own = |field: &&Field| field.name.parse() == Ok(index);
    fields.iter().find(own).or_else(|| fields.iter().find(|field| field.name.is_empty()))
}

/// The header lines of a part, and its content.
fn written(
    name: Option<&str>,
    field: Option<&Field>,
    kind: &Kind,
    value: &Json,
) -> Result<(String, Vec<u8>), String> {
    let documented = field.and_then(|field| field.content_type);
    let preferred = documented.and_then(|types| types.split(',').map(str::trim).find(|it| !it.contains('*')));
    let fixed = field.map(|field| field.fixed_headers).unwrap_or_default();
    let mut head = String::new();
    if let Some(name) = name {
        head.push_str(&format!("Content-Disposition: form-data; name=\"{}\"", quoted(name)));
    }
    let (content_type, content) = match (kind, value) {
        (Kind::Binary, Json::String(text)) => {
            let text = encode(text).map_err(|error| error.to_string())?;
            let file = decode::<File>(&text, Mode::Lenient).map_err(|error| error.to_string())?;
            match (name, file.name.as_deref()) {
                // A part without a file's name is a field to many a server.
                (Some(_), file) => {
                    head.push_str(&format!("; filename=\"{}\"", quoted(file.unwrap_or("file"))));
                }
                (None, Some(file)) => {
                    head.push_str(&format!("Content-Disposition: attachment; filename=\"{}\"", quoted(file)));
                }
                (None, None) => {}
            }
            for (name, value) in &file.headers {
                write_header(&mut head, name, value)?;
            }
            let content_type = file.content_type.or(preferred.map(str::to_owned));
            let is_packed = fixed.iter().any(|(name, value)| transfer::packs(name, value));
            let content = if is_packed { transfer::packed(&file.content).into_bytes() } else { file.content };
            (Some(content_type.unwrap_or_else(|| "application/octet-stream".to_owned())), content)
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
            return Err(format!("the media type of the part `{}` is none", name.unwrap_or_default()));
        }
        line(&mut head, &format!("Content-Type: {content_type}"));
    }
    for (name, value) in fixed {
        if header(&head, name).is_none() {
            write_header(&mut head, name, value)?;
        }
    }
    if !head.is_empty() {
        head.push_str("\r\n");
    }
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
    line(head, &format!("{name}: {value}"));
    Ok(())
}

fn line(head: &mut String, line: &str) {
    head.push_str(if head.is_empty() { "" } else { "\r\n" });
    head.push_str(line);
}

/// What would end a quoted name, escaped as browsers do (WHATWG HTML, section 4.10.21.8).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The parts of a body as JSON text.
pub(super) fn decode_multipart(
    kind: &Kind,
    fields: &[Field],
    media_type: &str,
    body: &[u8],
) -> Result<Vec<u8>, Malformed> {
    if kind.is_array() {
        let mut items = Vec::new();
        for (index, part) in parts(media_type, body, false)?.iter().enumerate() {
            let field = at(fields, index);
            check_type(field, part)?;
            items.push(read(&kind.item(index), field, part)?);
        }
        return Ok(encode(&Json::Array(items)).unwrap_or_default());
    }
    let mut map = Map::<Json>::new();
    let parts = parts(media_type, body, true)?;
    let mut counts = HashMap::<&str, usize>::new();
    parts.iter().for_each(|part| *counts.entry(part.name.as_deref().unwrap_or_default()).or_default() += 1);
    for part in &parts {
        let name = part.name.as_deref().unwrap_or_default();
        let field = fields.iter().find(|field| field.name == name);
        check_type(field, part)?;
        let whole = field.is_some_and(|field| field.style == Style::Json);
        match of_count(&property(kind, name), counts.get(name).copied().unwrap_or(1)) {
            of_part if of_part.is_array() && !whole => {
                if map.get(name).is_none() {
                    map.insert(name, Json::Array(Vec::new()));
                }
                let have = map.get(name);
                let count = if let Some(Json::Array(items)) = have { items.len() } else { 0 };
                let item = of_part.item(count);
                let value = read(&item, field, part)?;
                if let Some(Json::Array(items)) = map.get_mut(name) {
                    match value {
                        // A client may send an array of values as one part of JSON.
                        Json::Array(all) if is_json_part(part) && !item.is_array() => items.extend(all),
                        value => items.push(value),
                    }
                }
            }
            of_part => {
                let value = read(&of_part, field, part)?;
                // As in a form, how often it is there counts of a part that somebody knows.
                let foreign = is_foreign(kind, name);
                if map.insert(name, value).is_some() && !foreign {
                    return Err(Malformed::Repeated);
                }
            }
        }
    }
    Ok(encode(&Json::Object(map)).unwrap_or_default())
}

/// A part has one of the media types that are documented, or none.
fn check_type(field: Option<&Field>, part: &Part<'_>) -> Result<(), Malformed> {
    match (field.and_then(|field| field.content_type), &part.content_type) {
        (Some(documented), Some(have))
            if !documented.split(',').any(|wanted| fit(wanted.trim(), have).is_some()) =>
        {
            Err(Malformed::MediaType)
        }
        _ => Ok(()),
    }
}

fn is_json_part(part: &Part<'_>) -> bool {
    part.content_type.as_deref().is_some_and(is_json)
}

fn read(kind: &Kind, field: Option<&Field>, part: &Part<'_>) -> Result<Json, Malformed> {
    let packed = header(part.head, transfer::ENCODING);
    let packed = packed.is_some_and(|value| transfer::packs(transfer::ENCODING, value));
    let content = match (packed, kind) {
        (true, Kind::Binary) => Cow::Owned(transfer::unpacked(part.content).ok_or(Malformed::Encoding)?),
        (true, Kind::String) => Cow::Owned(transfer::unbroken(part.content)),
        _ => Cow::Borrowed(part.content),
    };
    let file = || {
        let documented = field.map(|field| field.headers).unwrap_or_default();
        let headers = documented
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), header(part.head, name)?.to_owned())));
        let file = File {
            content: content.to_vec(),
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
    let text = match std::str::from_utf8(&content) {
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
        let text = r#"{"file":"data:a/b;name=YSJi;base64,AA0KLS0=","tags":["x","y\r\n"],"pair":["5",6],"n":1.50,"o":{"a":1}}"#;
        let value = decode::<Json>(text.as_bytes(), Mode::Strict).expect("JSON");
        let (bytes, media_type) =
            encode_multipart(&KIND, &[], "multipart/form-data", &value).expect("written");
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
    fn a_file_may_name_the_encoding_of_its_name() {
        for (sent, name) in [
            ("filename*=UTF-8''%C3%A9%2F..%2Fa.txt", Some("a.txt")),
            ("filename=\"e.txt\"; filename*=utf-8'en'%C3%A9.txt", Some("é.txt")),
            ("filename*=utf-16''x; filename=b", Some("b")),
            ("filename*=utf-8''%FF; filename=b", Some("b")),
            ("filename*=x", None),
        ] {
            let part = format!("--x\r\nContent-Disposition: form-data; name=file; {sent}\r\n\r\n\r\n--x--");
            let text = read("multipart/form-data; boundary=x", &part).expect("a form");
            let form = decode::<Map<File>>(text.as_bytes(), Mode::Strict).expect("a form");
            assert_eq!(form.get("file").and_then(|file| file.name.as_deref()), name, "{sent}");
        }
    }

    #[test]
    fn a_file_keeps_the_headers_that_the_document_names() {
        let fields = [Field { name: "file", headers: &["X-Sum", "X-Other"], ..Field::FORM }];
        let file = File::new("a").header("x-sum", "1").header("X-More", "2");
        let mut map = Map::<Json>::new();
        let text = encode(&file).expect("a text");
        map.insert("file", decode::<Json>(&text, Mode::Strict).expect("JSON"));
        let (bytes, media_type) =
            encode_multipart(&KIND, &fields, "multipart/form-data", &Json::Object(map)).expect("written");
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
        // Of what is said twice nobody can say which counts.
        assert_eq!(read("multipart/form-data; boundary=b; Boundary=c", "--b--"), Err(Malformed::Shape));
        let line = "content-disposition: form-data; name=n";
        for head in [format!("{line}; name=m"), format!("{line}\r\n{line}")] {
            let body = format!("--b\r\n{head}\r\n\r\n1\r\n--b--");
            assert_eq!(read("multipart/form-data; boundary=b", &body), Err(Malformed::Shape), "{head}");
        }
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

    #[test]
    fn parts_without_names_are_told_by_their_order() {
        let kind = Kind::Tuple(&[Kind::Object(&[], Some(&Kind::Json)), Kind::Binary, Kind::Number]);
        let fields = [
            Field { name: "1", content_type: Some("image/*"), ..Field::FORM },
            Field { name: "", content_type: Some("text/plain"), ..Field::FORM },
        ];
        let text = r#"[{"a":1},"data:image/png;name=YQ==;base64,AA==",5]"#;
        let value = decode::<Json>(text.as_bytes(), Mode::Strict).expect("JSON");
        let (bytes, media_type) =
            encode_multipart(&kind, &fields, "multipart/related", &value).expect("written");
        assert!(media_type.starts_with("multipart/related; boundary="), "{media_type}");
        assert!(media_type.ends_with("; type=\"text/plain\""), "{media_type}");
        let sent = String::from_utf8_lossy(&bytes);
        let png =
            "\r\nContent-Disposition: attachment; filename=\"a\"\r\nContent-Type: image/png\r\n\r\n\0\r\n";
        assert!(sent.contains(png), "{sent}");
        let back = decode_multipart(&kind, &fields, &media_type, &bytes).expect("read");
        assert_eq!(String::from_utf8(back).expect("text"), text);
        let bare = b"--b\r\n\r\n{}\r\n--b--";
        let read = decode_multipart(&kind, &fields, "multipart/mixed; boundary=b", bare).expect("read");
        assert_eq!(read, b"[{}]");
        let named = Json::Object(Map::new());
        assert!(encode_multipart(&kind, &fields, "multipart/mixed", &named).is_err());
    }
}
