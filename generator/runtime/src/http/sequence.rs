//! Bodies that are many values one after the other: lines of JSON, and server-sent events.

use super::decode::{property, scalar};
use super::encode::{json, text};
use super::unescape::Malformed;
use super::{Framing, Kind};
use crate::codec::{Json, Map, Mode, Number, Wire, decode, encode, encode_answer};

/// What stands before each text of `application/json-seq` (RFC 7464, section 2.2).
const SEPARATOR: u8 = 0x1e;

/// The fields of an event, in the order they are written.
const FIELDS: [&str; 4] = ["event", "id", "retry", "data"];

/// An array, its items one after the other.
pub(super) fn encode_sequence(framing: Framing, value: &dyn Wire) -> Result<Vec<u8>, String> {
    let Json::Array(items) = json(value)? else { return Err("a sequence must be a list".to_owned()) };
    let mut bytes = Vec::new();
    for item in &items {
        match framing {
            Framing::Events => write_event(item, &mut bytes)?,
            Framing::Data => write_data(&encode(item).map_err(|error| error.to_string())?, &mut bytes),
            Framing::Lines | Framing::Separated => {
                write_line(framing, &encode(item).map_err(|error| error.to_string())?, &mut bytes);
            }
        }
    }
    Ok(bytes)
}

/// One item of a sequence that a server answers with, as it stands among others.
pub(crate) fn encode_item(framing: Framing, item: &dyn Wire) -> Result<Vec<u8>, String> {
    let (text, mut bytes) = (encode_answer(item).map_err(|error| error.to_string())?, Vec::new());
    match framing {
        Framing::Events => {
            let item = decode(&text, Mode::Lenient).map_err(|error| error.to_string())?;
            write_event(&item, &mut bytes)?;
        }
        Framing::Data => write_data(&text, &mut bytes),
        Framing::Lines | Framing::Separated => write_line(framing, &text, &mut bytes),
    }
    Ok(bytes)
}

/// A line of JSON, behind a separator where the framing has one.
fn write_line(framing: Framing, text: &[u8], bytes: &mut Vec<u8>) {
    if framing == Framing::Separated {
        bytes.push(SEPARATOR);
    }
    bytes.extend_from_slice(text);
    bytes.push(b'\n');
}

/// An event; what is no object is its data.
fn write_event(item: &Json, bytes: &mut Vec<u8>) -> Result<(), String> {
    let fields = match item {
        Json::Object(fields) => {
            FIELDS.into_iter().filter_map(|name| Some((name, fields.get(name)?))).collect::<Vec<_>>()
        }
        data => vec![("data", data)],
    };
    for (name, value) in fields.into_iter().filter(|(_, value)| **value != Json::Null) {
        let text = text(value).replace("\r\n", "\n").replace('\r', "\n");
        if name != "data" && text.contains('\n') {
            return Err(format!("`{name}` of an event is one line"));
        }
        for line in text.split('\n') {
            bytes.extend_from_slice(format!("{name}: {line}\n").as_bytes());
        }
    }
    bytes.push(b'\n');
    Ok(())
}

/// An event of nothing but data; JSON as it is written here has no end of a line.
fn write_data(text: &[u8], bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(b"data: ");
    bytes.extend_from_slice(text);
    bytes.extend_from_slice(b"\n\n");
}

/// The items as the text of a JSON array.
pub(super) fn decode_sequence(framing: Framing, kind: &Kind, body: &[u8]) -> Result<Vec<u8>, Malformed> {
    let items = match framing {
        Framing::Events => events(kind, std::str::from_utf8(body).map_err(|_| Malformed::Encoding)?),
        Framing::Data => data(std::str::from_utf8(body).map_err(|_| Malformed::Encoding)?)?,
        Framing::Lines => values(body.split(|byte| *byte == b'\n'))?,
        Framing::Separated => values(body.split(|byte| *byte == SEPARATOR))?,
    };
    Ok(encode(&Json::Array(items)).unwrap_or_default())
}

/// The values of texts; an empty one has none.
fn values<'b>(texts: impl Iterator<Item = &'b [u8]>) -> Result<Vec<Json>, Malformed> {
    let texts = texts.map(<[u8]>::trim_ascii).filter(|text| !text.is_empty());
    texts.map(|text| decode(text, Mode::Strict).map_err(|_| Malformed::Shape)).collect()
}

/// The events of a stream that has ended: what is not ended by an empty line is none.
fn events(kind: &Kind, text: &str) -> Vec<Json> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let mut events = Vec::new();
    let mut fields: Vec<(&str, String)> = Vec::new();
    for line in text.split_terminator('\n') {
        if line.is_empty() {
            let fields = std::mem::take(&mut fields);
            events.extend((!fields.is_empty()).then(|| event(kind, fields)));
            continue;
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let Some(name) = FIELDS.into_iter().find(|field| *field == name) else { continue };
        let value = value.strip_prefix(' ').unwrap_or(value);
        match fields.iter_mut().find(|(have, _)| *have == name) {
            Some((_, data)) if name == "data" => {
                data.push('\n');
                data.push_str(value);
            }
            Some((_, have)) => value.clone_into(have),
            None => fields.push((name, value.to_owned())),
        }
    }
    events
}

