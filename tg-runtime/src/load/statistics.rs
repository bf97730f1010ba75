//! What the server counts while it loads: one model for its flat and its nested form.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

/// How many lines of a load became of which kind.
///
/// A line is counted once. What the server counts beyond these stands in [`other`](Self::other) under
/// its own word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct LineCounts {
    /// Good ones.
    pub valid: u64,
    /// Skipped by the job's `REJECT_LINE_RULE`.
    pub rejected: u64,
    /// Those for which a `WHERE` was false, as far as the server counts them by the line.
    pub failed_condition: u64,
    /// Those with fewer columns than the job names.
    pub not_enough_tokens: u64,
    /// Those that are no JSON.
    pub invalid_json: u64,
    /// Those with a column that is too long.
    pub oversize_token: u64,
    /// Those with a character that is not allowed.
    pub bad_character: u64,
    /// Empty ones.
    pub empty: u64,
    /// Any other count.
    pub other: BTreeMap<String, u64>,
}

/// How many objects of one type came of a load.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ObjectCounts {
    /// Whether vertices or edges were written or deleted.
    pub kind: ObjectKind,
    /// The type.
    pub type_name: String,
    /// Good ones.
    pub valid: u64,
    /// Those for which the `WHERE` was true, if there is one.
    pub passed_condition: u64,
    /// Those for which the `WHERE` was false.
    pub failed_condition: u64,
    /// Those whose id is no id of the type.
    pub invalid_primary_id: u64,
    /// Those without an id.
    pub no_id_found: u64,
    /// Those with a value that is not of the attribute's type.
    pub invalid_attribute: u64,
    /// Edges whose target is no id of the type.
    pub invalid_secondary_id: u64,
    /// Those whose end is of a type that the edge does not join.
    pub invalid_vertex_type: u64,
    /// Those with a FIXED_BINARY of another size.
    pub incorrect_fixed_binary_length: u64,
    /// Any other count.
    pub other: BTreeMap<String, u64>,
}

/// What [`ObjectCounts`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum ObjectKind {
    /// Vertices that were written.
    #[default]
    Vertex,
    /// Edges that were written.
    Edge,
    /// Vertices that were deleted.
    DeletedVertex,
    /// Edges that were deleted.
    DeletedEdge,
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Vertex => "vertex",
            Self::Edge => "edge",
            Self::DeletedVertex => "deleted vertex",
            Self::DeletedEdge => "deleted edge",
        })
    }
}

/// A line that was not taken, or not wholly. The server shows some of them, not all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidLine {
    /// Why, in the server's word, such as `notEnoughToken` or `invalidAttribute`.
    pub reason: String,
    /// The type of the object that could not be made of it, if the line itself was good.
    pub type_name: Option<String>,
    /// Its number in the request, if the server says it.
    pub number: Option<u64>,
    /// The line.
    pub text: String,
}

impl fmt::Display for InvalidLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        if let Some(name) = &self.type_name {
            write!(f, " of {name}")?;
        }
        if let Some(number) = self.number {
            write!(f, " in line {number}")?;
        }
        write!(f, ": {:?}", self.text)
    }
}

impl LineCounts {
    /// How many lines that are not empty were counted, of any kind. A `WHERE` that is false says
    /// nothing of the line.
    pub fn total(&self) -> u64 {
        self.valid + self.rejected + self.faulty()
    }

    /// How many lines could not be read.
    pub fn faulty(&self) -> u64 {
        let known = self.not_enough_tokens + self.invalid_json + self.oversize_token;
        known + self.bad_character + self.other.values().sum::<u64>()
    }

    fn add(&mut self, name: &str, count: u64) {
        let known = match name {
            "validLine" => &mut self.valid,
            "rejectLine" => &mut self.rejected,
            "failedConditionLine" => &mut self.failed_condition,
            "notEnoughToken" => &mut self.not_enough_tokens,
            "invalidJson" => &mut self.invalid_json,
            "oversizeToken" | "tokenExceedsBuffer" => &mut self.oversize_token,
            "badCharacter" => &mut self.bad_character,
            "emptyLine" => &mut self.empty,
            _ if count == 0 => return,
            other => self.other.entry(other.to_owned()).or_default(),
        };
        *known += count;
    }

    fn merge(&mut self, other: &Self) {
        self.valid += other.valid;
        self.rejected += other.rejected;
        self.failed_condition += other.failed_condition;
        self.not_enough_tokens += other.not_enough_tokens;
        self.invalid_json += other.invalid_json;
        self.oversize_token += other.oversize_token;
        self.bad_character += other.bad_character;
        self.empty += other.empty;
        merge(&mut self.other, &other.other);
    }
}

impl ObjectCounts {
    /// How many could not be made of a line that was good.
    pub fn faulty(&self) -> u64 {
        let ids = self.invalid_primary_id + self.no_id_found + self.invalid_secondary_id;
        let rest = self.invalid_attribute + self.invalid_vertex_type;
        ids + rest + self.incorrect_fixed_binary_length + self.other.values().sum::<u64>()
    }

