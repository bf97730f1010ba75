//! The differences between two schemas, as data and as lines.

use serde::Serialize;
use tg_gsql::diff::{Change, Difference, Subject};

use crate::output::style::{ADDED, CHANGED, REMOVED};

/// The output of `--json`.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Differences(Vec<Entry>);

#[derive(Debug, Serialize)]
struct Entry {
    /// The graph whose content differs; null for global types.
    graph: Option<String>,
    /// `graph`, `tuple`, `vertex` or `edge`.
    kind: &'static str,
    name: String,
    /// `+` for an addition, `-` for a removal, `~` for a change.
    sign: char,
    /// The kind of the difference, such as `attribute-type`.
    change: String,
    /// `true` if programs that read and write by name are not affected.
    cosmetic: bool,
    message: String,
}

impl Differences {
    pub(crate) fn of(differences: &[Difference]) -> Self {
        Self(differences.iter().map(entry).collect())
    }
}

fn entry(difference: &Difference) -> Entry {
    Entry {
        graph: difference.graph.clone(),
        kind: match &difference.subject {
            Subject::Graph(_) => "graph",
            Subject::Tuple(_) => "tuple",
            Subject::Vertex(_) => "vertex",
            Subject::Edge(_) => "edge",
        },
        name: difference.subject.name().to_owned(),
        sign: sign(difference),
        change: name(&difference.change),
        cosmetic: difference.is_cosmetic(),
        message: difference.to_string(),
    }
}

/// Returns one line per difference.
pub(crate) fn lines(differences: &[Difference]) -> String {
    let line = |difference: &Difference| {
        let sign = sign(difference);
        let style = match sign {
            '+' => ADDED,
            '-' => REMOVED,
            _ => CHANGED,
        };
        format!("{style}{sign} {difference}{style:#}\n")
    };
    differences.iter().map(line).collect()
}

fn sign(difference: &Difference) -> char {
    match &difference.change {
        Change::Missing
        | Change::AttributeMissing(_)
        | Change::VectorMissing(_)
        | Change::IndexMissing(_)
        | Change::PairMissing(_) => '+',
        _ if difference.is_extra() => '-',
        _ => '~',
    }
}

/// Returns the name of the kind of change, in kebab case.
fn name(change: &Change) -> String {
    let debug = format!("{change:?}");
    let end = debug.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(debug.len());
    crate::exit::kebab(&debug[..end])
}
