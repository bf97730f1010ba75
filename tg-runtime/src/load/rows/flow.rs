//! The number of requests that are under way at a time, which follows what the server can take.

use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::select;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep, sleep_until};

use crate::error::Error;

/// An answer that takes this many times as long as the fastest one is a sign of overload.
const SLOW: u32 = 8;

/// Admits requests, at most as many at a time as the window allows.
#[derive(Debug)]
pub(super) struct Flow {
    permits: Semaphore,
    closed: Notify,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    window: Window,
    /// The number of permits that exist: more than the window for as long as the requests that
    /// hold them are under way.
    permits: usize,
    repetitions: u64,
    /// The moment until which the server does not want requests.
    pause: Option<Instant>,
}

impl Flow {
    /// Creates a flow whose window is wide open.
    pub(super) fn new(max: usize) -> Self {
        let max = max.min(Semaphore::MAX_PERMITS);
        let state = State { window: Window::new(max), permits: max, repetitions: 0, pause: None };
        Self { permits: Semaphore::new(max), closed: Notify::new(), state: Mutex::new(state) }
    }

    /// Waits until a request may be sent, or the flow is closed.
    pub(super) async fn admit(&self) -> Admission<'_> {
        let permit = self.permits.acquire().await.ok();
        loop {
            let closed = pin!(self.closed.notified());
            let (pause, round) = {
                let state = self.state();
                (state.pause.filter(|end| *end > Instant::now()), state.window.round)
            };
            match pause {
                Some(end) if !self.permits.is_closed() => {
                    select(pin!(sleep_until(end)), closed).await;
                }
                _ => return Admission { flow: self, permit, round, start: Instant::now() },
            }
        }
    }

    /// Waits before a request is repeated. Returns `false` if the flow is closed before.
    pub(super) async fn wait(&self, time: Duration) -> bool {
        let closed = pin!(self.closed.notified());
        if !self.permits.is_closed() {
            select(pin!(sleep(time)), closed).await;
        }
        !self.permits.is_closed()
    }

    /// Ends all waits, now and later: nothing is sent any more.
    pub(super) fn close(&self) {
        self.permits.close();
        self.closed.notify_waiters();
    }

    /// Returns the number of requests that may be under way.
    pub(super) fn width(&self) -> usize {
        self.state().window.width
    }

    /// Returns the number of requests that were repeated.
    pub(super) fn repetitions(&self) -> u64 {
        self.state().repetitions
    }

    /// Takes in that a request which was admitted in this round has failed and is repeated.
    pub(super) fn repeated(&self, error: &Error, round: u64) {
        let mut state = self.state();
        state.repetitions += 1;
        state.window.overloaded(round);
        if let Some(wait) = error.retry_after() {
            state.pause = state.pause.max(Instant::now().checked_add(wait));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that is under way.
pub(super) struct Admission<'f> {
    flow: &'f Flow,
    permit: Option<SemaphorePermit<'f>>,
    /// The round of the window in which it was admitted.
    pub(super) round: u64,
    start: Instant,
}

impl Admission<'_> {
    /// Takes in that the request was answered. The time of a request that is not of the usual size
    /// has no meaning.
    pub(super) fn answered(self, is_of_usual_size: bool) {
        let time = is_of_usual_size.then(|| self.start.elapsed());
        self.flow.state().window.answered(time, self.round);
    }
}

impl Drop for Admission<'_> {
    fn drop(&mut self) {
        let mut state = self.flow.state();
        if state.permits > state.window.width {
            state.permits -= 1;
            if let Some(permit) = self.permit.take() {
                permit.forget();
            }
        } else if state.permits < state.window.width {
            self.flow.permits.add_permits(state.window.width - state.permits);
            state.permits = state.window.width;
        }
    }
}

