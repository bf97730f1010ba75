//! Requests that make no sense, by the thousand and the same each time.

use std::fmt::{self, Write};

use serde_json::{Value, json};
use tg_emulator::Generation;

use super::http::{BROKEN_HEADERS, broken};
use super::table::{Body, ENDPOINTS, Endpoint};
use super::world::Side;

/// Numbers in an order that nobody guesses and that is always the same.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }

    pub(super) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Letters that begin no word of any language here.
    fn word(&mut self) -> String {
        let letters: String =
            (0..1 + self.below(8)).map(|_| self.one(&['a', 'k', 'Z', '7', '_', 'x'])).collect();
        format!("zq{letters}")
    }
}

/// How a request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// It says itself where.
    Plain,
    /// Nobody can tell: it needs a connection of its own.
    Unclear,
    /// The sender hangs up in the middle.
    CutShort,
}

/// A request, part by part, before it becomes bytes.
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

/// One request that makes no sense.
pub(super) struct Case {
    pub(super) kind: &'static str,
    /// Whether it goes to the main port; where there is a choice.
    pub(super) main: bool,
    pub(super) bytes: Vec<u8>,
    pub(super) ending: Ending,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = String::from_utf8_lossy(&self.bytes).chars().take(700).collect();
        write!(f, "{} ({:?}, main port: {}): {shown}", self.kind, self.ending, self.main)
    }
}

