//! Whether two nodes mean the same, wherever they were written.

use super::{Node, Value};

impl Node {
    /// Whether both hold the same value: places and the order of keys do not count, the text of a number does.
    pub fn means_the_same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Scalar(one), Value::Scalar(two)) => one.resolve() == two.resolve(),
            (Value::Sequence(one), Value::Sequence(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.means_the_same(two))
            }
            (Value::Mapping(one), Value::Mapping(two)) => {
                let same = |entry: &super::Entry| {
                    two.get(&entry.key).is_some_and(|value| entry.value.means_the_same(value))
                };
                one.len() == two.len() && one.iter().all(same)
            }
            _ => false,
        }
    }
}