/// The number of requests that may be under way: one more after each round of answers, and half as
/// many when the server is overloaded.
#[derive(Debug)]
struct Window {
    width: usize,
    max: usize,
    /// Answers since the last change.
    answers: usize,
    /// Overload changes the width once for all requests that were admitted before the change.
    round: u64,
    fastest: Option<Duration>,
}

impl Window {
    fn new(max: usize) -> Self {
        Self { width: max, max, answers: 0, round: 0, fastest: None }
    }

    fn answered(&mut self, time: Option<Duration>, round: u64) {
        if let Some(time) = time {
            let fastest = self.fastest.map_or(time, |fastest| fastest.min(time));
            self.fastest = Some(fastest);
            if time > fastest.saturating_mul(SLOW) {
                self.overloaded(round);
                return;
            }
        }
        self.answers += 1;
        if self.answers >= self.width && self.width < self.max {
            self.answers = 0;
            self.width += 1;
        }
    }

    fn overloaded(&mut self, round: u64) {
        if round == self.round {
            self.round += 1;
            self.answers = 0;
            self.width = (self.width / 2).max(1);
            // What was fast then may be impossible now.
            self.fastest = self.fastest.and_then(|fastest| fastest.checked_mul(2));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    const MS: Duration = Duration::from_millis(1);

    fn widths(window: &mut Window, steps: impl IntoIterator<Item = Option<u32>>) -> Vec<usize> {
        let step = |step| {
            match step {
                Some(ms) => window.answered(Some(MS * ms), window.round),
                None => window.overloaded(window.round),
            }
            window.width
        };
        steps.into_iter().map(step).collect()
    }

    #[test]
    fn overload_halves_the_window_and_answers_widen_it_one_by_one() {
        let mut window = Window::new(8);
        assert_eq!(widths(&mut window, [None, None, None, None]), [4, 2, 1, 1]);
        assert_eq!(widths(&mut window, [Some(1); 10]), [2, 2, 3, 3, 3, 4, 4, 4, 4, 5]);
        assert_eq!(widths(&mut window, [Some(1); 40]).last(), Some(&8));
    }

    #[test]
    fn slow_answers_are_overload_until_they_are_usual() {
        let mut window = Window::new(8);
        assert_eq!(widths(&mut window, [Some(10), Some(80), Some(81)]), [8, 8, 4]);
        // Slower for good: the window comes back.
        assert_eq!(widths(&mut window, [Some(160); 40]).last(), Some(&8));
    }

    #[test]
    fn requests_of_the_same_round_halve_it_once() {
        let mut window = Window::new(8);
        (0..8).for_each(|_| window.overloaded(0));
        assert_eq!(window.width, 4);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_that_the_server_requests_holds_all_requests() {
        let flow = Flow::new(4);
        let first = flow.admit().await;
        let second = flow.admit().await;
        let wait = Duration::from_secs(7);
        let error = Error::new(ErrorKind::Unavailable, "").with_retry_after(Some(wait));
        flow.repeated(&error, first.round);
        flow.repeated(&error, second.round);
        assert_eq!((flow.width(), flow.repetitions()), (2, 2));
        let start = Instant::now();
        drop(first);
        drop(second);
        let _third = flow.admit().await;
        assert_eq!(start.elapsed().as_secs(), 7);
        let _fourth = flow.admit().await;
        let fifth = tokio::time::timeout(Duration::from_secs(1), flow.admit()).await;
        assert!(fifth.is_err(), "two requests are under way");
        flow.repeated(&error, 1);
        let start = Instant::now();
        tokio::join!(flow.admit(), async { flow.close() });
        assert_eq!(start.elapsed(), Duration::ZERO, "a closed flow waits for nothing");
        assert!(!flow.wait(wait).await);
        let open = Flow::new(4);
        assert!(open.wait(wait).await);
        assert_eq!(start.elapsed(), wait);
        let (is_repeated, ()) = tokio::join!(open.wait(wait), async { open.close() });
        assert!(!is_repeated);
        assert_eq!(start.elapsed(), wait);
    }
}
