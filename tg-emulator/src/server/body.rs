//! The body of an answer: at once, or byte by byte.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Interval, MissedTickBehavior, interval};

/// The body of an answer.
pub(super) struct AnswerBody {
    rest: Bytes,
    /// Paces the bytes; without it, all are sent at once.
    drip: Option<Interval>,
}

impl AnswerBody {
    pub(super) fn new(bytes: Bytes, drip: Option<Duration>) -> Self {
        let drip = drip.map(|period| {
            // An interval must not be empty.
            let mut drip = interval(period.max(Duration::from_nanos(1)));
            drip.set_missed_tick_behavior(MissedTickBehavior::Delay);
            drip
        });
        Self { rest: bytes, drip }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let length = match &mut self.drip {
            Some(drip) => {
                ready!(drip.poll_tick(cx));
                1
            }
            None => self.rest.len(),
        };
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
