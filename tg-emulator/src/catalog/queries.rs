//! Stored queries.

use std::collections::HashSet;
use std::sync::Arc;

use tg_gsql::syntax::{TokenKind, tokens};

use crate::eval::{Parameter, Program};

/// The queries of all graphs, in the order of their creation.
#[derive(Debug, Default, Clone)]
pub(crate) struct Queries(Vec<Query>);

/// A stored query.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) name: String,
    pub(crate) graph: String,
    /// The statement that created it.
    pub(crate) text: String,
    pub(crate) words: Arc<Words>,
    /// The text between the parentheses of its header.
    pub(crate) parameter_text: String,
    /// The program that runs; a draft has none.
    pub(crate) program: Option<Arc<Program>>,
    /// A draft mentions something that no longer exists.
    pub(crate) draft: bool,
    pub(crate) installed: bool,
    /// An installed query whose subquery has been dropped cannot be run.
    pub(crate) enabled: bool,
    /// It replaced an installed query, so its endpoint exists and is disabled.
    pub(crate) replaced: bool,
    pub(crate) installing: bool,
    pub(crate) descriptions: Descriptions,
}

/// The words of a query. Every change of the schema reads them, so they are collected once.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The identifiers and keywords of the parameters and of the body.
    all: HashSet<String>,
    /// Those before a parenthesis.
    called: HashSet<String>,
}

/// The descriptions of a query and of its parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Descriptions {
    pub(crate) query: Option<String>,
    /// By parameter name.
    pub(crate) parameters: Vec<(String, String)>,
}

impl Query {
    /// Returns the state that `ls` and `SHOW QUERY` print, or `None` if it could be installed.
    pub(crate) fn state(&self) -> Option<&'static str> {
        match self {
            Self { draft: true, .. } => Some("draft"),
            Self { installed: true, enabled: false, .. } => Some("disabled"),
            Self { installed: true, .. } => Some("installed v2"),
            _ => None,
        }
    }

    pub(crate) fn parameters(&self) -> &[Parameter] {
        self.program.as_ref().map_or(&[], |program| program.parameters())
    }

    /// Returns the state as the REST endpoints report it.
    pub(crate) fn status(&self) -> &'static str {
        if self.draft { "DRAFT" } else { "VALID" }
    }
}

impl Words {
    /// Reads the text of a query. Its name and comments do not count.
    pub(crate) fn of(text: &str) -> Self {
        let mut tokens: Vec<_> = tokens(text).filter(|token| !token.is_comment()).collect();
        let name = tokens.iter().position(|token| token.is_word("QUERY"));
        tokens.drain(..name.map_or(0, |at| at + 2).min(tokens.len()));
        let mut words = Self::default();
        for (at, token) in tokens.iter().enumerate() {
            if token.kind == TokenKind::Word {
                words.all.insert(token.text.to_owned());
            }
            if tokens.get(at + 1).is_some_and(|next| next.is_symbol('(')) {
                words.called.insert(token.text.to_owned());
            }
        }
        words
    }

    pub(crate) fn contain(&self, name: &str) -> bool {
        self.all.contains(name)
    }
}

impl Queries {
    pub(crate) fn of(&self, graph: &str) -> impl Iterator<Item = &Query> {
        self.0.iter().filter(move |query| query.graph == graph)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Query> {
        self.0.iter()
    }

    pub(crate) fn of_mut(&mut self, graph: &str) -> impl Iterator<Item = &mut Query> {
        self.0.iter_mut().filter(move |query| query.graph == graph)
    }

    pub(crate) fn get(&self, graph: &str, name: &str) -> Option<&Query> {
        self.of(graph).find(|query| query.name == name)
    }

    pub(crate) fn get_mut(&mut self, graph: &str, name: &str) -> Option<&mut Query> {
        self.of_mut(graph).find(|query| query.name == name)
    }

    /// Adds or replaces a query. Its callers cannot be run until it is installed.
    pub(crate) fn put(&mut self, query: Query) {
        let (graph, name) = (query.graph.clone(), query.name.clone());
        match self.0.iter_mut().find(|known| known.graph == graph && known.name == name) {
            Some(known) => {
                let replaced = known.installed || known.replaced;
                *known = Query { replaced, ..query };
            }
            None => self.0.push(query),
        }
        self.disable_callers(&graph, &name);
    }

    pub(crate) fn remove(&mut self, graph: &str, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|query| query.graph != graph || query.name != name);
        let removed = self.0.len() < before;
        if removed {
            self.disable_callers(graph, name);
        }
        removed
    }

    /// Marks a query as ready to run, and its callers too.
    pub(crate) fn install(&mut self, graph: &str, name: &str) {
        if let Some(query) = self.of_mut(graph).find(|query| query.name == name) {
            query.installed = true;
            query.enabled = true;
        }
        self.of_mut(graph)
            .filter(|query| query.words.called.contains(name))
            .for_each(|query| query.enabled = true);
    }

    /// Returns the queries of the graph that call this one.
    pub(crate) fn callers(&self, graph: &str, name: &str) -> Vec<String> {
        let callers =
            self.of(graph).filter(|query| query.name != name && query.words.called.contains(name));
        callers.map(|query| query.name.clone()).collect()
    }

    /// Makes drafts of queries and of their callers; returns those that were not drafts before.
    pub(crate) fn invalidate(&mut self, graph: &str, names: Vec<String>) -> Vec<String> {
        let mut waiting = names;
        let mut changed = Vec::new();
        while let Some(name) = waiting.pop() {
            let query = self.of_mut(graph).find(|query| query.name == name && !query.draft);
            if let Some(query) = query {
                query.draft = true;
                query.installed = false;
                waiting.extend(self.callers(graph, &name));
                changed.push(name);
            }
        }
        changed.reverse();
        changed
    }

    pub(crate) fn forget_graph(&mut self, graph: &str) {
        self.0.retain(|query| query.graph != graph);
    }

    fn disable_callers(&mut self, graph: &str, name: &str) {
        for caller in self.callers(graph, name) {
            if let Some(query) = self.of_mut(graph).find(|query| query.name == caller) {
                query.enabled = false;
            }
        }
    }
}
