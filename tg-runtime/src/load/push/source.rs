//! The sources of data: bytes, files, readers, streams and rows.

use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Serialize;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::LoadFormat;
use super::record::Lines;
use super::split::{Part, Splitter};
use crate::error::{Error, ErrorKind, Result};

/// The number of bytes that are read at a time from a file or a reader.
const CHUNK: usize = 64 * 1024;

type Chunks<'a> = Pin<Box<dyn Stream<Item = Result<Bytes>> + Send + 'a>>;
type Records<'a> = Pin<Box<dyn Stream<Item = Result<(Option<Vec<u8>>, Vec<u8>)>> + Send + 'a>>;
/// A function that creates the records, once the format of the lines is known.
type Writer<'a> =
    Box<dyn FnOnce(&LoadFormat, Option<Vec<String>>) -> Result<Records<'a>> + Send + 'a>;

/// Data, before the format of its lines is known.
pub(super) enum Source<'a> {
    Chunks(Chunks<'a>),
    Rows(Writer<'a>),
}

impl<'a> Source<'a> {
    pub(super) fn bytes(bytes: Bytes) -> Self {
        Self::Chunks(Box::pin(stream::iter([Ok(bytes)])))
    }

    pub(super) fn chunks<S, B, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'a,
        B: Into<Bytes>,
        E: std::error::Error + Send + Sync + 'static,
    {
        let chunks = chunks.map(|chunk| match chunk {
            Ok(bytes) => Ok(bytes.into()),
            Err(error) => {
                let message = format!("the data ended early: {error}");
                Err(Error::new(ErrorKind::Source, message).with_source(error))
            }
        });
        Self::Chunks(Box::pin(chunks))
    }

    pub(super) fn reader<R: AsyncRead + Send + 'a>(reader: R) -> Self {
        Self::chunks(Reading::new(reader))
    }

    /// Reads a file, which is opened when the load starts.
    pub(super) fn path(path: PathBuf) -> Self {
        let chunks = stream::once(File::open(path.clone()))
            .map_ok(Reading::new)
            .try_flatten()
            .map_err(move |error| {
                let message = format!("the file {} cannot be read: {error}", path.display());
                Error::new(ErrorKind::Source, message).with_source(error)
            });
        Self::Chunks(Box::pin(chunks))
    }

    pub(super) fn rows<S>(rows: S) -> Self
    where
        S: Stream + Send + 'a,
        S::Item: Serialize + Send,
    {
        Self::Rows(Box::new(move |format, names| {
            let mut lines = Lines::new(format, names)?;
            Ok(Box::pin(rows.map(move |row| lines.write(&row))) as Records<'a>)
        }))
    }
}

struct Reading<R> {
    reader: Pin<Box<R>>,
    buffer: Vec<u8>,
}

impl<R> Reading<R> {
    fn new(reader: R) -> Self {
        Self { reader: Box::pin(reader), buffer: vec![0; CHUNK] }
    }
}

impl<R: AsyncRead> Stream for Reading<R> {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, buffer } = &mut *self;
        let mut target = ReadBuf::new(buffer);
        std::task::ready!(reader.as_mut().poll_read(context, &mut target))?;
        let read = target.filled();
        Poll::Ready((!read.is_empty()).then(|| Ok(Bytes::copy_from_slice(read))))
    }
}

/// The bodies of the requests, in order.
pub(super) struct Parts<'a> {
    splitter: Splitter,
    from: From<'a>,
    /// Bytes that were read and are not in the splitter yet.
    rest: Bytes,
    is_over: bool,
}

enum From<'a> {
    Chunks(Chunks<'a>),
    Records(Records<'a>),
}

impl<'a> Parts<'a> {
    pub(super) fn new(
        source: Source<'a>,
        format: &LoadFormat,
        names: Option<Vec<String>>,
        limit: usize,
    ) -> Result<Self> {
        let splitter = Splitter::new(format, limit)?;
        let from = match source {
            Source::Chunks(chunks) => From::Chunks(chunks),
            Source::Rows(write) => From::Records(write(format, names)?),
        };
        Ok(Self { splitter, from, rest: Bytes::new(), is_over: false })
    }

    /// Returns them as a stream, which reads on only when it is polled.
    pub(super) fn into_stream(self) -> Pin<Box<dyn Stream<Item = Result<Part>> + Send + 'a>> {
        Box::pin(stream::try_unfold(self, |mut parts| async move {
            Ok(parts.next().await?.map(|part| (part, parts)))
        }))
    }

    async fn next(&mut self) -> Result<Option<Part>> {
        while !self.is_over {
            let part = match &mut self.from {
                From::Chunks(chunks) => {
                    if self.rest.is_empty() {
                        match chunks.next().await.transpose()? {
                            Some(bytes) => self.rest = bytes,
                            None => self.is_over = true,
                        }
                    }
                    let length = self.rest.len().min(self.splitter.chunk_size());
                    self.splitter.push(&self.rest.split_to(length))?
                }
                From::Records(records) => match records.next().await.transpose()? {
                    Some((header, record)) => {
                        header.into_iter().for_each(|header| self.splitter.set_header(header));
                        self.splitter.push_record(&record)
                    }
                    None => {
                        self.is_over = true;
                        None
                    }
                },
            };
            if part.is_some() {
                return Ok(part);
            }
        }
        self.splitter.finish()
    }
}
