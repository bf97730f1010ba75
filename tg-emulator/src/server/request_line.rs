//! Characters of a URL that clients send unescaped and that hyper rejects.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Percent-encodes `<`, `>` and `"` in request lines, which real servers accept in filters.
#[derive(Debug, Clone)]
pub(super) struct RequestLine {
    /// The next byte belongs to a request line.
    expected: Arc<AtomicBool>,
}

impl RequestLine {
    /// Starts at the beginning of a connection.
    pub(super) fn expected() -> Self {
        Self { expected: Arc::new(AtomicBool::new(true)) }
    }

    /// Expects the next request line, after a request has been read to its end.
    pub(super) fn expect_next(&self) {
        self.expected.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_expected(&self) -> bool {
        self.expected.load(Ordering::Relaxed)
    }

    /// Passes bytes on; those of a request line are escaped.
    pub(super) fn escape(&self, received: &[u8], mut put: impl FnMut(&[u8])) {
        let end = match received.iter().position(|byte| *byte == b'\n') {
            Some(at) => {
                self.expected.store(false, Ordering::Relaxed);
                at
            }
            None => received.len(),
        };
        let (line, rest) = received.split_at(end);
        for byte in line {
            match byte {
                b'<' => put(b"%3C"),
                b'>' => put(b"%3E"),
                b'"' => put(b"%22"),
                other => put(&[*other]),
            }
        }
        put(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_request_lines_are_escaped() {
        let line = RequestLine::expected();
        let escaped = |received: &[u8]| {
            let mut bytes = Vec::new();
            line.escape(received, |part| bytes.extend_from_slice(part));
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(escaped(b"GET /a?f=x>\"1"), "GET /a?f=x%3E%221");
        assert!(line.is_expected());
        assert_eq!(
            escaped(b"\",y<2 HTTP/1.1\r\na: \"<>\"\r\n"),
            "%22,y%3C2 HTTP/1.1\r\na: \"<>\"\r\n"
        );
        assert!(!line.is_expected());
        line.expect_next();
        assert_eq!(escaped(b"GET /> HTTP/1.1\n"), "GET /%3E HTTP/1.1\n");
    }
}
