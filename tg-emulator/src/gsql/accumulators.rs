//! `TYPEDEF` of an accumulator: a type for queries, stored as text.

use tg_gsql::name::is_identifier;
use tg_gsql::syntax::{Name, Span};

use super::session::Session;

impl Session<'_> {
    pub(super) fn create_accumulator(&mut self, span: Span) {
        let text = span.of(self.script).trim().trim_end_matches(';').trim_end();
        let (_, name) = text.rsplit_once(['>', ' ', '\n', '\t', ')']).unwrap_or(("", text));
        let declared = &text[..text.len() - name.len()];
        let declared = declared.split_once(char::is_whitespace).map_or(declared, |it| it.1);
        let taken = self.catalog().tuple(name).is_some()
            || self.state.stored().accumulators.iter().any(|(known, _)| known == name);
        if !is_identifier(name) {
            self.output.semantic_error(format!("\"{name}\" is not a valid name."));
        } else if taken {
            self.output.semantic_error(format!("The type {name} already exists."));
        } else {
            let entry = (name.to_owned(), declared.trim().to_owned());
            self.state.stored().accumulators.push(entry);
            return self.output.line(format!("Successfully created accumulator types: [{name}]."));
        }
        self.output.failure(format!("Failed to create accumulator types: [{name}]."));
    }

    /// Drops types of accumulators; returns `false` if one of the names is not such a type.
    pub(super) fn drop_accumulators(&mut self, names: &[Name]) -> bool {
        let mut stored = self.state.stored();
        let known = |name: &Name| stored.accumulators.iter().any(|(it, _)| *it == name.value);
        if !names.iter().all(known) {
            return false;
        }
        stored.accumulators.retain(|(known, _)| names.iter().all(|name| name.value != *known));
        drop(stored);
        let names: Vec<_> = names.iter().map(|name| name.value.as_str()).collect();
        self.output
            .line(format!("Successfully dropped accumulator types: [{}].", names.join(", ")));
        true
    }
}
