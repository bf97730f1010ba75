//! A whole script, such as a file of DDL.

use std::collections::HashSet;

use super::{Editor, Effect, run_job, sort};
use crate::check::Scope;
use crate::finding::{Finding, Rule};
use crate::model::Catalog;
use crate::syntax::ast::{
    Alteration, Change, Drop, EdgeDecl, SchemaChangeJob, Selection, Statement,
};
use crate::syntax::{Name, Spanned, parse};

/// The result of applying a script to a catalog.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Script {
    /// The catalog after the last statement. Statements with errors do not change it.
    pub catalog: Catalog,
    /// The working graph after the last statement.
    pub graph: Option<String>,
    /// The mistakes, in the order of the text.
    pub findings: Vec<Finding>,
}

impl Script {
    /// Returns `true` if no statement had an error; there may be warnings.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        !self.findings.iter().any(Finding::is_error)
    }
}

/// Reads a script and applies it, statement by statement, to an empty catalog.
///
/// A schema change job takes effect where the script runs it. One that is only created is checked
/// against the catalog at the end of the script.
///
/// ```
/// use tg_gsql::apply::script;
///
/// let script = script("CREATE VERTEX A (PRIMARY_ID id STRING, at DATETME)");
/// assert_eq!(script.findings[0].message, "there is no type `DATETME`");
/// assert_eq!(script.findings[0].help.as_deref(), Some("did you mean `DATETIME`?"));
/// ```
#[must_use]
pub fn script(text: &str) -> Script {
    let parsed = parse(text);
    let mut runner = Runner::default();
    // Findings are in the order of their statements.
    let mut errors = parsed.findings.iter().filter(|finding| finding.is_error()).peekable();
    for (index, statement) in parsed.statements.iter().enumerate() {
        runner.rest = &parsed.statements[index + 1..];
        let mut broken = false;
        while errors.next_if(|error| error.span.start < statement.span.end).is_some() {
            broken = true;
        }
        runner.statement(&statement.value, broken);
    }
    runner.check_idle_jobs();
    let Runner { mut script, broken, .. } = runner;
    // A finding that only follows from an earlier mistake is redundant.
    script.findings.retain(|finding| !follows_from(finding, finding.span.of(text), &broken));
    script.findings.extend(parsed.findings);
    sort(&mut script.findings);
    script
}

fn follows_from(finding: &Finding, subject: &str, broken: &HashSet<String>) -> bool {
    let about_a_name = matches!(
        finding.rule,
        Rule::UnknownType
            | Rule::UnknownEndpoint
            | Rule::UnknownGraph
            | Rule::UnknownAttribute
            | Rule::UnknownAttributeType
            | Rule::UnknownJob
            | Rule::EndpointNotInGraph
    );
    about_a_name && broken.contains(subject)
}

#[derive(Default)]
pub(super) struct Runner<'a> {
    pub(super) script: Script,
    jobs: Vec<Job<'a>>,
    #[cfg(feature = "loading")]
    pub(super) loading_jobs: Vec<&'a crate::syntax::ast::LoadingJob>,
    /// Names that a statement with an error declares.
    broken: HashSet<String>,
    /// Types that a job with an error was to alter: their attributes are unknown.
    pub(super) altered: HashSet<String>,
    /// `true` if the working graph does not exist because of an earlier error: statements that need
    /// it are not checked.
    pub(super) lost: bool,
    /// Every name that the catalog has had so far.
    known: HashSet<String>,
    /// The statements after the present one.
    rest: &'a [Spanned<Statement>],
}

struct Job<'a> {
    job: &'a SchemaChangeJob,
    /// The working graph where the job was created.
    graph: Option<String>,
    /// `true` if the job is for a graph that does not exist because of an earlier error.
    lost: bool,
    has_run: bool,
}

