//! The cursor held against a reader that nobody here wrote.

use super::cursor::{Cursor, Peek};
use serde_json::value::RawValue;

/// What has every kind of value, escape and white space.
const SEED: &str = "{\"a\" : [1, -0.5e+1, 0, 12E-3, \"\\u00e9\\ud83d\\ude00\\n\\/\", true , false,null],\r\n\t\
                    \"\\\"b\\\\\": {\"c\":[],\"d\":{}, \"\u{e9}\": \"a long text without anything special in it\"}}";

fn accepts(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    cursor.skip().and_then(|()| cursor.finish()).is_ok()
}

#[test]
fn what_is_json_is_what_others_take_for_it() {
    assert!(accepts(SEED));
    let marks = [
        "", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "1", "-", ".", "e", "u", "d83d", " ", "\u{1}",
        "n", "t",
    ];
    let mut refused = 0;
    for place in (0..=SEED.len()).filter(|place| SEED.is_char_boundary(*place)) {
        for length in [0, 1, 2, 5] {
            let Some(after) = SEED.get(place + length..) else { continue };
            for mark in marks {
                let text = format!("{}{mark}{after}", SEED.get(..place).unwrap_or_default());
                let expected = serde_json::from_str::<&RawValue>(&text).is_ok();
                // The other reader takes half of a surrogate pair for text where it only passes over it.
                let expected = expected && serde_json::from_str::<serde_json::Value>(&text).is_ok();
                refused += usize::from(!expected);
                assert_eq!(accepts(&text), expected, "{text}");
            }
        }
    }
    assert!(refused > 1000, "{refused}");
}

#[test]
fn strings_read_as_others_read_them() {
    for text in
        [r#""""#, r#""a\"b\\c\/d\b\f\n\r\t""#, r#""\u0041\u00e9\ud83d\ude00é""#, r#""12345678\n12345678""#]
    {
        let mut cursor = Cursor::new(text);
        assert_eq!(cursor.string().unwrap(), serde_json::from_str::<String>(text).unwrap(), "{text}");
        cursor.finish().unwrap();
    }
    for text in [
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83d\u0041""#,
        r#""\u12""#,
        r#""\u+123""#,
        "\"a",
        "\"\n\"",
        r#""\x""#,
    ] {
        assert!(Cursor::new(text).string().is_err(), "{text}");
    }
}

#[test]
fn small_integers_are_read_whole_or_not_at_all() {
    for (text, value) in [("0", 0), ("-7,", -7), ("123456789012345678]", 123_456_789_012_345_678)] {
        let mut cursor = Cursor::new(text);
        assert_eq!(cursor.small_integer(), Some(value), "{text}");
    }
    for text in ["1.5", "1e3", "01", "-", "-01", "1234567890123456789", "12345678901234567.5"] {
        let mut cursor = Cursor::new(text);
        assert_eq!((cursor.small_integer(), cursor.place()), (None, 0), "{text}");
    }
}

#[test]
fn what_is_passed_over_may_be_deep_but_not_too_deep() {
    for (depth, expected) in [(1, true), (128, true), (129, false), (100_000, false)] {
        assert_eq!(accepts(&format!("{}1{}", "[".repeat(depth), "]".repeat(depth))), expected, "{depth}");
    }
    assert!(accepts(&format!("{}1{}", "{\"a\":[".repeat(64), "]}".repeat(64))));
    assert_eq!(Cursor::new(" \n{").peek().unwrap(), Peek::Object);
}