    fn add(&mut self, name: &str, count: u64) {
        let known = match name {
            "validObject" => &mut self.valid,
            "passedCondition" => &mut self.passed_condition,
            "failedCondition" => &mut self.failed_condition,
            "invalidPrimaryId" => &mut self.invalid_primary_id,
            "noIdFound" => &mut self.no_id_found,
            "invalidAttribute" => &mut self.invalid_attribute,
            "invalidSecondaryId" => &mut self.invalid_secondary_id,
            "invalidVertexType" => &mut self.invalid_vertex_type,
            "incorrectFixedBinaryLength" => &mut self.incorrect_fixed_binary_length,
            _ if count == 0 => return,
            other => self.other.entry(other.to_owned()).or_default(),
        };
        *known += count;
    }

    fn merge(&mut self, other: &Self) {
        self.valid += other.valid;
        self.passed_condition += other.passed_condition;
        self.failed_condition += other.failed_condition;
        self.invalid_primary_id += other.invalid_primary_id;
        self.no_id_found += other.no_id_found;
        self.invalid_attribute += other.invalid_attribute;
        self.invalid_secondary_id += other.invalid_secondary_id;
        self.invalid_vertex_type += other.invalid_vertex_type;
        self.incorrect_fixed_binary_length += other.incorrect_fixed_binary_length;
        merge(&mut self.other, &other.other);
    }
}

fn merge(into: &mut BTreeMap<String, u64>, from: &BTreeMap<String, u64>) {
    for (name, count) in from {
        *into.entry(name.clone()).or_default() += count;
    }
}

/// The statistics of one request, or of one run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Statistics {
    pub(super) lines: LineCounts,
    pub(super) objects: Vec<ObjectCounts>,
    pub(super) invalid: Vec<InvalidLine>,
}

impl Statistics {
    /// Adds those of another request. Of invalid lines no more than `kept` stay.
    pub(super) fn merge(&mut self, other: Self, kept: usize) {
        self.lines.merge(&other.lines);
        for counts in other.objects {
            let same =
                |it: &&mut ObjectCounts| it.kind == counts.kind && it.type_name == counts.type_name;
            match self.objects.iter_mut().find(same) {
                Some(known) => known.merge(&counts),
                None => self.objects.push(counts),
            }
        }
        let room = kept.saturating_sub(self.invalid.len());
        self.invalid.extend(other.invalid.into_iter().take(room));
    }

    /// Reads `statistics`: flat, as up to 3.8, or nested under `parsingStatistics`, or the levels
    /// themselves, as in a status.
    pub(super) fn read(statistics: &Value) -> Self {
        let mut read = Self::default();
        let levels = statistics.get("parsingStatistics").unwrap_or(statistics);
        match (levels.get("fileLevel"), levels.get("objectLevel")) {
            (None, None) => {
                read.file(levels);
                read.objects(levels);
            }
            (file, object) => {
                file.into_iter().for_each(|file| read.file(file));
                object.into_iter().for_each(|object| read.objects(object));
            }
        }
        read
    }

    fn file(&mut self, level: &Value) {
        let Some(level) = level.as_object() else { return };
        let mut lines = LineCounts::default();
        let samples = counters(level, |name, count| lines.add(name, count));
        self.lines.merge(&lines);
        self.invalid.extend(samples);
    }

    fn objects(&mut self, level: &Value) {
        let kinds = [
            ("vertex", ObjectKind::Vertex),
            ("edge", ObjectKind::Edge),
            ("deleteVertex", ObjectKind::DeletedVertex),
            ("deleteEdge", ObjectKind::DeletedEdge),
        ];
        for (key, kind) in kinds {
            let listed = level.get(key).and_then(Value::as_array);
            for object in listed.into_iter().flatten().filter_map(Value::as_object) {
                let type_name = object.get("typeName").and_then(Value::as_str).unwrap_or_default();
                let mut counts = ObjectCounts {
                    kind,
                    type_name: type_name.to_owned(),
                    ..ObjectCounts::default()
                };
                let samples = counters(object, |name, count| counts.add(name, count));
                let invalid = samples.into_iter().map(|mut sample| {
                    sample.type_name = Some(type_name.to_owned());
                    sample
                });
                let invalid = invalid.collect();
                let statistics = Self { objects: vec![counts], invalid, ..Self::default() };
                self.merge(statistics, usize::MAX);
            }
        }
    }
}

/// What ends the key of samples, behind the word of their counter.
const SAMPLES: [&str; 3] = ["LinesData", "LineData", "lineData"];

