//! Requests that are broken below all endpoints: in HTTP itself.

use super::generate::{Dice, Ending, Request};

/// Headers with limits that are none.
pub(super) const BROKEN_HEADERS: &[&str] = &[
    "GSQL-TIMEOUT: x",
    "GSQL-TIMEOUT: -1",
    "GSQL-TIMEOUT: 1.5",
    "GSQL-THREAD-LIMIT: many",
    "GSQL-QueryLocalMemLimitMB: -5",
    "GSQL-REPLICA: 0",
    "GSQL-REPLICA: one",
    "GSQL-ASYNC: maybe",
];

const VERSIONS: &[&str] =
    &["HTTP/9.9", "HTTP/2.0", "HTTX/1.1", "HTTP/1.1x", "http/1.1", "HTTP/1.", "X"];

const HEADERS: &[&[u8]] = &[
    b"no colon",
    b"two words: x",
    b": no name",
    b"X\0Y: 1",
    b"X: a\0b",
    b"X : y",
    b"X-\xc3\xa9: 1",
    b"X: \x01",
    b"X(: 1",
    b"X: a\rb",
    b"\x7f: 1",
    b"@: 1",
    // Content of which the end cannot be told.
    b"Content-Length: abc",
    b"Content-Length: -1",
    b"Content-Length: 1,2",
    b"Content-Length: +5",
    b"Content-Length: 99999999999999999999999999",
    b"Content-Length: 0x10",
    b"Content-Length:",
    b"Content-Length: 1 2",
    b"Content-Length: 1.5",
    b"Content-Length: 5\r\nContent-Length: 6",
    b"Transfer-Encoding: gzip",
    b"Transfer-Encoding: identity",
    b"Transfer-Encoding: chunked, gzip",
    b"Transfer-Encoding: chunkedd",
    b"Transfer-Encoding: ",
    // Larger than anything that nginx lets through.
    b"Content-Length: 209715201",
    b"Content-Length: 300000000000",
    b"Content-Length: 300000000\r\nExpect: 100-continue",
];

/// What the server must refuse although a library would let it pass.
const REFUSED: &[&str] = &[
    "Host: elsewhere",
    "Content-Encoding: gzip",
    "Content-Encoding: br",
    "Content-Encoding: zstd, gzip",
    "Expect: miracles",
];

const CHUNKS: &[&[u8]] = &[
    b"zz\r\n",
    b"-1\r\n\r\n",
    b"5\r\nabcdeXX\r\n0\r\n\r\n",
    b"FFFFFFFFFFFFFFFFF\r\n",
    b"\r\n\r\n",
    b"0x5\r\nabcde\r\n0\r\n\r\n",
    b"5\nabcde\n0\n\n\xff",
    b" \r\n",
    b"\xff\xff\xff",
    b"1 1\r\na\r\n0\r\n\r\n",
];

const NOISE: &[&[u8]] = &[
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"\0\0\0\0\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET  HTTP/1.1\r\n\r\n",
    b"hello\r\n\r\n",
    b"GET / HTTP/1.1 HTTP/1.1\r\n\r\n",
    b" GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET\t/\tHTTP/1.1\r\n\r\n",
    b"G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
    b"GET nothing HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\xff\xfe\r\n\r\n",
    b"<a/>\r\n\r\n",
];

/// The bytes of a request that is broken in one way.
pub(super) fn broken(request: &Request, dice: &mut Dice) -> (Vec<u8>, Ending) {
    let mut request = request.clone();
    match dice.below(10) {
        0 => {
            request.version = dice.one(VERSIONS);
            (request.bytes(), Ending::Unclear)
        }
        1 => (request.bytes(), Ending::Unclear).cut(dice),
        2 => {
            let mut bytes = request.head();
            bytes.extend_from_slice(b"Transfer-Encoding: chunked\r\n\r\n");
            bytes.extend_from_slice(dice.one(CHUNKS));
            (bytes, Ending::CutShort)
        }
        3 => {
            request.headers.remove(0);
            (request.bytes(), Ending::Unclear)
        }
        4 => {
            request.header(dice.one(REFUSED));
            (request.bytes(), Ending::Unclear)
        }
        5 if dice.below(8) == 0 => {
            for number in 0..150 + dice.below(200) {
                request.header(&format!("X-{number}: y"));
            }
            (request.bytes(), Ending::Unclear)
        }
        5 if dice.below(8) == 0 => {
            request.header(&format!("X: {}", "y".repeat(600_000)));
            (request.bytes(), Ending::Unclear)
        }
        // This one is answered in another language, or not at all.
        6 if dice.below(8) == 0 => (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), Ending::CutShort),
        6 => (dice.one(NOISE).to_vec(), Ending::Unclear),
        _ => {
            let mut bytes = request.head();
            bytes.extend_from_slice(dice.one(HEADERS));
            bytes.extend_from_slice(b"\r\n\r\n");
            (bytes, Ending::Unclear)
        }
    }
}

trait Cut {
    fn cut(self, dice: &mut Dice) -> Self;
}

impl Cut for (Vec<u8>, Ending) {
    /// Everything but the end, and the sender is gone.
    fn cut(mut self, dice: &mut Dice) -> Self {
        let length = dice.below(self.0.len());
        self.0.truncate(length);
        (self.0, Ending::CutShort)
    }
}
