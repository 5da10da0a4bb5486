//! Operations that one table lists, and the sections further down that say more of each: `Query parameters of GET /x`,
//! `Create a thing`.

use super::Walk;
use super::compose::Composed;
use super::samples::{is_target, method_of};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How many operations are told apart by what they do; of more only their names count.
const MOST_TOLD: usize = 400;

/// Words of a heading that say nothing of which operation it is about.
const FILLER: &str = "\
    a an the new of for from all by to with in on and or one single existing your \
    api endpoint request response body parameter param query header payload schema sample example json field path";

/// The operations that tables list, several in one.
#[derive(Debug, Default)]
pub(super) struct Listed {
    operations: Vec<Composed>,
    by_name: HashMap<(String, String), usize>,
    words: Vec<HashSet<String>>,
}

impl Listed {
    /// Keeps the operations of those tables that list several.
    pub(super) fn new(composed: &HashMap<usize, Vec<Composed>>) -> Self {
        let mut tables: Vec<_> = composed.iter().filter(|(_, rows)| rows.len() > 1).collect();
        tables.sort_by_key(|(at, _)| **at);
        let operations: Vec<Composed> = tables.into_iter().flat_map(|(_, rows)| rows.clone()).collect();
        let name = |it: &Composed| (it.method.to_ascii_uppercase(), it.target.clone());
        let by_name = operations.iter().enumerate().map(|(at, it)| (name(it), at)).collect();
        let told = operations.iter().filter(|_| operations.len() <= MOST_TOLD);
        let words = told.map(|it| {
            let mut words = significant(&it.title);
            words.extend(it.target.rsplit('/').find(|part| !part.is_empty()).map(str::to_ascii_lowercase));
            words
        });
        Self { by_name, words: words.collect(), operations }
    }

    /// The operation that a heading is about: it names it, or says in fewer words what no other does.
    fn find(&self, heading: &str) -> Option<&Composed> {
        let words: Vec<&str> =
            heading.split_whitespace().map(|word| word.trim_matches(['`', '(', ')', '*', ':'])).collect();
        let named = words.windows(2).find_map(|pair| match pair {
            [method, target] if is_target(target) => {
                Some((method_of(method)?.to_owned(), (*target).to_owned()))
            }
            _ => None,
        });
        if let Some(named) = named {
            return self.by_name.get(&named).and_then(|at| self.operations.get(*at));
        }
        let said = significant(heading);
        if said.is_empty() {
            return None;
        }
        let mut about = self.words.iter().enumerate().filter(|(_, words)| said.is_subset(words));
        match (about.next(), about.next()) {
            (Some((at, _)), None) => self.operations.get(at),
            _ => None,
        }
    }
}

/// The words of a text that say what it is about, each without the end of a plural.
fn significant(text: &str) -> HashSet<String> {
    let lower = text.to_lowercase();
    let words =
        lower.split(|c: char| !c.is_alphanumeric()).map(|word| word.strip_suffix('s').unwrap_or(word));
    let filler = |word: &str| FILLER.split_whitespace().any(|known| known == word);
    words
        .filter(|word| !word.is_empty() && !filler(word) && word.parse::<u32>().is_err())
        .map(str::to_owned)
        .collect()
}

impl Walk<'_, '_> {
    /// A heading on a page whose table lists its operations: opens the one that it is about, and closes the one before.
    pub(super) fn reopen(&mut self, level: u8, text: &str, range: &Range<usize>) {
        if self.listed.operations.is_empty() {
            return;
        }
        let found = self.listed.find(text).map(|it| (it.method.clone(), it.target.clone()));
        if let Some((method, target)) = found {
            self.name(&method, &target, range);
            self.level = level;
        } else if level <= self.level {
            self.finish();
        }
    }
}