/// Hands each counter over and returns the samples. Where samples stand is not documented, so all
/// places are read that have been seen: a key of their own behind the counter's, `lineData` beside
/// the counters, and `lineData` within a counter that is an object.
fn counters(level: &Map<String, Value>, mut count: impl FnMut(&str, u64)) -> Vec<InvalidLine> {
    let mut samples = Vec::new();
    // Samples beside the counters belong to the one counter that tells of a fault.
    let mut faults = Vec::new();
    for (name, value) in level {
        let suffix = SAMPLES.iter().find_map(|suffix| name.strip_suffix(suffix));
        if let Some(reason) = suffix {
            samples.push((Some(reason.to_owned()).filter(|it| !it.is_empty()), value));
        } else if let Some(number) = value.as_u64() {
            count(name, number);
            let good = ["validLine", "validObject", "passedCondition"];
            if number > 0 && !good.contains(&name.as_str()) {
                faults.push(name.as_str());
            }
        } else if let Value::Object(counter) = value {
            let number = ["count", "value", "number"].iter().find_map(|key| counter.get(*key));
            count(name, number.and_then(Value::as_u64).unwrap_or_default());
            samples.extend(counter.get("lineData").map(|lines| (Some(name.clone()), lines)));
        }
    }
    let fault = match faults[..] {
        [one] => one,
        _ => "invalid",
    };
    let mut found = Vec::new();
    for (reason, lines) in samples {
        let reason = reason.unwrap_or_else(|| fault.to_owned());
        match lines {
            Value::Array(lines) => found.extend(lines.iter().map(|line| sample(&reason, line))),
            Value::Null => {}
            line => found.push(sample(&reason, line)),
        }
    }
    found
}

fn sample(reason: &str, line: &Value) -> InvalidLine {
    let mut found = InvalidLine {
        reason: reason.to_owned(),
        type_name: None,
        number: None,
        text: String::new(),
    };
    match line {
        Value::String(text) => found.text.clone_from(text),
        Value::Object(members) => {
            let get = |keys: &[&str]| keys.iter().find_map(|key| members.get(*key));
            found.number = get(&["lineNumber", "lineNum", "number"]).and_then(Value::as_u64);
            let text = get(&["lineData", "line", "text", "data", "content"]);
            found.text = match text {
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
                None => line.to_string(),
            };
            if let Some(own) = get(&["reason", "error", "type"]).and_then(Value::as_str) {
                found.reason = own.to_owned();
            }
        }
        other => found.text = other.to_string(),
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_flat_form() {
        let statistics = Statistics::read(&json!({
            "validLine": 7927, "rejectLine": 1, "failedConditionLine": 2, "notEnoughToken": 3,
            "invalidJson": 0, "oversizeToken": 4,
            "vertex": [{"typeName": "company", "validObject": 7, "noIdFound": 0, "invalidAttribute": 2,
                "invalidPrimaryId": 0, "invalidSecondaryId": 0, "incorrectFixedBinaryLength": 0,
                "invalidAttributeLinesData": ["a,b", "c,d"]}],
            "edge": [], "deleteVertex": [{"typeName": "old", "validObject": 1}], "deleteEdge": []
        }));
        let lines = &statistics.lines;
        assert_eq!((lines.valid, lines.rejected, lines.not_enough_tokens), (7927, 1, 3));
        assert_eq!((lines.total(), lines.faulty()), (7935, 7));
        assert_eq!(statistics.objects.len(), 2);
        assert_eq!((statistics.objects[0].valid, statistics.objects[0].faulty()), (7, 2));
        assert_eq!(statistics.objects[1].kind, ObjectKind::DeletedVertex);
        let invalid: Vec<_> = statistics.invalid.iter().map(ToString::to_string).collect();
        assert_eq!(invalid[0], "invalidAttribute of company: \"a,b\"");
    }

    #[test]
    fn the_nested_form_and_a_counter_that_is_not_known() {
        let nested = json!({"parsingStatistics": {
            "fileLevel": {"validLine": 3, "notEnoughToken": 1, "lineData": ["x"], "strange": 2},
            "objectLevel": {"vertex": [
                {"typeName": "Movie", "validObject": 3, "invalidAttribute": 1,
                 "lineData": [{"lineNumber": 4, "lineData": "y,z"}]}], "edge": []}}});
        let statistics = Statistics::read(&nested);
        assert_eq!((statistics.lines.valid, statistics.lines.other["strange"]), (3, 2));
        assert_eq!(statistics.invalid[0].text, "x");
        let line = &statistics.invalid[1];
        assert_eq!(
            (line.reason.as_str(), line.number, line.text.as_str()),
            ("invalidAttribute", Some(4), "y,z")
        );
        // The levels of a status stand without the outer key.
        assert_eq!(Statistics::read(&nested["parsingStatistics"]), statistics);
    }

    #[test]
    fn counts_of_one_type_add_up_and_samples_have_an_end() {
        let one = json!({"validLine": 1, "notEnoughToken": 1, "lineData": ["a", "b"],
            "edge": [{"typeName": "E", "validObject": 1}, {"typeName": "E", "validObject": 2}]});
        let mut total = Statistics::default();
        total.merge(Statistics::read(&one), 3);
        total.merge(Statistics::read(&one), 3);
        assert_eq!((total.lines.valid, total.objects.len(), total.objects[0].valid), (2, 1, 6));
        assert_eq!(total.invalid.len(), 3);
    }

    #[test]
    fn nonsense_is_read_as_nothing() {
        for value in [json!(null), json!([1]), json!("x"), json!({"vertex": 5, "fileLevel": []})] {
            assert_eq!(Statistics::read(&value).lines, LineCounts::default());
        }
    }
}
