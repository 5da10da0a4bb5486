//! Numbers within bounds, computed in whole units of the finest digit that a bound has.

use specwright::ir::{Limit, Rules, Scalar};

/// More digits behind the point than these are not counted in.
const FINEST: u32 = 20;

/// A number that the rules allow, as JSON writes it; another `nth` gives another one, where there is room.
pub(crate) fn number(rules: &Rules, scalar: Scalar, nth: usize) -> Option<String> {
    let parts = || std::iter::successors(Some(rules), |rules| rules.also.as_deref());
    let limits = parts().flat_map(|rules| {
        let bounds = [&rules.minimum, &rules.maximum, &rules.exclusive_minimum, &rules.exclusive_maximum];
        bounds.into_iter().chain([&rules.multiple_of]).flatten()
    });
    let integer = range(scalar);
    let finest = limits.filter_map(parse).map(|(_, scale)| scale).max().unwrap_or(0);
    // Between two bounds that are both excluded there may be no number of as many digits.
    let finer = if integer.is_none() && finest < FINEST - 2 { 2 } else { 0 };
    number_in(rules, integer, finest, nth).or_else(|| number_in(rules, integer, finest + finer, nth))
}

fn number_in(rules: &Rules, integer: Option<(i128, i128)>, scale: u32, nth: usize) -> Option<String> {
    let one = 10_i128.checked_pow(scale)?;
    let mut step = if integer.is_some() { one } else { 1 };
    let (mut least, mut most): (Option<i128>, Option<i128>) = (None, None);
    if let Some((low, high)) = integer {
        (least, most) = (low.checked_mul(one), high.checked_mul(one));
    }
    let mut divided = integer.is_some();
    for rules in std::iter::successors(Some(rules), |rules| rules.also.as_deref()) {
        let tightest = |have: Option<i128>, new: i128, take: fn(i128, i128) -> i128| {
            Some(have.map_or(new, |have| take(have, new)))
        };
        // A bound that is too large for these numbers bounds none that is made here.
        let units = |limit: &Option<Limit>| limit.as_ref().and_then(|limit| units(limit, scale));
        if let Some(bound) = units(&rules.minimum) {
            least = tightest(least, bound, i128::max);
        }
        if let Some(bound) = units(&rules.exclusive_minimum) {
            least = tightest(least, bound.checked_add(1)?, i128::max);
        }
        if let Some(bound) = units(&rules.maximum) {
            most = tightest(most, bound, i128::min);
        }
        if let Some(bound) = units(&rules.exclusive_maximum) {
            most = tightest(most, bound.checked_sub(1)?, i128::min);
        }
        if let Some(divisor) = units(&rules.multiple_of).filter(|divisor| *divisor > 0) {
            step = least_common_multiple(step, divisor)?;
            divided = true;
        }
    }
    let up = |value: i128| value.checked_add((-value).rem_euclid(step));
    let down = |value: i128| value.checked_sub(value.rem_euclid(step));
    let first = least.and_then(up);
    let last = most.and_then(down);
    if let (Some(first), Some(last)) = (first, last)
        && first > last
    {
        return None;
    }
    // The next number is one more, where nothing says how far it is.
    let stride = if divided { step } else { one };
    let nth = i128::try_from(nth).ok()?;
    let is_within =
        |value: &i128| first.is_none_or(|first| *value >= first) && last.is_none_or(|last| *value <= last);
    let wanted = up(one).and_then(|start| start.checked_add(stride.checked_mul(nth)?)).filter(is_within);
    let upward = || first?.checked_add(stride.checked_mul(nth)?).filter(is_within);
    let downward = || last?.checked_sub(stride.checked_mul(nth)?).filter(is_within);
    // Where there is no room for as many strides, the smallest steps are taken, over and over.
    let around = || {
        let (first, last) = (first?, last?);
        let count = last.checked_sub(first)? / step + 1;
        first.checked_add(step.checked_mul(nth % count)?)
    };
    wanted.or_else(upward).or_else(downward).or_else(around).map(|value| written(value, scale))
}

