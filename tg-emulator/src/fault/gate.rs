//! Holding requests until a test lets them go.

use std::sync::Arc;

use tokio::sync::watch;

/// Holds the requests that reach it until it is opened, so that a test can order events without
/// waiting for time to pass. Clones are one gate.
///
/// ```no_run
/// # async fn example(emulator: &tg_emulator::Emulator) {
/// use tg_emulator::{Fault, Gate, Path};
///
/// let gate = Gate::new();
/// emulator.on(Path::ends("/tokens")).then(Fault::Hold(gate.clone()));
/// // start clients here ...
/// gate.held(1).await; // one of them waits at the gate
/// gate.open();
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Gate(Arc<watch::Sender<State>>);

#[derive(Debug, Default, Clone, Copy)]
struct State {
    open: bool,
    arrived: usize,
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(State::default())))
    }

    /// Lets everything through, now and later.
    pub fn open(&self) {
        self.0.send_modify(|state| state.open = true);
    }

    /// Waits until this many requests have arrived at the gate, counted from its making.
    pub async fn held(&self, requests: usize) {
        self.wait(|state| state.arrived >= requests).await;
    }

    pub(crate) async fn pass(&self) {
        self.0.send_modify(|state| state.arrived += 1);
        self.wait(|state| state.open).await;
    }

    async fn wait(&self, condition: impl FnMut(&State) -> bool) {
        // The sender is ours, so the channel cannot have closed.
        let _ = self.0.subscribe().wait_for(condition).await;
    }
}
