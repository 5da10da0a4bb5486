//! How much of what vendors' pages say is derived, and how much of what is derived they say: every page by itself,
//! held to the vendor's own document where there is one. The figures are those of `score_derived.py`.

mod cases;
mod coverage;
mod facts;
mod judge;
mod schema;
mod score;
mod table;
#[cfg(test)]
mod tests;

use crate::{Outcome, complain, print};
use cases::Case;
use judge::{Made, Verdict};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many pages are derived at a time.
const THREADS: usize = 2;

/// Prints the figures of each layout below a folder; status 1 if the library panicked.
pub(crate) fn accuracy(folder: &Path, show: usize, only: Option<&str>) -> Outcome {
    if cfg!(debug_assertions) {
        complain("note: this is a debug build; its times are not those to keep\n");
    }
    let cases = cases::find(folder, only)?;
    let judged = judge_all(&cases)?;
    print(&table::table(&judged, show));
    let panicked = judged.iter().any(|(_, verdict)| matches!(verdict.made, Made::Panicked));
    Ok(u8::from(panicked))
}

/// Judges every case, in the order of the cases.
fn judge_all(cases: &[Case]) -> Result<Vec<(&Case, Verdict)>, String> {
    let next = AtomicUsize::new(0);
    let take = || {
        let place = next.fetch_add(1, Ordering::Relaxed);
        cases.get(place).map(|case| (place, case))
    };
    let work = || {
        std::iter::from_fn(take).map(|(place, case)| (place, case, judge::judge(case))).collect::<Vec<_>>()
    };
    let mut done = Vec::new();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        for thread in threads {
            done.extend(thread.join().map_err(|_| "a thread of ours panicked")?);
        }
        Ok::<(), &str>(())
    })?;
    done.sort_by_key(|(place, ..)| *place);
    done.into_iter().map(|(_, case, verdict)| verdict.map(|verdict| (case, verdict))).collect()
}
