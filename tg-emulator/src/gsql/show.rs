//! `SHOW`: some of the catalog, by name or pattern.

use tg_gsql::syntax::ast::{Show, Shown};

use super::catalog;
use super::session::Session;

impl Session<'_> {
    pub(super) fn show(&mut self, show: &Show) {
        let pattern = show.pattern.trim();
        if pattern.starts_with("-r") {
            return self.output.unsupported("SHOW by regular expression");
        }
        let wanted = |name: &str| pattern.is_empty() || matches(pattern, name);
        let known = self.catalog();
        let graph = self.graph.clone();
        let in_scope = |owner: &Option<String>| owner.is_none() || *owner == graph;
        let lines: Vec<String> = match show.what {
            Shown::Secret => return self.show_secrets(),
            Shown::User => vec![format!("Name: {}", self.user)],
            Shown::Graph => known
                .graphs
                .iter()
                .filter(|graph| wanted(&graph.name))
                .map(|graph| catalog::graph_line(&known, graph))
                .collect(),
            Shown::Vertex => known
                .vertices
                .iter()
                .filter(|ty| wanted(&ty.name) && in_scope(&ty.local_to))
                .map(catalog::vertex)
                .collect(),
            Shown::Edge => known
                .edges
                .iter()
                .filter(|ty| wanted(&ty.name) && in_scope(&ty.local_to))
                .map(catalog::edge)
                .collect(),
            Shown::Tuple => known
                .tuples
                .iter()
                .filter(|tuple| wanted(&tuple.name))
                .map(catalog::tuple)
                .collect(),
            Shown::Job => {
                let jobs = self.state.jobs();
                let jobs = jobs.visible(graph.as_deref()).filter(|job| wanted(&job.name));
                jobs.map(|job| job.text.clone()).collect()
            }
            Shown::Query if !pattern.is_empty() && !pattern.contains(['*', '?']) => {
                let message = format!("These queries could not be found anywhere: [{pattern}].");
                return self.output.semantic_error(message);
            }
            Shown::Query | Shown::DataSource => Vec::new(),
            _ => return self.output.unsupported("this SHOW"),
        };
        for line in lines {
            self.output.line(format!("  - {line}"));
        }
    }
}

/// Whether a name fits a pattern, in which `*` stands for any text and `?` for one character.
fn matches(pattern: &str, name: &str) -> bool {
    let mut chars = pattern.chars();
    match chars.next() {
        None => name.is_empty(),
        Some('*') => {
            let rest = chars.as_str();
            let ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.into_iter().any(|at| matches(rest, &name[at..]))
        }
        Some(wanted) => {
            let mut left = name.chars();
            left.next().is_some_and(|c| wanted == '?' || wanted == c)
                && matches(chars.as_str(), left.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        for (pattern, name) in
            [("*", ""), ("us*", "user"), ("co?*y", "company"), ("?????", "abcde")]
        {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("us*", "bus"), ("?", ""), ("a", "ab"), ("co?*y", "coy")] {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }
}
