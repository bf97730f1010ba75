//! Generation of malformed requests. The sequence is the same in each run.

use std::fmt::{self, Write};

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::http::{BROKEN_HEADERS, broken};
use super::server::Side;
use super::table::{Body, ENDPOINTS, Endpoint};

/// A pseudo-random number generator (xorshift) with a fixed seed, so that failures are
/// reproducible.
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }

    /// Returns an element of a slice.
    pub(crate) fn choose<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// Returns a word that is not a keyword of GSQL, HTTP or JSON, or a known name.
    fn word(&mut self) -> String {
        let letters: String =
            (0..1 + self.below(8)).map(|_| self.choose(&['a', 'k', 'Z', '7', '_', 'x'])).collect();
        format!("zq{letters}")
    }
}

/// The framing of a request: the way in which the server finds its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// The request has a valid length.
    Complete,
    /// The end of the request is ambiguous, so that its connection cannot be reused.
    Ambiguous,
    /// The client closes the connection in the middle of the request.
    Truncated,
}

/// The parts of a request.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: Vec<u8>,
    pub(super) query: String,
    pub(super) version: &'static str,
    pub(super) headers: Vec<Vec<u8>>,
    pub(super) body: Vec<u8>,
}

impl Request {
    pub(super) fn head(&self) -> Vec<u8> {
        let mut bytes = self.method.clone().into_bytes();
        bytes.push(b' ');
        bytes.extend_from_slice(&self.path);
        if !self.query.is_empty() {
            bytes.push(b'?');
            bytes.extend_from_slice(self.query.as_bytes());
        }
        bytes.extend_from_slice(format!(" {}\r\n", self.version).as_bytes());
        for header in &self.headers {
            bytes.extend_from_slice(header);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head();
        bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", self.body.len()).as_bytes());
        bytes.extend_from_slice(&self.body);
        bytes
    }

    pub(super) fn header(&mut self, header: &str) {
        self.headers.push(header.as_bytes().to_vec());
    }
}

/// A malformed request.
pub(super) struct Case {
    pub(super) kind: &'static str,
    /// `true` for the main port, `false` for the port of RESTPP.
    pub(super) main: bool,
    pub(super) bytes: Vec<u8>,
    pub(super) framing: Framing,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let excerpt: String = String::from_utf8_lossy(&self.bytes).chars().take(700).collect();
        write!(f, "{} ({:?}, main port: {}): {excerpt}", self.kind, self.framing, self.main)
    }
}

/// The kinds of malformed requests. Frequent ones are listed twice.
const KINDS: &[&str] = &[
    "method",
    "extra segments",
    "misspelled",
    "unknown name",
    "escape of invalid UTF-8",
    "broken escape",
    "empty segment",
    "raw byte",
    "long",
    "query",
    "credentials",
    "http",
    "json",
    "json",
    "json type",
    "json type",
    "gsql",
    "text",
    "limits",
    "http",
];

/// Splits a path of the table into segments, each with its kind: `/` for fixed text, `:` for a name
/// that must exist, `=` for any text.
fn segments(path: &str) -> Vec<(char, String)> {
    let split = path.trim_start_matches('/').split('/');
    split
        .map(|segment| match segment.strip_prefix([':', '=']) {
            Some(name) => (segment.chars().next().unwrap_or('/'), name.to_owned()),
            None => ('/', segment.to_owned()),
        })
        .collect()
}

/// Returns a path with `*` instead of variable segments.
fn shape(path: &str) -> String {
    let mut shape = String::new();
    for (kind, segment) in segments(path) {
        let _ = write!(shape, "/{}", if kind == '/' { segment.as_str() } else { "*" });
    }
    shape
}

/// Returns the valid request for an endpoint.
pub(super) fn valid_request(endpoint: &Endpoint, method: &str, authorization: &str) -> Request {
    let path: String =
        segments(endpoint.path).iter().map(|(_, segment)| format!("/{segment}")).collect();
    let body = match endpoint.body {
        Body::Ignored => "",
        Body::Json(text) | Body::MaybeJson(text) | Body::Gsql(text) | Body::Text(text) => text,
    };
    let mut request = Request {
        method: method.to_owned(),
        path: path.into_bytes(),
        query: endpoint.query.to_owned(),
        version: "HTTP/1.1",
        headers: Vec::new(),
        body: body.as_bytes().to_vec(),
    };
    request.header("Host: localhost");
    request.header(&format!("Authorization: {authorization}"));
    request
}

