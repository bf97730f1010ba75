//! The files of a mapping entry, checked and ready to be loaded.

use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tg_gsql::model::Catalog;
use tg_gsql::suggest::nearest;
use tg_runtime::load::{JsonLines, LoadRows, ParquetSource, RowSource, matching_files};
use tg_runtime::{AnyGraph, Graph as _};

use super::advice::Advice;
use super::format::{Format, FormatSpec, Input, Kind, byte_text};
use super::mapping::{self, FileSpec, Problems};
use super::parquet::ParquetRecord;
use super::plan::{Against, Plan, check};
use super::record::{CsvRecord, JsonRecord, Record};
use super::sample::{Sample, Table, Whole, add_new};
use crate::exit::{Failure, Outcome};
use crate::files::{self, is_dash};
use crate::output::load::Listing;
use crate::output::table::count;

/// The entries of a mapping, as they are written.
pub(crate) struct Specs {
    /// The file of the mapping; `None` if it is of flags.
    pub(super) name: Option<String>,
    pub(super) text: String,
    pub(super) files: Vec<FileSpec>,
    pub(super) problems: Problems,
}

impl Specs {
    /// Reads a mapping. Its mistakes are reported with those of the check.
    pub(crate) fn read(path: &Path) -> Outcome<Self> {
        let input = files::read(path)?;
        let mut problems = Problems::default();
        let mut specs = mapping::read(&input.text, &mut problems);
        // Its paths start from its folder.
        let folder = path.parent().unwrap_or(Path::new(""));
        for path in specs.iter_mut().flat_map(|spec| &mut spec.paths) {
            path.text = folder.join(&path.text).display().to_string();
        }
        Ok(Self { name: Some(input.name), text: input.text, files: specs, problems })
    }

    /// Sets the path of flags without one.
    pub(crate) fn set_path(&mut self, path: &str) {
        for spec in &mut self.files {
            spec.paths = vec![mapping::Name { text: path.to_owned(), ..mapping::Name::default() }];
        }
    }
}

/// Files of the same form.
pub(crate) struct Job {
    /// The path or pattern.
    pub(crate) name: String,
    pub(super) paths: Vec<PathBuf>,
    /// The bytes of a pipe, which is read only once and is a job of its own.
    reader: Option<Whole>,
    pub(super) format: Format,
    pub(super) plan: Arc<Plan>,
    pub(super) sample: Sample,
    pub(super) table: Table,
    pub(crate) ends_must_exist: bool,
}

pub(crate) type Jobs = Vec<Job>;

/// Returns the beginning of a file that is not on this machine.
///
/// It is called with the path, the columns and the delimiter, if the mapping has them.
pub(crate) type Remote<'a> = &'a dyn Fn(&Path, Option<&[String]>, Option<u8>) -> io::Result<Sample>;

