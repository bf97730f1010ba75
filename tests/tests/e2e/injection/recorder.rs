//! A server that records its requests, and answers each with success or with a given body.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// One request, without the parts that depend on its length.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    /// Decoded after the split.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// The status and the body of an answer; `None` for success.
type Answers = dyn Fn(&Recorded) -> Option<(u16, Vec<u8>)> + Send + Sync;

#[derive(Clone)]
pub(crate) struct Recorder {
    requests: Arc<Mutex<Vec<Recorded>>>,
    answers: Arc<Answers>,
}

impl Recorder {
    /// Starts a recorder and returns its URL.
    pub(crate) async fn start() -> (Self, String) {
        Self::answering(None).await
    }

    /// Starts a recorder that answers every request with this body, and returns its URL.
    pub(crate) async fn answering(answer: Option<&'static [u8]>) -> (Self, String) {
        Self::answering_by(move |_| Some((200, answer?.to_vec()))).await
    }

    /// Starts a recorder that answers by this function, and returns its URL.
    pub(crate) async fn answering_by(
        answers: impl Fn(&Recorded) -> Option<(u16, Vec<u8>)> + Send + Sync + 'static,
    ) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let recorder = Self { requests: Arc::default(), answers: Arc::new(answers) };
        let kept = recorder.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let recorder = kept.clone();
                tokio::spawn(async move { recorder.converse(socket).await });
            }
        });
        (recorder, url)
    }

    /// Returns the requests since the last call.
    pub(crate) fn take(&self) -> Vec<Recorded> {
        std::mem::take(&mut *self.requests.lock().unwrap())
    }

    async fn converse(&self, mut socket: TcpStream) -> Option<()> {
        let mut received = Vec::new();
        loop {
            let request = loop {
                if let Some(request) = whole(&mut received) {
                    break request;
                }
                let mut chunk = [0; 64 * 1024];
                match socket.read(&mut chunk).await {
                    Ok(0) | Err(_) => return None,
                    Ok(length) => received.extend_from_slice(&chunk[..length]),
                }
            };
            let text = ["statements", "file"]
                .iter()
                .any(|end| request.path.last().is_some_and(|it| it == end));
            let answer = (self.answers)(&request);
            let of_script = request.body.clone();
            self.requests.lock().unwrap().push(request);
            let (kind, body) = if text {
                ("text/plain", success(&of_script))
            } else {
                let success = r#"{"error":false,"message":"","results":[],"code":"REST-0000"}"#;
                ("application/json", success.to_owned())
            };
            let (status, body) = answer.unwrap_or((200, body.into_bytes()));
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status} Answer\r\nContent-Type: {kind}\r\n\
                 Content-Length: {length}\r\n\r\n"
            );
            socket.write_all(&[head.as_bytes(), &body[..]].concat()).await.ok()?;
        }
    }
}

/// Returns words of success for every statement, with all that the script may name.
fn success(script: &str) -> String {
    let script = script.replace(['\n', '\r'], " ");
    let verbs =
        ["created", "dropped", "ran"].map(|verb| format!("Successfully {verb}: [{script}]"));
    format!("{}\nLocal schema change succeeded.\n__GSQL__RETURN__CODE__,0\n", verbs.join("\n"))
}

/// Removes a complete request from the start of the received bytes.
fn whole(received: &mut Vec<u8>) -> Option<Recorded> {
    let end = find(received, b"\r\n\r\n")? + 4;
    let head = String::from_utf8(received[..end].to_vec()).expect("a head in ASCII");
    let mut lines = head.trim_end().split("\r\n");
    let (method, target) = lines.next()?.split_once(' ')?;
    let target = target.strip_suffix(" HTTP/1.1").expect("one request line");
    let mut headers: BTreeMap<String, String> = lines
        .map(|line| line.split_once(':').expect("a header"))
        .map(|(name, value)| (name.to_lowercase(), value.trim_matches([' ', '\t']).to_owned()))
        .collect();
    if let Some(given) = headers.get_mut("authorization")
        && let Some(login) = given.strip_prefix("Basic ").map(base64)
    {
        // The server reads user and password from these.
        *given = login.replacen(':', "\u{1f}", 1);
    }
    let length: Option<usize> =
        headers.remove("content-length").map(|it| it.parse().expect("a length"));
    let body = match length {
        Some(length) => {
            let body: Vec<u8> = received.get(end..end + length)?.to_vec();
            received.drain(..end + length);
            body
        }
        None if headers.contains_key("transfer-encoding") => {
            let length = find(&received[end..], b"\r\n0\r\n\r\n")? + 7;
            let body = received[end..end + length].to_vec();
            received.drain(..end + length);
            body
        }
        None => {
            received.drain(..end);
            Vec::new()
        }
    };
    headers.remove("host");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').expect("a key and a value");
        (decoded(key), decoded(value))
    });
    let path_text: Vec<String> = path.split('/').map(decoded).collect();
    let body = String::from_utf8(body).expect("a body in UTF-8");
    // The shell of 3.x puts a script into a form.
    let form = path.starts_with("/gsqlserver")
        && headers.get("content-type").is_some_and(|it| it.contains("form"));
    let body = if form { decoded(&body.replace('+', " ")) } else { body };
    Some(Recorded {
        method: method.to_owned(),
        path: path_text,
        query: pairs.collect(),
        headers,
        body,
    })
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn base64(text: &str) -> String {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for digit in text.trim_end_matches('=').chars() {
        bits =
            (bits << 6 | u32::try_from(DIGITS.find(digit).expect("a digit")).unwrap()) & 0xff_ffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// Decodes percent escapes. A wrong escape is a mistake of the client.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit =
                || char::from(rest.next().expect("a digit")).to_digit(16).expect("a digit");
            let (high, low) = (digit(), digit());
            bytes.push(u8::try_from(high * 16 + low).expect("a byte"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}
