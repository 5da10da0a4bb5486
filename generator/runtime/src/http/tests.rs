use super::form::{decode_form, encode_form};
use super::*;
use crate::codec::{Json, Mode, Wire, decode};

fn json(text: &str) -> Json {
    decode(text.as_bytes(), Mode::Strict).expect("JSON")
}

const QUERY: Parameter = Parameter { name: "p", ..Parameter::FORM };
const NUMBERS: Kind = Kind::Array(&Kind::Number);

#[track_caller]
fn there_and_back(parameter: &Parameter, value: &str, expected: &str) {
    let value = json(value);
    let parts = encode_query(parameter, &value as &dyn Wire).expect("encoded");
    assert_eq!(parts.join("&"), expected);
    let raw: Vec<(&str, &str)> = parts.iter().filter_map(|part| part.split_once('=')).collect();
    let back = decode_parameter(parameter, &raw, true).expect("decoded").expect("present");
    assert_eq!(decode::<Json>(&back, Mode::Strict).expect("JSON"), value);
}

#[test]
fn styles_of_the_query_read_back() {
    there_and_back(&QUERY, "\"a b&c\"", "p=a%20b%26c");
    there_and_back(&Parameter { kind: NUMBERS, ..QUERY }, "[1,2.50]", "p=1&p=2.50");
    there_and_back(&Parameter { kind: NUMBERS, explode: false, ..QUERY }, "[1,2]", "p=1,2");
    there_and_back(
        &Parameter { kind: NUMBERS, explode: false, style: Style::PipeDelimited, ..QUERY },
        "[1,2]",
        "p=1%7C2",
    );
    let object = Kind::Object(&[("a", Kind::Number), ("b", Kind::Array(&Kind::String))], None);
    there_and_back(
        &Parameter { kind: object, style: Style::DeepObject, ..QUERY },
        "{\"a\":1,\"b\":[\"x\",\"y\"]}",
        "p[a]=1&p[b][0]=x&p[b][1]=y",
    );
}

