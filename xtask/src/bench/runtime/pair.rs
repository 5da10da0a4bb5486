//! Runs in pairs, and what is made of them.

use super::Run;
use std::fmt::Write as _;

/// What is told of a run: name, unit, and whether more of it is better.
const ROWS: [(&str, &str, bool); 6] = [
    ("p50", "µs", false),
    ("p99", "µs", false),
    ("requests", "a second", true),
    ("CPU", "µs a call", false),
    ("allocations", "a call", false),
    ("allocated", "bytes a call", false),
];

/// The figures of one run, in the order of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Figures([f64; ROWS.len()]);

#[expect(clippy::cast_precision_loss, reason = "figures are told in three digits")]
fn number(numbers: &[u64], at: usize) -> Result<f64, String> {
    numbers.get(at).map(|number| *number as f64).ok_or_else(|| "the program says too little".to_owned())
}

#[expect(clippy::cast_precision_loss, reason = "a run is of some thousand calls")]
fn calls(count: usize) -> f64 {
    count as f64
}

impl Figures {
    /// What a caller says of its run: nanoseconds of all, of the median, of the 99th; CPU, allocations, bytes.
    pub(super) fn of_caller(numbers: &[u64], count: usize) -> Result<Self, String> {
        let at = |at| number(numbers, at);
        let count = calls(count);
        let requests = count / (at(0)? / 1e9);
        Ok(Self([at(1)? / 1e3, at(2)? / 1e3, requests, at(3)? / count, at(4)? / count, at(5)? / count]))
    }

    /// The same run with the counts of the server that was called, before it and after.
    pub(super) fn of_server(mut self, before: &[u64], after: &[u64], count: usize) -> Result<Self, String> {
        for (at, figure) in self.0.iter_mut().skip(3).enumerate() {
            *figure = (number(after, at)? - number(before, at)?) / calls(count);
        }
        Ok(self)
    }
}

/// How long a run is about to take: less than what else the machine does takes turns.
const SECONDS: f64 = 0.05;

/// How many pairs of runs a round has.
const PAIRS: usize = 8;

/// How many calls warm a process up.
const WARMING: usize = 512;

/// Runs both sides in turn and draws the table: latencies with one call at a time, the rest with eight. Each round starts its
/// own processes, since where the memory of one happens to lie makes it faster or slower by a tenth for as long as it lives.
/// Allocations are those of sides that count them, which are the same in each round.
pub(super) fn compare(
    rounds: usize,
    mut start: impl FnMut() -> Result<[Run; 2], String>,
    mut counted: [Run; 2],
) -> Result<String, String> {
    let mut allocated = [[0.0; 2]; 2];
    for (run, allocated) in counted.iter_mut().zip(&mut allocated) {
        run(WARMING, 8)?;
        let [.., allocations, bytes] = run(WARMING, 8)?.0;
        *allocated = [allocations, bytes];
    }
    drop(counted);
    let mut found: [Vec<Figures>; 2] = [Vec::new(), Vec::new()];
    let mut sides = start()?;
    let counts = [length(&mut sides, 1)?, length(&mut sides, 8)?];
    for _ in 0..rounds.max(1) {
        sides = start()?;
        for run in &mut sides {
            run(WARMING, 8)?;
        }
        for pair in 0..PAIRS {
            // Who comes first is changed each time.
            for turn in 0..2 {
                let side = (pair + turn) % 2;
                let (Some(run), Some(into), Some([allocations, bytes])) =
                    (sides.get_mut(side), found.get_mut(side), allocated.get(side).copied())
                else {
                    continue;
                };
                let [one, eight] = counts;
                let (single, several) = (run(one, 1)?, run(eight, 8)?);
                let [p50, p99, ..] = single.0;
                let [_, _, requests, cpu, ..] = several.0;
                into.push(Figures([p50, p99, requests, cpu, allocations, bytes]));
            }
        }
    }
    Ok(table(&found))
}

/// How many calls take as long as a run should; what warms up is not measured.
fn length(sides: &mut [Run; 2], at_once: usize) -> Result<usize, String> {
    let mut count = 64;
    loop {
        let mut slowest = f64::INFINITY;
        for run in sides.iter_mut() {
            let [_, _, requests, ..] = run(count, at_once)?.0;
            slowest = slowest.min(requests);
        }
        if calls(count) >= slowest * SECONDS || count >= 1 << 16 {
            return Ok(count);
        }
        count *= 2;
    }
}

fn table(found: &[Vec<Figures>; 2]) -> String {
    let mut out = format!("  {:<12} {:>12} {:>12} {:>7}\n", "", "generated", "by hand", "ratio");
    let [generated, hand] = found;
    for (at, (name, unit, more)) in ROWS.iter().enumerate() {
        let column = |side: &[Figures]| median(side.iter().filter_map(|figures| figures.0.get(at).copied()));
        let pairs = generated.iter().zip(hand);
        let ratio = median(pairs.filter_map(|(one, other)| Some(one.0.get(at)? / other.0.get(at)?)));
        let better = if *more { "more is better" } else { "" };
        // Writing to a string cannot fail.
        _ = writeln!(
            out,
            "  {name:<12} {:>12.1} {:>12.1} {ratio:>7.3}  {unit}{}{better}",
            column(generated),
            column(hand),
            if better.is_empty() { "" } else { "; " },
        );
    }
    out
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_that_of_pairs() {
        assert!((median([3.0, 1.0, 2.0].into_iter()) - 2.0).abs() < 1e-9);
        // The machine is twice as slow in the second pair, which changes nothing.
        let side = |figures: [f64; 2]| figures.map(|figure| Figures([figure; ROWS.len()])).to_vec();
        let table = table(&[side([10.0, 20.0]), side([10.0, 20.0])]);
        assert!(table.lines().skip(1).all(|line| line.contains(" 1.000 ")), "{table}");
    }

    #[test]
    fn a_server_is_told_its_own_counts() {
        let run = Figures::of_caller(&[2_000_000_000, 5000, 9000, 1, 2, 3], 1000).unwrap();
        assert_eq!(run, Figures([5.0, 9.0, 500.0, 0.001, 0.002, 0.003]));
        let run = run.of_server(&[0, 10, 0], &[4000, 510, 64_000], 1000).unwrap();
        assert_eq!(run, Figures([5.0, 9.0, 500.0, 4.0, 0.5, 64.0]));
        assert!(Figures::of_caller(&[1], 1).is_err());
    }
}
