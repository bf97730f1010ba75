//! DEFAULT, in the schema and on a struct.

use tg_gsql::model::{AttributeType, Literal};

/// Returns the meaning of a DEFAULT for an attribute of this type; `None` if it is the default of
/// the type, which an attribute without DEFAULT has too.
pub(super) fn meaning(default: &Literal, ty: &AttributeType) -> Option<Literal> {
    let meant = match (ty, default) {
        (AttributeType::Bool, Literal::String(text)) => {
            Literal::Bool(text.eq_ignore_ascii_case("true") || text == "1")
        }
        (AttributeType::Bool, Literal::Int(number)) => Literal::Bool(*number != 0),
        (AttributeType::Int | AttributeType::Uint, Literal::String(text)) => {
            text.trim().parse().map_or_else(|_| default.clone(), Literal::Int)
        }
        (AttributeType::Float | AttributeType::Double, Literal::Int(number)) => {
            Literal::Double(*number as f64)
        }
        (AttributeType::Float | AttributeType::Double, Literal::String(text)) => {
            text.trim().parse().map_or_else(|_| default.clone(), Literal::Double)
        }
        (AttributeType::DateTime, Literal::String(text)) => Literal::String(moment(text)),
        _ => default.clone(),
    };
    let own = match (ty, &meant) {
        (AttributeType::DateTime, Literal::String(text)) => text == "1970-1-1 0:0:0",
        (_, Literal::Int(number)) => *number == 0,
        (_, Literal::Double(number)) => *number == 0.0,
        (_, Literal::Bool(truth)) => !truth,
        (_, Literal::String(text)) => text.is_empty(),
    };
    (!own).then_some(meant)
}

/// Normalizes a moment: `/` or `-`, with zeros or without, with a time or at midnight.
fn moment(text: &str) -> String {
    let (date, time) = text.trim().split_once([' ', 'T']).unwrap_or((text.trim(), "0:0:0"));
    let short =
        |part: &str| part.parse::<u32>().map_or_else(|_| part.to_owned(), |n| n.to_string());
    let parts = |text: &str, by: &[char], with: &str| {
        text.split(by).map(short).collect::<Vec<_>>().join(with)
    };
    let seconds = time.split('.').next().unwrap_or_default();
    format!("{} {}", parts(date, &['-', '/'], "-"), parts(seconds, &[':'], ":"))
}

/// Writes the default as a key of a field.
pub(super) fn spell(default: &Literal) -> String {
    let literal = match default {
        Literal::String(text) => format!("{text:?}"),
        other => other.to_string(),
    };
    format!("schema_default = {literal}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_default_mean_the_same() {
        let text = |text: &str| Literal::String(text.to_owned());
        let same = |ty, one: &Literal, other: &Literal| {
            assert_eq!(meaning(one, &ty), meaning(other, &ty), "{one} {other}");
        };
        same(AttributeType::Bool, &Literal::Bool(true), &text("TRUE"));
        same(AttributeType::Double, &Literal::Int(2), &Literal::Double(2.0));
        same(AttributeType::Int, &Literal::Int(-2), &text("-2"));
        same(AttributeType::DateTime, &text("2024-01-31 00:00:00"), &text("2024/1/31"));
        assert_ne!(meaning(&text("a"), &AttributeType::String), None);
    }

    #[test]
    fn the_default_of_a_type_means_none() {
        for (ty, own) in [
            (AttributeType::Bool, Literal::String("false".to_owned())),
            (AttributeType::Int, Literal::Int(0)),
            (AttributeType::Float, Literal::Int(0)),
            (AttributeType::String, Literal::String(String::new())),
            (AttributeType::DateTime, Literal::String("1970-01-01 00:00:00".to_owned())),
        ] {
            assert_eq!(meaning(&own, &ty), None, "{ty}");
        }
    }
}
