//! References between texts as their authors write them (RFC 3986): what they name, and what they must not reach.

use std::fmt;

/// Why a reference names no text below the folder of its API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// It has a scheme or a host, so that it would have to be fetched.
    Remote,
    /// It is a path from the root of a file system, or a `file:` URI.
    Absolute,
    /// It climbs out of the folder.
    Outside,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Remote => "this reference leads to a network, and nothing is fetched",
            Self::Absolute => "this reference is an absolute path, and only relative ones are followed",
            Self::Outside => "this reference leaves the folder of its API",
        })
    }
}

/// The part of a reference before its `#`, and what stands behind it, still encoded.
pub fn split_fragment(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (reference, None),
    }
}

/// The scheme of a URI, in the spelling it was written in; `None` for a relative reference.
fn scheme(reference: &str) -> Option<&str> {
    let (scheme, _) = reference.split_once(':')?;
    let mut letters = scheme.bytes();
    let first = letters.next()?.is_ascii_alphabetic();
    let rest = letters.all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'-' | b'.'));
    (first && rest).then_some(scheme)
}

/// Whether a reference is a whole URI, and not one that is relative to where it stands.
pub fn has_scheme(reference: &str) -> bool {
    scheme(reference).is_some()
}

/// The name of the text that a reference means, seen from the text called `base`; names are paths below the folder of
/// the API. The fragment and the query have no say in it. An encoded `/` or `..` is one all the same: decoding comes
/// first, so that no spelling leads out of the folder.
pub fn resolve_name(base: &str, reference: &str) -> Result<String, Unreachable> {
    let (address, _) = split_fragment(reference);
    match scheme(address) {
        // A drive of Windows looks like a scheme of one letter.
        Some(scheme) if scheme.len() == 1 || scheme.eq_ignore_ascii_case("file") => {
            return Err(Unreachable::Absolute);
        }
        Some(_) => return Err(Unreachable::Remote),
        None => {}
    }
    let path = address.split_once('?').map_or(address, |(path, _)| path);
    let path = percent_decode(path).replace('\\', "/");
    if path.starts_with("//") {
        return Err(Unreachable::Remote);
    }
    if path.starts_with('/') {
        return Err(Unreachable::Absolute);
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(Unreachable::Outside)?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// A reference as a whole URI, without its fragment, seen from `base` (RFC 3986, section 5.2).
pub fn resolve_uri(base: &str, reference: &str) -> String {
    let (address, _) = split_fragment(reference);
    if address.is_empty() {
        return base.to_owned();
    }
    if has_scheme(address) {
        return address.to_owned();
    }
    let (scheme, rest) = base.split_once(':').unwrap_or(("", base));
    if address.starts_with("//") {
        return format!("{scheme}:{address}");
    }
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let merged = match address.strip_prefix('/') {
        Some(_) => address.to_owned(),
        None => format!("{}/{address}", path.rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in merged.split('/').skip(1) {
        match part {
            "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    format!("{scheme}://{authority}/{}", parts.join("/"))
}

/// Undoes the percent-encoding of a URI; a broken escape stays as it is.
pub fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escaped = (*first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_paths_below_the_folder() {
        let name = |base, reference| resolve_name(base, reference).unwrap();
        assert_eq!(name("api/openapi.yaml", "pet.yaml#/Pet"), "api/pet.yaml");
        assert_eq!(name("api/openapi.yaml", "./../common/a%20b.json"), "common/a b.json");
        assert_eq!(name("openapi.yaml", r"models\pet.yaml"), "models/pet.yaml");
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        let refused = |reference| resolve_name("api/openapi.yaml", reference).unwrap_err();
        for outside in ["../../x", "%2e%2e/%2E%2E/x", "..%2f..%2fx", r"..\..\x", "a/../../../api/x"] {
            assert_eq!(refused(outside), Unreachable::Outside, "{outside}");
        }
        for absolute in ["/etc/passwd", "file:///etc/passwd", "FILE:/etc/passwd", r"C:\x", r"\x", "%2fetc"] {
            assert_eq!(refused(absolute), Unreachable::Absolute, "{absolute}");
        }
        for remote in ["http://x/y", "HTTPS://x", "//host/x", r"\\host\x", "urn:x:y"] {
            assert_eq!(refused(remote), Unreachable::Remote, "{remote}");
        }
    }

    #[test]
    fn uris_are_resolved_as_the_rfc_says() {
        let base = "https://example.com/a/b/c.yaml";
        assert_eq!(resolve_uri(base, "d.yaml#/x"), "https://example.com/a/b/d.yaml");
        assert_eq!(resolve_uri(base, "../d.yaml"), "https://example.com/a/d.yaml");
        assert_eq!(resolve_uri(base, "/d.yaml"), "https://example.com/d.yaml");
        assert_eq!(resolve_uri(base, "//other/d"), "https://other/d");
        assert_eq!(resolve_uri("https://example.com", "d"), "https://example.com/d");
        assert_eq!(resolve_uri(base, "#anchor"), base);
    }
}
