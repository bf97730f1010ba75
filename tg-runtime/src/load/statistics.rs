//! The statistics of the server about a load: one model for their flat and their nested form.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use crate::operation::total;

/// Declares a struct of counters. Each has the names that servers give it, and those that a report
/// mentions have a description.
macro_rules! counters {
    (
        $(#[$docs:meta])*
        $name:ident { $($(#[$key_doc:meta])* $key:ident: $key_type:ty,)* }
        $($(#[$doc:meta])* $field:ident = $($server:literal)|+ $(=> $description:literal)?;)+
    ) => {
        $(#[$docs])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$key_doc])* pub $key: $key_type,)*
            $($(#[$doc])* pub $field: u64,)+
            /// All other counters, by the names of the server.
            pub other: BTreeMap<String, u64>,
        }

        impl $name {
            fn add(&mut self, name: &str, count: u64) {
                match name {
                    $($($server)|+ => add(&mut self.$field, count),)+
                    _ if count == 0 => {}
                    other => add(self.other.entry(other.to_owned()).or_default(), count),
                }
            }

            fn merge(&mut self, other: &Self) {
                $(add(&mut self.$field, other.$field);)+
                for (name, count) in &other.other {
                    add(self.other.entry(name.clone()).or_default(), *count);
                }
            }

            /// Returns the counters above zero that a report mentions, with their descriptions.
            pub(super) fn described(&self) -> impl Iterator<Item = (&str, u64)> {
                let fields = [$($(($description, self.$field),)?)+];
                let other = self.other.iter().map(|(name, count)| (name.as_str(), *count));
                fields.into_iter().chain(other).filter(|(_, count)| *count > 0)
            }
        }
    };
}

counters! {
    /// The number of lines of a load, by their outcome. The server counts each line once.
    LineCounts {}
    /// Lines that were loaded.
    valid = "validLine";
    /// Lines with fewer columns than the job reads.
    not_enough_tokens = "notEnoughToken" => "with too few columns";
    /// Lines that are not JSON.
    invalid_json = "invalidJson" => "that are not JSON";
    /// Lines with a column that is too long.
    oversize_token = "oversizeToken" | "tokenExceedsBuffer" => "with a column that is too long";
    /// Lines with a character that is not allowed.
    bad_character = "badCharacter" => "with a character that is not allowed";
    /// Lines that the job skipped by its `REJECT_LINE_RULE`.
    rejected = "rejectLine" => "rejected by the job";
    /// Lines for which a `WHERE` was false, if the server counts them per line.
    failed_condition = "failedConditionLine";
    /// Empty lines.
    empty = "emptyLine" => "empty";
}

counters! {
    /// The number of objects of one type that a load wrote or deleted, and of those that it could
    /// not, by the reason.
    ObjectCounts {
        /// Vertices or edges, written or deleted.
        kind: ObjectKind,
        /// The type.
        type_name: String,
    }
    /// Objects that were written or deleted.
    valid = "validObject";
    /// Objects for which the `WHERE` was true, if there is one.
    passed_condition = "passedCondition";
    /// Objects with an id that the type cannot have.
    invalid_primary_id = "invalidPrimaryId" => "with an invalid id";
    /// Objects without an id.
    no_id_found = "noIdFound" => "without an id";
    /// Objects with a value that the type of the attribute cannot have.
    invalid_attribute = "invalidAttribute" => "with an invalid attribute";
    /// Edges with a target that has an invalid id.
    invalid_secondary_id = "invalidSecondaryId" => "with an invalid target";
    /// Edges with an end of a vertex type that the edge type does not join.
    invalid_vertex_type = "invalidVertexType" => "with an end of a wrong type";
    /// Objects with a FIXED_BINARY of another size.
    incorrect_fixed_binary_length =
        "incorrectFixedBinaryLength" => "with a FIXED_BINARY of another size";
    /// Objects for which the `WHERE` was false.
    failed_condition = "failedCondition" => "left out by a condition";
}

/// The kind of the objects in [`ObjectCounts`].
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

/// A line that was not loaded, or not all of it. The server returns some of them, not all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidLine {
    /// The reason, by the name of the server, such as `notEnoughToken` or `invalidAttribute`.
    pub reason: String,
    /// The type of the object that could not be written, if the line itself is valid.
    pub type_name: Option<String>,
    /// The attribute that could not be written, if the server returns it.
    pub attribute: Option<String>,
    /// Its number in the request, if the server returns it.
    pub number: Option<u64>,
    /// The line; empty if the server returns only its number.
    pub text: String,
}

impl fmt::Display for InvalidLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        if let Some(name) = &self.type_name {
            write!(f, " of {name}")?;
        }
        if let Some(name) = &self.attribute {
            write!(f, ", attribute {name},")?;
        }
        if let Some(number) = self.number {
            write!(f, " in line {number}")?;
        }
        if self.text.is_empty() { Ok(()) } else { write!(f, ": {:?}", self.text) }
    }
}

impl LineCounts {
    /// Returns the number of all lines except empty ones. `failed_condition` is not part of it:
    /// such a line is counted by its own outcome.
    pub fn total(&self) -> u64 {
        total([self.valid, self.rejected, self.faulty()])
    }

    /// Returns the number of lines that could not be read.
    pub fn faulty(&self) -> u64 {
        let other = self.other.values().copied();
        let columns = [self.not_enough_tokens, self.oversize_token];
        total([self.invalid_json, self.bad_character].into_iter().chain(columns).chain(other))
    }
}

impl ObjectCounts {
    /// Returns the number of objects that could not be written although their line is valid.
    pub fn faulty(&self) -> u64 {
        let ids = [self.invalid_primary_id, self.no_id_found, self.invalid_secondary_id];
        let values = [self.invalid_attribute, self.incorrect_fixed_binary_length];
        let other = self.other.values().copied().chain([self.invalid_vertex_type]);
        total(ids.into_iter().chain(values).chain(other))
    }
}

/// Adds a count of the server, which can be any number.
fn add(to: &mut u64, count: u64) {
    *to = to.saturating_add(count);
}

/// The statistics of one request, or of one run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Statistics {
    pub(super) lines: LineCounts,
    pub(super) objects: Vec<ObjectCounts>,
    pub(super) invalid: Vec<InvalidLine>,
}

impl Statistics {
    /// Adds those of another request, with at most `max_invalid` invalid lines in all.
    pub(super) fn merge(&mut self, other: Self, max_invalid: usize) {
        self.lines.merge(&other.lines);
        for counts in other.objects {
            let same =
                |it: &&mut ObjectCounts| it.kind == counts.kind && it.type_name == counts.type_name;
            match self.objects.iter_mut().find(same) {
                Some(known) => known.merge(&counts),
                None => self.objects.push(counts),
            }
        }
        let left = max_invalid.saturating_sub(self.invalid.len());
        self.invalid.extend(other.invalid.into_iter().take(left));
    }

    /// Reads `statistics`: flat, as up to 3.8, nested in `parsingStatistics`, or the levels
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
        let samples = counters(level, |name, count| self.lines.add(name, count));
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
                let type_name = type_name.to_owned();
                let mut counts = ObjectCounts { kind, type_name, ..ObjectCounts::default() };
                let mut invalid = counters(object, |name, count| counts.add(name, count));
                for line in &mut invalid {
                    line.type_name = Some(counts.type_name.clone());
                }
                let statistics = Self { objects: vec![counts], invalid, ..Self::default() };
                self.merge(statistics, usize::MAX);
            }
        }
    }
}

/// The endings of keys of sample lines, which begin with the name of their counter.
const SAMPLES: [&str; 3] = ["LinesData", "LineData", "lineData"];

/// Reads each counter of a level, and returns the sample lines. The documentation does not define
/// where samples are, so this reads every place in which servers have put them: a key that begins
/// with the name of the counter, `lineData` next to the counters, and `lineData` in a counter that
/// is an object. Others only return places of lines, in a key that ends with `Lines`.
fn counters(level: &Map<String, Value>, mut count: impl FnMut(&str, u64)) -> Vec<InvalidLine> {
    let mut samples = Vec::new();
    let mut places = Vec::new();
    // Samples next to the counters belong to the one counter of a fault.
    let mut faults = Vec::new();
    for (name, value) in level {
        let suffix = SAMPLES.iter().find_map(|suffix| name.strip_suffix(suffix));
        // A counter without a count still reports a fault.
        let is_fault = !["validLine", "validObject", "passedCondition"].contains(&&**name);
        if let Some(reason) = suffix {
            samples.push((Some(reason.to_owned()).filter(|it| !it.is_empty()), value));
        } else if let (Some(reason), Value::Array(lines)) = (name.strip_suffix("Lines"), value) {
            places.push((reason, lines));
        } else if let Some(number) = count_of(value, u64::from(is_fault)) {
            count(name, number);
            if number > 0 && is_fault {
                faults.push(name.as_str());
            }
            samples.extend(value.get("lineData").map(|lines| (Some(name.clone()), lines)));
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
    for (reason, lines) in places {
        add_places(&mut found, reason, lines);
    }
    found
}

/// Adds places such as `1:age` to the sample lines of the same reason, or as lines without a text.
fn add_places(found: &mut Vec<InvalidLine>, reason: &str, places: &[Value]) {
    let samples: Vec<_> = found.iter_mut().filter(|line| line.reason == reason).collect();
    if samples.len() == places.len() {
        for (line, place) in samples.into_iter().zip(places) {
            let placed = at_place(reason, place);
            line.number = line.number.or(placed.number);
            line.attribute = placed.attribute;
        }
    } else {
        found.extend(places.iter().map(|place| at_place(reason, place)));
    }
}

fn at_place(reason: &str, place: &Value) -> InvalidLine {
    let text = place.as_str().map_or_else(|| place.to_string(), str::to_owned);
    let (number, attribute) = match text.split_once(':') {
        Some((number, attribute)) => (number, Some(attribute.trim().to_owned())),
        None => (text.as_str(), None),
    };
    let (type_name, reason) = (None, reason.to_owned());
    match number.trim().parse().ok() {
        Some(number) => {
            let (number, text) = (Some(number), String::new());
            InvalidLine { reason, type_name, attribute, number, text }
        }
        None => InvalidLine { reason, type_name, attribute: None, number: None, text },
    }
}

/// Returns the count of a counter, which is a number or an object that contains one; `unreadable`
/// if it is not a count, and `None` if the value is not a counter.
fn count_of(value: &Value, unreadable: u64) -> Option<u64> {
    match value {
        Value::Object(counter) if counter.is_empty() => Some(0),
        Value::Object(counter) => {
            let number = ["count", "value", "number"].iter().find_map(|key| counter.get(*key));
            Some(number.and_then(number_in).unwrap_or(unreadable))
        }
        Value::Number(_) => Some(number_in(value).unwrap_or(unreadable)),
        _ => number_in(value),
    }
}

/// Returns a count, which may be text: JSON of the server has 64-bit numbers so.
fn number_in(value: &Value) -> Option<u64> {
    let whole = |number: f64| number >= 0.0 && number.fract() == 0.0;
    let text = || value.as_str()?.parse().ok();
    let float = || value.as_f64().filter(|&number| whole(number)).map(|number| number as u64);
    value.as_u64().or_else(text).or_else(float)
}

fn sample(reason: &str, line: &Value) -> InvalidLine {
    let get = |keys: &[&str]| keys.iter().find_map(|key| line.get(*key));
    let text = get(&["lineData", "line", "text", "data", "content"]).unwrap_or(line);
    let own_reason = get(&["reason", "error", "type"]).and_then(Value::as_str);
    InvalidLine {
        reason: own_reason.unwrap_or(reason).to_owned(),
        type_name: None,
        attribute: None,
        number: get(&["lineNumber", "lineNum", "number"]).and_then(number_in),
        text: text.as_str().map_or_else(|| text.to_string(), str::to_owned),
    }
}