/// Returns a malformed request for an endpoint.
pub(super) fn malformed_request(endpoint: &Endpoint, authorization: &str, rng: &mut Rng) -> Case {
    let method = rng.choose(endpoint.methods);
    let base = valid_request(endpoint, method, authorization);
    let main = endpoint.side == Side::Gsql || rng.below(2) == 0;
    loop {
        let kind = rng.choose(KINDS);
        let mut request = base.clone();
        if kind == "http" {
            if main && endpoint.side == Side::Restpp {
                request.path.splice(0..0, *b"/restpp");
            }
            let (bytes, framing) = broken(&request, rng);
            return Case { kind, main, bytes, framing };
        }
        let Some(framing) = corrupt(endpoint, kind, &mut request, rng) else { continue };
        if main && endpoint.side == Side::Restpp {
            request.path.splice(0..0, *b"/restpp");
        }
        return Case { kind, main, bytes: request.bytes(), framing };
    }
}

/// Corrupts one part of a request. Returns `None` if the kind does not apply to the endpoint.
fn corrupt(
    endpoint: &Endpoint,
    kind: &str,
    request: &mut Request,
    rng: &mut Rng,
) -> Option<Framing> {
    let mut parts = segments(endpoint.path);
    let mut framing = Framing::Complete;
    match kind {
        "method" => request.method = wrong_method(endpoint, rng)?,
        "extra segments" => {
            for _ in 0..3 + rng.below(40) {
                parts.push(('/', rng.word()));
            }
            request.path = join(&parts);
        }
        "misspelled" => {
            let at = choose_segment(&parts, '/', rng)?;
            let position = rng.below(parts[at].1.len() + 1);
            parts[at].1.insert_str(position, &rng.word());
            request.path = join(&parts);
        }
        "unknown name" => {
            let at = choose_segment(&parts, ':', rng)?;
            parts[at].1 = match rng.below(6) {
                0 => rng
                    .choose(&["%00", "%0D%0A", "..", "%2e%2e", "%C3%A9", "a%20b", "%22", "%7B%7D"])
                    .to_owned(),
                1 => format!("{}%20DROP%20ALL", parts[at].1),
                2 => rng.word().repeat(1 + rng.below(300)),
                _ => rng.word(),
            };
            request.path = join(&parts);
        }
        "escape of invalid UTF-8" | "broken escape" => {
            let at = rng.below(parts.len());
            let wrong = match kind {
                "broken escape" => {
                    rng.choose(&["%", "%G1", "%4", "%%", "%u0041", "%-1", "%4 "]).trim()
                }
                _ => rng.choose(&["%FF", "%C0%80", "%ED%A0%80", "%F5", "%c3", "%80"]),
            };
            parts[at].1.push_str(wrong);
            request.path = join(&parts);
        }
        "empty segment" => {
            let at = rng.below(parts.len());
            if at + 1 == parts.len() {
                return None;
            }
            parts[at].1.clear();
            request.path = join(&parts);
        }
        "raw byte" => {
            let at = 1 + rng.below(request.path.len());
            request.path.insert(at, rng.choose(&[0, 1, 7, 11, 27, b' ', b'\t', 0x80, 0xff]));
            framing = Framing::Ambiguous;
        }
        "long" => {
            let length = 8200 + rng.below(12_000);
            if rng.below(2) == 0 {
                request.query = format!("{}&x={}", request.query, "y".repeat(length));
            } else {
                request.path.push(b'/');
                request.path.resize(request.path.len() + length, b'z');
            }
            framing = Framing::Ambiguous;
        }
        "query" => {
            if endpoint.invalid_queries.is_empty() {
                return None;
            }
            request.query = rng.choose(endpoint.invalid_queries).to_owned();
        }
        "credentials" => {
            if endpoint.is_public {
                return None;
            }
            request.headers.pop();
            request.headers.extend(wrong_credentials(rng));
        }
        "json" => {
            let sample = json_sample(endpoint)?;
            request.body = broken_json(sample, rng);
        }
        "json type" => {
            let sample = json_sample(endpoint)?;
            let mut json: Value = serde_json::from_str(sample).expect("a sample");
            let mut found = Vec::new();
            pointers(&json, &mut String::new(), &mut found);
            let pointer = &found[rng.below(found.len())];
            let node = json.pointer_mut(pointer).expect("a node");
            *node = wrong_type(node, rng);
            request.body = json.to_string().into_bytes();
        }
        "gsql" => {
            let Body::Gsql(sample) = endpoint.body else { return None };
            request.body = broken_gsql(sample, rng);
        }
        "text" => {
            let Body::Text(sample) = endpoint.body else { return None };
            request.body =
                [sample.as_bytes(), rng.choose(&[&b"\xff"[..], b"\xc3\x28", b"\xed\xa0\x80"])]
                    .concat();
        }
        "limits" => {
            if !endpoint.path.starts_with("/query/") {
                return None;
            }
            request.header(rng.choose(BROKEN_HEADERS));
        }
        other => panic!("{other}"),
    }
    Some(framing)
}

