//! The progress of a load on standard error.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use tg_runtime::load::{LoadAccount, LoadingStatus};

use crate::cmd::Context;
use crate::output::Output;

/// The time between two lines, where there is no terminal.
const LINES: Duration = Duration::from_secs(10);

/// The bar of a load whose files have a size.
const WITH_SIZE: &str = "{prefix}: {bar:20} {percent}%, {eta} left, {wide_msg}";

/// The progress on standard error: a bar on a terminal, lines elsewhere.
pub(super) struct Progress {
    name: String,
    bar: Option<ProgressBar>,
    out: Output,
}

impl Progress {
    pub(super) fn start(name: &str, context: &Context) -> Self {
        let is_terminal = io::stderr().is_terminal() && !context.out.json;
        let bar = is_terminal.then(|| {
            let bar = ProgressBar::new_spinner().with_prefix(name.to_owned());
            bar.enable_steady_tick(Duration::from_millis(120));
            styled(bar, "{spinner} {prefix}: {elapsed}, {wide_msg}")
        });
        Self { name: name.to_owned(), bar, out: context.out }
    }

    /// Returns the function that is called with the account so far.
    pub(super) fn observer(&self) -> impl FnMut(&LoadAccount) + Send + 'static {
        let (bar, name, out) = (self.bar.clone(), self.name.clone(), self.out);
        let mut last = Instant::now();
        let mut rate = Rate::default();
        move |account| {
            let rate = rate.at(account.read(), Instant::now());
            let message = || format!("{account}, {rate:.0} rows/s");
            match &bar {
                Some(bar) => {
                    if let (None, Some(size)) = (bar.length(), account.source_size()) {
                        bar.set_length(size);
                        styled(bar.clone(), WITH_SIZE);
                    }
                    bar.set_position(account.source_bytes());
                    bar.set_message(message());
                }
                None if last.elapsed() >= LINES => {
                    last = Instant::now();
                    let size = account.source_size().filter(|size| *size > 0);
                    let percent = size.map_or(String::new(), |size| {
                        format!("{} %, ", account.source_bytes().min(size) * 100 / size)
                    });
                    out.note(&format!("{name}: {percent}{}", message()));
                }
                None => {}
            }
        }
    }

    /// Returns the function that is called with the status of a run so far.
    pub(super) fn observer_of_run(&self) -> impl FnMut(&LoadingStatus) + Send + 'static {
        let (bar, name, out) = (self.bar.clone(), self.name.clone(), self.out);
        let mut last = Instant::now();
        move |status| {
            let lines = status.report().lines().total();
            let message = || format!("{lines} lines read, {} lines/s", status.current_speed());
            match &bar {
                Some(bar) => bar.set_message(message()),
                None if last.elapsed() >= LINES => {
                    last = Instant::now();
                    out.note(&format!("{name}: {}", message()));
                }
                None => {}
            }
        }
    }

    pub(super) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The rows per second since the first call: those before it may be of an earlier run.
#[derive(Default)]
struct Rate(Option<(u64, Instant)>);

impl Rate {
    fn at(&mut self, rows: u64, now: Instant) -> f64 {
        let (first, start) = *self.0.get_or_insert((rows, now));
        let seconds = now.duration_since(start).as_secs_f64().max(0.001);
        rows.saturating_sub(first) as f64 / seconds
    }
}

fn styled(bar: ProgressBar, template: &str) -> ProgressBar {
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "whole numbers")]
    fn the_rows_of_an_earlier_run_are_not_part_of_the_rate() {
        let (mut rate, start) = (Rate::default(), Instant::now());
        assert_eq!(rate.at(1_000_000, start), 0.0);
        assert_eq!(rate.at(1_000_100, start + Duration::from_secs(2)), 50.0);
    }
}
