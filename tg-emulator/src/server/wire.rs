//! A connection that can be cut after a number of bytes, and accepts unescaped URLs.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::request_line::RequestLine;

/// The number of bytes that a connection may still send; shared with the task that answers on it.
#[derive(Debug, Clone)]
pub(super) struct Allowance(Arc<AtomicUsize>);

const UNLIMITED: usize = usize::MAX;

impl Allowance {
    pub(super) fn unlimited() -> Self {
        Self(Arc::new(AtomicUsize::new(UNLIMITED)))
    }

    /// Cuts the connection after this many more bytes.
    pub(super) fn limit(&self, bytes: usize) {
        self.0.store(bytes, Ordering::Relaxed);
    }

    fn left(&self) -> usize {
        self.0.load(Ordering::Relaxed)
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
    /// Bytes that have been received and not yet read.
    received: BytesMut,
}

impl Wire {
    pub(super) fn new(stream: TcpStream, allowance: Allowance, request_line: RequestLine) -> Self {
        Self { stream, allowance, request_line, received: BytesMut::new() }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.received.is_empty() {
            if !this.request_line.is_expected() {
                return Pin::new(&mut this.stream).poll_read(cx, buf);
            }
            let mut chunk = [0; CHUNK];
            let mut chunk = ReadBuf::new(&mut chunk);
            std::task::ready!(Pin::new(&mut this.stream).poll_read(cx, &mut chunk))?;
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
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.allowance.left() == UNLIMITED {
            return Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        }
        let first = bufs.iter().find(|buf| !buf.is_empty()).map_or(&[][..], |buf| buf);
        self.poll_write(cx, first)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.allowance.check()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
