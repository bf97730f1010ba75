//! The memory of a load.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Reason;

/// The memory that the chunks of a load share.
pub(super) struct Memory {
    limit: usize,
    /// What all chunks may take, in KiB.
    all: usize,
    free: Arc<Semaphore>,
}

impl Memory {
    /// The number of times that the bytes of a chunk are in memory while it is sent: the rows, the
    /// part that is sent, and the request.
    const COPIES: usize = 3;

    pub(super) fn new(limit: usize) -> Self {
        // The rest is for the chunk that is filled, and for the row that is read.
        let all = (limit / 4 * 3 / 1024).clamp(1, (u32::MAX >> 3) as usize);
        Self { limit, all, free: Arc::new(Semaphore::new(all)) }
    }

    /// Returns the maximum size of a row in bytes.
    pub(super) fn max_row(&self) -> usize {
        self.limit / 8
    }

    /// Rejects a row whose text is too long.
    pub(super) fn check_text(&self, text: Option<&[u8]>) -> Result<(), Reason> {
        if text.is_none_or(|text| text.len() <= self.max_row()) {
            return Ok(());
        }
        Err(too_large("the text of the row has", self.max_row()))
    }

    /// Returns the size at which a chunk is sent, so that this number of them is in memory.
    pub(super) fn max_chunk(&self, chunks: usize) -> usize {
        self.limit / 4 / chunks.max(1)
    }

    /// Waits until a chunk of this size may be sent. One that needs more than there is waits until
    /// it is the only one.
    pub(super) fn take(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let share = (bytes.saturating_mul(Self::COPIES) / 1024).clamp(1, self.all);
        let permit = self.free.clone().acquire_many_owned(share.try_into().unwrap_or(u32::MAX));
        // The semaphore is never closed.
        Handle::current().block_on(permit).ok()
    }
}

/// Returns the reason of a row of which a part is larger than the maximum of a row.
pub(super) fn too_large(part: &str, max: usize) -> Reason {
    let message = format!(
        "{part} more than {max} bytes, an eighth of the memory limit of the load: raise it, or \
         divide the row"
    );
    message.into()
}
