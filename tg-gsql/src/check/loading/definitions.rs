//! The definitions of a job and their uses: file variables, headers, line filters, temporary
//! tables.

use std::collections::HashSet;

use crate::check::Checker;
use crate::finding::Rule;
use crate::syntax::ast::{LoadSource, LoadingJob, LoadingStep, Target};
use crate::syntax::{Name, Spanned};

/// The names that a job defines.
#[derive(Default)]
pub(super) struct Definitions<'a> {
    files: Vec<&'a Name>,
    file_names: HashSet<&'a str>,
    headers: Vec<(&'a Name, &'a [Spanned<String>])>,
    filters: Vec<&'a Name>,
    tables: Vec<(&'a Name, &'a [Name])>,
}

impl<'a> Definitions<'a> {
    /// Returns the names of a header's columns.
    pub(super) fn header(&self, name: &str) -> Option<Vec<&'a str>> {
        let (_, columns) = self.headers.iter().find(|(known, _)| known.value == name)?;
        Some(columns.iter().map(|column| column.value.as_str()).collect())
    }

    /// Returns the names of a temporary table's columns.
    pub(super) fn table(&self, name: &str) -> Option<Vec<&'a str>> {
        let (_, columns) = self.tables.iter().find(|(known, _)| known.value == name)?;
        Some(columns.iter().map(|column| column.value.as_str()).collect())
    }

    pub(super) fn header_names(&self) -> Vec<&'a str> {
        self.headers.iter().map(|(name, _)| name.value.as_str()).collect()
    }

    pub(super) fn filter_names(&self) -> Vec<&'a str> {
        self.filters.iter().map(|name| name.value.as_str()).collect()
    }
}

impl Checker<'_> {
    pub(super) fn definitions<'j>(&mut self, job: &'j LoadingJob) -> Definitions<'j> {
        let mut defined = Definitions::default();
        for step in &job.steps {
            match &step.value {
                LoadingStep::Filename { name, .. } => defined.files.push(name),
                LoadingStep::Header { name, columns } => defined.headers.push((name, columns)),
                LoadingStep::LineFilter { name, .. } => defined.filters.push(name),
                LoadingStep::Load(load) => {
                    for destination in &load.destinations {
                        if let Target::TempTable { name, columns } = &destination.value.target {
                            self.distinct(columns, "the column");
                            defined.tables.push((name, columns));
                        }
                    }
                }
                LoadingStep::Delete(_) => {}
            }
        }
        defined.file_names = defined.files.iter().map(|name| name.value.as_str()).collect();
        self.distinct(defined.files.iter().copied(), "the file variable");
        self.distinct(defined.headers.iter().map(|(name, _)| *name), "the header");
        self.distinct(defined.filters.iter().copied(), "the filter");
        self.distinct(defined.tables.iter().map(|(name, _)| *name), "the temporary table");
        defined
    }

    pub(super) fn load_source(&mut self, source: Option<&LoadSource>, defined: &Definitions<'_>) {
        match source {
            Some(LoadSource::Variable(name)) => {
                if !defined.file_names.contains(name.value.as_str()) {
                    let files: Vec<_> = defined.files.iter().map(|it| it.value.as_str()).collect();
                    let define = format!("`DEFINE FILENAME {};`", name.value);
                    self.defined(name, &files, "file variable", &define);
                }
            }
            Some(LoadSource::TempTable(name)) => {
                let tables: Vec<_> = defined.tables.iter().map(|it| it.0.value.as_str()).collect();
                self.defined(name, &tables, "temporary table", "a LOAD with `TO TEMP_TABLE`");
            }
            Some(LoadSource::Path(_)) | None => {}
        }
    }

    /// Checks that the name is in `known`; `define` is the statement that would define it.
    pub(super) fn defined(&mut self, name: &Name, known: &[&str], what: &str, define: &str) {
        if known.contains(&name.value.as_str()) {
            return;
        }
        let message = format!("the job does not define the {what} `{}`", name.value);
        let found = self.findings.len();
        self.unknown(Rule::UnknownDefinition, name, message, &mut known.iter().copied());
        if let Some(finding) = self.findings.get_mut(found)
            && finding.help.is_none()
        {
            finding.help = Some(format!("write {define} before it"));
        }
    }
}
