//! Decimal numbers of any size, for comparing with the bounds of a document.

use std::cmp::Ordering;

/// A decimal number: `0.d₁d₂d₃… × 10^point`, without zeros at either end. Zero has no digits.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exact {
    is_negative: bool,
    digits: Vec<u8>,
    point: i64,
}

/// Whether two texts are the same JSON scalar: numbers are compared as such, so that `1.0` is `1`.
pub(crate) fn same(one: &str, other: &str) -> bool {
    match (Exact::parse(one), Exact::parse(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

/// An exponent that does not fit is as good as this one.
const FURTHEST: i64 = i64::MAX / 4;

impl Exact {
    /// Reads a JSON number, or what Rust writes for one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            None => (text, 0),
            Some((mantissa, exponent)) => {
                let furthest = if exponent.starts_with('-') { -FURTHEST } else { FURTHEST };
                let value = exponent.parse::<i64>().unwrap_or(furthest).clamp(-FURTHEST, FURTHEST);
                (mantissa, value)
            }
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let all = whole.bytes().chain(fraction.bytes()).map(|byte| byte.wrapping_sub(b'0'));
        let leading = all.clone().take_while(|digit| *digit == 0).count();
        let mut digits: Vec<u8> = all.skip(leading).collect();
        while digits.last() == Some(&0) {
            digits.pop();
        }
        if digits.is_empty() {
            return Some(Self { is_negative: false, digits, point: 0 });
        }
        let point = i64::try_from(whole.len()).ok()? - i64::try_from(leading).ok()? + exponent;
        Some(Self { is_negative, digits, point })
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let magnitude = || self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits));
        self.sign().cmp(&other.sign()).then_with(|| match self.sign() {
            0 => Ordering::Equal,
            1 => magnitude(),
            _ => magnitude().reverse(),
        })
    }

    /// The power of ten of the last digit.
    fn exponent(&self) -> i64 {
        self.point - i64::try_from(self.digits.len()).unwrap_or(0)
    }

    pub(crate) fn is_integer(&self) -> bool {
        self.digits.is_empty() || self.exponent() >= 0
    }

    pub(crate) fn to_integer(&self) -> Option<i128> {
        if !self.is_integer() || self.point > 39 {
            return None;
        }
        let zeros = std::iter::repeat_n(&0, usize::try_from(self.exponent().max(0)).ok()?);
        let step = |sum: i128, digit: &u8| sum.checked_mul(10)?.checked_sub(i128::from(*digit));
        let negative = self.digits.iter().chain(zeros).try_fold(0, step)?;
        if self.is_negative { Some(negative) } else { negative.checked_neg() }
    }

    /// Whether this is a multiple of another number. What cannot be computed is taken for one.
    pub(crate) fn is_multiple_of(&self, other: &Self) -> bool {
        if self.digits.is_empty() || other.digits.is_empty() || other.digits.len() > 36 {
            return true;
        }
        let shift = self.exponent() - other.exponent();
        if shift < 0 {
            // The last digit is not zero, so that it is no multiple of a greater power of ten.
            return false;
        }
        let divisor = other.digits.iter().fold(0_u128, |sum, digit| sum * 10 + u128::from(*digit));
        let rest = |rest: u128, digit: &u8| (rest * 10 + u128::from(*digit)) % divisor;
        let mut remainder = self.digits.iter().fold(0, rest);
        // After 130 steps the twos and fives of any divisor are used up: further zeros change nothing.
        for _ in 0..shift.min(130) {
            remainder = rest(remainder, &0);
        }
        remainder == 0
    }
}
