//! Names of operations that a page only gives a title.

use super::operation::Operation;
use crate::read::pages::facts::{Kind, Stated};
use std::collections::HashMap;

/// An operation without an id gets one from its title, where that is short and nobody else's.
pub(super) fn name(operations: &mut [Operation]) {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for operation in operations.iter() {
        let id = operation.operation_id.as_ref().map(|id| id.value.clone()).or_else(|| titled(operation));
        *taken.entry(id.unwrap_or_default()).or_default() += 1;
    }
    for operation in operations {
        if operation.operation_id.is_none()
            && let Some(id) = titled(operation).filter(|id| taken.get(id) == Some(&1))
        {
            let summary = operation.summary.as_ref();
            operation.operation_id = Some(Stated {
                value: id,
                origin: summary.map_or(operation.origin, |s| s.origin),
                kind: Kind::Prose,
            });
        }
    }
}

/// `Update a payment` is `updatePayment`.
fn titled(operation: &Operation) -> Option<String> {
    let title = &operation.summary.as_ref()?.value;
    let words = title.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> =
        words.filter(|word| !matches!(word.to_ascii_lowercase().as_str(), "a" | "an" | "the")).collect();
    let plain = title.is_ascii()
        && (1..=6).contains(&words.len())
        && !title.starts_with(|c: char| c.is_ascii_digit());
    plain.then(|| {
        let mut id = String::new();
        for word in words {
            let lower = word.to_ascii_lowercase();
            let (first, rest) = lower.split_at(1.min(lower.len()));
            id.push_str(&if id.is_empty() { first.to_owned() } else { first.to_ascii_uppercase() });
            id.push_str(rest);
        }
        id
    })
}
