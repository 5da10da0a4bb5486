//! Numbers that nobody can foretell well enough to collide with: for waits and idempotency keys, never for secrets.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// A random number: the hash of nothing under keys that the platform made.
pub(super) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A random UUID (RFC 9562, section 5.4); none on a platform that makes the same keys each time a program starts, as
/// WebAssembly without a host does. A key that comes twice would be answered with what was done for the first.
pub(super) fn key() -> Option<String> {
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        return None;
    }
    let (high, low) = (u128::from(random()), u128::from(random()));
    let uuid = uuid::Builder::from_random_bytes((high << 64 | low).to_be_bytes()).into_uuid();
    Some(uuid.hyphenated().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn keys_differ() {
        let keys: HashSet<String> = (0..1000).filter_map(|_| key()).collect();
        assert_eq!(keys.len(), 1000);
        assert!(keys.iter().all(|key| key.len() == 36 && key.get(14..15) == Some("4")));
    }
}
