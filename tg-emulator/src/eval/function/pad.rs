//! Functions of texts whose result can be far longer than their arguments. The length is checked
//! before the text is created.

use super::Entry;
use crate::eval::operator::check_text_length;
use crate::eval::{Failure, Value};

pub(super) const FUNCTIONS: &[Entry] = &[
    ("space", 1, 1, |_, arguments| {
        let [Value::Int(length)] = arguments else { return None };
        let length = usize::try_from(*length).ok()?;
        build(Some(length), &|| " ".repeat(length))
    }),
    ("repeat", 2, 2, |_, arguments| {
        let [Value::Text(text), Value::Int(count)] = arguments else { return None };
        let count = usize::try_from(*count).ok()?;
        build(text.len().checked_mul(count), &|| text.repeat(count))
    }),
    ("replace", 2, 3, |_, arguments| {
        let (text, old, new) = match arguments {
            [Value::Text(text), Value::Text(old)] => (text, old, ""),
            [Value::Text(text), Value::Text(old), Value::Text(new)] => (text, old, &**new),
            _ => return None,
        };
        if old.is_empty() {
            return Some(Ok(Value::Text(text.clone())));
        }
        let added = text.matches(&**old).count().checked_mul(new.len());
        build(added.and_then(|it| it.checked_add(text.len())), &|| text.replace(&**old, new))
    }),
    ("lpad", 2, 3, |_, arguments| pad(arguments, true)),
    ("rpad", 2, 3, |_, arguments| pad(arguments, false)),
];

fn build(length: Option<usize>, text: &dyn Fn() -> String) -> Option<Result<Value, Failure>> {
    let checked = check_text_length(length.unwrap_or(usize::MAX));
    Some(checked.map(|()| Value::Text(text().into())))
}

/// Fills a text up to a length; a longer text is cut.
fn pad(arguments: &[Value], left: bool) -> Option<Result<Value, Failure>> {
    let (text, length, fill) = match arguments {
        [Value::Text(text), Value::Int(length)] => (text, *length, " "),
        [Value::Text(text), Value::Int(length), Value::Text(fill)] => (text, *length, &**fill),
        _ => return None,
    };
    let length = usize::try_from(length).ok()?;
    let missing = length.saturating_sub(text.chars().count());
    build(length.checked_mul(4), &|| {
        let fill: String = fill.chars().cycle().take(missing).collect();
        let text: String = text.chars().take(length).collect();
        if left { format!("{fill}{text}") } else { format!("{text}{fill}") }
    })
}
