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

/// What an API is called by the host that it is at, where no page gives it a title: `https://api.acme.example/v1` is that of
/// Acme.
pub(super) fn of_servers(servers: &[Stated<String>]) -> Option<String> {
    const SECOND: [&str; 7] = ["ac", "co", "com", "edu", "gov", "net", "org"];
    let host = servers.iter().find_map(|server| {
        let (_, rest) = server.value.split_once("://")?;
        rest.split(['/', ':', '?']).next().filter(|host| !host.is_empty())
    })?;
    let mut labels: Vec<&str> = host.split('.').collect();
    let last = labels.pop()?;
    if last.is_empty() || !last.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    if last.len() == 2 && labels.len() > 1 && labels.last().is_some_and(|label| SECOND.contains(label)) {
        labels.pop();
    }
    let label = labels.pop()?;
    let plain = label.len() > 1 && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let (first, rest) = label.split_at_checked(1).filter(|_| plain && !is_example(label, last))?;
    Some(format!("{}{rest} API", first.to_ascii_uppercase()))
}

/// Whether a host is one that stands for any.
fn is_example(label: &str, last: &str) -> bool {
    matches!(label, "example" | "localhost" | "domain" | "yourdomain" | "your-domain" | "host" | "hostname")
        || matches!(last, "local" | "localhost" | "internal")
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
    // `CreateLocker` is a name already.
    if let (true, [word]) = (plain, words.as_slice())
        && word.len() > 1
        && word.get(1..).is_some_and(|rest| {
            rest.contains(|c: char| c.is_ascii_uppercase()) && rest.contains(|c: char| c.is_ascii_lowercase())
        })
    {
        let (first, rest) = word.split_at(1);
        return Some(first.to_ascii_lowercase() + rest);
    }
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