impl<'a> Runner<'a> {
    fn statement(&mut self, statement: &'a Statement, broken: bool) {
        if broken {
            self.fails(statement);
            return;
        }
        match statement {
            Statement::UseGlobal => {
                self.script.graph = None;
                self.lost = false;
            }
            Statement::UseGraph(name) => self.use_graph(name),
            Statement::CreateSchemaChangeJob(job) => {
                let graph = self.script.graph.clone();
                self.jobs.retain(|known| known.job.name.value != job.name.value);
                let lost = self.lost && job.graph.is_none() && !job.global;
                self.jobs.push(Job { job, graph, lost, has_run: false });
            }
            Statement::RunSchemaChangeJob { name } => self.run(name),
            #[cfg(feature = "loading")]
            Statement::CreateLoadingJob(job) => self.create_loading_job(job),
            #[cfg(feature = "loading")]
            Statement::RunLoadingJob(run) => self.run_loading_job(run),
            Statement::Drop(Drop::Jobs(selection)) => self.drop_jobs(selection),
            _ => self.apply(statement),
        }
    }

    fn apply(&mut self, statement: &Statement) {
        let graph = self.script.graph.as_deref();
        let mut editor = Editor::new(&mut self.script.catalog, Scope::Global);
        editor.known = Some(&self.known);
        let mut outcome = editor.statement(graph, statement);
        if let Statement::Drop(dropped) = statement {
            forgive(dropped, &mut outcome.findings);
        }
        if !outcome.is_ok() {
            self.fails(statement);
        }
        for effect in outcome.effects {
            self.learn(&effect);
            match effect {
                Effect::GraphAdded(name) => {
                    self.script.graph = Some(name);
                    self.lost = false;
                }
                Effect::GraphDropped(name) if self.script.graph.as_ref() == Some(&name) => {
                    self.script.graph = None;
                }
                Effect::Cleared => {
                    self.script.graph = None;
                    self.jobs.clear();
                }
                _ => {}
            }
        }
        self.script.findings.extend(outcome.findings);
    }

    fn use_graph(&mut self, name: &Name) {
        if self.script.catalog.graph(&name.value).is_some() {
            self.script.graph = Some(name.value.clone());
            self.lost = false;
            return;
        }
        self.lost = true;
        let message = format!("the graph `{}` does not exist", name.value);
        let mut graphs = self.script.catalog.graphs.iter().map(|graph| graph.name.as_str());
        let rule =
            if self.is_dropped_next(name) { Rule::NothingToDrop } else { Rule::UnknownGraph };
        let finding = Finding::unknown(rule, name, message, &mut graphs);
        self.script.findings.push(finding);
    }

    /// Returns `true` if the next statement that creates or drops the graph drops it: the script
    /// begins by removing what an earlier run has created.
    fn is_dropped_next(&self, graph: &Name) -> bool {
        let next = self.rest.iter().find_map(|statement| match &statement.value {
            Statement::CreateGraph(created) => (created.name.value == graph.value).then_some(false),
            Statement::Drop(Drop::Graph { name, .. }) => {
                (name.value == graph.value).then_some(true)
            }
            Statement::Drop(Drop::All) => Some(true),
            _ => None,
        });
        next.unwrap_or_default()
    }

    fn run(&mut self, name: &Name) {
        let known = self.jobs.iter_mut().find(|job| job.job.name.value == name.value);
        let Some(job) = known else {
            let message = format!("the job `{}` does not exist", name.value);
            let mut jobs = self.jobs.iter().map(|job| job.job.name.value.as_str());
            let finding = Finding::unknown(Rule::UnknownJob, name, message, &mut jobs);
            return self.script.findings.push(finding);
        };
        job.has_run = true;
        if job.lost {
            let job = job.job;
            return self.job_fails(job);
        }
        let graph = job.graph.as_ref().or(self.script.graph.as_ref());
        let outcome = run_job(&mut self.script.catalog, graph.map(String::as_str), job.job);
        if !outcome.is_ok() {
            let job = job.job;
            self.job_fails(job);
        }
        for effect in &outcome.effects {
            self.learn(effect);
        }
        self.script.findings.extend(outcome.findings);
    }

