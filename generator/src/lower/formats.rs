//! `format`: which of them have a type in Rust. Those that have none are documented, and the text or number is kept as
//! it is.

use crate::config::NumberType;
use crate::ir::{Limit, Rules, Scalar};

/// Formats that have a type, for any `type`.
const TYPED: &[&str] = &[
    "uuid",
    "date-time",
    "date",
    "yyyy-mm-dd hh:mm:ss",
    "byte",
    "base64",
    "binary",
    "float",
    "double",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
];

/// Whether a type says all that a format says.
pub(super) fn is_typed(format: &str) -> bool {
    TYPED.contains(&format)
}

/// Whether hardly a string is of a format that was not meant to be.
pub(super) fn tells_apart(format: &str) -> bool {
    matches!(of_string(Some(format)), Scalar::Uuid | Scalar::DateTime | Scalar::Date | Scalar::LocalDateTime)
}

/// The type of a string. A format that is not here, such as `email`, `uri`, `duration` or `decimal`, has no type that
/// keeps every text that vendors write under it.
pub(super) fn of_string(format: Option<&str>) -> Scalar {
    match format {
        Some("uuid") => Scalar::Uuid,
        Some("date-time") => Scalar::DateTime,
        Some("date") => Scalar::Date,
        // No registered name: dates without an offset, as many vendors write them.
        Some("yyyy-mm-dd hh:mm:ss") => Scalar::LocalDateTime,
        Some("byte" | "base64") => Scalar::Base64,
        // Only a part of a body can be that: a file, which has a name and a media type of its own.
        Some("binary") => Scalar::File,
        _ => Scalar::String,
    }
}

/// The type of an integer: that of its format, unless its bounds do not fit; 64 bits where neither says anything.
pub(super) fn of_integer(format: Option<&str>, rules: &Rules) -> Scalar {
    let integer = |limit: &Option<Limit>| match limit {
        Some(Limit::Integer(limit)) => Some(*limit),
        // What is spelled with an exponent or a fraction, or has more digits, says as much about the size.
        #[allow(clippy::cast_possible_truncation)]
        Some(Limit::Decimal(text)) => text.parse::<f64>().ok().map(|limit| limit.trunc() as i128),
        None => None,
    };
    let lowest = integer(&rules.minimum).or(integer(&rules.exclusive_minimum)).unwrap_or(0);
    let highest = integer(&rules.maximum).or(integer(&rules.exclusive_maximum)).unwrap_or(0);
    let fits =
        |least: i128, most: i128| lowest >= least && lowest <= most && highest >= least && highest <= most;
    let of_format = match format.map(str::to_ascii_lowercase).as_deref() {
        Some("int8") => Scalar::I8,
        Some("int16") => Scalar::I16,
        Some("int32") => Scalar::I32,
        Some("uint8") => Scalar::U8,
        Some("uint16") => Scalar::U16,
        Some("uint32") => Scalar::U32,
        Some("uint64" | "uint") => Scalar::U64,
        _ => Scalar::I64,
    };
    let by_format = match of_format {
        Scalar::I8 => fits(i128::from(i8::MIN), i128::from(i8::MAX)),
        Scalar::I16 => fits(i128::from(i16::MIN), i128::from(i16::MAX)),
        Scalar::I32 => fits(i128::from(i32::MIN), i128::from(i32::MAX)),
        Scalar::U8 => fits(0, i128::from(u8::MAX)),
        Scalar::U16 => fits(0, i128::from(u16::MAX)),
        Scalar::U32 => fits(0, i128::from(u32::MAX)),
        Scalar::U64 => fits(0, i128::from(u64::MAX)),
        _ => false,
    };
    if by_format {
        of_format
    } else if fits(i128::from(i64::MIN), i128::from(i64::MAX)) {
        Scalar::I64
    } else if is_positive(rules) && fits(0, i128::from(u64::MAX)) {
        Scalar::U64
    } else {
        // Without a least value, one that is negative is allowed as well.
        Scalar::Number
    }
}

/// Whether no value is below zero, by the schema itself.
fn is_positive(rules: &Rules) -> bool {
    matches!(rules.minimum.as_ref().or(rules.exclusive_minimum.as_ref()), Some(Limit::Integer(0..)))
}

/// The type of an integer of which nothing but values are known: one that holds all of them, and whatever else the schema
/// allows.
pub(super) fn of_shown(values: &[String], rules: &Rules) -> Scalar {
    let beyond = |text: &String| text.parse::<i64>().is_err() && text.bytes().all(is_of_integer);
    if !values.iter().any(beyond) {
        return Scalar::I64;
    }
    let fits = values.iter().all(|text| text.parse::<u64>().is_ok());
    if is_positive(rules) && fits { Scalar::U64 } else { Scalar::Number }
}

fn is_of_integer(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'-'
}

/// The type of a number. A number whose format is that of an integer is one; a bound with more digits than a float has
/// can only be held against all digits of the value.
pub(super) fn of_number(format: Option<&str>, setting: NumberType, rules: &Rules) -> Scalar {
    match (setting, format) {
        (_, Some("int32")) => Scalar::I32,
        (_, Some("int64")) => Scalar::I64,
        (NumberType::Decimal, _) => Scalar::Decimal,
        (NumberType::F64, Some("decimal")) => Scalar::Number,
        (NumberType::F64, _) if is_beyond_floats(rules) => Scalar::Number,
        (NumberType::F64, Some("float")) => Scalar::F32,
        (NumberType::F64, _) => Scalar::F64,
    }
}

/// Whether a bound has more than the 15 digits that every `f64` keeps.
fn is_beyond_floats(rules: &Rules) -> bool {
    let bounds = [&rules.minimum, &rules.maximum, &rules.exclusive_minimum, &rules.exclusive_maximum];
    bounds.into_iter().flatten().any(|limit| {
        let text = match limit {
            Limit::Integer(value) => value.to_string(),
            Limit::Decimal(text) => text.clone(),
        };
        // The limits of floats themselves are written so; they bound nothing.
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        !text.contains(['e', 'E']) && digits.trim_matches('0').len() > 15
    })
}
