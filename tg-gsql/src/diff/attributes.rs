//! Attributes: which, of which type, in which order.

use super::difference::Change;
use super::rename::{self, Rename, Renamed};
use crate::model::{Attribute, AttributeType, Literal};

/// Compares what two types have; `what` names their attributes in renames.
pub(super) fn compare(
    have: &[Attribute],
    want: &[Attribute],
    what: &Renamed,
    renames: &[Rename],
    found: &mut Vec<Change>,
) {
    let find = |list: &'_ [Attribute], name: &str| list.iter().any(|it| it.name == name);
    // The old name by which an attribute is there: it must not be wanted for itself.
    let old = |now: &str| {
        rename::was(renames, what, now)
            .filter(|was| find(have, was) && !find(have, now) && !find(want, was))
    };
    let mut kept = Vec::new();
    for wanted in want {
        let was = old(&wanted.name);
        let name = was.unwrap_or(&wanted.name);
        let Some(known) = have.iter().find(|known| known.name == name) else {
            found.push(Change::AttributeMissing(wanted.clone()));
            continue;
        };
        if let Some(was) = was {
            let (was, now) = (was.to_owned(), wanted.name.clone());
            found.push(Change::AttributeRenamed { was, now });
        }
        if known.ty != wanted.ty {
            let (have, want) = (known.ty.clone(), wanted.ty.clone());
            found.push(Change::AttributeType { name: wanted.name.clone(), have, want });
        } else if !same_default(known, wanted) {
            let (have, want) = (known.default.clone(), wanted.default.clone());
            found.push(Change::AttributeDefault { name: wanted.name.clone(), have, want });
        }
        kept.push((name, &wanted.name));
    }
    for known in have.iter().filter(|known| !kept.iter().any(|(name, _)| *name == known.name)) {
        found.push(Change::AttributeExtra(known.clone()));
    }
    let there: Vec<_> =
        have.iter().filter_map(|known| kept.iter().find(|(name, _)| *name == known.name)).collect();
    if there.iter().map(|kept| kept.1).ne(kept.iter().map(|kept| kept.1)) {
        found.push(Change::AttributeOrder {
            have: there.iter().map(|kept| kept.1.clone()).collect(),
            want: kept.iter().map(|kept| kept.1.clone()).collect(),
        });
    }
}

/// Whether two attributes of one type start with the same value.
fn same_default(a: &Attribute, b: &Attribute) -> bool {
    effective(a) == effective(b)
}

/// The default in one spelling; none if it is the type's own.
fn effective(attribute: &Attribute) -> Option<Literal> {
    let default = attribute.default.clone()?;
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let plain = match (&attribute.ty, default) {
        (AttributeType::Bool, Literal::String(text)) => {
            Literal::Bool(text.eq_ignore_ascii_case("true"))
        }
        #[expect(clippy::cast_precision_loss)]
        (AttributeType::Float | AttributeType::Double, Literal::Int(whole)) => {
            Literal::Double(whole as f64)
        }
        (AttributeType::Float | AttributeType::Double, Literal::String(text)) => {
            number(&text).map_or(Literal::String(text), Literal::Double)
        }
        (AttributeType::Int | AttributeType::Uint, Literal::String(text)) => {
            text.trim().parse().map_or(Literal::String(text), Literal::Int)
        }
        (_, literal) => literal,
    };
    let own = match &plain {
        Literal::Int(number) => *number == 0,
        Literal::Double(number) => *number == 0.0,
        Literal::Bool(truth) => !truth,
        Literal::String(text) => match attribute.ty {
            AttributeType::String => text.is_empty(),
            AttributeType::DateTime => text == "1970-01-01 00:00:00",
            _ => false,
        },
    };
    (!own).then_some(plain)
}
