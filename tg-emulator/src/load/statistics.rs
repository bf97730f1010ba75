//! What became of lines and objects.

/// How many sample lines are kept for each thing that is wrong.
const SAMPLES: usize = 5;
/// How much of a sample line is kept.
const SAMPLE_CHARACTERS: usize = 256;

/// What became of the lines of a source, and of the objects that were to be made of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Statistics {
    pub(crate) file: FileCounts,
    /// One for each target, in the order of the job.
    pub(crate) objects: Vec<ObjectCounts>,
}

/// What is wrong with a whole line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineFault {
    Rejected,
    NotEnoughToken,
    BadCharacter,
    TooLong,
    Empty,
    InvalidJson,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct FileCounts {
    pub(crate) valid: u64,
    pub(crate) rejected: u64,
    pub(crate) not_enough_token: u64,
    pub(crate) bad_character: u64,
    pub(crate) too_long: u64,
    pub(crate) empty: u64,
    pub(crate) invalid_json: u64,
    /// Lines of which a target's condition was false.
    pub(crate) failed_condition: u64,
    pub(crate) samples: Vec<String>,
}

/// What a target makes of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    Vertex,
    Edge,
    DeletedVertex,
    DeletedEdge,
}

/// What is wrong with an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectFault {
    /// The vertex's id, or that of the edge's source, is empty.
    NoId,
    /// The vertex's id, or that of the edge's source, is not of its type.
    PrimaryId,
    /// The id of the edge's target is empty or not of its type.
    SecondaryId,
    Attribute,
    /// The types of an edge's ends are unknown or not joined by it.
    VertexType,
    FixedBinary,
}

#[derive(Debug, Clone)]
pub(crate) struct ObjectCounts {
    pub(crate) kind: ObjectKind,
    pub(crate) type_name: String,
    /// Whether the target has a condition.
    pub(crate) filtered: bool,
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

    /// Lines that could not be read.
    pub(crate) fn errors(&self) -> u64 {
        self.not_enough_token + self.bad_character + self.too_long + self.invalid_json
    }

    pub(crate) fn lines(&self) -> u64 {
        self.valid + self.rejected + self.empty + self.errors()
    }
}

impl ObjectCounts {
    pub(super) fn new(kind: ObjectKind, type_name: &str, filtered: bool) -> Self {
        Self {
            kind,
            type_name: type_name.to_owned(),
            filtered,
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

    /// Adds what became of other lines of the same job, each target to its own.
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
            known.filtered |= more.filtered;
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
    let room = SAMPLES.saturating_sub(samples.len());
    samples.extend(more.iter().take(room).cloned());
}

fn sample(samples: &mut Vec<String>, line: &[u8]) {
    if samples.len() < SAMPLES {
        let text = String::from_utf8_lossy(&line[..line.len().min(4 * SAMPLE_CHARACTERS)]);
        samples.push(text.chars().take(SAMPLE_CHARACTERS).collect());
    }
}