fn join(parts: &[(char, String)]) -> Vec<u8> {
    parts.iter().map(|(_, segment)| format!("/{segment}")).collect::<String>().into_bytes()
}

/// Returns the index of a segment of the given kind.
fn choose_segment(parts: &[(char, String)], kind: char, rng: &mut Rng) -> Option<usize> {
    let indexes: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].0 == kind).collect();
    (!indexes.is_empty()).then(|| rng.choose(&indexes))
}

/// Returns a method that the path does not support.
fn wrong_method(endpoint: &Endpoint, rng: &mut Rng) -> Option<String> {
    let path = shape(endpoint.path);
    let allowed: Vec<&str> = ENDPOINTS
        .iter()
        .filter(|other| shape(other.path) == path)
        .flat_map(|other| other.methods)
        .copied()
        .collect();
    let method = match rng.below(12) {
        0 => rng.word(),
        1 => "get".to_owned(),
        _ => rng
            .choose(&["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "LINK"])
            .to_owned(),
    };
    (!allowed.contains(&method.as_str())).then_some(method)
}

/// Returns an invalid `Authorization` header, or none.
fn wrong_credentials(rng: &mut Rng) -> Option<Vec<u8>> {
    let word = rng.word();
    let header = match rng.below(9) {
        0 => return None,
        1 => "Authorization:".to_owned(),
        2 => "Authorization: Bearer".to_owned(),
        3 => format!("Authorization: Bearer {word}"),
        4 => format!("Authorization: Bearer {}", word.repeat(200)),
        5 => "Authorization: Basic !!!".to_owned(),
        6 => "Authorization: Basic dGlnZXJncmFwaDp3cm9uZw==".to_owned(),
        7 => format!("Authorization: GSQL-Secret {word}"),
        _ => format!("Authorization: {word} {word} {word}"),
    };
    Some(header.into_bytes())
}

/// Returns the valid JSON body of an endpoint.
fn json_sample(endpoint: &Endpoint) -> Option<&'static str> {
    match endpoint.body {
        Body::Json(sample) | Body::MaybeJson(sample) => Some(sample),
        _ => None,
    }
}

/// Returns a text that is not JSON, or JSON of the wrong kind.
fn broken_json(sample: &'static str, rng: &mut Rng) -> Vec<u8> {
    let sample = sample.trim();
    match rng.below(8) {
        0 | 1 => sample.as_bytes()[..1 + rng.below(sample.len() - 1)].to_vec(),
        2 => [sample, rng.choose(&["}", "]", ",", "x", "{}", "\u{0}", " 1", "//"])]
            .concat()
            .into_bytes(),
        3 => rng
            .choose(&["[", "{\"a\":", "[{\"a\":", "[[],"])
            .repeat(1 + rng.below(3000))
            .into_bytes(),
        4 => rng
            .choose(&[
                "NaN",
                "Infinity",
                "{'a': 1}",
                "{a: 1}",
                "{\"a\": 1,}",
                "{\"a\": 01}",
                "{\"a\": +1}",
                "{\"a\": .5}",
                "{\"a\" 1}",
                "nul",
                "{\"a\": \"\\x\"}",
                "{\"a\": \"\n\"}",
                "\u{feff}{}",
                "<a/>",
                "a=b&c=d",
                "{\"a\": 1 \"b\": 2}",
                "{\"a\": undefined}",
                "{\"\\ud800\": 1",
                "\u{0}",
            ])
            .as_bytes()
            .to_vec(),
        5 => rng
            .choose(&["5", "\"x\"", "true", "-1.5e300", "\"{}\"", "1e999999"])
            .as_bytes()
            .to_vec(),
        6 => {
            let mut bytes = sample.as_bytes().to_vec();
            let at = rng.below(bytes.len());
            bytes.insert(at, rng.choose(&[0xff, 0x80, 0x01, 0x00]));
            bytes
        }
        _ => (0..1 + rng.below(200)).map(|_| 128 + rng.below(128) as u8).collect(),
    }
}

/// Returns a text that is not GSQL.
fn broken_gsql(sample: &'static str, rng: &mut Rng) -> Vec<u8> {
    match rng.below(5) {
        0 => {
            [sample.as_bytes(), rng.choose(&[&b"\xff"[..], b" \xc3\x28", b"\xed\xa0\x80"])].concat()
        }
        1 => format!("{} {}", rng.word(), rng.word()).into_bytes(),
        2 => rng
            .choose(&[
                "{{{",
                "}",
                ")(",
                "CREATE",
                "CREATE VERTEX",
                "CREATE GRAPH (",
                "DROP",
                "\"",
                "/*",
                "CREATE QUERY () {",
                "SELECT FROM",
                "ALTER",
            ])
            .as_bytes()
            .to_vec(),
        3 => format!("CREATE {} {} {{ {} }}", rng.word(), rng.word(), rng.word()).into_bytes(),
        _ => rng
            .choose(&["{", "(", "CREATE QUERY x( {", "\"\\"])
            .repeat(1 + rng.below(3000))
            .into_bytes(),
    }
}

/// Collects the JSON pointers of all nodes except the root.
fn pointers(json: &Value, prefix: &mut String, found: &mut Vec<String>) {
    let length = prefix.len();
    let mut step = |key: &str, child: &Value| {
        let _ = write!(prefix, "/{}", key.replace('~', "~0").replace('/', "~1"));
        found.push(prefix.clone());
        pointers(child, prefix, found);
        prefix.truncate(length);
    };
    match json {
        Value::Object(members) => members.iter().for_each(|(key, child)| step(key, child)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, child)| step(&index.to_string(), child));
        }
        _ => {}
    }
}

/// Returns a value of a type that no endpoint accepts instead of the given one.
fn wrong_type(value: &Value, rng: &mut Rng) -> Value {
    let deep = (0..rng.below(60)).fold(json!([]), |inner, _| json!([inner]));
    match value {
        Value::Object(_) => {
            rng.choose(&[&json!(5), &json!("x"), &json!(true), &json!(1.5)]).clone()
        }
        Value::Array(_) => {
            rng.choose(&[&json!(5), &json!(true), &json!({"a": {}}), &json!(-1)]).clone()
        }
        _ => rng
            .choose(&[&json!({"zq": {"zq": 1}}), &json!([[[]]]), &json!([{"zq": []}]), &deep])
            .clone(),
    }
}

/// Returns the endpoints of a generation.
pub(super) fn endpoints_of(generation: Generation) -> impl Iterator<Item = &'static Endpoint> {
    ENDPOINTS
        .iter()
        .filter(move |endpoint| endpoint.only_in.is_none_or(|only_in| only_in == generation))
}

/// Returns the methods and the path of an endpoint, with `*` instead of variable segments.
pub(super) fn describe(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.methods.join("|"), shape(endpoint.path))
}
