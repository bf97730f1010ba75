//! Functions about the roles of the user who runs a query.

use super::Entry;
use crate::eval::Value;

pub(super) const FUNCTIONS: &[Entry] = &[
    ("current_roles", 0, 0, |cx, _| {
        Some(Ok(Value::list(cx.roles.iter().map(|role| Value::text(role)).collect())))
    }),
    ("is_granted_to_current_roles", 1, 1, |cx, arguments| {
        let Value::Text(name) = &arguments[0] else { return None };
        Some(Ok(Value::Bool(cx.roles.iter().any(|role| **role == **name))))
    }),
];
