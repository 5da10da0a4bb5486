//! Types of the user's in place of those that would be written.

use specwright_runtime::codec::{Mode, decode, encode};
use std::time::Duration;
use tests::Place;
use tests::cases::settings::models::{Kind, Thing};

#[test]
fn types_of_the_user_are_read_and_written() {
    let text = r#"{"letter":"a","others":[null,"b"],"amount":12.50,"span":{"secs":3,"nanos":5},"place":"3,4","kind":"a"}"#;
    let thing: Thing = decode(text.as_bytes(), Mode::Strict).unwrap();
    assert!(thing.letter.is_ascii_lowercase());
    assert_eq!(thing.place.map(|place| place.0), Some(Place { x: 3.0, y: 4.0 }));
    assert_eq!(thing.span.map(|span| span.0), Some(Duration::new(3, 5)));
    assert_eq!(String::from_utf8(encode(&thing).unwrap()).unwrap(), text);
    let wrong = text.replace("\"letter\":\"a\"", "\"letter\":\"ab\"");
    let error = decode::<Thing>(wrong.as_bytes(), Mode::Lenient).unwrap_err();
    assert_eq!((error.pointer(), error.keyword()), ("/letter", "format"));
    let error =
        decode::<Thing>(text.replace("3,\"nanos", "\"a\",\"nanos").as_bytes(), Mode::Lenient).unwrap_err();
    assert_eq!((error.pointer(), error.keyword()), ("/span", "type"));
}

#[test]
fn what_the_settings_derive_is_derived() {
    assert!(Kind::A < Kind::B);
}
