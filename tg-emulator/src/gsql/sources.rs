//! Statements about data sources.

use tg_gsql::syntax::ast::{DataSource as Declared, DataSourceGrant, Selection};
use tg_gsql::syntax::{Span, tokens};

use super::pattern::Pattern;
use super::queries::selected;
use super::session::Session;
use crate::catalog::DataSource;
use crate::state::State;

/// Stores a data source.
///
/// # Errors
///
/// The server's message, if the data source cannot be stored.
pub(crate) fn create(
    state: &State,
    name: &str,
    kind: Option<&str>,
    config: String,
    graph: Option<&str>,
) -> Result<(), String> {
    if let Some(graph) = graph
        && state.read().graphs.schema().graph(graph).is_none()
    {
        return Err(format!("Graph '{graph}' does not exist."));
    }
    let mut stored = state.stored();
    if stored.sources.get(name, graph).is_some() {
        return Err(format!("The data source '{name}' already exists."));
    }
    let graph = graph.map(str::to_owned);
    stored.sources.add(DataSource::new(name.to_owned(), kind, config, graph));
    Ok(())
}

/// Grants graphs the use of a global data source, or revokes it.
///
/// # Errors
///
/// The server's message, if a graph or the data source does not exist.
pub(crate) fn share(
    state: &State,
    name: &str,
    graphs: &[String],
    grant: bool,
) -> Result<(), String> {
    let database = state.read();
    let missing = graphs.iter().find(|graph| database.graphs.schema().graph(graph).is_none());
    if let Some(missing) = missing {
        return Err(format!("Graph '{missing}' does not exist."));
    }
    let mut stored = state.stored();
    let global = stored.sources.get_mut(name, None).filter(|source| source.graph.is_none());
    let Some(source) = global else {
        return Err(format!("The data source '{name}' does not exist."));
    };
    source.granted.retain(|known| !graphs.contains(known));
    if grant {
        source.granted.extend_from_slice(graphs);
    }
    Ok(())
}

impl Session<'_> {
    pub(super) fn create_source(&mut self, source: &Declared) {
        let name = &source.name.value;
        let kind = source.kind.as_ref().map(|kind| kind.value.as_str());
        let graph = source.graph.as_ref().map(|graph| graph.value.as_str());
        let config = source.content.as_ref().map(|content| content.value.clone());
        match create(self.state, name, kind, config.unwrap_or_default(), graph) {
            Ok(()) => {
                let local = if graph.is_some() { "local " } else { "" };
                self.output.line(format!("Successfully created {local}data sources: [{name}]."));
            }
            Err(reason) => {
                self.output.semantic_error(reason);
                self.output.failure(format!("Failed to create data sources: [{name}]."));
            }
        }
    }

    /// `GRANT` or `REVOKE`
    pub(super) fn share_source(&mut self, grant: &DataSourceGrant) {
        let graphs: Vec<_> = grant.graphs.iter().map(|graph| graph.value.clone()).collect();
        let verb = if grant.revoked { "revoked" } else { "granted" };
        for name in &grant.names {
            let name = &name.value;
            match share(self.state, name, &graphs, !grant.revoked) {
                Ok(()) => self.output.line(format!("Successfully {verb} the data source {name}.")),
                Err(reason) => self.output.semantic_error(reason),
            }
        }
    }

    /// `SET`: of a data source, or of a session parameter, which changes nothing here.
    pub(super) fn set(&mut self, span: Span) {
        if let Some((name, value)) = parameter(span.of(self.script)) {
            if name.eq_ignore_ascii_case("sys.data_root") {
                self.data_root = Some(value);
                return;
            }
            let mut stored = self.state.stored();
            if let Some(source) = stored.sources.get_mut(name, self.graph.as_deref()) {
                source.configure(value);
                drop(stored);
                self.output.line(format!("The data source {name} is updated."));
            }
        }
    }

    pub(super) fn drop_sources(&mut self, selection: &Selection) {
        let graph = self.graph.clone();
        let Some(names) = selected(selection) else {
            self.state.stored().sources.remove_visible(graph.as_deref());
            return self.output.line("All data sources is dropped successfully.");
        };
        for name in names {
            let removed = self.state.stored().sources.remove(&name, graph.as_deref());
            if removed {
                self.output.line(format!("Data source {name} is dropped."));
            } else {
                self.output.semantic_error(format!("The data source '{name}' does not exist."));
            }
        }
    }

    pub(super) fn source_lines(&self, pattern: &Pattern) -> Vec<String> {
        let stored = self.state.stored();
        let visible = stored.sources.visible(self.graph.as_deref());
        let selected = visible.filter(|source| pattern.matches(&source.name));
        selected.map(|it| format!("{} {} ({})", it.kind, it.name, it.masked())).collect()
    }
}

/// Returns the name and the string of `SET name = "text"`.
fn parameter(text: &str) -> Option<(&str, String)> {
    let tokens: Vec<_> = tokens(text).filter(|token| !token.is_comment()).collect();
    let equals = tokens.iter().position(|token| token.is_symbol('='))?;
    let name = tokens.get(1..equals)?;
    let span = name.first()?.span.to(name.last()?.span);
    Some((span.of(text), tokens.get(equals + 1)?.string_value()?))
}

#[cfg(test)]
mod tests {
    use super::parameter;

    #[test]
    fn parameters_with_texts() {
        for text in
            ["SET s = \"{\\\"a\\\":1}\"", "set s='{\"a\":1}'", "SET s = \"\"\"{\"a\":1}\"\"\""]
        {
            assert_eq!(parameter(text), Some(("s", "{\"a\":1}".to_owned())), "{text}");
        }
        assert_eq!(parameter("SET exit_on_error = false"), None);
        assert_eq!(parameter("SET"), None);
    }
}
