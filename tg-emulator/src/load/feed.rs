//! Loading of one source in steps.

use bytes::Bytes;

use super::error::LoadError;
use super::expr::{Env, Record, Row};
use super::format::{Header, Overrides};
use super::line::LineLoader;
use super::lines::{Lines, split};
use super::plan::{Plan, Source};
use super::statistics::{LineFault, Statistics};
use super::writes::Writes;
use crate::catalog::LoadingJob;
use crate::store::{SharedDatabase, SharedSchema};

/// The maximum length of a token in bytes.
const MAX_TOKEN_BYTES: usize = 10 * 1024 * 1024;
/// The default number of lines per step. The store is locked only at the end of a step, so that
/// readers can continue.
pub(crate) const BATCH: usize = 8192;

/// The limits for errors, after which a load is aborted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ErrorLimits {
    pub(crate) number: Option<u64>,
    pub(crate) percent: Option<f64>,
}

/// The options for loading a source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    pub(crate) overrides: Overrides,
    pub(crate) limits: ErrorLimits,
    /// If set, all lines are read and counted, but nothing is stored.
    pub(crate) dry_run: bool,
    /// The first and the last line to load, counted from 1.
    pub(crate) range: Option<(u64, u64)>,
}

/// The state of loading a source of a job.
pub(crate) struct Feed {
    job: LoadingJob,
    source: Source,
    bytes: Bytes,
    options: Options,
    env: Env,
    /// The position of the next line in `bytes`.
    at: usize,
    /// The number of the next line.
    line: u64,
    header: Option<Vec<String>>,
    pub(crate) statistics: Statistics,
    plan: Option<(SharedSchema, Plan)>,
}

impl Feed {
    pub(crate) fn new(
        job: LoadingJob,
        source: Source,
        bytes: Bytes,
        options: Options,
        env: Env,
    ) -> Self {
        Self {
            job,
            source,
            bytes,
            options,
            env,
            at: 0,
            line: 1,
            header: None,
            statistics: Statistics::default(),
            plan: None,
        }
    }

    /// Loads at most `lines` lines. Returns `true` if there are more.
    ///
    /// # Errors
    ///
    /// Fails if the job cannot run with the current schema, or if the limits for errors are
    /// exceeded.
    pub(crate) fn step(
        &mut self,
        database: &SharedDatabase,
        lines: usize,
    ) -> Result<bool, LoadError> {
        loop {
            self.prepare(database)?;
            let saved = (self.at, self.line, self.header.clone(), self.statistics.clone());
            let Some((schema, plan)) = self.plan.take() else { return Ok(false) };
            let (writes, more) = self.read(&schema, &plan, lines)?;
            self.check_limits()?;
            let is_stored = self.store(database, &schema, writes);
            if is_stored {
                self.plan = Some((schema, plan));
                return Ok(more);
            }
            // The schema has changed in the meantime: repeat the step with the new one.
            (self.at, self.line, self.header, self.statistics) = saved;
        }
    }

    /// Creates the plan for the current schema. It can be called before the first step to detect
    /// errors early.
    ///
    /// # Errors
    ///
    /// Fails if the job cannot run with the current schema.
    pub(crate) fn prepare(&mut self, database: &SharedDatabase) -> Result<(), LoadError> {
        if self.plan.is_none() {
            let schema = database.read().graphs.shared_schema();
            let plan = Plan::new(&self.job, &self.source, &schema, &self.options.overrides)?;
            if self.statistics.objects.is_empty() {
                self.statistics.objects.clone_from(&plan.objects);
            }
            self.plan = Some((schema, plan));
        }
        Ok(())
    }

    /// Stores the writes. Returns `false` if the schema has changed.
    fn store(&self, database: &SharedDatabase, schema: &SharedSchema, writes: Writes) -> bool {
        if self.options.dry_run || writes.is_empty() {
            return true;
        }
        let mut database = database.write();
        if !std::ptr::eq(&**schema, database.graphs.schema()) {
            return false;
        }
        writes.apply(&mut database.graphs);
        true
    }

