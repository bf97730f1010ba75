//! One run of a script: its user, working graph, and output.

use tg_gsql::model::Catalog;
use tg_gsql::syntax::Spanned;
use tg_gsql::syntax::ast::{Drop, Family, Statement};

use super::{Context, Output};
use crate::fault::WorkGates;
use crate::state::State;

pub(super) struct Session<'a> {
    pub(super) state: &'a State,
    pub(super) user: &'a str,
    pub(super) script: &'a str,
    /// The working graph.
    pub(super) graph: Option<String>,
    /// A user is there to answer questions.
    pub(super) interactive: bool,
    /// The gates that queries and loading in the background have to pass.
    pub(super) work: WorkGates,
    /// The value of `SET sys.data_root`.
    pub(super) data_root: Option<String>,
    pub(super) output: Output,
}

impl<'a> Session<'a> {
    /// Begins a session; a working graph that no longer exists is ignored.
    pub(super) fn new(state: &'a State, user: &'a str, context: Context, script: &'a str) -> Self {
        let Context { graph, interactive, work } = context;
        let exists = |name: &String| state.read().graphs.schema().graph(name).is_some();
        let (graph, output) = (graph.filter(exists), Output::of(state.config.version));
        Self { state, user, script, graph, interactive, work, data_root: None, output }
    }

    pub(super) async fn execute(&mut self, statement: &Spanned<Statement>) {
        if !self.may_execute(statement) {
            return;
        }
        match &statement.value {
            Statement::UseGraph(name) => self.use_graph(&name.value),
            Statement::UseGlobal => {
                self.graph = None;
                self.output.line("Using global scope");
            }
            Statement::Begin | Statement::End => {}
            Statement::Opaque(Family::AccumulatorType) => self.create_accumulator(statement.span),
            Statement::Drop(Drop::Tuples(names)) if self.drop_accumulators(names) => {}
            Statement::Opaque(Family::Parameter) => self.set(statement.span),
            Statement::Opaque(Family::Data) => self.data(statement.span).await,
            Statement::CreateSchemaChangeJob(job) => self.create_job(job, statement.span),
            Statement::RunSchemaChangeJob { name } => self.run_job(&name.value),
            Statement::Drop(Drop::Jobs(jobs)) => self.drop_jobs(jobs),
            Statement::CreateSecret { alias } => {
                self.create_secret(alias.as_ref().map(|alias| alias.value.as_str()));
            }
            Statement::Drop(Drop::Secrets(names)) => self.drop_secrets(names),
            Statement::Show(show) => self.show(show),
            Statement::Ls => self.ls(),
            Statement::Help { .. } => self.help(),
            Statement::ClearGraphStore { hard: false } if self.interactive => self.ask_to_clear(),
            Statement::ClearGraphStore { .. } => {
                self.state.write().clear();
                self.output.line("Successfully cleared graph store.");
            }
            Statement::CreateQuery(query) => self.create_query(query, statement.span),
            Statement::InterpretQuery { .. } => self.interpret_query(statement.span).await,
            Statement::Opaque(Family::RunQuery) => self.run_query(statement.span).await,
            Statement::InstallQuery { options, queries } => {
                let options: Vec<_> = options.iter().map(|it| it.value.clone()).collect();
                self.install_queries(&options, queries);
            }
            Statement::Drop(Drop::Queries(queries)) => self.drop_queries(queries),
            Statement::Drop(Drop::DataSources(sources)) => self.drop_sources(sources),
            Statement::Drop(Drop::Other) | Statement::Opaque(Family::Security) => {
                self.security(statement.span);
            }
            Statement::CreateLoadingJob(job) => self.create_loading_job(job, statement.span),
            Statement::RunLoadingJob(run) => self.run_loading_job(run),
            Statement::Opaque(Family::LoadingJob) => self.control_loading(statement.span),
            Statement::CreateDataSource(source) => self.create_source(source),
            Statement::GrantDataSource(grant) => self.share_source(grant),
            Statement::Opaque(Family::Function) if is_transfer(statement.span.of(self.script)) => {
                self.output.unsupported(TRANSFER);
            }
            Statement::Opaque(Family::Session) if self.transfer(statement.span.of(self.script)) => {
            }
            Statement::Opaque(_) => self.other(statement.span.of(self.script)),
            _ => self.change_schema(statement),
        }
    }

    /// Runs a statement that is known by its words only.
    fn other(&mut self, text: &str) {
        let text = text.trim_end_matches(';');
        let words: Vec<_> = text.split_whitespace().collect();
        let heads: Vec<_> = words.iter().take(2).map(|word| word.to_ascii_uppercase()).collect();
        let heads: Vec<_> = heads.iter().map(String::as_str).collect();
        match (&heads[..], words.get(2..).unwrap_or_default()) {
            (["CREATE", "PACKAGE"], [name]) => self.create_package(name),
            (["IMPORT", "PACKAGE"], [name]) => self.import_package(name),
            (["INSTALL", "FUNCTION"], [name])
                if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("GDS.")) =>
            {
                let name = name.to_ascii_lowercase().replacen("gds", "GDS", 1);
                self.output.line(format!("Successfully installed functions [{name}]."));
            }
            (heads, rest) => {
                let words = heads.iter().chain(rest.first()).copied().collect::<Vec<_>>();
                self.output.unsupported(format!("the statement `{}`", words.join(" ")));
            }
        }
    }

    fn use_graph(&mut self, name: &str) {
        if self.state.read().graphs.schema().graph(name).is_none() {
            self.output.failure(format!("Graph '{name}' does not exist."));
            self.output.code = super::UNKNOWN_GRAPH;
            return;
        }
        self.graph = Some(name.to_owned());
        self.output.line(format!("Using graph '{name}'"));
    }

    /// Returns the current schema.
    pub(super) fn catalog(&self) -> Catalog {
        self.state.read().graphs.schema().catalog.clone()
    }
}

const TRANSFER: &str = "PUT and GET, which read and write files of its machine: send the text to \
                        /gsql/v1/udt/files/{name}, on 3.x to \
                        /gsqlserver/gsql/userdefinedfunction?filename={name}";

/// Returns `true` if a statement transfers a file of user-defined functions.
fn is_transfer(statement: &str) -> bool {
    let verb = statement.split_whitespace().next().unwrap_or_default();
    ["PUT", "GET"].iter().any(|known| verb.eq_ignore_ascii_case(known))
}
