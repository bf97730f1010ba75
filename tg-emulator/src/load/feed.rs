//! Loading the bytes of one source, step by step.

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

/// The longest token.
const LONGEST_TOKEN: usize = 10 * 1024 * 1024;
/// How many lines are read before what they amount to is stored; readers go on in between.
pub(crate) const BATCH: usize = 8192;

/// When to give up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ErrorLimits {
    pub(crate) number: Option<u64>,
    pub(crate) percent: Option<f64>,
}

/// How a source is loaded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    pub(crate) overrides: Overrides,
    pub(crate) limits: ErrorLimits,
    /// Everything is read and counted, and nothing is stored.
    pub(crate) dry_run: bool,
    /// The first and the last line to load, counted from 1.
    pub(crate) range: Option<(u64, u64)>,
}

/// A source of a job that is being loaded.
pub(crate) struct Feed {
    job: LoadingJob,
    source: Source,
    bytes: Bytes,
    options: Options,
    env: Env,
    /// How far the bytes have been read.
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

    /// Loads at most so many lines; whether there are more.
    ///
    /// # Errors
    ///
    /// If the job cannot be run as it is, or too much is wrong with the lines.
    pub(crate) fn step(
        &mut self,
        database: &SharedDatabase,
        lines: usize,
    ) -> Result<bool, LoadError> {
        loop {
            self.prepare(database)?;
            let before = (self.at, self.line, self.header.clone(), self.statistics.clone());
            let Some((schema, plan)) = self.plan.take() else { return Ok(false) };
            let (writes, more) = self.read(&schema, &plan, lines)?;
            self.check_limits()?;
            let stored = self.store(database, &schema, writes);
            if stored {
                self.plan = Some((schema, plan));
                return Ok(more);
            }
            // The schema changed in between: what has been read is read again under the new one.
            (self.at, self.line, self.header, self.statistics) = before;
        }
    }

    /// Makes the plan for the schema of this moment, which says early what cannot be run.
    ///
    /// # Errors
    ///
    /// If the job cannot be run as it is.
    pub(crate) fn prepare(&mut self, database: &SharedDatabase) -> Result<(), LoadError> {
        if self.plan.is_none() {
            let schema = database.read().graphs.shared_schema();
            let plan = Plan::of(&self.job, &self.source, &schema, &self.options.overrides)?;
            if self.statistics.objects.is_empty() {
                self.statistics.objects.clone_from(&plan.objects);
            }
            self.plan = Some((schema, plan));
        }
        Ok(())
    }

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
            ErrorLimits { number: Some(most), .. } if errors > most => {
                exceeded(format!("max_num_error {most}"))
            }
            ErrorLimits { percent: Some(most), .. }
                if errors as f64 * 100.0 > most * lines as f64 =>
            {
                exceeded(format!("max_percent_error {most}"))
            }
            _ => Ok(()),
        }
    }

    /// Reads lines, and says whether there are more.
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
        let named = match &self.header {
            Some(header) => {
                let header: Vec<_> = header.iter().map(String::as_str).collect();
                plan.columns_of(&header)
            }
            None => plan.defined_columns(),
        };
        let width = named.iter().flatten().map(|at| at + 1).max().unwrap_or(0).max(plan.width);
        let (first, last) = self.options.range.unwrap_or((0, u64::MAX));
        let mut tokens = Vec::new();
        let mut taken = 0;
        let mut over = self.line > last;
        while taken < lines && !over {
            let Some(line) = reader.next(&plan.format.eol) else {
                over = true;
                break;
            };
            let number = self.line;
            self.line += 1;
            over = self.line > last;
            if number < first {
                continue;
            }
            taken += 1;
            let Statistics { file, objects } = &mut self.statistics;
            let mut loader = LineLoader { schema, graph, objects, writes: &mut writes };
            let mut load = |row: Row<'_>| {
                let record = Record { row, named: &named, env: &self.env };
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
                        } else if text.len() > LONGEST_TOKEN
                            && tokens.iter().any(|token| token.len() > LONGEST_TOKEN)
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
        self.at = if over { bytes.len() } else { reader.at() };
        Ok((writes, self.at < bytes.len()))
    }
}
