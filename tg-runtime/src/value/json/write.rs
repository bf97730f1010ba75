//! Writing strings.

/// Writes `text` as a JSON string.
pub(in crate::value) fn write_string(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    if needs_escape(text.as_bytes()) {
        write_escaped(out, text.as_bytes());
    } else {
        out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
}

/// Returns `true` if a byte is `"`, `\` or below 0x20. The last two chunks overlap, so that no byte
/// is checked alone.
pub(in crate::value) fn needs_escape(text: &[u8]) -> bool {
    if let Some(last) = text.last_chunk::<8>() {
        let (words, _) = text.as_chunks::<8>();
        words.iter().chain([last]).any(|word| has_escape(u64::from_le_bytes(*word)))
    } else if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let low = u64::from(u32::from_le_bytes(*first));
        has_escape(low | u64::from(u32::from_le_bytes(*last)) << 32)
    } else {
        text.iter().any(|byte| is_escaped(*byte))
    }
}

fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

/// Returns `true` if one of eight bytes is `"`, `\` or below 0x20.
///
/// `(x - 1) & !x` has the high bit of each zero byte set, and of no byte if there is none; a borrow
/// changes only bytes above one that was found.
fn has_escape(word: u64) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let quote = zero(word ^ (ONES * b'"' as u64));
    let backslash = zero(word ^ (ONES * b'\\' as u64));
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (quote | backslash | control) & HIGH != 0
}

#[cold]
fn write_escaped(out: &mut Vec<u8>, text: &[u8]) {
    let mut rest = text;
    while let Some(plain) = rest.iter().position(|byte| is_escaped(*byte)) {
        out.extend_from_slice(&rest[..plain]);
        write_escape(out, rest[plain]);
        rest = &rest[plain + 1..];
    }
    out.extend_from_slice(rest);
}

fn write_escape(out: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            out.extend_from_slice(b"\\u00");
            out.push(HEX[usize::from(byte >> 4)]);
            out.push(HEX[usize::from(byte & 15)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// Returns the number of characters in a string that [`write_string`] wrote.
pub(in crate::value) fn count_characters(string: &[u8]) -> usize {
    let inner = string.get(1..string.len().saturating_sub(1)).unwrap_or_default();
    let mut characters = 0;
    let mut at = 0;
    while let Some(byte) = inner.get(at) {
        at += match byte {
            b'\\' if inner.get(at + 1) == Some(&b'u') => 6,
            b'\\' => 2,
            _ => 1,
        };
        // Only the first byte of a UTF-8 sequence starts a character.
        characters += usize::from(byte & 0xc0 != 0x80);
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        write_string(&mut out, text);
        out
    }

    proptest! {
        #[test]
        fn serde_json_reads_what_is_written(text in any::<String>()) {
            let json = written(&text);
            prop_assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text.clone());
            prop_assert_eq!(count_characters(&json), text.chars().count());
        }

        #[test]
        fn every_position_of_an_escape_is_seen(
            before in "[a-z\u{e9}\u{1f600}]{0,40}",
            special in prop::sample::select(vec!['"', '\\', '\0', '\n', '\u{1f}']),
            after in "[ -~\u{80}-\u{ff}]{0,20}",
        ) {
            let text = format!("{before}{special}{after}");
            prop_assert_eq!(serde_json::from_slice::<String>(&written(&text)).unwrap(), text);
        }
    }
}
