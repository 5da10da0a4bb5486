//! Strings and numbers with a format.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use uuid::Uuid;

use super::view::atom;
use super::{Atom, Checker, Fault, Mode, Reader, Rules, Wire, Writer, decode, encode};

/// Bytes that are written as a Base64 string. Padding may be missing in what is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Base64(pub Vec<u8>);

/// Whether a text is of a format that few texts are of.
pub(super) fn is_of(format: &str, text: &str) -> bool {
    let mode = Mode::Lenient;
    let Ok(text) = encode(&text.to_owned()) else { return false };
    match format {
        "uuid" => decode::<Uuid>(&text, mode).is_ok(),
        "date" => decode::<NaiveDate>(&text, mode).is_ok(),
        "date-time" => decode::<DateTime<FixedOffset>>(&text, mode).is_ok(),
        "yyyy-mm-dd hh:mm:ss" => decode::<NaiveDateTime>(&text, mode).is_ok(),
        _ => false,
    }
}

pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Wire for Base64 {
    atom!();

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.0 =
            BASE64.decode(reader.text()?).map_err(|_| Fault::new("format", "expected a Base64 string"))?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.text(&BASE64.encode(&self.0));
    }
}

impl Atom for Base64 {
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        // The lengths and the pattern of a document are those of the string.
        if rules.min_length.is_some() || rules.max_length.is_some() || rules.pattern.is_some() {
            checker.text(rules, &BASE64.encode(&self.0));
        }
    }

    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}

impl Wire for Uuid {
    atom!();

    fn blank() -> Self {
        Self::nil()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let is_strict = reader.is_strict();
        let text = reader.text()?;
        match Self::try_parse(text) {
            Ok(value) if !is_strict || text.len() == 36 => *self = value,
            _ => return Err(Fault::new("format", "expected a UUID")),
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.text(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

impl Atom for Uuid {
    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}

impl Wire for DateTime<FixedOffset> {
    atom!();

    fn blank() -> Self {
        DateTime::<Utc>::UNIX_EPOCH.fixed_offset()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let is_strict = reader.is_strict();
        let text = reader.text()?;
        // Chrono takes a blank for the `T` as well.
        let is_divided = !is_strict || matches!(text.as_bytes().get(10), Some(b'T' | b't'));
        *self = Self::parse_from_rfc3339(text)
            .ok()
            .filter(|_| is_divided)
            .ok_or_else(|| Fault::new("format", "expected a date and time of RFC 3339"))?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.text(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
}

impl Atom for DateTime<FixedOffset> {
    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}

/// A date and a time without an offset, written as `2017-03-01 15:31:10`, with a fraction where there is one.
impl Wire for NaiveDateTime {
    atom!();

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let text = reader.text()?;
        match Self::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f") {
            // Chrono takes parts of one digit, the format does not.
            Ok(value) if text.len() >= 19 => *self = value,
            _ => return Err(Fault::new("format", "expected a date and a time, as in 2024-02-29 23:59:59")),
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.text(&self.format("%Y-%m-%d %H:%M:%S%.f").to_string());
    }
}

impl Atom for NaiveDateTime {
    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}

impl Wire for NaiveDate {
    atom!();

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let text = reader.text()?;
        match Self::parse_from_str(text, "%Y-%m-%d") {
            // Chrono takes days and months of one digit, RFC 3339 does not.
            Ok(value) if text.len() == 10 => *self = value,
            _ => return Err(Fault::new("format", "expected a date, as in 2024-02-29")),
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.text(&self.format("%Y-%m-%d").to_string());
    }
}

impl Atom for NaiveDate {
    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}

#[cfg(feature = "decimal")]
mod decimal {
    use rust_decimal::Decimal;

    use super::{Atom, Checker, Fault, Reader, Rules, Wire, Writer, atom};

    impl Wire for Decimal {
        atom!();

        fn blank() -> Self {
            Self::ZERO
        }

        fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
            let text = reader.number()?;
            *self = parse(text).ok_or_else(|| Fault::new("format", "the number has too many digits"))?;
            Ok(())
        }

        fn write(&self, writer: &mut Writer) {
            writer.display(format_args!("{self}"));
        }
    }

    impl Atom for Decimal {
        fn check(&self, rules: &Rules, checker: &mut Checker) {
            if rules.limits_numbers() {
                checker.number(rules, &self.to_string());
            }
        }

        fn same(&self, other: &dyn Atom) -> bool {
            crate::codec::cast(other) == Some(self)
        }

        fn copy(&mut self, other: &dyn Atom) {
            crate::codec::take(self, other);
        }
    }

    /// Reads a JSON number without losing a digit, or not at all. `from_scientific` would round.
    fn parse(text: &str) -> Option<Decimal> {
        let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
            return Decimal::from_str_exact(text).ok();
        };
        let mut value = Decimal::from_str_exact(mantissa).ok()?;
        if value.is_zero() {
            return Some(Decimal::ZERO);
        }
        let scale = i64::from(value.scale()).checked_sub(exponent.parse::<i64>().ok()?)?;
        value.set_scale(0).ok()?;
        if scale < 0 {
            for _ in 0..u8::try_from(-scale).ok()?.min(30) {
                value = value.checked_mul(Decimal::TEN)?;
            }
            return Some(value);
        }
        value.set_scale(u32::try_from(scale).ok()?).ok()?;
        Some(value)
    }
}
