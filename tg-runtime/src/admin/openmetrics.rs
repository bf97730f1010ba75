//! OpenMetrics, the text format of metrics.

use crate::error::{Error, ErrorKind, Result};

/// Metrics as text and as samples.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenMetrics {
    text: String,
    samples: Vec<Sample>,
}

/// One measured value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Sample {
    /// The metric, such as `tigergraph_cpu_usage`.
    pub name: String,
    /// The labels, in the order of the text.
    pub labels: Vec<(String, String)>,
    /// The value, which may be infinite or not a number.
    pub value: f64,
    /// The time of the measurement in Unix seconds, if the text has one.
    pub timestamp: Option<f64>,
}

impl Sample {
    /// Returns the value of a label.
    pub fn label(&self, name: &str) -> Option<&str> {
        self.labels.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl OpenMetrics {
    /// Parses the text.
    ///
    /// # Errors
    ///
    /// When a line is neither a comment nor a sample; the message names it.
    pub(crate) fn parse(text: String) -> Result<Self> {
        let mut samples = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let sample = sample(line).ok_or_else(|| {
                let message = format!("line {} of the metrics is not a sample: {line}", at + 1);
                Error::new(ErrorKind::Protocol, message)
            })?;
            samples.push(sample);
        }
        Ok(Self { text, samples })
    }

    /// Returns the text as received, with its comments.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns all samples, in the order of the text.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// Returns the samples of a metric.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Sample> {
        self.samples.iter().filter(move |sample| sample.name == name)
    }
}

/// Parses `name{label="value",..} value timestamp`; labels and timestamp may be missing.
fn sample(line: &str) -> Option<Sample> {
    let end = line.find(|c: char| c == '{' || c.is_whitespace())?;
    let (name, mut rest) = line.split_at(end);
    if !is_name(name) {
        return None;
    }
    let mut labels = Vec::new();
    if let Some(inside) = rest.strip_prefix('{') {
        rest = read_labels(inside, &mut labels)?;
    }
    // An exemplar may follow after a `#`.
    let rest = rest.split(" # ").next().unwrap_or(rest);
    let mut fields = rest.split_whitespace();
    let value = number(fields.next()?)?;
    let timestamp = match fields.next() {
        Some(field) => Some(number(field)?),
        None => None,
    };
    fields.next().is_none().then(|| Sample { name: name.to_owned(), labels, value, timestamp })
}

/// Parses labels up to their closing brace and returns the rest.
fn read_labels<'a>(mut rest: &'a str, labels: &mut Vec<(String, String)>) -> Option<&'a str> {
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('}') {
            return Some(after);
        }
        let (name, after) = rest.split_once('=')?;
        let name = name.trim();
        if !is_name(name) {
            return None;
        }
        let (value, after) = quoted(after.trim_start().strip_prefix('"')?)?;
        labels.push((name.to_owned(), value));
        rest = after.trim_start();
        rest = match rest.strip_prefix(',') {
            Some(after) => after,
            None if rest.starts_with('}') => rest,
            None => return None,
        };
    }
}

/// Parses a string up to its closing quote and returns the rest.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match characters.next()?.1 {
                'n' => value.push('\n'),
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
    None
}

fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':');
    !text.is_empty() && text.chars().all(plain) && !text.starts_with(|c: char| c.is_ascii_digit())
}

fn number(text: &str) -> Option<f64> {
    match text {
        "+Inf" | "Inf" => Some(f64::INFINITY),
        "-Inf" => Some(f64::NEG_INFINITY),
        "NaN" | "Nan" => Some(f64::NAN),
        text => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn samples_are_read_with_labels_and_without() {
        let text = "# TYPE a gauge\n# HELP a text\n\
                    a{host_id=\"m1\",service=\"G\\\"P\\\\E\\n\"} 0.05\n\
                    b 3\nc{} +Inf 12.5\nd_total{x=\"}\"} 1e3 # {trace=\"1\"} 0.5\n# EOF\n";
        let metrics = OpenMetrics::parse(text.to_owned()).unwrap();
        let [a, b, c, d] = metrics.samples() else { panic!("{metrics:?}") };
        assert_eq!((a.label("host_id"), a.label("service")), (Some("m1"), Some("G\"P\\E\n")));
        assert_eq!((b.name.as_str(), b.value, b.labels.len()), ("b", 3.0, 0));
        assert_eq!((c.value, c.timestamp), (f64::INFINITY, Some(12.5)));
        assert_eq!((d.value, d.label("x")), (1000.0, Some("}")));
        assert_eq!(metrics.named("b").count(), 1);
    }

    #[test]
    fn a_line_that_is_not_a_sample_is_named() {
        for line in
            ["a", "a{b=1} 2", "a{b=\"1} 2", "a{b=\"1\" c=\"2\"} 3", "1a 2", "a x", "a 1 2 3"]
        {
            let error = OpenMetrics::parse(format!("ok 1\n{line}\n")).unwrap_err();
            assert!(error.message().starts_with("line 2"), "{line}: {error}");
        }
    }

    proptest! {
        #[test]
        fn labels_of_any_text_are_read_back(
            values in prop::collection::vec(".*", 0..4),
            value in any::<f64>(),
        ) {
            prop_assume!(!value.is_nan());
            let escaped = |text: &str| {
                text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
            };
            let values: Vec<String> = values.iter().map(|v| v.replace('\r', "")).collect();
            let labels: Vec<String> = values.iter().enumerate()
                .map(|(at, text)| format!("l{at}=\"{}\"", escaped(text))).collect();
            let found = sample(&format!("m{{{}}} {value:?}", labels.join(","))).unwrap();
            let texts: Vec<String> = found.labels.into_iter().map(|(_, text)| text).collect();
            prop_assert_eq!(texts, values);
            prop_assert_eq!(found.value, value);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = OpenMetrics::parse(text);
        }
    }
}