const KINDS: &[&str] = &[
    "method",
    "extra segments",
    "misspelt",
    "unknown name",
    "escape of no text",
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

/// The segments of a path and whether each is fixed (`/`), a name (`:`) or free (`=`).
fn segments(path: &str) -> Vec<(char, String)> {
    let split = path.trim_start_matches('/').split('/');
    split
        .map(|segment| match segment.strip_prefix([':', '=']) {
            Some(name) => (segment.chars().next().unwrap_or('/'), name.to_owned()),
            None => ('/', segment.to_owned()),
        })
        .collect()
}

fn shape(path: &str) -> String {
    let mut shape = String::new();
    for (kind, segment) in segments(path) {
        let _ = write!(shape, "/{}", if kind == '/' { segment.as_str() } else { "*" });
    }
    shape
}

/// The sensible request of an entry.
pub(super) fn sensible(endpoint: &Endpoint, method: &str, authorization: &str) -> Request {
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

/// A request for this endpoint that makes no sense.
pub(super) fn malformed(endpoint: &Endpoint, authorization: &str, dice: &mut Dice) -> Case {
    let method = dice.one(endpoint.methods);
    let base = sensible(endpoint, method, authorization);
    let main = endpoint.side == Side::Gsql || dice.below(2) == 0;
    loop {
        let kind = dice.one(KINDS);
        let mut request = base.clone();
        if kind == "http" {
            if main && endpoint.side == Side::Restpp {
                request.path.splice(0..0, *b"/restpp");
            }
            let (bytes, ending) = broken(&request, dice);
            return Case { kind, main, bytes, ending };
        }
        let Some(ending) = spoil(endpoint, kind, &mut request, dice) else { continue };
        if main && endpoint.side == Side::Restpp {
            request.path.splice(0..0, *b"/restpp");
        }
        return Case { kind, main, bytes: request.bytes(), ending };
    }
}

/// Spoils one thing; `None` where the endpoint has nothing of the kind.
fn spoil(
    endpoint: &Endpoint,
    kind: &str,
    request: &mut Request,
    dice: &mut Dice,
) -> Option<Ending> {
    let mut parts = segments(endpoint.path);
    let mut ending = Ending::Plain;
    match kind {
        "method" => request.method = wrong_method(endpoint, dice)?,
        "extra segments" => {
            for _ in 0..3 + dice.below(40) {
                parts.push(('/', dice.word()));
            }
            request.path = joined(&parts);
        }
        "misspelt" => {
            let at = choose(&parts, '/', dice)?;
            let place = dice.below(parts[at].1.len() + 1);
            parts[at].1.insert_str(place, &dice.word());
            request.path = joined(&parts);
        }
        "unknown name" => {
            let at = choose(&parts, ':', dice)?;
            parts[at].1 = match dice.below(6) {
                0 => dice
                    .one(&["%00", "%0D%0A", "..", "%2e%2e", "%C3%A9", "a%20b", "%22", "%7B%7D"])
                    .to_owned(),
                1 => format!("{}%20DROP%20ALL", parts[at].1),
                2 => dice.word().repeat(1 + dice.below(300)),
                _ => dice.word(),
            };
            request.path = joined(&parts);
        }
        "escape of no text" | "broken escape" => {
            let at = dice.below(parts.len());
            let wrong = match kind {
                "broken escape" => {
                    dice.one(&["%", "%G1", "%4", "%%", "%u0041", "%-1", "%4 "]).trim()
                }
                _ => dice.one(&["%FF", "%C0%80", "%ED%A0%80", "%F5", "%c3", "%80"]),
            };
            parts[at].1.push_str(wrong);
            request.path = joined(&parts);
        }
        "empty segment" => {
            let at = dice.below(parts.len());
            if at + 1 == parts.len() {
                return None;
            }
            parts[at].1.clear();
            request.path = joined(&parts);
        }
        "raw byte" => {
            let at = 1 + dice.below(request.path.len());
            request.path.insert(at, dice.one(&[0, 1, 7, 11, 27, b' ', b'\t', 0x80, 0xff]));
            ending = Ending::Unclear;
        }
        "long" => {
            let length = 8200 + dice.below(12_000);
            if dice.below(2) == 0 {
                request.query = format!("{}&x={}", request.query, "y".repeat(length));
            } else {
                request.path.push(b'/');
                request.path.resize(request.path.len() + length, b'z');
            }
            ending = Ending::Unclear;
        }
        "query" => {
            if endpoint.nonsense.is_empty() {
                return None;
            }
            request.query = dice.one(endpoint.nonsense).to_owned();
        }
        "credentials" => {
            if endpoint.open {
                return None;
            }
            request.headers.pop();
            request.headers.extend(wrong_credentials(dice));
        }
        "json" => {
            let sample = json_sample(endpoint)?;
            request.body = broken_json(sample, dice);
        }
        "json type" => {
            let sample = json_sample(endpoint)?;
            let mut json: Value = serde_json::from_str(sample).expect("a sample");
            let mut nodes = Vec::new();
            places(&json, &mut String::new(), &mut nodes);
            let place = &nodes[dice.below(nodes.len())];
            let node = json.pointer_mut(place).expect("a place");
            *node = wrong_type(node, dice);
            request.body = json.to_string().into_bytes();
        }
        "gsql" => {
            let Body::Gsql(sample) = endpoint.body else { return None };
            request.body = broken_gsql(sample, dice);
        }
        "text" => {
            let Body::Text(sample) = endpoint.body else { return None };
            request.body =
                [sample.as_bytes(), dice.one(&[&b"\xff"[..], b"\xc3\x28", b"\xed\xa0\x80"])]
                    .concat();
        }
        "limits" => {
            if !endpoint.path.starts_with("/query/") {
                return None;
            }
            request.header(dice.one(BROKEN_HEADERS));
        }
        other => panic!("{other}"),
    }
    Some(ending)
}

fn joined(parts: &[(char, String)]) -> Vec<u8> {
    parts.iter().map(|(_, segment)| format!("/{segment}")).collect::<String>().into_bytes()
}

fn choose(parts: &[(char, String)], kind: char, dice: &mut Dice) -> Option<usize> {
    let of: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].0 == kind).collect();
    (!of.is_empty()).then(|| dice.one(&of))
}

