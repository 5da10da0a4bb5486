//! Finds what ends the plain part of a string, eight bytes at a time: most of a JSON text is strings.

/// How many bytes come before a quotation mark, a backslash or a control character (RFC 8259, section 7).
#[inline]
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        if let Some(place) = first_special(*word) {
            return index * 8 + place;
        }
    }
    // The last bytes again, of which those before `rest` are known to be plain.
    match (bytes.last_chunk::<8>(), bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(word), ..) if !rest.is_empty() => {
            first_special(*word).map_or(bytes.len(), |place| bytes.len() - 8 + place)
        }
        (Some(_), ..) => bytes.len(),
        (None, Some([a, b, c, d]), Some([e, f, g, h]))
            if first_special([*a, *b, *c, *d, *e, *f, *g, *h]).is_none() =>
        {
            bytes.len()
        }
        _ => bytes.iter().position(|byte| needs_escape(*byte)).unwrap_or(bytes.len()),
    }
}

/// Whether there is nothing to escape in any of some keys.
pub(super) const fn are_plain(mut keys: &[&str]) -> bool {
    while let [key, others @ ..] = keys {
        let mut bytes = key.as_bytes();
        while let [byte, rest @ ..] = bytes {
            if needs_escape(*byte) {
                return false;
            }
            bytes = rest;
        }
        keys = others;
    }
    true
}

/// Where the first special byte of a word is.
#[inline]
fn first_special(word: [u8; 8]) -> Option<usize> {
    let found = special(u64::from_le_bytes(word));
    // Each byte of `found` that is not zero stands for one of the word, the first of them lowest.
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

/// Whether a byte cannot stand for itself in a string.
const fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// A word whose lowest byte that is not zero is where the lowest special byte of another is. Above it there may be bytes
/// that are not zero for no reason, since a subtraction borrows from them.
const fn special(word: u64) -> u64 {
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (control | (quote.wrapping_sub(ONES) & !quote) | (backslash.wrapping_sub(ONES) & !backslash)) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_special_byte_is_found_wherever_it_is() {
        for length in 0..20 {
            for place in 0..=length {
                for special in 0..=u8::MAX {
                    let mut bytes = vec![b'a'; length];
                    if let Some(slot) = bytes.get_mut(place) {
                        *slot = special;
                    }
                    let expected = bytes.iter().position(|byte| needs_escape(*byte)).unwrap_or(bytes.len());
                    assert_eq!(plain_length(&bytes), expected, "{bytes:?}");
                    // What follows a special byte does not matter, nor do bytes beyond ASCII.
                    bytes.extend(["é\u{10ffff}\"\\\n".as_bytes(), b"!#[]"].concat());
                    let expected = bytes.iter().position(|byte| needs_escape(*byte)).unwrap_or(bytes.len());
                    assert_eq!(plain_length(&bytes), expected, "{bytes:?}");
                }
            }
        }
    }
}
