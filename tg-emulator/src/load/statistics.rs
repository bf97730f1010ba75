//! Counters of lines and objects.

/// The maximum number of sample lines per counter set.
const MAX_SAMPLES: usize = 5;
/// The maximum length of a sample line.
const MAX_SAMPLE_CHARACTERS: usize = 256;

/// The counters of a source: its lines, and the objects that the lines were converted to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Statistics {
    pub(crate) file: FileCounts,
    /// One per target, in the order of the job.
    pub(crate) objects: Vec<ObjectCounts>,
}

/// The reason why a whole line is not loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineFault {
    Rejected,
    NotEnoughToken,
    BadCharacter,
    TooLong,
    Empty,
    InvalidJson,
}

/// The counters of lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct FileCounts {
    pub(crate) valid: u64,
    pub(crate) rejected: u64,
    pub(crate) not_enough_token: u64,
    pub(crate) bad_character: u64,
    pub(crate) too_long: u64,
    pub(crate) empty: u64,
    pub(crate) invalid_json: u64,
    /// Lines for which the condition of a target was false.
    pub(crate) failed_condition: u64,
    pub(crate) samples: Vec<String>,
}

/// The kind of objects that a target writes or deletes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    Vertex,
    Edge,
    DeletedVertex,
    DeletedEdge,
}

/// The reason why an object is not loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectFault {
    /// The id of the vertex, or of the source of the edge, is empty.
    NoId,
    /// The id of the vertex, or of the source of the edge, is not of its type.
    PrimaryId,
    /// The id of the target of the edge is empty or not of its type.
    SecondaryId,
    Attribute,
    /// The vertex types of the ends are unknown, or the edge type does not connect them.
    VertexType,
    FixedBinary,
}

/// The counters of the objects of a target.
#[derive(Debug, Clone)]
pub(crate) struct ObjectCounts {
    pub(crate) kind: ObjectKind,
    pub(crate) type_name: String,
    /// `true` if the target has a condition.
    pub(crate) has_filter: bool,
    pub(crate) valid: u64,
    pub(crate) passed_condition: u64,
    pub(crate) failed_condition: u64,
    pub(crate) no_id: u64,
    pub(crate) invalid_primary_id: u64,
    pub(crate) invalid_secondary_id: u64,
    pub(crate) invalid_attribute: u64,
    pub(crate) invalid_vertex_type: u64,
    pub(crate) incorrect_fixed_binary: u64,
    pub(crate) samples: Vec<String>,
}

impl FileCounts {
    pub(super) fn count(&mut self, fault: LineFault, line: &[u8]) {
        *match fault {
            LineFault::Rejected => &mut self.rejected,
            LineFault::NotEnoughToken => &mut self.not_enough_token,
            LineFault::BadCharacter => &mut self.bad_character,
            LineFault::TooLong => &mut self.too_long,
            LineFault::Empty => &mut self.empty,
            LineFault::InvalidJson => &mut self.invalid_json,
        } += 1;
        if !matches!(fault, LineFault::Rejected | LineFault::Empty) {
            sample(&mut self.samples, line);
        }
    }

    /// Returns the number of invalid lines.
    pub(crate) fn errors(&self) -> u64 {
        self.not_enough_token + self.bad_character + self.too_long + self.invalid_json
    }

    pub(crate) fn lines(&self) -> u64 {
        self.valid + self.rejected + self.empty + self.errors()
    }
}

impl ObjectCounts {
    pub(super) fn new(kind: ObjectKind, type_name: &str, has_filter: bool) -> Self {
        Self {
            kind,
            type_name: type_name.to_owned(),
            has_filter,
            valid: 0,
            passed_condition: 0,
            failed_condition: 0,
            no_id: 0,
            invalid_primary_id: 0,
            invalid_secondary_id: 0,
            invalid_attribute: 0,
            invalid_vertex_type: 0,
            incorrect_fixed_binary: 0,
            samples: Vec::new(),
        }
    }

    pub(super) fn count(&mut self, fault: ObjectFault, line: &[u8]) {
        *match fault {
            ObjectFault::NoId => &mut self.no_id,
            ObjectFault::PrimaryId => &mut self.invalid_primary_id,
            ObjectFault::SecondaryId => &mut self.invalid_secondary_id,
            ObjectFault::Attribute => &mut self.invalid_attribute,
            ObjectFault::VertexType => &mut self.invalid_vertex_type,
            ObjectFault::FixedBinary => &mut self.incorrect_fixed_binary,
        } += 1;
        sample(&mut self.samples, line);
    }

    pub(crate) fn errors(&self) -> u64 {
        self.no_id
            + self.invalid_primary_id
            + self.invalid_secondary_id
            + self.invalid_attribute
            + self.invalid_vertex_type
            + self.incorrect_fixed_binary
    }
}

impl Statistics {
    pub(crate) fn errors(&self) -> u64 {
        self.file.errors() + self.objects.iter().map(ObjectCounts::errors).sum::<u64>()
    }

    /// Adds the counters of other lines of the same job.
    pub(crate) fn add(&mut self, other: &Self) {
        let (file, more) = (&mut self.file, &other.file);
        file.valid += more.valid;
        file.rejected += more.rejected;
        file.not_enough_token += more.not_enough_token;
        file.bad_character += more.bad_character;
        file.too_long += more.too_long;
        file.empty += more.empty;
        file.invalid_json += more.invalid_json;
        file.failed_condition += more.failed_condition;
        merge(&mut file.samples, &more.samples);
        for more in &other.objects {
            let same = |known: &&mut ObjectCounts| {
                known.kind == more.kind && known.type_name == more.type_name
            };
            let Some(known) = self.objects.iter_mut().find(same) else {
                self.objects.push(more.clone());
                continue;
            };
            known.has_filter |= more.has_filter;
            known.valid += more.valid;
            known.passed_condition += more.passed_condition;
            known.failed_condition += more.failed_condition;
            known.no_id += more.no_id;
            known.invalid_primary_id += more.invalid_primary_id;
            known.invalid_secondary_id += more.invalid_secondary_id;
            known.invalid_attribute += more.invalid_attribute;
            known.invalid_vertex_type += more.invalid_vertex_type;
            known.incorrect_fixed_binary += more.incorrect_fixed_binary;
            merge(&mut known.samples, &more.samples);
        }
    }
}

fn merge(samples: &mut Vec<String>, more: &[String]) {
    let free = MAX_SAMPLES.saturating_sub(samples.len());
    samples.extend(more.iter().take(free).cloned());
}

fn sample(samples: &mut Vec<String>, line: &[u8]) {
    if samples.len() < MAX_SAMPLES {
        let text = String::from_utf8_lossy(&line[..line.len().min(4 * MAX_SAMPLE_CHARACTERS)]);
        samples.push(text.chars().take(MAX_SAMPLE_CHARACTERS).collect());
    }
}
