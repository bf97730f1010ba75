//! The time of a request with its repetitions: the log of slow requests, and the metrics.

use std::time::{Duration, Instant};

use super::config::Config;
use super::request::Request;
use crate::error::Error;

/// The clock of one request. Without a threshold and without metrics it does not run.
pub(super) struct Clock {
    started: Option<Instant>,
    slow_after: Option<Duration>,
}

impl Clock {
    pub(super) fn start(config: &Config) -> Self {
        let slow_after = config.slow_after;
        let needed = slow_after.is_some() || cfg!(feature = "metrics");
        Self { started: needed.then(Instant::now), slow_after }
    }

    /// Reports the end of the request.
    pub(super) fn report(self, request: &Request, attempts: u64, error: Option<&Error>) {
        let Some(elapsed) = self.started.map(|started| started.elapsed()) else { return };
        if self.slow_after.is_some_and(|threshold| elapsed >= threshold) {
            let error = error.map(tracing::field::display);
            tracing::warn!(operation = %request.label, ?elapsed, attempts, error, "slow request");
        }
        #[cfg(feature = "metrics")]
        record(request, elapsed, attempts, error);
    }
}

#[cfg(feature = "metrics")]
fn record(request: &Request, elapsed: Duration, attempts: u64, error: Option<&Error>) {
    let operation = request.label.to_string();
    let outcome = error.map_or_else(|| "ok".to_owned(), |error| format!("{:?}", error.kind()));
    metrics::histogram!(
        "tigergraph_request_duration_seconds",
        "operation" => operation.clone(),
        "outcome" => outcome
    )
    .record(elapsed);
    if let Some(repetitions @ 1..) = attempts.checked_sub(1) {
        metrics::counter!("tigergraph_request_repetitions_total", "operation" => operation)
            .increment(repetitions);
    }
}

#[cfg(test)]
#[cfg(feature = "metrics")]
mod tests {
    use std::sync::{Arc, Mutex};

    use metrics::{
        Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
        SharedString, Unit,
    };

    use super::*;
    use crate::client::path::Path;
    use crate::client::request::Label;
    use crate::error::ErrorKind;

    /// The names of the metrics with their labels, and the values.
    type Recorded = Arc<Mutex<Vec<(String, f64)>>>;

    struct Value(String, Recorded);

    impl CounterFn for Value {
        fn increment(&self, value: u64) {
            self.1.lock().unwrap().push((self.0.clone(), value as f64));
        }

        fn absolute(&self, _: u64) {}
    }

    impl HistogramFn for Value {
        fn record(&self, value: f64) {
            self.1.lock().unwrap().push((self.0.clone(), value));
        }
    }

    struct Values(Recorded);

    impl Values {
        fn value(&self, key: &Key) -> Arc<Value> {
            let labels = key.labels().map(|it| format!(" {}={}", it.key(), it.value()));
            let name = format!("{}{}", key.name(), labels.collect::<String>());
            Arc::new(Value(name, self.0.clone()))
        }
    }

    impl Recorder for Values {
        fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
        fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
        fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

        fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
            Counter::from_arc(self.value(key))
        }

        fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
            Gauge::noop()
        }

        fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
            Histogram::from_arc(self.value(key))
        }
    }

    #[test]
    fn requests_and_repetitions_are_counted() {
        let recorded = Recorded::default();
        let request = Request::to_restpp(http::Method::GET, Path::fixed("/echo"))
            .labelled(Label::new("get", "Package"));
        metrics::with_local_recorder(&Values(recorded.clone()), || {
            let clock = || Clock::start(&Config::default());
            clock().report(&request, 1, None);
            clock().report(&request, 3, Some(&Error::new(ErrorKind::Connect, "refused")));
        });
        let recorded = recorded.lock().unwrap();
        let names: Vec<_> = recorded.iter().map(|(name, _)| name.as_str()).collect();
        let time = "tigergraph_request_duration_seconds operation=get Package outcome=";
        let repetitions = "tigergraph_request_repetitions_total operation=get Package";
        assert_eq!(names, [&format!("{time}ok"), &format!("{time}Connect"), repetitions]);
        assert_eq!(recorded[2].1, 2.0);
    }
}
