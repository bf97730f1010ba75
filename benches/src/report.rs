//! Prints measurements as JSON.

use serde::Serialize;

use crate::Result;

/// The median and the range of several measurements of the same quantity.
#[derive(Serialize)]
pub(crate) struct Spread {
    median: f64,
    min: f64,
    max: f64,
}

impl Spread {
    pub(crate) fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        let median = match values.len() % 2 {
            0 => (values[middle - 1] + values[middle]) / 2.0,
            _ => values[middle],
        };
        let rounded = |value: f64| (value * 1_000.0).round() / 1_000.0;
        Self {
            median: rounded(median),
            min: rounded(values[0]),
            max: rounded(values[values.len() - 1]),
        }
    }
}

/// The two sides of a measurement: one pair of values per round.
pub(crate) struct Rounds(Vec<(f64, f64)>);

impl Rounds {
    /// Measures the two sides in turns. The side that goes first alternates.
    pub(crate) fn measure(
        rounds: usize,
        mut typed: impl FnMut() -> Result<f64>,
        mut expert: impl FnMut() -> Result<f64>,
    ) -> Result<Self> {
        let mut pairs = Vec::with_capacity(rounds);
        for round in 0..rounds {
            pairs.push(if round % 2 == 0 {
                let typed = typed()?;
                (typed, expert()?)
            } else {
                let expert = expert()?;
                (typed()?, expert)
            });
        }
        Ok(Self(pairs))
    }

    /// Prints one measurement.
    pub(crate) fn print(&self, measurement: &str, unit: &str, of: &str) -> Result {
        #[derive(Serialize)]
        struct Line<'a> {
            measurement: &'a str,
            unit: &'a str,
            of: &'a str,
            rounds: usize,
            typed: Spread,
            expert: Spread,
            ratio: Spread,
        }
        let side = |side: fn(&(f64, f64)) -> f64| Spread::of(self.0.iter().map(side).collect());
        print(&Line {
            measurement,
            unit,
            of,
            rounds: self.0.len(),
            typed: side(|(typed, _)| *typed),
            expert: side(|(_, expert)| *expert),
            ratio: side(|(typed, expert)| typed / expert),
        })
    }
}

/// Prints one line of JSON.
pub(crate) fn print(line: &impl Serialize) -> Result {
    println!("{}", serde_json::to_string(line)?);
    Ok(())
}

/// Prints that a measurement is not possible on this machine, with the reason.
pub(crate) fn skip(measurement: &str, because: &str) -> Result {
    print(&serde_json::json!({ "measurement": measurement, "skipped": because }))
}
