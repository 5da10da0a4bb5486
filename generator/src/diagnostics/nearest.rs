//! Which of some names was probably meant by one that is none of them.

/// No longer name is a slip of the pen that is worth the search.
const LONGEST: usize = 64;

/// So many names are looked at, so that a large document with much wrong in it is read no slower.
const MOST: usize = 2_000;

/// The name that is nearest to another: one that differs by case alone, or by a slip for every three letters; `in` and
/// `url` are near to too much otherwise. `None` where none is near.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if name.len() > LONGEST {
        return None;
    }
    let lower = name.to_lowercase();
    let slips = |other: &str| other.len().min(name.len()) / 3;
    names
        .into_iter()
        .take(MOST)
        .filter(|other| other.len().abs_diff(name.len()) <= slips(other))
        .map(|other| (strsim::osa_distance(&other.to_lowercase(), &lower), other))
        .filter(|(distance, other)| *distance <= slips(other))
        .min()
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let names = ["Pet", "Owner", "in", "Category"];
        assert_eq!(nearest("pet", names), Some("Pet"));
        assert_eq!(nearest("Owenr", names), Some("Owner"));
        assert_eq!(nearest("Categorie", names), Some("Category"));
        assert_eq!(nearest("on", names), None);
        assert_eq!(nearest("Store", names), None);
        assert_eq!(nearest(&"Pet".repeat(1_000_000), names), None);
    }
}
