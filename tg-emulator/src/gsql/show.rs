//! `SHOW`: parts of the catalog, by name or pattern.

use tg_gsql::syntax::ast::{Show, ShowKind};

use super::catalog;
use super::pattern::Pattern;
use super::session::Session;

impl Session<'_> {
    pub(super) fn show(&mut self, show: &Show) {
        let mut text = show.pattern.trim();
        if let Some(rest) = rest_after(text, "LOADING")
            && ["STATUS", "ERROR"].iter().any(|word| rest_after(rest, word).is_some())
        {
            return self.show_loading(rest);
        }
        let loading = rest_after(text, "LOADING").and_then(|rest| rest_after(rest, "JOB"));
        let what = if loading.is_some() { ShowKind::Job } else { show.what };
        text = loading.unwrap_or(text);
        if what == ShowKind::Other && self.show_security(text) {
            return;
        }
        let pattern = match Pattern::read(text) {
            Ok(pattern) => pattern,
            Err(reason) => return self.output.semantic_error(reason),
        };
        let matches = |name: &str| pattern.matches(name);
        let known = self.catalog();
        let graph = self.graph.as_deref();
        let lines: Vec<String> = match what {
            ShowKind::Secret => return self.show_secrets(),
            ShowKind::User => return self.show_users(),
            ShowKind::Graph => known
                .graphs
                .iter()
                .filter(|graph| matches(&graph.name))
                .map(|graph| catalog::graph_line(&known, graph))
                .collect(),
            ShowKind::Vertex => catalog::visible_types(&known, graph)
                .0
                .into_iter()
                .filter(|ty| matches(&ty.name))
                .map(catalog::vertex)
                .collect(),
            ShowKind::Edge => catalog::visible_types(&known, graph)
                .1
                .into_iter()
                .filter(|ty| matches(&ty.name) || ty.reverse.as_deref().is_some_and(matches))
                .map(catalog::edge)
                .collect(),
            ShowKind::Tuple => known
                .tuples
                .iter()
                .filter(|tuple| matches(&tuple.name))
                .map(catalog::tuple)
                .collect(),
            ShowKind::Job => {
                let stored = self.state.stored();
                let jobs = stored.jobs.visible(graph).filter(|job| matches(&job.name));
                let mut lines: Vec<_> = jobs.map(|job| job.text.clone()).collect();
                drop(stored);
                lines.extend(self.loading_job_lines(&pattern));
                lines
            }
            ShowKind::Query => return self.show_queries(&pattern),
            ShowKind::DataSource => self.source_lines(&pattern),
            ShowKind::Package => return self.show_package(&pattern),
            _ => {
                let what = text.split_whitespace().next().unwrap_or_default();
                return self.output.unsupported(format!("SHOW {what}"));
            }
        };
        for line in lines {
            self.output.line(format!("  - {line}"));
        }
    }
}

/// Returns the text after a keyword.
fn rest_after<'t>(text: &'t str, keyword: &str) -> Option<&'t str> {
    let head = text.get(..keyword.len())?;
    let rest = text[keyword.len()..].trim_start();
    (head.eq_ignore_ascii_case(keyword)).then_some(rest)
}
