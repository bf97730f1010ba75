//! `PercentileContAccum`.

use super::expected;
use crate::eval::operator::check_element_count;
use crate::eval::{Failure, Value};

/// The collected numbers, and the percentile.
#[derive(Debug, Clone)]
pub(in crate::eval) struct Percentile {
    pub(super) percent: f64,
    pub(super) values: Vec<f64>,
}

impl Percentile {
    pub(super) fn new(percent: f64) -> Self {
        Self { percent, values: Vec::new() }
    }

    pub(super) fn bytes(&self) -> usize {
        self.values.len() * size_of::<f64>()
    }

    pub(super) fn add(&mut self, value: &Value) -> Result<isize, Failure> {
        let number = value.as_double().ok_or_else(|| expected("a number", value))?;
        self.values.push(number);
        check_element_count(self.values.len())?;
        Ok(size_of::<f64>() as isize)
    }

    pub(super) fn value(&self) -> f64 {
        percentile(self.values.clone(), self.percent)
    }
}

/// Returns a percentile, interpolated linearly; 0 if there are no numbers.
pub(in crate::eval) fn percentile(mut values: Vec<f64>, percent: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else { return 0.0 };
    let at = percent.clamp(0.0, 1.0) * last as f64;
    let (below, above) = (values[at.floor() as usize], values[at.ceil() as usize]);
    below + (above - below) * at.fract()
}
