//! The statistics of loading as JSON, in the two shapes of real servers.

use serde_json::{Map, Value, json};

use crate::load::{FileCounts, ObjectCounts, ObjectKind, Statistics};

/// The amount of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Without samples of the lines with errors.
    Concise,
    /// With a few samples.
    Samples,
}

/// Returns `{"fileLevel": .., "objectLevel": ..}`, as of 3.9. Zeros are omitted, except for valid
/// lines and objects and rejected lines.
pub(super) fn nested(statistics: &Statistics, detail: Detail) -> Value {
    let file = &statistics.file;
    let mut file_level = counters(&[
        ("notEnoughToken", file.not_enough_token),
        ("badCharacter", file.bad_character),
        ("tokenExceedsBuffer", file.too_long),
        ("emptyLine", file.empty),
        ("invalidJson", file.invalid_json),
    ]);
    file_level.insert("validLine".to_owned(), file.valid.into());
    file_level.insert("rejectLine".to_owned(), file.rejected.into());
    add_samples(&mut file_level, "lineData", &file.samples, detail);
    let mut object_level = Map::new();
    for kind in [ObjectKind::Vertex, ObjectKind::Edge] {
        object_level.insert(group(kind).to_owned(), objects(statistics, kind, detail));
    }
    for kind in [ObjectKind::DeletedVertex, ObjectKind::DeletedEdge] {
        if statistics.objects.iter().any(|counts| counts.kind == kind) {
            object_level.insert(group(kind).to_owned(), objects(statistics, kind, detail));
        }
    }
    json!({"fileLevel": file_level, "objectLevel": object_level})
}

/// Returns the name of a group of objects.
pub(super) fn group(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Vertex => "vertex",
        ObjectKind::Edge => "edge",
        ObjectKind::DeletedVertex => "deleteVertex",
        ObjectKind::DeletedEdge => "deleteEdge",
    }
}

fn objects(statistics: &Statistics, kind: ObjectKind, detail: Detail) -> Value {
    let of_kind = statistics.objects.iter().filter(|counts| counts.kind == kind);
    of_kind.map(|counts| nested_object(counts, detail)).collect()
}

fn nested_object(counts: &ObjectCounts, detail: Detail) -> Value {
    let mut object = Map::new();
    object.insert("typeName".to_owned(), counts.type_name.as_str().into());
    object.insert("validObject".to_owned(), counts.valid.into());
    let conditions = [
        ("passedCondition", counts.passed_condition),
        ("failedCondition", counts.failed_condition),
    ];
    object.extend(counters(&conditions));
    object.extend(counters(&[
        ("invalidPrimaryId", counts.invalid_primary_id),
        ("noIdFound", counts.no_id),
        ("invalidAttribute", counts.invalid_attribute),
        ("invalidSecondaryId", counts.invalid_secondary_id),
        ("invalidVertexType", counts.invalid_vertex_type),
        ("incorrectFixedBinaryLength", counts.incorrect_fixed_binary),
    ]));
    add_samples(&mut object, "lineData", &counts.samples, detail);
    object.into()
}

/// Returns the shape of up to 3.8, with every counter.
pub(super) fn flat(statistics: &Statistics, detail: Detail) -> Value {
    let FileCounts { valid, rejected, bad_character, failed_condition, .. } = statistics.file;
    let mut all = Map::new();
    let mut put = |name: &str, count: u64| all.insert(name.to_owned(), count.into());
    put("validLine", valid);
    // This shape has no counter for characters that cannot be decoded.
    put("rejectLine", rejected + bad_character);
    put("failedConditionLine", failed_condition);
    put("notEnoughToken", statistics.file.not_enough_token);
    put("invalidJson", statistics.file.invalid_json);
    put("oversizeToken", statistics.file.too_long);
    let kinds =
        [ObjectKind::Vertex, ObjectKind::Edge, ObjectKind::DeletedVertex, ObjectKind::DeletedEdge];
    for kind in kinds {
        let of_kind = statistics.objects.iter().filter(|counts| counts.kind == kind);
        let list: Value = of_kind.map(|counts| flat_object(counts, detail)).collect();
        all.insert(group(kind).to_owned(), list);
    }
    all.into()
}

fn flat_object(counts: &ObjectCounts, detail: Detail) -> Value {
    let mut object = Map::new();
    object.insert("typeName".to_owned(), counts.type_name.as_str().into());
    for (name, count) in [
        ("validObject", counts.valid),
        ("noIdFound", counts.no_id),
        // Errors without a counter in this shape count as invalid attributes.
        ("invalidAttribute", counts.invalid_attribute + counts.invalid_vertex_type),
        ("invalidPrimaryId", counts.invalid_primary_id),
        ("invalidSecondaryId", counts.invalid_secondary_id),
        ("incorrectFixedBinaryLength", counts.incorrect_fixed_binary),
    ] {
        object.insert(name.to_owned(), count.into());
    }
    add_samples(&mut object, "invalidAttributeLinesData", &counts.samples, detail);
    object.into()
}

/// Returns the counters that are not zero.
fn counters(all: &[(&str, u64)]) -> Map<String, Value> {
    let counted = all.iter().filter(|(_, count)| *count > 0);
    counted.map(|(name, count)| ((*name).to_owned(), Value::from(*count))).collect()
}

fn add_samples(to: &mut Map<String, Value>, key: &str, samples: &[String], detail: Detail) {
    if detail == Detail::Samples && !samples.is_empty() {
        to.insert(key.to_owned(), samples.into());
    }
}
