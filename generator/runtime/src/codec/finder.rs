//! Which field a key is.

/// Shapes up to this size are searched key by key: that is as fast as anything.
const SMALL: usize = 16;

/// Keys far from where they were expected are searched for this often before an order is made of all keys.
const PATIENCE: usize = 16;

/// Finds the fields of keys. A key is most often the expected one or soon after, because writers keep the order; one
/// that does not costs no more than a search in a sorted list.
pub(super) struct Finder {
    keys: &'static [&'static str],
    /// The index that the next key will have.
    expected: usize,
    misses: usize,
    /// The indices in the order of their keys, once that pays.
    sorted: Vec<usize>,
}

impl Finder {
    pub(super) fn new(keys: &'static [&'static str]) -> Self {
        Self { keys, expected: 0, misses: 0, sorted: Vec::new() }
    }

    /// The index of a key.
    pub(super) fn find(&mut self, key: &str) -> Option<usize> {
        let keys = self.keys;
        let (before, after) = keys.split_at_checked(self.expected).unwrap_or((keys, &[]));
        let near = after.get(..SMALL).unwrap_or(after);
        let found = match near.iter().position(|candidate| *candidate == key) {
            Some(at) => Some(self.expected + at),
            None if keys.len() <= SMALL => before.iter().position(|candidate| *candidate == key),
            None => self.search(key),
        };
        if let Some(index) = found {
            self.expected = index + 1;
        }
        found
    }

    /// Looks among all keys.
    fn search(&mut self, key: &str) -> Option<usize> {
        let keys = self.keys;
        self.misses += 1;
        if self.misses <= PATIENCE {
            return keys.iter().position(|candidate| *candidate == key);
        }
        let key_of = |index: &usize| keys.get(*index).copied().unwrap_or_default();
        if self.sorted.is_empty() {
            self.sorted = (0..keys.len()).collect();
            self.sorted.sort_unstable_by_key(key_of);
        }
        let at = self.sorted.binary_search_by_key(&key, key_of).ok()?;
        self.sorted.get(at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &[&str] = &[
        "k00", "k01", "k02", "k03", "k04", "k05", "k06", "k07", "k08", "k09", "k10", "k11", "k12", "k13",
        "k14", "k15", "k16", "k17", "k18", "k19", "k20", "k21", "k22", "k23", "k24", "k25", "k26", "k27",
        "k28", "k29", "k30", "k31", "k32", "k33", "k34", "k35", "k36", "k37", "k38", "k39", "same", "also",
        "last", "a", "b",
    ];

    #[test]
    fn keys_are_found_in_any_order() {
        let forward = 0..KEYS.len();
        let orders: [Vec<usize>; 3] = [
            forward.clone().collect(),
            forward.clone().rev().collect(),
            forward.map(|at| at * 7 % KEYS.len()).collect(),
        ];
        for keys in [KEYS, &KEYS[..SMALL], &KEYS[..1], &[]] {
            for order in &orders {
                let mut finder = Finder::new(keys);
                for at in order {
                    assert_eq!(finder.find(KEYS[*at]), (*at < keys.len()).then_some(*at));
                    assert_eq!(finder.find("unknown"), None);
                }
            }
        }
    }

    #[test]
    fn an_order_is_made_once_keys_come_from_afar() {
        let mut finder = Finder::new(KEYS);
        for key in KEYS {
            finder.find(key);
        }
        assert!(finder.sorted.is_empty());
        for key in KEYS.iter().rev() {
            finder.find(key);
        }
        assert_eq!(finder.sorted.len(), KEYS.len());
    }
}
