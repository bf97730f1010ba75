//! Evidence of success: what a server prints for each statement that it has executed.

use tg_gsql::syntax::ast::{Drop, Family, Selection, ShowKind, Statement};
use tg_gsql::syntax::{Name, parse};

use super::shell::mentions;
use crate::error::prose::{self, Prose};

/// The statements of a script whose success the output must report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirm {
    /// All that are known to report it.
    All,
    /// Installations of queries. Not every release has known words for other statements, so that
    /// they would fail in the scripts of users.
    Installations,
    /// None: the caller reads the state of the server.
    None,
}

/// The expected output of a script.
#[derive(Debug, Clone, Default)]
pub(super) struct Expected {
    /// `true` if the output contains texts of the user: definitions, names, data.
    pub(super) shows: bool,
    statements: Vec<Evidence>,
}

/// The output of a statement that succeeds.
#[derive(Debug, Clone)]
struct Evidence {
    /// The start of the statement, without anything that it quotes.
    statement: String,
    words: Prose,
    /// Each is in a line with the words.
    names: Vec<String>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// INSTALL QUERY
    Installation,
    /// SET and the listings of SHOW, which may print nothing.
    Silent,
    Other,
}

impl Expected {
    pub(super) fn of(script: &str) -> Self {
        let mut expected = Self::default();
        for statement in parse(script).statements {
            expected.shows |= shows(&statement.value);
            let Some((words, names)) = evidence(&statement.value) else { continue };
            let kind = match statement.value {
                Statement::InstallQuery { .. } => Kind::Installation,
                Statement::Opaque(Family::Parameter) => Kind::Silent,
                Statement::Show(ref show) if show.what != ShowKind::Query => Kind::Silent,
                _ => Kind::Other,
            };
            expected.statements.push(Evidence {
                statement: head(statement.span.of(script)),
                words,
                names: names.into_iter().map(|name| name.value.clone()).collect(),
                kind,
            });
        }
        expected
    }

    /// Creates what is expected of a script that is not known: its output may contain anything.
    pub(super) fn of_unknown() -> Self {
        Self { shows: true, statements: Vec::new() }
    }

    /// Returns the first statement for whose success the output has no words.
    pub(super) fn missing(&self, output: &str, confirm: Confirm) -> Option<&str> {
        let counts = |evidence: &&Evidence| match confirm {
            Confirm::All => true,
            Confirm::Installations => evidence.kind == Kind::Installation,
            Confirm::None => false,
        };
        let missing = self.statements.iter().filter(counts).find(|it| !it.is_in(output));
        missing.map(|evidence| evidence.statement.as_str())
    }
}

impl Evidence {
    fn is_in(&self, output: &str) -> bool {
        if self.kind == Kind::Silent && output.lines().all(prose::is_without_entry) {
            return true;
        }
        let mut lines = output.lines().filter(|line| self.words.is_in(line));
        match &self.names[..] {
            [] => lines.next().is_some(),
            names => {
                let lines: Vec<_> = lines.collect();
                names.iter().all(|name| lines.iter().any(|line| mentions(line, name)))
            }
        }
    }
}

fn shows(statement: &Statement) -> bool {
    matches!(
        statement,
        Statement::Show(_)
            | Statement::Ls
            | Statement::Help { .. }
            | Statement::InterpretQuery { .. }
            | Statement::Opaque(Family::RunQuery | Family::Data | Family::Session)
    )
}

/// Returns the words and the names that report the success of a statement; `None` for one whose
/// output is not known, or is a text of the user.
fn evidence(statement: &Statement) -> Option<(Prose, Vec<&Name>)> {
    let created = |name| Some((Prose::Created, vec![name]));
    match statement {
        Statement::CreateVertex(vertex) => created(&vertex.name),
        Statement::CreateEdge(edge) => created(&edge.name),
        Statement::CreateTuple(tuple) => created(&tuple.name),
        Statement::CreateGraph(graph) => created(&graph.name),
        Statement::CreateSchemaChangeJob(job) => created(&job.name),
        Statement::CreateQuery(query) => created(&query.name),
        Statement::CreateSecret { .. } => Some((Prose::SecretCreated, Vec::new())),
        Statement::RunSchemaChangeJob { .. } => Some((Prose::SchemaChanged, Vec::new())),
        Statement::InstallQuery { .. } => Some((Prose::Installed, Vec::new())),
        Statement::Ls => Some((Prose::Listed, Vec::new())),
        Statement::Show(show) => match show.what {
            ShowKind::Query => Some((Prose::QueryText, Vec::new())),
            ShowKind::Graph | ShowKind::Job | ShowKind::Secret | ShowKind::DataSource => {
                Some((Prose::Entry, Vec::new()))
            }
            _ => None,
        },
        Statement::Drop(dropped) => Some((Prose::Dropped, names(dropped))),
        // Its effect is not reported, or is a text of the user.
        Statement::UseGraph(_)
        | Statement::UseGlobal
        | Statement::Begin
        | Statement::End
        | Statement::Opaque(Family::RunQuery | Family::Data) => None,
        listing if shows(listing) && !is_transfer(listing) => None,
        _ => Some((Prose::Done, Vec::new())),
    }
}

/// Returns `true` for exports and imports, whose output also contains texts of the user.
fn is_transfer(statement: &Statement) -> bool {
    matches!(statement, Statement::Opaque(Family::Session))
}

