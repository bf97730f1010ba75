//! Where a value ends.

use super::read::string_end;

/// Follows nested brackets and strings, over as many pieces of text as they come in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scan {
    depth: usize,
    in_string: bool,
    after_backslash: bool,
}

impl Scan {
    /// Goes on from `at`; the end of the object, array or string that the scan began with, or
    /// `None` when it goes on beyond these bytes.
    pub(crate) fn feed(&mut self, bytes: &[u8], mut at: usize) -> Option<usize> {
        while at < bytes.len() {
            if self.in_string {
                at += usize::from(std::mem::take(&mut self.after_backslash));
                match memchr::memchr2(b'"', b'\\', &bytes[at..]) {
                    None => return None,
                    Some(found) if bytes[at + found] == b'\\' => {
                        at += found + 1;
                        self.after_backslash = true;
                    }
                    Some(found) => {
                        at += found + 1;
                        self.in_string = false;
                        if self.depth == 0 {
                            return Some(at);
                        }
                    }
                }
            } else {
                at += 1;
                match bytes[at - 1] {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => {
                        self.depth = self.depth.saturating_sub(1);
                        if self.depth == 0 {
                            return Some(at);
                        }
                    }
                    _ => {}
                }
            }
        }
        None
    }

    /// Creates a scan that starts inside of this many open brackets.
    pub(crate) fn inside(depth: usize) -> Self {
        Self { depth, ..Self::default() }
    }
}

/// The end of the value that starts at `at`, white space not before it; `None` when there is none
/// or the text ends inside of it.
pub(crate) fn skip_value(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => string_end(bytes, at).map(|(end, _)| end),
        b'{' | b'[' => Scan::default().feed(bytes, at),
        _ => {
            let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b':' | b'"' | 0..=b' ');
            let rest = &bytes[at..];
            let length = rest.iter().position(ends).unwrap_or(rest.len());
            (length > 0).then_some(at + length)
        }
    }
}
