//! Texts that a pattern matches, found by a walk over the syntax of the pattern.
//!
//! The walk knows no look-around and no end of a line: what it writes is a guess that the engine has to confirm.

use regex_syntax::hir::{Class, Hir, HirKind};
use std::collections::HashMap;

/// Longer texts are not written.
const LONGEST: usize = 1 << 16;

/// So many characters of a class are tried.
const TRIED: usize = 96;

/// How much more often than it must be something is repeated, in the order in which it is tried.
const GROWTHS: [u32; 10] = [2, 1, 0, 3, 4, 5, 6, 8, 10, 16];

/// Guesses at texts of a length that a pattern matches; another `nth` gives others.
pub(super) fn samples(
    pattern: &str,
    least: u64,
    most: Option<u64>,
    nth: usize,
) -> impl Iterator<Item = String> + use<> {
    let syntax = regex_syntax::parse(pattern).ok();
    let growths = syntax.as_ref().map(|syntax| growths(syntax, least, nth)).unwrap_or_default();
    let tastes = [Taste::Words, Taste::Signs].into_iter();
    let ways = tastes.flat_map(move |taste| growths.clone().into_iter().map(move |growth| (taste, growth)));
    ways.flat_map(move |(taste, growth)| {
        let sample = syntax.as_ref().and_then(|syntax| sample(syntax, taste, growth, nth));
        let fitted = sample.as_ref().map(|sample| fit(sample, least, most));
        sample.into_iter().chain(fitted)
    })
}

/// Which characters of a class come first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taste {
    /// Letters and digits.
    Words,
    /// What is neither, as the border of a word needs it on one side.
    Signs,
}

/// What is tried: the usual growths, and the ones that make a text as long as it has to be.
fn growths(syntax: &Hir, least: u64, nth: usize) -> Vec<u32> {
    let length =
        |growth| sample(syntax, Taste::Words, growth, nth).map_or(0, |text| text.chars().count() as u64);
    let (shortest, longer) = (length(0), length(1));
    let mut growths = GROWTHS.to_vec();
    if let Some(step) = longer.checked_sub(shortest).filter(|step| *step > 0) {
        let needed = least.saturating_sub(shortest).div_ceil(step);
        let needed = u32::try_from(needed.min(LONGEST as u64)).unwrap_or(0);
        growths.extend([needed, needed.saturating_sub(1), needed.saturating_add(1)]);
    }
    growths
}

/// A text made longer at its end: a pattern that does not end with `$` says nothing of what follows.
fn fit(sample: &str, least: u64, most: Option<u64>) -> String {
    let mut text = sample.to_owned();
    let length = text.chars().count() as u64;
    for _ in length..least.min(most.unwrap_or(least)).min(LONGEST as u64) {
        text.push('x');
    }
    text
}

/// One guess.
fn sample(syntax: &Hir, taste: Taste, growth: u32, nth: usize) -> Option<String> {
    let mut guess = Guess { taste, growth, rest: nth, text: String::new(), known: HashMap::new() };
    guess.write(syntax)?;
    Some(guess.text)
}

/// A text on the way.
struct Guess {
    taste: Taste,
    growth: u32,
    /// The choice at each place is a digit of it, so that every number stands for other choices.
    rest: usize,
    text: String,
    /// The members of the classes that were met, which may be repeated often.
    known: HashMap<*const Class, Vec<char>>,
}

impl Guess {
    fn write(&mut self, syntax: &Hir) -> Option<()> {
        if self.text.len() > LONGEST {
            return None;
        }
        match syntax.kind() {
            HirKind::Empty | HirKind::Look(_) => Some(()),
            HirKind::Literal(literal) => {
                self.text.push_str(std::str::from_utf8(&literal.0).ok()?);
                Some(())
            }
            HirKind::Class(class) => {
                let taste = self.taste;
                let known = self.known.entry(std::ptr::from_ref(class));
                let members = known.or_insert_with(|| members(class, taste));
                self.text.push(*pick(members, &mut self.rest)?);
                Some(())
            }
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(u32::MAX);
                let count = repetition.min.saturating_add(self.growth).min(most);
                for _ in 0..count {
                    let before = self.text.len();
                    self.write(&repetition.sub)?;
                    if self.text.len() == before {
                        break;
                    }
                }
                Some(())
            }
            HirKind::Capture(capture) => self.write(&capture.sub),
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.write(part)),
            HirKind::Alternation(parts) => {
                let part = pick(parts, &mut self.rest)?;
                self.write(part)
            }
        }
    }
}

fn pick<'m, T>(members: &'m [T], rest: &mut usize) -> Option<&'m T> {
    let place = *rest % members.len().max(1);
    *rest /= members.len().max(1);
    members.get(place)
}

/// Characters of a class: letters and digits where it has some, else what can be seen, else any.
fn members(class: &Class, taste: Taste) -> Vec<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .filter(|range| range.end().is_ascii())
            .map(|range| (char::from(range.start()), char::from(range.end())))
            .collect(),
    };
    let has = |mark: &char| ranges.iter().any(|(start, end)| (start..=end).contains(&mark));
    let words: Vec<char> = ('a'..='z').chain('0'..='9').chain('A'..='Z').filter(has).collect();
    let signs: Vec<char> = "-. /@:,+=#&!?'()".chars().filter(has).collect();
    if taste == Taste::Signs && !signs.is_empty() {
        return signs;
    }
    if !words.is_empty() {
        return words;
    }
    let all = || ranges.iter().flat_map(|(start, end)| *start..=*end);
    let seen: Vec<char> =
        all().filter(|mark| !mark.is_control() && *mark != '\u{fffd}').take(TRIED).collect();
    if seen.is_empty() { all().take(TRIED).collect() } else { seen }
}
