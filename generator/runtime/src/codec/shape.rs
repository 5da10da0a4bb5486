//! What a struct looks like, and which of its fields were there.

use super::Rules;

/// What a struct looks like as a JSON object.
#[derive(Debug)]
pub struct Shape {
    /// The struct's name.
    pub name: &'static str,
    /// The keys of its fields, in order.
    pub keys: &'static [&'static str],
    /// A bit for each field that has to be there.
    pub required: &'static [u64],
    /// A bit for each field that is left out when it is absent.
    pub optional: &'static [u64],
    /// A bit for each field that may be `null`.
    pub nullable: &'static [u64],
    /// A bit for each field that only a server sends: of a request it is passed over.
    pub read_only: &'static [u64],
    /// A bit for each field that only a client sends: it is left out of an answer.
    pub write_only: &'static [u64],
    /// Whether a strict reader refuses other keys.
    pub closed: bool,
    /// The rules of the fields that have some, by ascending index.
    pub rules: &'static [(usize, Rules)],
    /// The rules of the object itself.
    pub object_rules: &'static Rules,
}

impl Shape {
    /// A shape without fields, for the rest of another one.
    pub const OPEN: Self = Self {
        name: "",
        keys: &[],
        required: &[],
        optional: &[],
        nullable: &[],
        read_only: &[],
        write_only: &[],
        closed: false,
        rules: &[],
        object_rules: &Rules::NONE,
    };

    /// The rules of a field.
    pub(super) fn rules_of(&self, index: usize) -> &'static Rules {
        let found = self.rules.binary_search_by_key(&index, |(index, _)| *index);
        found.ok().and_then(|at| self.rules.get(at)).map_or(&Rules::NONE, |(_, rules)| rules)
    }

    /// The first field that is missing, if any.
    pub(super) fn missing(&self, seen: &Seen, is_strict: bool) -> Option<&'static str> {
        self.required.iter().enumerate().find_map(|(word, required)| {
            let forgiven = if is_strict { 0 } else { word_of(self.nullable, word) };
            let missing = required & !forgiven & !seen.word(word);
            if missing == 0 {
                return None;
            }
            let bit = usize::try_from(missing.trailing_zeros()).ok()?;
            self.keys.get(word * 64 + bit).copied()
        })
    }
}

fn word_of(words: &[u64], word: usize) -> u64 {
    words.get(word).copied().unwrap_or(0)
}

pub(super) fn bit_of(words: &[u64], index: usize) -> bool {
    word_of(words, index / 64) >> (index % 64) & 1 == 1
}

/// Which fields were there. More than 256 fields are rare enough for the heap.
#[derive(Default)]
pub(super) struct Seen {
    near: [u64; 4],
    far: Vec<u64>,
}

impl Seen {
    fn word(&self, word: usize) -> u64 {
        self.near.get(word).or_else(|| self.far.get(word.checked_sub(4)?)).copied().unwrap_or(0)
    }

    /// Sets a bit, and tells whether it was set.
    pub(super) fn insert(&mut self, index: usize) -> bool {
        let (word, bit) = (index / 64, 1_u64 << (index % 64));
        if word >= 4 && self.far.len() + 4 <= word {
            self.far.resize(word - 3, 0);
        }
        let slot = self.near.get_mut(word).or_else(|| self.far.get_mut(word.checked_sub(4)?));
        slot.is_some_and(|slot| std::mem::replace(slot, *slot | bit) & bit != 0)
    }
}
