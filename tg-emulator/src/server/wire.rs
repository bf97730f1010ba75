//! A connection that can be cut after a number of bytes, and accepts unescaped URLs.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::head_timeout::HeadTimeout;
use super::request_line::RequestLine;

/// The number of bytes that a connection may still send, and whether it sends them twice; shared
/// with the task that answers on it.
#[derive(Debug, Clone)]
pub(super) struct Allowance {
    left: Arc<AtomicUsize>,
    repeats: Arc<AtomicBool>,
}

const UNLIMITED: usize = usize::MAX;

impl Allowance {
    pub(super) fn unlimited() -> Self {
        Self { left: Arc::new(AtomicUsize::new(UNLIMITED)), repeats: Arc::default() }
    }

    /// Cuts the connection after this many more bytes.
    pub(super) fn limit(&self, bytes: usize) {
        self.left.store(bytes, Ordering::Relaxed);
    }

    /// Sends all further bytes of the answer twice.
    pub(super) fn repeat(&self) {
        self.repeats.store(true, Ordering::Relaxed);
    }

    fn left(&self) -> usize {
        self.left.load(Ordering::Relaxed)
    }

    fn spend(&self, bytes: usize) {
        let left = self.left();
        if left != UNLIMITED {
            self.limit(left - bytes);
        }
    }

    fn check(&self) -> io::Result<()> {
        if self.left() == 0 { Err(io::ErrorKind::ConnectionAborted.into()) } else { Ok(()) }
    }
}

/// The number of bytes read at once while a request line is expected.
const CHUNK: usize = 4096;

/// A TCP stream under an [`Allowance`].
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    allowance: Allowance,
    request_line: RequestLine,
    head: HeadTimeout,
    /// Bytes that have been received and not yet read.
    received: BytesMut,
    /// The bytes of an answer that is sent twice.
    repeated: BytesMut,
    /// The bytes of the second answer that have not been sent.
    second: BytesMut,
}

impl Wire {
    pub(super) fn new(
        stream: TcpStream,
        allowance: Allowance,
        request_line: RequestLine,
        head: HeadTimeout,
    ) -> Self {
        Self {
            stream,
            allowance,
            request_line,
            head,
            received: BytesMut::new(),
            repeated: BytesMut::new(),
            second: BytesMut::new(),
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.head.poll_expired(cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        if this.received.is_empty() {
            if !this.request_line.is_expected() {
                return Pin::new(&mut this.stream).poll_read(cx, buf);
            }
            let mut chunk = [0; CHUNK];
            let mut chunk = ReadBuf::new(&mut chunk);
            std::task::ready!(Pin::new(&mut this.stream).poll_read(cx, &mut chunk))?;
            if !chunk.filled().is_empty() {
                this.head.start();
            }
            let received = &mut this.received;
            this.request_line.escape(chunk.filled(), |bytes| received.extend_from_slice(bytes));
        }
        let taken = this.received.len().min(buf.remaining());
        buf.put_slice(&this.received[..taken]);
        this.received.advance(taken);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.allowance.check()?;
        let allowed = &buf[..buf.len().min(self.allowance.left())];
        let written = std::task::ready!(Pin::new(&mut self.stream).poll_write(cx, allowed))?;
        self.allowance.spend(written);
        if self.allowance.repeats.load(Ordering::Relaxed) {
            self.repeated.extend_from_slice(&buf[..written]);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let repeats = self.allowance.repeats.load(Ordering::Relaxed);
        if self.allowance.left() == UNLIMITED && !repeats {
            return Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        }
        let first = bufs.iter().find(|buf| !buf.is_empty()).map_or(&[][..], |buf| buf);
        self.poll_write(cx, first)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        this.allowance.check()?;
        if this.allowance.repeats.load(Ordering::Relaxed) && is_whole(&this.repeated) {
            this.allowance.repeats.store(false, Ordering::Relaxed);
            this.second = this.repeated.split();
        }
        while !this.second.is_empty() {
            let stream = Pin::new(&mut this.stream);
            let written = std::task::ready!(stream.poll_write(cx, &this.second))?;
            this.second.advance(written);
        }
        Pin::new(&mut this.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Returns `true` if these are all bytes of an answer, which has a `Content-Length`.
fn is_whole(answer: &[u8]) -> bool {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let Some(head) = end.map(|end| &answer[..end]) else { return false };
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length = length.and_then(|length| length.trim().parse::<usize>().ok()).unwrap_or(0);
    answer.len() >= head.len() + 4 + length
}