/// Checks a mapping against the live schema and the columns of the files. Those that are not on
/// this machine are read by `remote`.
///
/// # Errors
///
/// With all mistakes, or when a file cannot be read.
pub(crate) fn prepare(
    mut specs: Specs,
    catalog: &Catalog,
    graph: &str,
    remote: Option<Remote<'_>>,
) -> Outcome<Jobs> {
    let mut jobs = Vec::new();
    let mut problems = std::mem::take(&mut specs.problems);
    for spec in &specs.files {
        let mut job: Option<Job> = None;
        for path in &spec.paths {
            // A pattern would match the files of this machine.
            if remote.is_some() && path.text.contains(['*', '?', '[']) {
                let message = format!(
                    "`{}` is a pattern, which the server does not have: name the files, or their \
                     folder",
                    path.text
                );
                problems.add(path.span.clone(), message);
                continue;
            }
            for path in matching_files(path.text.clone().into()) {
                let is_stdin = is_dash(&path) && specs.name.is_none();
                let opened = if is_stdin { Sample::of_stdin() } else { Sample::open(&path) };
                let opened = match (opened, remote) {
                    (Err(error), Some(remote)) if error.kind() == io::ErrorKind::NotFound => {
                        let FormatSpec { columns, delimiter, .. } = &spec.format;
                        remote(&path, columns.as_deref(), *delimiter).map(|sample| (sample, None))
                    }
                    (opened, _) => opened,
                };
                let (sample, reader) = match opened {
                    Ok(opened) => opened,
                    Err(error) if specs.name.is_some() => {
                        let span = spec.paths.first().map(|path| path.span.clone());
                        let message = format!("cannot read {}: {error}", path.display());
                        problems.add(span.unwrap_or_default(), message);
                        continue;
                    }
                    Err(error) => return Err(Failure::file("read", &path, &error)),
                };
                let sample =
                    if spec.format.is_rejected { sample.of_rejected_rows() } else { sample };
                let present = job.as_mut().filter(|_| reader.is_none());
                let format = match &present {
                    Some(job) => job.format.clone(),
                    None => Format::of(&spec.format, &sample),
                };
                let mut table = sample.table(&format);
                if let (Some(job), Kind::JsonLines) = (&present, format.kind) {
                    // A key may be missing in the first rows.
                    let own = std::mem::replace(&mut table.columns, job.table.columns.clone());
                    add_new(&mut table.columns, &own);
                }
                let against = Against {
                    catalog,
                    graph,
                    format: &format,
                    file: &sample.name,
                    columns: &table.columns,
                    is_of_flags: specs.name.is_none(),
                };
                let fields = table.columns.len();
                let names = format.columns.as_ref().filter(|_| format.kind == Kind::Csv);
                if let Some(names) = names.filter(|names| fields > 0 && names.len() != fields) {
                    let span = spec.paths.first().map(|path| path.span.clone());
                    let flag = if specs.name.is_none() { "--columns" } else { "columns" };
                    let (file, names) = (&sample.name, count(names.len(), "name"));
                    let fields = count(fields, "field");
                    let message =
                        format!("`{flag}` has {names}, and the rows of {file} have {fields}");
                    problems.add(span.unwrap_or_default(), message);
                }
                if format.quote == Some(format.delimiter) {
                    let span = spec.paths.first().map(|path| path.span.clone());
                    let byte = byte_text(format.delimiter);
                    let message = format!("`{byte}` is both the quote and the delimiter");
                    problems.add(span.unwrap_or_default(), message);
                }
                let before = problems.count();
                let plan = check(spec, against, &mut problems);
                if let Some(job) = present {
                    if problems.count() == before {
                        job.compare(&sample.name, &plan, &mut problems);
                    }
                    job.add(path, plan, &table.columns);
                    continue;
                }
                let is_reader = reader.is_some();
                let new = Job {
                    name: sample.name.clone(),
                    paths: vec![path],
                    reader,
                    format,
                    plan: plan.into(),
                    sample,
                    table,
                    ends_must_exist: spec.ends_must_exist,
                };
                if is_reader { jobs.push(new) } else { job = Some(new) }
            }
        }
        jobs.extend(job);
    }
    if problems.is_empty() {
        return Ok(jobs);
    }
    Err(failure(&specs, problems))
}

fn failure(specs: &Specs, problems: Problems) -> Failure {
    let found = problems.in_order(&specs.text);
    let lines: Vec<_> = found
        .iter()
        .map(|(place, message)| match (&specs.name, place) {
            (Some(name), Some((line, column))) => format!("{name}:{line}:{column}: {message}"),
            _ => message.clone(),
        })
        .collect();
    let findings = found.iter().map(|(place, message)| {
        serde_json::json!({
            "file": specs.name,
            "line": place.map(|(line, _)| line),
            "column": place.map(|(_, column)| column),
            "message": message,
        })
    });
    let findings = findings.collect();
    let text = match (&specs.name, lines.as_slice()) {
        (None, [only]) => only.clone(),
        (name, lines) => {
            let name = name.as_deref().unwrap_or("the mapping");
            format!("{name} has {}:\n{}", count(lines.len(), "mistake"), lines.join("\n"))
        }
    };
    Failure::findings(text, findings)
}

impl Job {
    /// Reports that another file of the job has other columns, by which its rows would give
    /// something else.
    fn compare(&self, file: &str, plan: &Plan, problems: &mut Problems) {
        if self.format.kind == Kind::JsonLines || self.plan.is_same(plan) {
            return;
        }
        let (first, used, own) = (self.name.as_str(), self.plan.used(), plan.used());
        let lacks = |lacking: &str, column: &&str, having: &str| {
            format!("{lacking} has no column `{column}`, which {having} has")
        };
        let missing = used.difference(&own).map(|column| lacks(file, column, first));
        let more = own.difference(&used).map(|column| lacks(first, column, file));
        let mut found: Vec<_> = missing.chain(more).collect();
        if found.is_empty() {
            found.push(format!("the columns of {file} have other uses than those of {first}"));
        }
        for message in found {
            problems.add(0..0, format!("{message}; load the files separately"));
        }
    }

