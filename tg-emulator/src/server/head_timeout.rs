//! The time limit for the head of a request.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

/// Limits the time from the first byte of a head to its end. hyper has one limit for heads and for
/// idle connections, which may last much longer.
#[derive(Debug)]
pub(super) struct HeadTimeout {
    limit: Duration,
    is_received: Arc<AtomicBool>,
    expiry: Option<Pin<Box<Sleep>>>,
}

impl HeadTimeout {
    /// Creates the limit. The flag is set when a whole head has been received.
    pub(super) fn new(limit: Duration, is_received: Arc<AtomicBool>) -> Self {
        Self { limit, is_received, expiry: None }
    }

    /// Starts the time, at the first part of a head.
    pub(super) fn start(&mut self) {
        if self.expiry.is_none() {
            self.is_received.store(false, Ordering::Relaxed);
            self.expiry = Some(Box::pin(sleep(self.limit)));
        }
    }

    /// Completes if the time is over before the head has been received.
    pub(super) fn poll_expired(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.is_received.load(Ordering::Relaxed) {
            self.expiry = None;
        }
        match &mut self.expiry {
            Some(expiry) => expiry.as_mut().poll(context),
            None => Poll::Pending,
        }
    }
}
