//! Models as the generator emits them, read and written.

#![expect(
    unreachable_pub,
    dead_code,
    reason = "the macros emit public methods, of which these tests call a few"
)]

use super::{
    DecodeError, Mode, Model, Record, RecordKind, Rules, Shape, Show, ShowMut, StringEnum, Wire, decode,
    encode, validate,
};
use crate as rt;
use crate::{Base64, Json, Map, Number, Patch};

pub struct Payment {
    id: String,
    amount: f64,
    count: Option<i32>,
    note: Patch<String>,
    status: Option<Status>,
    tags: Vec<String>,
    extra: Map<Json>,
}

rt::record! {
    Payment(id => String, amount: f64) {
        "id" id,
        "amount" amount,
        "count" count: i32,
        "note" note => Patch<String>,
        "status" status: Status,
        "tags" tags,
        ..extra
    }
    required: &[0b00_0011],
    optional: &[0b01_1100],
    nullable: &[0b00_1000],
    rules: &[
        (0, rt::Rules::NONE.min_length(2).pattern("^[a-z]+$")),
        (1, rt::Rules::NONE.minimum(0).multiple_of_decimal("0.01")),
        (5, rt::Rules::NONE.unique_items().items(&rt::Rules::NONE.max_length(3))),
    ],
}

rt::string_enum! {
    pub enum Status {
        Paid = "paid",
        Open = "open",
    }
    else Unknown
}

rt::union! {
    pub enum Source {
        Payment(Box<Payment>) = 0,
        Text(String) = 1,
    }
    0 if KeyIs("kind", "payment");
    1 if Is(String);
}

pub struct Odd {
    plain: Option<i32>,
    quoted: Option<i32>,
}

rt::record! {
    Odd() {
        "plain" plain,
        "a\"b\\c\n" quoted,
    }
    optional: &[0b11],
}

#[test]
fn a_key_is_escaped_where_it_has_to_be() {
    let text = r#"{"plain":1,"a\"b\\c\n":2}"#;
    let odd: Odd = strict(text).unwrap();
    assert_eq!((odd.plain, odd.quoted, written(&odd).as_str()), (Some(1), Some(2), text));
    const { assert!(Payment::IS_PLAIN && !Odd::IS_PLAIN) };
}

fn strict<T: Wire>(text: &str) -> Result<T, DecodeError> {
    decode(text.as_bytes(), Mode::Strict)
}

fn lenient<T: Wire>(text: &str) -> Result<T, DecodeError> {
    decode(text.as_bytes(), Mode::Lenient)
}

fn written(value: &dyn Wire) -> String {
    String::from_utf8(encode(value).unwrap()).unwrap()
}

fn fault<T: Wire + PartialEq>(read: Result<T, DecodeError>) -> (&'static str, String) {
    let error = read.err().unwrap();
    (error.keyword(), error.pointer().to_owned())
}

#[test]
fn a_record_comes_back_as_it_was() {
    let text = r#"{"id":"ab\n\"é","amount":0.1,"count":-3,"note":null,"status":"open","tags":["x"],"z":{"b":1.50,"a":[]}}"#;
    let payment: Payment = strict(text).unwrap();
    assert_eq!(payment.count, Some(-3));
    assert_eq!(written(&payment), text);
    assert_eq!(format!("{payment:?}"), format!("Payment {text}"));
}