#[test]
fn an_object_that_is_exploded_has_its_lists_exploded_as_well() {
    let kind = Kind::Object(&[("page", Kind::Number), ("sort", NUMBERS)], None);
    there_and_back(&Parameter { kind, ..QUERY }, r#"{"page":1,"sort":[2,3]}"#, "page=1&sort=2&sort=3");
    let open = Kind::Object(&[("page", Kind::Number)], Some(&Kind::String));
    there_and_back(&Parameter { kind: open, ..QUERY }, r#"{"page":1,"any":"a b"}"#, "page=1&any=a%20b");
}

#[test]
fn slashes_of_a_path_are_kept_where_they_part_segments() {
    let wide = Parameter { allow_reserved: true, ..Parameter::SIMPLE };
    let text = encode_path(&wide, &json("\"a b/c?/..\"")).expect("encoded");
    assert_eq!(text, "a%20b/c%3F/..");
    for (value, expected) in [("\"a/b\"", "a%2Fb"), ("\"/\"", "%2F"), ("\"%\"", "%25"), ("\"a\"", "a")] {
        assert_eq!(encode_path(&Parameter::SIMPLE, &json(value)).expect("encoded"), expected);
    }
}

#[test]
fn what_nobody_knows_of_an_object_may_come_twice() {
    let kind = Kind::Object(&[("a", Kind::Number)], None);
    let parameter = Parameter { kind, style: Style::DeepObject, ..QUERY };
    let read = |raw: &[(&str, &str)]| decode_parameter(&parameter, raw, true);
    assert!(read(&[("p[a]", "1"), ("p[z]", "1"), ("p[z]", "2"), ("p[z][b]", "3")]).is_ok());
    assert_eq!(read(&[("p[a]", "1"), ("p[a]", "2")]), Err(Malformed::Repeated));
}

#[test]
fn a_string_as_json_is_read_with_its_quotes_and_without() {
    let parameter = Parameter { name: "p", style: Style::Json, ..QUERY };
    for (sent, meant) in [("%22a%22", r#""a""#), ("a", r#""a""#), ("1", r#""1""#), ("%221%22", r#""1""#)] {
        let read = decode_parameter(&parameter, &[("p", sent)], true);
        assert_eq!(read, Ok(Some(meant.as_bytes().to_vec())), "{sent}");
    }
}

#[test]
fn styles_of_every_place_read_back() {
    const OBJECT: Kind = Kind::Object(&[("r", Kind::Number), ("g", Kind::String)], None);
    let array = "[1,2]";
    let object = r#"{"r":1,"g":"a b"}"#;
    for (style, explode, kind, value, expected) in [
        (Style::Simple, false, Kind::Number, "5", "5"),
        (Style::Simple, false, NUMBERS, array, "1,2"),
        (Style::Simple, true, OBJECT, object, "r=1,g=a%20b"),
        (Style::Simple, false, OBJECT, object, "r,1,g,a%20b"),
        (Style::Label, false, Kind::Number, "5", ".5"),
        (Style::Label, false, NUMBERS, array, ".1,2"),
        (Style::Label, true, NUMBERS, array, ".1.2"),
        (Style::Label, true, OBJECT, object, ".r=1.g=a%20b"),
        (Style::Label, false, OBJECT, object, ".r,1,g,a%20b"),
        (Style::Matrix, false, Kind::Number, "5", ";p=5"),
        (Style::Matrix, true, Kind::Number, "5", ";p=5"),
        (Style::Matrix, false, NUMBERS, array, ";p=1,2"),
        (Style::Matrix, true, NUMBERS, array, ";p=1;p=2"),
        (Style::Matrix, true, OBJECT, object, ";r=1;g=a%20b"),
        (Style::Matrix, false, OBJECT, object, ";p=r,1,g,a%20b"),
        (Style::Json, false, OBJECT, object, "%7B%22r%22%3A1%2C%22g%22%3A%22a%20b%22%7D"),
        (Style::Json, false, Kind::String, r#""1""#, "%221%22"),
    ] {
        let parameter = Parameter { name: "p", style, explode, kind, ..Parameter::PATH };
        let text = encode_path(&parameter, &json(value)).expect("encoded");
        assert_eq!(text, expected);
        let back = decode_parameter(&parameter, &[("p", &text)], false).expect("decoded").expect("present");
        assert_eq!(json(&String::from_utf8(back).expect("text")), json(value), "{expected}");
    }
    for (style, explode, kind, value, expected) in [
        (Style::Form, true, OBJECT, object, "r=1&g=a%20b"),
        (Style::Form, false, OBJECT, object, "p=r,1,g,a%20b"),
        (Style::SpaceDelimited, false, NUMBERS, array, "p=1%202"),
        (Style::SpaceDelimited, true, NUMBERS, array, "p=1&p=2"),
        (Style::PipeDelimited, false, OBJECT, r#"{"r":1,"g":"a"}"#, "p=r%7C1%7Cg%7Ca"),
        (Style::Query, true, Kind::Object(&[("l", NUMBERS)], None), r#"{"l":[1,2]}"#, "l=1&l=2"),
        (Style::Json, false, OBJECT, object, "p=%7B%22r%22%3A1%2C%22g%22%3A%22a%20b%22%7D"),
        (Style::Json, false, Kind::String, r#""true""#, "p=%22true%22"),
        (Style::Json, false, Kind::Number, "5", "p=5"),
        (Style::QueryText, false, OBJECT, object, "%7B%22r%22%3A1%2C%22g%22%3A%22a%20b%22%7D"),
    ] {
        let parameter = Parameter { name: "p", style, explode, kind, ..Parameter::FORM };
        let text = encode_query(&parameter, &json(value)).expect("encoded").join("&");
        assert_eq!(text, expected);
        let raw: Vec<_> = text.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
        let back = decode_parameter(&parameter, &raw, true).expect("decoded").expect("present");
        assert_eq!(json(&String::from_utf8(back).expect("text")), json(value), "{expected}");
    }
}

#[test]
fn what_may_be_several_things_is_what_its_texts_look_like() {
    const LIST: Kind = Kind::Array(&Kind::String);
    const RANGE: Kind = Kind::Object(&[("gt", Kind::Number)], None);
    let either = Kind::OneOf(&[Kind::String, LIST]);
    let parameter = Parameter { kind: either, ..QUERY };
    for (value, expected) in
        [("\"a\"", "p=a"), ("\"1\"", "p=1"), ("\"null\"", "p=null"), (r#"["a","1"]"#, "p=a&p=1")]
    {
        there_and_back(&parameter, value, expected);
    }
    let commas = Parameter { explode: false, ..parameter };
    there_and_back(&commas, "\"a,b\"", "p=a%2Cb");
    there_and_back(&commas, r#"["a","b"]"#, "p=a,b");
    let numbers = Kind::OneOf(&[Kind::Number, NUMBERS]);
    there_and_back(&Parameter { kind: numbers, explode: false, ..QUERY }, "[]", "p=");
    let mixed = Parameter { kind: Kind::OneOf(&[Kind::Number, Kind::Boolean, Kind::String]), ..QUERY };
    for (value, expected) in [("1", "p=1"), ("true", "p=true"), ("\"a\"", "p=a")] {
        there_and_back(&mixed, value, expected);
    }
    let kind = Kind::OneOf(&[Kind::Number, RANGE, LIST]);
    let deep = Parameter { kind, style: Style::DeepObject, ..QUERY };
    there_and_back(&deep, "5", "p=5");
    there_and_back(&deep, r#"{"gt":5}"#, "p[gt]=5");
    there_and_back(&deep, r#"["5"]"#, "p[0]=5");
    let null = encode_query(&deep, &json(r#"{"gt":null,"lt":1}"#) as &dyn Wire).expect("encoded");
    assert_eq!(null, ["p[lt]=1"]);
    there_and_back(&Parameter { kind: Kind::OneOf(&[Kind::String, RANGE]), ..QUERY }, "\"1\"", "p=1");
    there_and_back(&Parameter { kind: Kind::OneOf(&[Kind::Number, RANGE]), ..QUERY }, r#"{"gt":5}"#, "gt=5");
    there_and_back(
        &Parameter { kind: Kind::Array(&RANGE), ..QUERY },
        r#"[{"gt":5}]"#,
        "p=%7B%22gt%22%3A5%7D",
    );
}

#[test]
fn no_text_is_an_empty_list() {
    for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited] {
        let list = Parameter { kind: NUMBERS, explode: false, style, ..QUERY };
        let text = decode_parameter(&list, &[("p", "")], true).expect("decoded").expect("present");
        assert_eq!(text, b"[]", "{style:?}");
    }
}

#[test]
fn what_is_no_number_stays_a_string_for_the_type_to_refuse() {
    let number = Parameter { kind: Kind::Number, ..QUERY };
    let text = decode_parameter(&number, &[("p", "1e")], true).expect("decoded").expect("present");
    assert_eq!(text, b"\"1e\"");
}

#[test]
fn a_single_value_is_given_once() {
    assert_eq!(decode_parameter(&QUERY, &[("p", "1"), ("%70", "2")], true), Err(Malformed::Repeated));
}

#[test]
fn dot_segments_are_unsafe_however_they_are_written() {
    for text in ["", ".", "..", "%2e%2E", "%252e.", "%25252e%2525252E", "a\nb", "\0"] {
        assert!(is_unsafe_segment(text), "{text:?}");
    }
    for text in ["...", "a/b c", "a.b", "..%2e", "%25", "%252"] {
        assert!(!is_unsafe_segment(text), "{text:?}");
    }
    assert!(leads_elsewhere("%252e.") && !leads_elsewhere("a\nb"));
}

#[test]
fn nested_fields_read_back_and_have_a_bottom() {
    const ITEM: Kind = Kind::Object(&[("a", Kind::Number), ("b", Kind::Number)], None);
    const FORM: Kind =
        Kind::Object(&[("items", Kind::Array(&ITEM)), ("expand[]", Kind::Array(&Kind::String))], None);
    let read =
        |body: &str| decode_form(&FORM, &[], body).map(|bytes| String::from_utf8(bytes).expect("text"));
    let nested = "items[0][a]=1&items[0][b]=2&items[1][a]=3&expand[]=x&expand[]=y";
    assert_eq!(read(nested).as_deref(), Ok(r#"{"items":[{"a":1,"b":2},{"a":3}],"expand[]":["x","y"]}"#));
    assert_eq!(read(&format!("items{}=1", "[a]".repeat(100_000))), Err(Malformed::Shape));
    // What nobody knows may come as often as it likes, and still comes.
    assert_eq!(read("x=1&x=2&x[y]=3").as_deref(), Ok(r#"{"x":1}"#));
    let pairs = Parameter { kind: ITEM, explode: false, ..QUERY };
    assert_eq!(decode_parameter(&pairs, &[("p", "a,1,b")], true), Err(Malformed::Shape));
}

#[test]
fn fields_of_a_form_are_written_by_their_style_and_read_back() {
    const KIND: Kind = Kind::Object(
        &[
            ("flat", Kind::Object(&[("a", Kind::Number), ("b", Kind::String)], None)),
            ("list", NUMBERS),
            ("deep", NUMBERS),
            ("text", Kind::Object(&[("c", Kind::Boolean)], None)),
            ("plain", Kind::Array(&Kind::String)),
        ],
        None,
    );
    const FIELDS: &[Field] = &[
        Field { name: "flat", ..Field::FORM },
        Field { name: "list", style: Style::PipeDelimited, explode: false, ..Field::FORM },
        Field { name: "text", style: Style::Json, ..Field::FORM },
    ];
    let text = r#"{"flat":{"a":1,"b":"x&y"},"list":[1,2],"deep":[3,4],"text":{"c":true},"plain":["p","q"]}"#;
    let form = encode_form(&KIND, &["deep"], FIELDS, &json(text)).expect("a form");
    assert_eq!(form, "a=1&b=x%26y&list=1%7C2&deep[0]=3&deep[1]=4&text=%7B%22c%22%3Atrue%7D&plain=p&plain=q");
    let back = decode_form(&KIND, FIELDS, &form).expect("a value");
    assert_eq!(json(&String::from_utf8(back).expect("text")), json(text));
}

#[test]
fn the_narrowest_media_type_that_fits_is_taken() {
    const CONTENTS: &[Content] = &[
        Content { media_type: "*/*", variant: 0, ..Content::NONE },
        Content { media_type: "application/*", variant: 1, ..Content::NONE },
        Content { media_type: "application/*+json", variant: 2, ..Content::NONE },
        Content { media_type: "application/json", variant: 3, ..Content::NONE },
        Content { media_type: "application/json; v=2", variant: 4, ..Content::NONE },
    ];
    for (media_type, variant) in [
        ("text/plain", 0),
        ("application/pdf", 1),
        ("application/vnd.x+json", 2),
        ("Application/JSON; charset=utf-8", 3),
        ("application/json;v=2", 4),
    ] {
        let found = matching(CONTENTS, media_type).map(|content| content.variant);
        assert_eq!(found, Some(variant), "{media_type}");
    }
    assert!(matching(&CONTENTS[1..], "text/plain").is_none());
}

#[test]
fn a_header_is_read_as_utf_8_and_a_text_says_so() {
    const NAME: Header<String> =
        Header::new(Parameter { name: "x-name", location: Location::Header, ..Parameter::SIMPLE });
    let read = |bytes: &[u8]| {
        let mut headers = http::HeaderMap::new();
        headers.insert("x-name", http::HeaderValue::from_bytes(bytes).expect("a header"));
        NAME.read(&headers)
    };
    assert_eq!(read("é%20".as_bytes()), Ok(Some("é%20".to_owned())));
    assert!(read(b"\xe9").is_err());
    assert_eq!(of_text("text/plain", b"e"), "text/plain");
    assert_eq!(of_text("text/plain", "é".as_bytes()), "text/plain; charset=utf-8");
    assert_eq!(of_text("text/csv; Charset=utf-16", "é".as_bytes()), "text/csv; Charset=utf-16");
    assert_eq!(of_text("application/x", "é".as_bytes()), "application/x");
}