fn wrong_method(endpoint: &Endpoint, dice: &mut Dice) -> Option<String> {
    let own = shape(endpoint.path);
    let allowed: Vec<&str> = ENDPOINTS
        .iter()
        .filter(|other| shape(other.path) == own)
        .flat_map(|other| other.methods)
        .copied()
        .collect();
    let method = match dice.below(12) {
        0 => dice.word(),
        1 => "get".to_owned(),
        _ => dice
            .one(&["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "LINK"])
            .to_owned(),
    };
    (!allowed.contains(&method.as_str())).then_some(method)
}

fn wrong_credentials(dice: &mut Dice) -> Option<Vec<u8>> {
    let word = dice.word();
    let header = match dice.below(9) {
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

fn json_sample(endpoint: &Endpoint) -> Option<&'static str> {
    match endpoint.body {
        Body::Json(sample) | Body::MaybeJson(sample) => Some(sample),
        _ => None,
    }
}

fn broken_json(sample: &'static str, dice: &mut Dice) -> Vec<u8> {
    let sample = sample.trim();
    match dice.below(8) {
        0 | 1 => sample.as_bytes()[..1 + dice.below(sample.len() - 1)].to_vec(),
        2 => [sample, dice.one(&["}", "]", ",", "x", "{}", "\u{0}", " 1", "//"])]
            .concat()
            .into_bytes(),
        3 => dice
            .one(&["[", "{\"a\":", "[{\"a\":", "[[],"])
            .repeat(1 + dice.below(3000))
            .into_bytes(),
        4 => dice
            .one(&[
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
        5 => {
            dice.one(&["5", "\"x\"", "true", "-1.5e300", "\"{}\"", "1e999999"]).as_bytes().to_vec()
        }
        6 => {
            let mut bytes = sample.as_bytes().to_vec();
            let at = dice.below(bytes.len());
            bytes.insert(at, dice.one(&[0xff, 0x80, 0x01, 0x00]));
            bytes
        }
        _ => (0..1 + dice.below(200)).map(|_| 128 + dice.below(128) as u8).collect(),
    }
}

fn broken_gsql(sample: &'static str, dice: &mut Dice) -> Vec<u8> {
    match dice.below(5) {
        0 => [sample.as_bytes(), dice.one(&[&b"\xff"[..], b" \xc3\x28", b"\xed\xa0\x80"])].concat(),
        1 => format!("{} {}", dice.word(), dice.word()).into_bytes(),
        2 => dice
            .one(&[
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
        3 => format!("CREATE {} {} {{ {} }}", dice.word(), dice.word(), dice.word()).into_bytes(),
        _ => dice
            .one(&["{", "(", "CREATE QUERY x( {", "\"\\"])
            .repeat(1 + dice.below(3000))
            .into_bytes(),
    }
}

/// The places of a document, root excluded.
fn places(json: &Value, at: &mut String, found: &mut Vec<String>) {
    let length = at.len();
    let mut step = |key: &str, child: &Value| {
        let _ = write!(at, "/{}", key.replace('~', "~0").replace('/', "~1"));
        found.push(at.clone());
        places(child, at, found);
        at.truncate(length);
    };
    match json {
        Value::Object(members) => members.iter().for_each(|(key, child)| step(key, child)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, child)| step(&index.to_string(), child));
        }
        _ => {}
    }
}

/// A value that no endpoint takes in place of this one.
fn wrong_type(value: &Value, dice: &mut Dice) -> Value {
    let deep = (0..dice.below(60)).fold(json!([]), |inner, _| json!([inner]));
    match value {
        Value::Object(_) => dice.one(&[&json!(5), &json!("x"), &json!(true), &json!(1.5)]).clone(),
        Value::Array(_) => {
            dice.one(&[&json!(5), &json!(true), &json!({"a": {}}), &json!(-1)]).clone()
        }
        _ => dice
            .one(&[&json!({"zq": {"zq": 1}}), &json!([[[]]]), &json!([{"zq": []}]), &deep])
            .clone(),
    }
}

/// The entries that a generation has.
pub(super) fn endpoints_of(generation: Generation) -> impl Iterator<Item = &'static Endpoint> {
    ENDPOINTS.iter().filter(move |entry| entry.only.is_none_or(|only| only == generation))
}

/// The method and path of an entry, places instead of names.
pub(super) fn shown(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.methods.join("|"), shape(endpoint.path))
}