    /// Adds another file, with the plan that it has.
    fn add(&mut self, path: PathBuf, plan: Plan, columns: &[String]) {
        self.paths.push(path);
        add_new(&mut self.table.columns, columns);
        if self.format.kind == Kind::JsonLines {
            self.plan = plan.into();
        } else if let Some(own) = Arc::get_mut(&mut self.plan) {
            add_new(&mut own.unused, &plan.unused);
        }
    }

    /// Creates the load of the files.
    pub(crate) fn load(&mut self, graph: &AnyGraph) -> LoadRows {
        let input = match self.reader.take() {
            Some(reader) => Input::Reader(reader),
            None => Input::Files(self.paths.clone()),
        };
        let load = self.rows(graph, input, false).version(format_args!("{:?}", self.plan));
        if self.ends_must_exist { load.ends_must_exist() } else { load }
    }

    /// Creates a load of the rows of the sample, which sends nothing.
    pub(crate) fn rehearsal(&self, graph: &AnyGraph) -> LoadRows {
        let reader = Box::new(Cursor::new(self.sample.whole_lines().to_vec()));
        self.rows(graph, Input::Reader(reader), true).dry_run()
    }

    fn rows(&self, graph: &AnyGraph, input: Input, is_sample: bool) -> LoadRows {
        let plan = self.plan.clone();
        // The sample has the texts of rejected rows already.
        let is_rejected = self.format.is_rejected && !is_sample;
        match self.format.kind {
            // Its sample is JSON lines.
            Kind::Parquet if !is_sample => {
                rows::<ParquetRecord>(graph, ParquetSource::paths(self.paths.clone()), plan)
            }
            Kind::Csv => {
                let source = self.format.csv(input);
                let source = if is_rejected { source.rejected_rows() } else { source };
                rows::<CsvRecord>(graph, source, plan)
            }
            Kind::JsonLines | Kind::Parquet => {
                let source = match input {
                    Input::Files(paths) => JsonLines::paths(paths),
                    Input::Reader(reader) => JsonLines::reader(reader),
                };
                let source = if is_rejected { source.rejected_rows() } else { source };
                rows::<JsonRecord>(graph, source, plan)
            }
        }
    }

    /// Returns `true` if the last row of the sample may be a part of one.
    pub(crate) fn is_cut(&self) -> bool {
        !self.sample.is_whole
    }

    /// Returns a text that another mapping, or other files, do not have.
    pub(crate) fn identity(&self) -> String {
        let file = |path: &PathBuf| {
            let metadata = path.metadata().ok();
            let changed = metadata.as_ref().and_then(|it| it.modified().ok());
            (path.clone(), metadata.map(|it| it.len()), changed)
        };
        let files: Vec<_> = self.paths.iter().map(file).collect();
        format!("{files:?} {:?} {:?} {}", self.format, self.plan, self.ends_must_exist)
    }

    pub(crate) fn has_column(&self, column: &str) -> bool {
        self.table.columns.iter().any(|known| known == column)
    }

    /// Returns the flag that maps a column to an attribute with a similar name.
    pub(crate) fn rename_hint(&self) -> Option<String> {
        let unset = self.plan.vertices.iter().flat_map(|vertex| &vertex.unset);
        let unset = unset.chain(self.plan.edges.iter().flat_map(|edge| &edge.unset));
        let unset: Vec<_> = unset.map(String::as_str).collect();
        self.plan.unused.iter().find_map(|column| {
            let attribute = nearest(column, unset.iter().copied())?;
            Some(format!(
                "is `{column}` the attribute `{attribute}`? --set '{attribute}={{{column}}}'"
            ))
        })
    }

    /// Returns the columns that nothing uses.
    pub(crate) fn unused(&self) -> &[String] {
        &self.plan.unused
    }

    /// Returns the mapping for people.
    pub(crate) fn listing(&self) -> Listing {
        self.plan.listing(&self.name, self.paths.len(), &self.format)
    }

    /// Returns the flags that would make rows of the sample fit.
    pub(crate) fn advice(&self) -> Advice {
        Advice::of(&self.plan, &self.table, &self.format)
    }
}

fn rows<R: Record>(graph: &AnyGraph, source: impl RowSource<R>, plan: Arc<Plan>) -> LoadRows {
    graph.load(source, move |row: R, out| plan.add(&row, out))
}