/// The values of an integer type.
fn range(scalar: Scalar) -> Option<(i128, i128)> {
    Some(match scalar {
        Scalar::I8 => (i8::MIN.into(), i8::MAX.into()),
        Scalar::I16 => (i16::MIN.into(), i16::MAX.into()),
        Scalar::I32 => (i32::MIN.into(), i32::MAX.into()),
        Scalar::I64 => (i64::MIN.into(), i64::MAX.into()),
        Scalar::U8 => (0, u8::MAX.into()),
        Scalar::U16 => (0, u16::MAX.into()),
        Scalar::U32 => (0, u32::MAX.into()),
        Scalar::U64 => (0, u64::MAX.into()),
        _ => return None,
    })
}

/// A bound as its digits and how many of them stand behind the point.
fn parse(limit: &Limit) -> Option<(i128, u32)> {
    let text = match limit {
        Limit::Integer(value) => return Some((*value, 0)),
        Limit::Decimal(text) => text.as_str(),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    match u32::try_from(scale) {
        Ok(scale) => (scale <= FINEST).then_some((digits, scale)),
        Err(_) => Some((digits.checked_mul(10_i128.checked_pow(scale.unsigned_abs())?)?, 0)),
    }
}

/// A bound in units of the last digit.
fn units(limit: &Limit, scale: u32) -> Option<i128> {
    let (digits, own) = parse(limit)?;
    digits.checked_mul(10_i128.checked_pow(scale.checked_sub(own)?)?)
}

fn least_common_multiple(one: i128, other: i128) -> Option<i128> {
    let (mut divisor, mut rest) = (one, other);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    (one / divisor).checked_mul(other)
}

fn written(value: i128, scale: u32) -> String {
    if scale == 0 {
        return value.to_string();
    }
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale as usize + 1);
    let (whole, fraction) = digits.split_at_checked(digits.len() - scale as usize).unwrap_or((&digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(text: &str) -> Option<Limit> {
        Limit::parse(text)
    }

    #[test]
    fn numbers_are_within_their_bounds() {
        let cases = [
            (Rules::default(), Scalar::I64, "1"),
            (Rules { minimum: limit("5"), ..Rules::default() }, Scalar::I32, "5"),
            (Rules { maximum: limit("-5"), ..Rules::default() }, Scalar::F64, "-5"),
            (
                Rules { exclusive_minimum: limit("0"), exclusive_maximum: limit("0.1"), ..Rules::default() },
                Scalar::F64,
                "0.001",
            ),
            (
                Rules { multiple_of: limit("0.25"), minimum: limit("1.1"), ..Rules::default() },
                Scalar::F64,
                "1.25",
            ),
            (
                Rules { multiple_of: limit("1.5"), exclusive_minimum: limit("3"), ..Rules::default() },
                Scalar::I64,
                "6",
            ),
            (
                Rules { minimum: limit("1e-7"), maximum: limit("2e-7"), ..Rules::default() },
                Scalar::F64,
                "0.0000001",
            ),
            (Rules { maximum: limit("1e308"), ..Rules::default() }, Scalar::F64, "1"),
            (
                Rules {
                    multiple_of: limit("4"),
                    also: Some(Box::new(Rules { multiple_of: limit("6"), ..Rules::default() })),
                    ..Rules::default()
                },
                Scalar::I64,
                "12",
            ),
        ];
        for (rules, scalar, expected) in cases {
            assert_eq!(number(&rules, scalar, 0).as_deref(), Some(expected), "{rules:?}");
        }
    }

    #[test]
    fn others_are_other_numbers_while_there_is_room() {
        let rules = Rules { minimum: limit("0"), maximum: limit("2"), ..Rules::default() };
        let numbers: Vec<_> = (0..4).filter_map(|nth| number(&rules, Scalar::I64, nth)).collect();
        assert_eq!(numbers, ["1", "2", "2", "0"]);
        assert_eq!(number(&Rules::default(), Scalar::U8, 300).as_deref(), Some("44"));
    }

    #[test]
    fn what_nothing_can_be_is_not_made() {
        let rules =
            Rules { minimum: limit("5"), maximum: limit("9"), multiple_of: limit("10"), ..Rules::default() };
        assert_eq!(number(&rules, Scalar::I64, 0), None);
    }
}