    fn check_limits(&self) -> Result<(), LoadError> {
        let (errors, lines) = (self.statistics.errors(), self.statistics.file.lines());
        let exceeded = |limit| Err(LoadError::TooManyErrors { errors, lines, limit });
        match self.options.limits {
            ErrorLimits { number: Some(max), .. } if errors > max => {
                exceeded(format!("max_num_error {max}"))
            }
            ErrorLimits { percent: Some(max), .. }
                if errors as f64 * 100.0 > max * lines as f64 =>
            {
                exceeded(format!("max_percent_error {max}"))
            }
            _ => Ok(()),
        }
    }

    /// Reads lines. Returns their writes, and `true` if there are more lines.
    fn read(
        &mut self,
        schema: &SharedSchema,
        plan: &Plan,
        lines: usize,
    ) -> Result<(Writes, bool), LoadError> {
        let graph = schema.graph(&self.job.graph);
        let graph = graph.ok_or_else(|| LoadError::Graph(self.job.graph.clone()))?;
        let bytes = self.bytes.clone();
        let mut writes = Writes::default();
        let mut reader = Lines::new(&bytes, self.at);
        if matches!(plan.format.header, Header::First) && self.header.is_none() && !plan.format.json
        {
            let names = reader.next(&plan.format.eol).map(String::from_utf8_lossy);
            let mut tokens = Vec::new();
            if let Some(line) = &names {
                split(line, &plan.format, &mut tokens);
            }
            self.header = Some(tokens.into_iter().map(ToOwned::to_owned).collect());
            self.line += 1;
        }
        let columns = match &self.header {
            Some(header) => {
                let header: Vec<_> = header.iter().map(String::as_str).collect();
                plan.columns_of(&header)
            }
            None => plan.defined_columns(),
        };
        let width = columns.iter().flatten().map(|at| at + 1).max().unwrap_or(0).max(plan.width);
        let (first, last) = self.options.range.unwrap_or((0, u64::MAX));
        let mut tokens = Vec::new();
        let mut count = 0;
        let mut is_done = self.line > last;
        while count < lines && !is_done {
            let Some(line) = reader.next(&plan.format.eol) else {
                is_done = true;
                break;
            };
            let number = self.line;
            self.line += 1;
            is_done = self.line > last;
            if number < first {
                continue;
            }
            count += 1;
            let Statistics { file, objects } = &mut self.statistics;
            let mut loader = LineLoader { schema, graph, objects, writes: &mut writes };
            let mut load = |row: Row<'_>| {
                let record = Record { row, named_columns: &columns, env: &self.env };
                if plan.reject.as_ref().is_some_and(|reject| reject.holds(&record)) {
                    return Err(LineFault::Rejected);
                }
                Ok(loader.load(&plan.steps, &record, line))
            };
            let outcome = if line.is_empty() || line == b"\r" {
                Err(LineFault::Empty)
            } else {
                match std::str::from_utf8(line) {
                    Err(_) => Err(LineFault::BadCharacter),
                    Ok(text) if plan.format.json => match serde_json::from_str(text) {
                        Ok(json @ serde_json::Value::Object(_)) => load(Row::Json(&json)),
                        _ => Err(LineFault::InvalidJson),
                    },
                    Ok(text) => {
                        split(text, &plan.format, &mut tokens);
                        if tokens.len() < width {
                            Err(LineFault::NotEnoughToken)
                        } else if text.len() > MAX_TOKEN_BYTES
                            && tokens.iter().any(|token| token.len() > MAX_TOKEN_BYTES)
                        {
                            Err(LineFault::TooLong)
                        } else {
                            load(Row::Line(&tokens))
                        }
                    }
                }
            };
            match outcome {
                Ok(failed) => {
                    file.valid += 1;
                    file.failed_condition += u64::from(failed);
                }
                Err(fault) => file.count(fault, line),
            }
        }
        self.at = if is_done { bytes.len() } else { reader.at() };
        Ok((writes, self.at < bytes.len()))
    }
}
