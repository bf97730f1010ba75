//! Attributes: their presence, types and order.

use super::difference::Change;
use super::rename::{self, Rename, Renamed};
use crate::model::{Attribute, AttributeType, Literal};

/// Compares the attributes of two types; `what` names them in renames.
pub(super) fn compare(
    have: &[Attribute],
    want: &[Attribute],
    what: &Renamed,
    renames: &[Rename],
    found: &mut Vec<Change>,
) {
    let find = |list: &'_ [Attribute], name: &str| list.iter().any(|it| it.name == name);
    // The old name of an attribute, unless another attribute is expected to have it.
    let old = |new: &str| {
        rename::old_name(renames, what, new)
            .filter(|old| find(have, old) && !find(have, new) && !find(want, old))
    };
    let mut common = Vec::new();
    for expected in want {
        let old = old(&expected.name);
        let name = old.unwrap_or(&expected.name);
        let Some(known) = have.iter().find(|known| known.name == name) else {
            found.push(Change::AttributeMissing(expected.clone()));
            continue;
        };
        if let Some(old) = old {
            let (old, new) = (old.to_owned(), expected.name.clone());
            found.push(Change::AttributeRenamed { old, new });
        }
        if known.ty != expected.ty {
            let (have, want) = (known.ty.clone(), expected.ty.clone());
            found.push(Change::AttributeType { name: expected.name.clone(), have, want });
        } else if !same_default(known, expected) {
            let (have, want) = (known.default.clone(), expected.default.clone());
            found.push(Change::AttributeDefault { name: expected.name.clone(), have, want });
        }
        common.push((name, &expected.name));
    }
    for known in have.iter().filter(|known| !common.iter().any(|(name, _)| *name == known.name)) {
        found.push(Change::AttributeExtra(known.clone()));
    }
    let there: Vec<_> = have
        .iter()
        .filter_map(|known| common.iter().find(|(name, _)| *name == known.name))
        .collect();
    if there.iter().map(|common| common.1).ne(common.iter().map(|common| common.1)) {
        found.push(Change::AttributeOrder {
            have: there.iter().map(|common| common.1.clone()).collect(),
            want: common.iter().map(|common| common.1.clone()).collect(),
        });
    }
}

/// Returns `true` if two attributes of one type have the same initial value.
fn same_default(a: &Attribute, b: &Attribute) -> bool {
    effective(a) == effective(b)
}

/// Returns the default in one spelling; `None` if it is the type's own.
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
