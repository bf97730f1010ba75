//! Gates, which hold requests until a test releases them.

use std::sync::Arc;

use tokio::sync::watch;

/// A gate that holds the requests that reach it until it is opened. With it, a test can order
/// events without depending on time. All clones are the same gate.
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

/// The state of a gate.
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
    /// Creates a closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(State::default())))
    }

    /// Opens the gate for the requests that wait and for all later ones.
    pub fn open(&self) {
        self.0.send_modify(|state| state.open = true);
    }

    /// Waits until this number of requests have reached the gate since its creation.
    pub async fn held(&self, requests: usize) {
        self.wait(|state| state.arrived >= requests).await;
    }

    /// Waits until the gate is open.
    pub(crate) async fn pass(&self) {
        self.0.send_modify(|state| state.arrived += 1);
        self.wait(|state| state.open).await;
    }

    async fn wait(&self, condition: impl FnMut(&State) -> bool) {
        // `self` owns the sender, so the channel cannot be closed.
        let _ = self.0.subscribe().wait_for(condition).await;
    }
}