fn names(dropped: &Drop) -> Vec<&Name> {
    match dropped {
        Drop::Vertices(names) | Drop::Edges(names) | Drop::Tuples(names) => names.iter().collect(),
        Drop::Graph { name, .. } => vec![name],
        Drop::Queries(Selection::Named(names))
        | Drop::Jobs(Selection::Named(names))
        | Drop::DataSources(Selection::Named(names)) => names.iter().collect(),
        // Secrets are dropped without their names.
        _ => Vec::new(),
    }
}

/// Returns the first words of a statement. What it quotes can be a secret.
fn head(statement: &str) -> String {
    let end = statement.find(['(', '{', '=', '"', '\'', '\n']).unwrap_or(statement.len());
    statement[..end].trim_end().chars().take(MAX_HEAD).collect()
}

/// The number of characters of a statement that an error quotes.
const MAX_HEAD: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(script: &str, output: &str) -> Option<String> {
        Expected::of(script).missing(output, Confirm::All).map(str::to_owned)
    }

    #[test]
    fn each_statement_needs_its_words() {
        let script = "USE GLOBAL\nCREATE VERTEX A (PRIMARY_ID id STRING)\n\
                      CREATE VERTEX B (PRIMARY_ID id STRING)";
        let both = "Using global scope\nSuccessfully created vertex types: [A].\n\
                    Successfully created vertex types: [B].";
        assert_eq!(missing(script, both), None);
        assert_eq!(
            missing(script, "The vertex type A is created.\nThe vertex type B is created."),
            None
        );
        let second = "nothing known\nSuccessfully created vertex types: [B].";
        assert_eq!(missing(script, second).as_deref(), Some("CREATE VERTEX A"));
        assert_eq!(
            missing("DROP QUERY a, b", "Successfully dropped queries on the graph 'g': [a, b]."),
            None
        );
        assert_eq!(missing("DROP JOB j", "").as_deref(), Some("DROP JOB j"));
        assert_eq!(missing("DROP GRAPH g", "The graph g is dropped."), None);
    }

    #[test]
    fn a_schema_change_has_several_endings() {
        for output in [
            "Local schema change succeeded.",
            "Global schema change succeeded.",
            "The job j completes in 6.621 seconds!",
            "Graph g updated to new version 1\nThe job j completes in 0.5 seconds!",
            "Graph g updated to new version 12",
        ] {
            assert_eq!(missing("RUN SCHEMA_CHANGE JOB j", output), None, "{output}");
            assert_eq!(missing("RUN GLOBAL SCHEMA_CHANGE JOB j", output), None, "{output}");
        }
        assert!(missing("RUN SCHEMA_CHANGE JOB j", "Kick off schema change job j").is_some());
    }

    #[test]
    fn statements_are_named_without_what_they_quote() {
        let script = "CREATE DATA_SOURCE S3 s = \"{\\\"secret.key\\\":\\\"hunter2\\\"}\"";
        let named = missing(script, "").unwrap();
        assert_eq!(named, "CREATE DATA_SOURCE S3 s");
    }

    #[test]
    fn the_shell_reports_nothing_for_some_statements() {
        for script in [
            "USE GRAPH g",
            "SHOW JOB *",
            "SHOW SECRET",
            "SET sys.data_root = \"/a\"",
            "RUN QUERY q()",
        ] {
            assert_eq!(missing(script, ""), None, "{script}");
        }
    }

    #[test]
    fn a_parameter_is_set_in_silence() {
        let script = "USE GRAPH g\nSET s = \"{}\"";
        assert_eq!(missing(script, "Using graph 'g'\n"), None);
        assert_eq!(missing(script, "The data source s is updated."), None);
        assert_eq!(missing(script, "No, not that.").as_deref(), Some("SET s"));
    }

    #[test]
    fn a_listing_has_a_head() {
        assert_eq!(missing("ls", "---- Graph g\nVertex Types:"), None);
        assert_eq!(missing("ls", "---- Global vertices, edges, and all graphs"), None);
        assert_eq!(missing("ls", "nothing here").as_deref(), Some("ls"));
    }

    #[test]
    fn a_list_has_entries_or_is_empty() {
        for script in ["SHOW SECRET", "SHOW JOB *", "SHOW DATA_SOURCE *", "SHOW GRAPH *"] {
            for output in [
                "Using graph 'g'\n  - Secret: s7s****3k5\n",
                "- Graph g(A:v)",
                "  - CREATE SCHEMA_CHANGE JOB j {\n  }\n",
                "Using graph 'g'\n\nNo secrets.\n",
            ] {
                assert_eq!(missing(script, output), None, "{script}: {output}");
            }
            assert!(missing(script, "Another service - not this one.").is_some(), "{script}");
        }
        assert_eq!(missing("SHOW QUERY q", "# draft\nCREATE QUERY q() {}"), None);
        assert_eq!(missing("SHOW QUERY q", "nothing").as_deref(), Some("SHOW QUERY q"));
    }

    #[test]
    fn statements_that_show_are_known() {
        for script in ["ls", "USE GRAPH g SHOW QUERY q", "SHOW JOB *", "help", "RUN QUERY q()"] {
            assert!(Expected::of(script).shows, "{script}");
        }
        for script in ["USE GRAPH g\nDROP JOB j", "CREATE QUERY q() { PRINT \"ls\"; }", ""] {
            assert!(!Expected::of(script).shows, "{script}");
        }
    }
}
