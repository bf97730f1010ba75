//! Requests that are malformed on the level of HTTP.

use super::generate::{Framing, Request, Rng};

/// Headers with invalid limits.
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
    // Contents without a valid length.
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
    // Contents larger than the limit of nginx.
    b"Content-Length: 209715201",
    b"Content-Length: 300000000000",
    b"Content-Length: 300000000\r\nExpect: 100-continue",
];

/// Headers that the server must reject although HTTP libraries accept them.
const REJECTED_HEADERS: &[&str] = &[
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

/// Corrupts the HTTP framing of a request.
pub(super) fn broken(request: &Request, rng: &mut Rng) -> (Vec<u8>, Framing) {
    let mut request = request.clone();
    match rng.below(10) {
        0 => {
            request.version = rng.choose(VERSIONS);
            (request.bytes(), Framing::Ambiguous)
        }
        1 => truncate(request.bytes(), rng),
        2 => {
            let mut bytes = request.head();
            bytes.extend_from_slice(b"Transfer-Encoding: chunked\r\n\r\n");
            bytes.extend_from_slice(rng.choose(CHUNKS));
            (bytes, Framing::Truncated)
        }
        3 => {
            request.headers.remove(0);
            (request.bytes(), Framing::Ambiguous)
        }
        4 => {
            request.header(rng.choose(REJECTED_HEADERS));
            (request.bytes(), Framing::Ambiguous)
        }
        5 if rng.below(8) == 0 => {
            for number in 0..150 + rng.below(200) {
                request.header(&format!("X-{number}: y"));
            }
            (request.bytes(), Framing::Ambiguous)
        }
        5 if rng.below(8) == 0 => {
            request.header(&format!("X: {}", "y".repeat(600_000)));
            (request.bytes(), Framing::Ambiguous)
        }
        // The preface of HTTP/2: the response is not HTTP/1.1, or there is none.
        6 if rng.below(8) == 0 => {
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), Framing::Truncated)
        }
        6 => (rng.choose(NOISE).to_vec(), Framing::Ambiguous),
        _ => {
            let mut bytes = request.head();
            bytes.extend_from_slice(rng.choose(HEADERS));
            bytes.extend_from_slice(b"\r\n\r\n");
            (bytes, Framing::Ambiguous)
        }
    }
}

/// Truncates a request.
fn truncate(mut bytes: Vec<u8>, rng: &mut Rng) -> (Vec<u8>, Framing) {
    let length = rng.below(bytes.len());
    bytes.truncate(length);
    (bytes, Framing::Truncated)
}