/// The data of events. What is no JSON in the last of them is a mark that it is the last; one without data is none.
fn data(text: &str) -> Result<Vec<Json>, Malformed> {
    let texts = events(&Kind::String, text).into_iter().filter_map(|data| match data {
        Json::String(text) if !text.is_empty() => Some(text),
        _ => None,
    });
    let mut texts = texts.peekable();
    let mut items = Vec::new();
    while let Some(text) = texts.next() {
        match decode(text.as_bytes(), Mode::Strict) {
            Ok(item) => items.push(item),
            Err(_) if texts.peek().is_none() => {}
            Err(_) => return Err(Malformed::Shape),
        }
    }
    Ok(items)
}

fn event(kind: &Kind, fields: Vec<(&str, String)>) -> Json {
    let read = |kind: &Kind, text: String| match kind {
        // Another event may hold a text in its place: a number alone is no list and no object.
        Kind::Array(_) | Kind::Tuple(_) | Kind::Object(..) => match decode(text.as_bytes(), Mode::Strict) {
            Ok(json @ (Json::Array(_) | Json::Object(_))) => json,
            _ => Json::String(text),
        },
        kind => scalar(kind, text),
    };
    if !kind.alternatives().iter().any(|kind| matches!(kind, Kind::Object(..) | Kind::Json)) {
        let data = fields.into_iter().find(|(name, _)| *name == "data");
        return read(kind, data.map(|(_, data)| data).unwrap_or_default());
    }
    let mut map = Map::<Json>::new();
    for (name, value) in fields {
        let value = match (name, value.parse::<Number>()) {
            // How many milliseconds to wait, whatever the document says of it.
            ("retry", Ok(number)) => Json::Number(number),
            _ => match property(kind, name) {
                // Of a field that nobody describes the text is told.
                Kind::Json if !describes(kind, name) => Json::String(value),
                kind => read(&kind, value),
            },
        };
        map.insert(name, value);
    }
    Json::Object(map)
}

/// One event that was told from others already, as JSON text, from its fields in their order.
pub(crate) fn decode_event(kind: &Kind, fields: Vec<(&str, String)>) -> Vec<u8> {
    encode(&event(kind, fields)).unwrap_or_default()
}

fn describes(kind: &Kind, name: &str) -> bool {
    let knows =
        |kind: &Kind| matches!(kind, Kind::Object(known, _) if known.iter().any(|(key, _)| *key == name));
    kind.alternatives().iter().any(knows)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: Kind = Kind::Object(&[("event", Kind::String), ("data", Kind::Object(&[], None))], None);

    fn read(framing: Framing, body: &str) -> Result<String, Malformed> {
        let text = decode_sequence(framing, &EVENT, body.as_bytes())?;
        Ok(String::from_utf8(text).expect("text"))
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = r#"[{"event":"a","retry":5,"data":{"n":1.50}},{"data":"b\nc"}]"#;
        for framing in [Framing::Lines, Framing::Separated, Framing::Events] {
            let value = decode::<Json>(text.as_bytes(), Mode::Strict).expect("JSON");
            let bytes = encode_sequence(framing, &value).expect("a sequence");
            let back = read(framing, std::str::from_utf8(&bytes).expect("text"));
            assert_eq!(back.as_deref(), Ok(text), "{framing:?}");
        }
    }

    #[test]
    fn a_line_is_one_value() {
        assert_eq!(read(Framing::Lines, "1\r\n\n{}").as_deref(), Ok("[1,{}]"));
        for body in ["1,2", "[1", "1 2", "\u{1e}1"] {
            assert_eq!(read(Framing::Lines, body), Err(Malformed::Shape), "{body:?}");
        }
        assert_eq!(read(Framing::Separated, "\u{1e}[1,\n2]\n\u{1e}3").as_deref(), Ok("[[1,2],3]"));
    }

    #[test]
    fn data_alone_is_json_up_to_a_mark_of_the_end() {
        let body =
            "event: delta\ndata: {\"n\":\ndata: 1.50}\n\n: still here\n\nevent: ping\n\ndata: [DONE]\n\n";
        assert_eq!(read(Framing::Data, body).as_deref(), Ok(r#"[{"n":1.50}]"#));
        assert_eq!(read(Framing::Data, "data: x\n\ndata: 1\n\n"), Err(Malformed::Shape));
        let value = decode::<Json>(br#"[{"data":1},[]]"#, Mode::Strict).expect("JSON");
        let bytes = encode_sequence(Framing::Data, &value).expect("a sequence");
        assert_eq!(bytes, b"data: {\"data\":1}\n\ndata: []\n\n");
        let back = read(Framing::Data, std::str::from_utf8(&bytes).expect("text"));
        assert_eq!(back.as_deref(), Ok(r#"[{"data":1},[]]"#));
    }

    #[test]
    fn an_event_may_hold_a_text_where_others_hold_an_object() {
        let text = r#"[{"data":{"n":1}},{"data":"5"},{"data":"{"},{"data":"null"}]"#;
        let value = decode::<Json>(text.as_bytes(), Mode::Strict).expect("JSON");
        let bytes = encode_sequence(Framing::Events, &value).expect("a sequence");
        let back = read(Framing::Events, std::str::from_utf8(&bytes).expect("text"));
        assert_eq!(back.as_deref(), Ok(text));
    }

    #[test]
    fn events_end_at_an_empty_line() {
        let body = ": comment\nevent:a\rdata: {}\r\n\r\n\ndata\nother: x\n\ndata: cut";
        assert_eq!(read(Framing::Events, body).as_deref(), Ok(r#"[{"event":"a","data":{}},{"data":""}]"#));
        let value = decode::<Json>(br#"[{"id":"a\nb"}]"#, Mode::Strict).expect("JSON");
        assert!(encode_sequence(Framing::Events, &value).is_err());
    }
}
