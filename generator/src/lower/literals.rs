//! Whether a text or a number of the document is one that the type for its format can be read from.

use crate::ir::{Limit, Scalar};

/// Whether a text is of the format of a scalar, as the codec reads it.
pub(super) fn is_of_format(text: &str, scalar: Scalar) -> bool {
    let time = "0000-00-00T00:00:00";
    match scalar {
        Scalar::Uuid => is_like(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
        Scalar::Date => is_like(text, "0000-00-00") && is_day(text),
        Scalar::LocalDateTime => {
            let (moment, rest) = text.split_at_checked(time.len()).unwrap_or((text, ""));
            is_moment(moment, |sign| sign == ' ') && fraction(rest).is_empty()
        }
        Scalar::DateTime => {
            let (moment, rest) = text.split_at_checked(time.len()).unwrap_or((text, ""));
            let offset = fraction(rest);
            let is_offset = |text: &str| {
                let (sign, rest) = text.split_at_checked(1).unwrap_or(("", ""));
                matches!(sign, "+" | "-") && is_like(rest, "00:00")
            };
            is_moment(moment, |sign| matches!(sign, 'T' | 't' | ' '))
                && (matches!(offset, "Z" | "z") || is_offset(offset))
        }
        Scalar::Base64 => {
            let bare = text.trim_end_matches('=');
            let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
            text.len() - bare.len() <= 2 && bare.len() % 4 != 1 && bare.bytes().all(known)
        }
        _ => true,
    }
}

/// Whether a number is one of an integer of Rust; any is one of another scalar.
pub(super) fn is_of_integer(text: &str, scalar: Scalar) -> bool {
    match scalar {
        Scalar::I8 => text.parse::<i8>().is_ok(),
        Scalar::I16 => text.parse::<i16>().is_ok(),
        Scalar::I32 => text.parse::<i32>().is_ok(),
        Scalar::I64 => text.parse::<i64>().is_ok(),
        Scalar::U8 => text.parse::<u8>().is_ok(),
        Scalar::U16 => text.parse::<u16>().is_ok(),
        Scalar::U32 => text.parse::<u32>().is_ok(),
        Scalar::U64 => text.parse::<u64>().is_ok(),
        Scalar::Number => true,
        _ => false,
    }
}

/// Whether a number is a multiple of another. What has more digits than are computed with is taken for one.
pub(super) fn is_multiple(number: &Limit, of: &Limit) -> bool {
    let (Some((number, places)), Some((of, others))) = (scaled(number), scaled(of)) else { return true };
    let all = places.max(others);
    let raise = |value: i128, places: u32| value.checked_mul(10_i128.checked_pow(all - places)?);
    match (raise(number, places), raise(of, others)) {
        (Some(number), Some(of)) => number.checked_rem(of).is_none_or(|rest| rest == 0),
        _ => true,
    }
}

/// A number as an integer and how many of its digits stand behind the point.
fn scaled(limit: &Limit) -> Option<(i128, u32)> {
    match limit {
        Limit::Integer(value) => Some((*value, 0)),
        Limit::Decimal(text) => {
            let (whole, fraction) = text.split_once('.')?;
            let value = format!("{whole}{fraction}").parse().ok()?;
            Some((value, u32::try_from(fraction.len()).ok()?))
        }
    }
}

/// Whether a text has digits, hexadecimal digits and signs where a pattern has `0`, `x` and them.
fn is_like(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            b'x' => byte.is_ascii_hexdigit(),
            _ => byte == wanted,
        })
}

/// Whether there is such a day; the text is like one.
fn is_day(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|text| text.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// Whether a text is a day and a time with a sign between them.
fn is_moment(text: &str, is_sign: fn(char) -> bool) -> bool {
    let (day, rest) = text.split_at_checked(10).unwrap_or((text, ""));
    let mut characters = rest.chars();
    let sign = characters.next().is_some_and(is_sign);
    let time = characters.as_str();
    let part = |range: std::ops::Range<usize>, most: u32| {
        time.get(range).and_then(|text| text.parse::<u32>().ok()).is_some_and(|value| value <= most)
    };
    sign && is_like(day, "0000-00-00")
        && is_day(day)
        && is_like(time, "00:00:00")
        && part(0..2, 23)
        && part(3..5, 59)
        // A leap second is one.
        && part(6..8, 60)
}

/// What follows a fraction of a second, where there is one.
fn fraction(text: &str) -> &str {
    match text.strip_prefix('.') {
        Some(digits) if digits.starts_with(|first: char| first.is_ascii_digit()) => {
            digits.trim_start_matches(|digit: char| digit.is_ascii_digit())
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_those_of_the_codec() {
        for (scalar, text, wanted) in [
            (Scalar::Date, "2024-02-29", true),
            (Scalar::Date, "2023-02-29", false),
            (Scalar::Date, "2023-2-9", false),
            (Scalar::DateTime, "2024-02-29T23:59:60.123Z", true),
            (Scalar::DateTime, "2024-02-29 23:59:59+02:00", true),
            (Scalar::DateTime, "2024-02-29T24:00:00Z", false),
            (Scalar::DateTime, "2024-02-29T23:59:59", false),
            (Scalar::LocalDateTime, "2024-02-29 23:59:59.5", true),
            (Scalar::LocalDateTime, "2024-02-29 23:59:59Z", false),
            (Scalar::Uuid, "3c90c3cc-0d44-4b50-8888-8dd25736052a", true),
            (Scalar::Uuid, "3c90c3cc0d444b5088888dd25736052a", false),
            (Scalar::Base64, "aGk=", true),
            (Scalar::Base64, "aGk", true),
            (Scalar::Base64, "aGkxx", false),
            (Scalar::Base64, "a-_=", false),
            (Scalar::String, "\u{e9}", true),
        ] {
            assert_eq!(is_of_format(text, scalar), wanted, "{scalar:?} {text}");
        }
    }

    #[test]
    fn multiples_are_exact() {
        let limit = |text: &str| Limit::parse(text).unwrap_or(Limit::Integer(0));
        for (number, of, wanted) in [
            ("0.3", "0.1", true),
            ("7", "5", false),
            ("10", "2.5", true),
            ("0.35", "0.1", false),
            ("0", "3", true),
        ] {
            assert_eq!(is_multiple(&limit(number), &limit(of)), wanted, "{number} of {of}");
        }
    }
}
