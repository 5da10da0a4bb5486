//! Contents of parts that are packed as base64 (RFC 2045, section 6.8).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What says how the content of a part is packed.
pub(super) const ENCODING: &str = "content-transfer-encoding";

/// Whether a header says that a content is packed as base64.
pub(super) fn packs(name: &str, value: &str) -> bool {
    name.eq_ignore_ascii_case(ENCODING) && value.trim().eq_ignore_ascii_case("base64")
}

/// Bytes as base64.
pub(super) fn packed(content: &[u8]) -> String {
    STANDARD.encode(content)
}

/// The bytes that base64 stands for; `None` where it is none.
pub(super) fn unpacked(content: &[u8]) -> Option<Vec<u8>> {
    STANDARD.decode(unbroken(content)).ok()
}

/// A content without the breaks that keep its lines short.
pub(super) fn unbroken(content: &[u8]) -> Vec<u8> {
    content.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
}
