//! Connections for raw bytes. An HTTP library would correct the malformed requests.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The time after which a missing response is reported.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A response.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

/// A connection that is reused if the last exchange allows it.
pub(super) struct Connection {
    port: u16,
    open: Option<TcpStream>,
}

impl Connection {
    pub(super) fn new(port: u16) -> Self {
        Self { port, open: None }
    }

    /// Sends a complete request and reads the response.
    pub(super) async fn exchange(&mut self, request: &[u8]) -> Option<Answer> {
        let mut stream = match self.open.take() {
            Some(stream) => stream,
            None => self.connect().await,
        };
        let _ = stream.write_all(request).await;
        let answer = read(&mut stream).await?;
        if !answer.head.to_ascii_lowercase().contains("connection: close") && answer.status != 400 {
            self.open = Some(stream);
        }
        Some(answer)
    }

    /// Sends bytes on a new connection. A truncated request can remain without a response, but the
    /// server must close the connection.
    pub(super) async fn send_once(&self, request: &[u8], truncated: bool) -> Option<Answer> {
        let mut stream = self.connect().await;
        // The server can respond before it has read everything, so a failed write is not an error.
        let _ = stream.write_all(request).await;
        if truncated {
            let _ = stream.shutdown().await;
        }
        read(&mut stream).await
    }

    async fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await.expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        stream
    }
}

/// Reads a response. Returns `None` if the connection is closed before its end.
async fn read(stream: &mut TcpStream) -> Option<Answer> {
    let mut received = Vec::new();
    loop {
        if let Some(answer) = parse(&received) {
            if answer.status == 100 {
                let end = head_end(&received)?;
                received.drain(..end);
                continue;
            }
            return Some(answer);
        }
        let mut chunk = [0; 16 * 1024];
        let Ok(read) = timeout(TIMEOUT, stream.read(&mut chunk)).await else {
            return Some(Answer { status: 0, head: "timeout".to_owned(), body: received });
        };
        match read {
            Ok(0) | Err(_) => return None,
            Ok(length) => received.extend_from_slice(&chunk[..length]),
        }
    }
}

/// Returns the length of the head of a response.
fn head_end(received: &[u8]) -> Option<usize> {
    received.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}

/// Parses a response, or returns `None` if it is not complete.
fn parse(received: &[u8]) -> Option<Answer> {
    let end = head_end(received)?;
    let head = String::from_utf8_lossy(&received[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().expect("a status");
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse().expect("a length"));
    let body = received.get(end..end + length)?;
    Some(Answer { status, head, body: body.to_vec() })
}
