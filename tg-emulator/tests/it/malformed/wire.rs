//! Bytes to the server and bytes back, without a library that would put them right.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// No answer within this time is a hang.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came back.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

/// A connection that is used again where the last exchange allows it.
pub(super) struct Wire {
    port: u16,
    open: Option<TcpStream>,
}

impl Wire {
    pub(super) fn to(port: u16) -> Self {
        Self { port, open: None }
    }

    /// Sends a request whose end is plain, and reads its answer.
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

    /// Sends bytes on a connection of their own. Whoever cuts a request short may be left without
    /// an answer, but the connection must end.
    pub(super) async fn once(&self, request: &[u8], cut_short: bool) -> Option<Answer> {
        let mut stream = self.connect().await;
        // The server may have seen enough before it has read everything.
        let _ = stream.write_all(request).await;
        if cut_short {
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

/// One answer; nothing if the connection ends before.
async fn read(stream: &mut TcpStream) -> Option<Answer> {
    let mut received = Vec::new();
    loop {
        if let Some(answer) = whole(&received) {
            if answer.status == 100 {
                let end = head_end(&received)?;
                received.drain(..end);
                continue;
            }
            return Some(answer);
        }
        let mut chunk = [0; 16 * 1024];
        let Ok(read) = timeout(PATIENCE, stream.read(&mut chunk)).await else {
            return Some(Answer { status: 0, head: "a hang".to_owned(), body: received });
        };
        match read {
            Ok(0) | Err(_) => return None,
            Ok(length) => received.extend_from_slice(&chunk[..length]),
        }
    }
}

fn head_end(received: &[u8]) -> Option<usize> {
    received.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}

fn whole(received: &[u8]) -> Option<Answer> {
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
