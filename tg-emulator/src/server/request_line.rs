//! Characters of a URL that clients send raw and that hyper's reader refuses.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Percent-encodes `<`, `>` and `"` in request lines. A filter is made of these; real servers take
/// them as they are, and so does everybody who writes one behind `curl`.
#[derive(Debug, Clone)]
pub(super) struct RequestLine {
    /// Whether the next byte belongs to a request line.
    expected: Arc<AtomicBool>,
}

impl RequestLine {
    /// At the beginning of a connection.
    pub(super) fn expected() -> Self {
        Self { expected: Arc::new(AtomicBool::new(true)) }
    }

    /// A request has been read to its end, so that the next byte begins another one.
    pub(super) fn expect_next(&self) {
        self.expected.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_expected(&self) -> bool {
        self.expected.load(Ordering::Relaxed)
    }

    /// Passes bytes on as they came, but for a request line among them.
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
