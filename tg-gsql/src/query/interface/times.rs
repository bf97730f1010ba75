//! The number of times that a query prints a key.

use std::collections::BTreeMap;

use crate::syntax::ast::query::{Branch, Statement, StatementKind};

/// The number of times that a key is printed when a query runs to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Times {
    /// Exactly once.
    Once,
    /// Under a condition.
    AtMostOnce,
    /// In a loop, or in several places.
    Any,
}

/// The least and greatest number, of which more than 1 is 2.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    least: u8,
    most: u8,
}

impl From<Bounds> for Times {
    fn from(bounds: Bounds) -> Self {
        match (bounds.least, bounds.most) {
            (1, 1) => Self::Once,
            (0, 0 | 1) => Self::AtMostOnce,
            _ => Self::Any,
        }
    }
}

type Counts = BTreeMap<String, Bounds>;

/// The key of a printed item.
pub(super) struct Key<'a> {
    pub(super) name: &'a str,
    /// `true` for the vertices of a set, of which the condition selects some.
    pub(super) is_set: bool,
}

/// The keys by the places of the items.
type Keys<'a> = BTreeMap<usize, Key<'a>>;

/// Returns the number for each key of a body.
pub(super) fn times(keys: &Keys<'_>, body: &[Statement]) -> BTreeMap<String, Times> {
    let counts = block(keys, body);
    counts.into_iter().map(|(key, bounds)| (key, bounds.into())).collect()
}

fn block(keys: &Keys<'_>, statements: &[Statement]) -> Counts {
    let mut counts = Counts::new();
    let mut may_have_ended = false;
    for statement in statements {
        for (key, mut bounds) in statement_counts(keys, statement) {
            if may_have_ended {
                bounds.least = 0;
            }
            let sum = counts.entry(key).or_insert(Bounds { least: 0, most: 0 });
            sum.least = (sum.least + bounds.least).min(2);
            sum.most = (sum.most + bounds.most).min(2);
        }
        may_have_ended |= ends(statement);
    }
    counts
}

/// Returns `true` if the statements after this one may not be executed.
fn ends(statement: &Statement) -> bool {
    let mut found = false;
    statement.each(&mut |part| {
        found |= matches!(part.kind, StatementKind::Return(_) | StatementKind::Raise { .. });
    });
    found
}

fn statement_counts(keys: &Keys<'_>, statement: &Statement) -> Counts {
    match &statement.kind {
        StatementKind::Print(print) if print.csv.is_none() => {
            let printed = print.items.iter().filter_map(|it| keys.get(&it.key_span().start));
            let bounds = printed.map(|key| {
                let is_certain = print.condition.is_none() || key.is_set;
                (key.name.to_owned(), Bounds { least: u8::from(is_certain), most: 1 })
            });
            bounds.collect()
        }
        StatementKind::If(it) => alternatives(keys, &it.branches, it.otherwise.as_deref()),
        StatementKind::Case(it) => alternatives(keys, &it.branches, it.otherwise.as_deref()),
        StatementKind::While { body, .. } => repeated(block(keys, body)),
        StatementKind::Foreach(it) => repeated(block(keys, &it.body)),
        StatementKind::Try(it) => {
            // Any statement of the body may be the last one, and one handler may follow.
            let handlers = it.handlers.iter().map(|(_, body)| body).chain(&it.otherwise);
            let handlers = handlers.map(|body| block(keys, body)).fold(Counts::new(), either);
            let mut counts = block(keys, &it.body);
            for (key, bounds) in handlers {
                let sum = counts.entry(key).or_insert(Bounds { least: 0, most: 0 });
                sum.most = (sum.most + bounds.most).min(2);
            }
            counts.values_mut().for_each(|bounds| bounds.least = 0);
            counts
        }
        _ => Counts::new(),
    }
}

fn repeated(mut counts: Counts) -> Counts {
    counts.values_mut().for_each(|bounds| *bounds = Bounds { least: 0, most: 2 });
    counts
}

/// Returns the bounds of branches of which at most one is executed; exactly one with an ELSE.
fn alternatives(keys: &Keys<'_>, branches: &[Branch], otherwise: Option<&[Statement]>) -> Counts {
    let last = otherwise.map(|body| block(keys, body)).unwrap_or_default();
    branches.iter().map(|branch| block(keys, &branch.body)).fold(last, either)
}

/// Returns the bounds if one of two blocks is executed.
fn either(mut one: Counts, mut other: Counts) -> Counts {
    for (key, bounds) in &mut one {
        match other.remove(key) {
            Some(also) => {
                bounds.least = bounds.least.min(also.least);
                bounds.most = bounds.most.max(also.most);
            }
            None => bounds.least = 0,
        }
    }
    let only = other.into_iter().map(|(key, bounds)| (key, Bounds { least: 0, ..bounds }));
    one.extend(only);
    one
}