#[test]
fn a_clone_is_equal_and_apart() {
    let text = r#"{"id":"a","amount":1.5,"count":2,"note":null,"tags":["x","y"],"more":{"deep":[1,2.50]},"last":true}"#;
    let payment: Payment = strict(text).unwrap();
    let mut clone = payment.clone();
    assert_eq!((&clone, written(&clone)), (&payment, written(&payment)));
    clone.id.push('b');
    clone.note = Patch::Absent;
    assert_eq!(written(&payment), text);
    assert_ne!(clone, payment);
    // What is not there is not taken over from what was there before.
    let other: Payment = strict(r#"{"id":"c","amount":0,"tags":[]}"#).unwrap();
    clone.view_mut().copy(other.view());
    assert_eq!(written(&clone), written(&other));
}

#[test]
fn null_is_a_value_of_what_may_be_any_value() {
    for (text, value) in [("null", Some(Json::Null)), ("[null]", Some(Json::Array(vec![Json::Null])))] {
        let read: Option<Json> = strict(text).unwrap();
        assert_eq!((&read, read.is_absent()), (&value, false));
        assert_eq!(written(&read), text);
    }
    let nothing: Option<String> = strict("null").unwrap();
    assert!(nothing.is_absent());
}

#[test]
fn what_is_missing_null_or_twice_is_told_with_its_place() {
    assert_eq!(fault(strict::<Payment>(r#"{"id":"a"}"#)), ("required", "/amount".into()));
    assert_eq!(fault(lenient::<Payment>(r#"{"id":"a"}"#)), ("required", "/amount".into()));
    let null = r#"{"id":"a","amount":1,"count":null}"#;
    assert_eq!(fault(strict::<Payment>(null)), ("type", "/count".into()));
    assert_eq!(lenient::<Payment>(null).unwrap().count, None);
    assert_eq!(fault(strict::<Payment>(r#"{"id":"a","id":"b"}"#)), ("syntax", "/id".into()));
    assert_eq!(fault(strict::<Payment>(r#"{"id":"a","amount":1,"q":1,"q":2}"#)).0, "syntax");
    assert_eq!(fault(strict::<Vec<Payment>>(r#"[{"id":"a","tags":["x",7]}]"#)), ("type", "/0/tags/1".into()));
}

#[test]
fn an_unknown_value_is_kept_by_a_client_and_refused_by_a_server() {
    let status: Status = lenient(r#""secret""#).unwrap();
    assert_eq!(written(&status), r#""secret""#);
    let error = strict::<Status>(r#""secret""#).unwrap_err();
    assert_eq!(error.keyword(), "enum");
    assert!(!error.to_string().contains("secret"));
    assert_eq!(Status::named("paid").unwrap(), Status::Paid);
    assert!(Status::named("secret").is_err());
}

rt::string_enum! {
    pub enum Priority {
        Low = "low",
    }
}

#[test]
fn a_closed_enum_keeps_nothing_unknown() {
    assert_eq!(lenient::<Priority>(r#""low""#).unwrap(), Priority::Low);
    assert_eq!(fault(lenient::<Priority>(r#""high""#)).0, "enum");
}

#[test]
fn a_patch_has_three_states() {
    let read = |note: &str| strict::<Payment>(&format!(r#"{{"id":"a","amount":1{note}}}"#)).unwrap().note;
    assert_eq!(read(""), Patch::Absent);
    assert_eq!(read(r#","note":null"#), Patch::Null);
    assert_eq!(read(r#","note":"n""#), Patch::from("n".to_owned()));
}

#[test]
fn a_union_is_told_by_its_plan() {
    let payment = r#"{"id":"a","amount":1.0,"tags":[],"kind":"payment"}"#;
    assert!(matches!(strict::<Source>(payment).unwrap(), Source::Payment(_)));
    assert_eq!(written(&strict::<Source>(payment).unwrap()), payment);
    assert_eq!(strict::<Source>(r#""x""#).unwrap(), Source::Text("x".into()));
    let other = r#"{"kind":"refund","n":1e400}"#;
    assert_eq!(fault(strict::<Source>(other)).0, "oneOf");
    assert_eq!(written(&lenient::<Source>(other).unwrap()), other);
    let broken = r#"{"kind":"payment","id":7}"#;
    assert_eq!(fault(lenient::<Source>(broken)), ("type", "/id".into()));
}

#[test]
fn every_violation_is_told_with_its_place() {
    let text = r#"{"id":"A","amount":-0.005,"tags":["long","x","x"]}"#;
    let violations = strict::<Payment>(text).unwrap().validate().unwrap_err();
    let told: Vec<_> = violations.iter().map(|found| (&*found.pointer, found.keyword)).collect();
    assert_eq!(
        told,
        [
            ("/id", "minLength"),
            ("/id", "pattern"),
            ("/amount", "minimum"),
            ("/amount", "multipleOf"),
            ("/tags", "uniqueItems"),
            ("/tags/0", "maxLength")
        ]
    );
    let good = r#"{"id":"ab","amount":0.07,"tags":["x"]}"#;
    assert_eq!(strict::<Payment>(good).unwrap().validate(), Ok(()));
    let keyed: Map<String> = strict(r#"{"a/b~":"long"}"#).unwrap();
    let rules = Rules { items: Some(&Rules { max_length: Some(1), ..Rules::NONE }), ..Rules::NONE };
    assert_eq!(validate(&keyed, &rules).first().unwrap().pointer, "/a~1b~0");
}

#[test]
fn numbers_keep_their_text_and_are_finite() {
    let text = "[1.50,1e400,-0,123456789012345678901234567890]";
    assert_eq!(written(&strict::<Json>(text).unwrap()), text);
    assert_eq!(written(&strict::<Vec<Number>>(text).unwrap()), text);
    assert!(encode(&f64::NAN).is_err());
    assert!(encode(&vec![Some(f32::INFINITY)]).is_err());
    assert!(strict::<f64>("NaN").is_err());
    assert!(strict::<f64>("1e400").is_err());
    assert_eq!(strict::<i64>("1.0e2"), Ok(100));
    assert_eq!(strict::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(strict::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert!(strict::<i32>("2147483648").is_err());
    assert!(strict::<i64>("1.5").is_err());
    assert!(strict::<u64>("-1").is_err());
    assert_eq!(fault(strict::<i64>("\"1\"")).0, "type");
}

#[test]
fn hostile_texts_are_refused() {
    assert_eq!(fault(strict::<Json>(&"[".repeat(100_000))).0, "syntax");
    assert_eq!(fault(strict::<Json>(&format!("{}{}", "[".repeat(129), "]".repeat(129)))).0, "syntax");
    assert!(strict::<Json>(&format!("{}{}", "[".repeat(128), "]".repeat(128))).is_ok());
    assert_eq!(fault(decode::<Json>(b"\"\xff\"", Mode::Lenient)).0, "syntax");
    assert_eq!(fault(decode::<Payment>(b"{\"x\":\"\xff\"}", Mode::Lenient)).0, "syntax");
    for text in ["", "{", "[1,]", "{\"a\":1,}", "1 2", "\"\\ud800\"", "tru", "01"] {
        assert!(strict::<Json>(text).is_err(), "{text}");
    }
    let keys: Vec<String> = (0..5000).map(|key| format!("\"k{key}\":{key}")).collect();
    let map: Map<i64> = strict(&format!("{{{}}}", keys.join(","))).unwrap();
    assert_eq!(map.get("k4321"), Some(&4321));
    assert!(strict::<Map<i64>>(&format!("{{{},\"k17\":0}}", keys.join(","))).is_err());
}

#[test]
fn formats_are_read_and_written() {
    let date_time = "\"2024-02-29T01:02:03.5+02:00\"";
    let read: chrono::DateTime<chrono::FixedOffset> = strict(date_time).unwrap();
    let blank = date_time.replace('T', " ");
    assert!(strict::<chrono::DateTime<chrono::FixedOffset>>(&blank).is_err());
    assert_eq!(
        super::decode::<chrono::DateTime<chrono::FixedOffset>>(blank.as_bytes(), Mode::Lenient).unwrap(),
        read
    );
    assert_eq!(written(&read), "\"2024-02-29T01:02:03.500+02:00\"");
    assert_eq!(written(&strict::<chrono::NaiveDate>("\"2024-02-29\"").unwrap()), "\"2024-02-29\"");
    assert!(strict::<chrono::NaiveDate>("\"2024-2-29\"").is_err());
    for text in ["\"2017-03-01 15:31:10\"", "\"2017-03-01 15:31:10.250\""] {
        assert_eq!(written(&strict::<chrono::NaiveDateTime>(text).unwrap()), text);
    }
    for text in ["\"2017-03-01T15:31:10\"", "\"2017-3-1 15:31:10\"", "\"2017-03-01\""] {
        assert!(strict::<chrono::NaiveDateTime>(text).is_err(), "{text}");
    }
    assert_eq!(strict::<Base64>("\"aGk=\"").unwrap().0, b"hi");
    assert_eq!(written(&uuid::Uuid::nil()), "\"00000000-0000-0000-0000-000000000000\"");
}

#[cfg(feature = "decimal")]
#[test]
fn decimals_lose_no_digit() {
    use rust_decimal::Decimal;
    assert_eq!(written(&strict::<Decimal>("1.20").unwrap()), "1.20");
    assert_eq!(written(&strict::<Decimal>("12e-1").unwrap()), "1.2");
    assert_eq!(written(&strict::<Decimal>("1.5e3").unwrap()), "1500");
    assert!(strict::<Decimal>("0.12345678901234567890123456789012345").is_err());
    assert!(strict::<Decimal>("1e40").is_err());
}

/// A shape of more than 256 fields, of which the last is required.
#[derive(Debug)]
struct Wide(Vec<Json>);

const WIDE: [&str; 300] = {
    let mut keys = ["x"; 300];
    keys[299] = "last";
    keys[298] = "before";
    keys
};

impl Record for Wide {
    const SHAPE: &'static Shape =
        &Shape { name: "Wide", keys: &WIDE, required: &[0, 0, 0, 0, 1 << 43], ..Shape::OPEN };
    fn blank() -> Self {
        Self(vec![Json::Null; 300])
    }
    fn fields(&self, show: Show<'_>) {
        show.fields(&self.0.iter().map(|field| field as &dyn Wire).collect::<Vec<_>>());
    }
    fn fields_mut(&mut self, show: ShowMut<'_>) {
        show.fields(&mut self.0.iter_mut().map(|field| field as &mut dyn Wire).collect::<Vec<_>>());
    }
}

impl Model for Wide {
    type Kind = RecordKind;
}

#[test]
fn wide_records_are_seen_whole() {
    let wide = strict::<Wide>(r#"{"before":null,"last":2}"#);
    assert_eq!(wide.err().map(|error| error.pointer().to_owned()), Some("/before".into()));
    assert_eq!(lenient::<Wide>(r#"{"before":1,"last":2}"#).unwrap().0.len(), 300);
    let missing = strict::<Wide>(r#"{"before":1}"#).unwrap_err();
    assert_eq!((missing.keyword(), missing.pointer()), ("required", "/last"));
    assert_eq!(strict::<Wide>(r#"{"last":1,"last":2}"#).unwrap_err().pointer(), "/last");
}

#[cfg(feature = "serde")]
#[test]
fn serde_reads_and_writes_models() {
    let text = r#"{"id":"ab","amount":1.5,"note":null,"tags":[],"z":[18446744073709551615]}"#;
    let payment: Payment = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&payment).unwrap(), text);
    assert!(serde_json::from_str::<Payment>("{}").is_err());
}