    /// Adds the names of new types, of an edge type also that of its reverse.
    fn learn(&mut self, effect: &Effect) {
        match effect {
            Effect::TupleAdded(name) => {
                self.known.insert(name.clone());
            }
            Effect::TypeAdded(of) => {
                self.known.insert(of.name.clone());
                let edge = self.script.catalog.edges.iter().rev().find(|edge| of.is_edge(edge));
                if let Some(reverse) = edge.and_then(|edge| edge.reverse.as_ref()) {
                    self.known.insert(reverse.clone());
                }
            }
            _ => {}
        }
    }

    fn drop_jobs(&mut self, selection: &Selection) {
        let dropped = |job: &str| match selection {
            Selection::All => true,
            Selection::Named(names) => names.iter().any(|name| name.value == job),
        };
        self.jobs.retain(|it| !dropped(&it.job.name.value));
        #[cfg(feature = "loading")]
        self.loading_jobs.retain(|it| !dropped(&it.name.value));
    }

    fn check_idle_jobs(&mut self) {
        for job in self.jobs.iter().filter(|job| !job.has_run && !job.lost) {
            let mut scratch = self.script.catalog.clone();
            let outcome = run_job(&mut scratch, job.graph.as_deref(), job.job);
            self.script.findings.extend(outcome.findings);
        }
    }

    fn fails(&mut self, statement: &Statement) {
        self.lost |= matches!(statement, Statement::CreateGraph(_) | Statement::UseGraph(_));
        match statement {
            Statement::CreateVertex(vertex) => self.breaks(&vertex.name),
            Statement::CreateEdge(edge) => self.edge_breaks(edge),
            Statement::CreateTuple(tuple) => self.breaks(&tuple.name),
            Statement::CreateGraph(graph) => self.breaks(&graph.name),
            Statement::CreateSchemaChangeJob(job) => {
                self.breaks(&job.name);
                self.job_fails(job);
            }
            _ => {}
        }
    }

    fn job_fails(&mut self, job: &SchemaChangeJob) {
        for change in &job.changes {
            match &change.value {
                Change::AddVertex(vertex) => self.breaks(&vertex.name),
                Change::AddEdge(edge) => self.edge_breaks(edge),
                Change::AlterVertex { name, alteration }
                | Change::AlterEdge { name, alteration } => {
                    self.altered.insert(name.value.clone());
                    match alteration {
                        Alteration::AddAttributes(all)
                        | Alteration::AddEnds { attributes: all, .. } => {
                            all.iter().for_each(|attribute| self.breaks(&attribute.name));
                        }
                        Alteration::AddIndex { name, .. } | Alteration::AddVector { name, .. } => {
                            self.breaks(name);
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    /// Marks the names of the type and of its reverse as broken.
    fn edge_breaks(&mut self, edge: &EdgeDecl) {
        self.breaks(&edge.name);
        edge.options.iter().for_each(|option| self.breaks(&option.value));
    }

    /// Marks a name as broken: it would be known if its statement were correct.
    fn breaks(&mut self, name: &Name) {
        self.broken.insert(name.value.clone());
    }
}

/// Turns errors about missing types into warnings. Many scripts begin by dropping what an earlier
/// run has created. If some types of a list exist, the error remains, since none of them is
/// dropped.
fn forgive(dropped: &Drop, findings: &mut [Finding]) {
    let count = match dropped {
        Drop::Vertices(names) | Drop::Edges(names) | Drop::Tuples(names) => names.len(),
        _ => 1,
    };
    let unknown = |it: &Finding| matches!(it.rule, Rule::UnknownType | Rule::UnknownGraph);
    if findings.len() == count && findings.iter().all(unknown) {
        for finding in findings {
            finding.rule = Rule::NothingToDrop;
        }
    }
}
