//! The sources of a job.

use tg_gsql::syntax::ast::{LoadSource, LoadingJob, LoadingStep};

/// A source of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// The name of the file variable, or `__GSQL_FILENAME_n__` for a path without one.
    pub(crate) name: String,
    /// The path of the file, if the job has one.
    pub(crate) path: Option<String>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Variable,
    Path,
    /// The source of statements without one, in the syntax of old jobs.
    Unnamed,
}

impl Source {
    /// Returns `true` if a statement reads this source.
    pub(super) fn matches(&self, source: Option<&LoadSource>) -> bool {
        match (self.kind, source) {
            (Kind::Variable, Some(LoadSource::Variable(name))) => name.value == self.name,
            (Kind::Path, Some(LoadSource::Path(path))) => Some(&path.value) == self.path.as_ref(),
            (Kind::Unnamed, None) => true,
            _ => false,
        }
    }

    /// Returns `true` if a request refers to this source: by its name or path, or by any name if
    /// the source is unnamed.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.name == name
            || self.kind == Kind::Unnamed
            || (self.kind == Kind::Path && self.path.as_deref() == Some(name))
    }
}

/// Returns the sources that the statements of a job read, in order. Paths without a variable are
/// numbered.
pub(crate) fn sources(job: &LoadingJob) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    let mut paths = 0;
    for step in &job.steps {
        let source = match &step.value {
            LoadingStep::Load(load) => load.source.as_ref(),
            LoadingStep::Delete(delete) => delete.source.as_ref(),
            _ => continue,
        };
        if matches!(source, Some(LoadSource::TempTable(_)))
            || sources.iter().any(|it| it.matches(source))
        {
            continue;
        }
        sources.push(match source {
            Some(LoadSource::Variable(name)) => {
                let path = path_of(job, &name.value);
                Source { name: name.value.clone(), path, kind: Kind::Variable }
            }
            Some(LoadSource::Path(path)) => {
                let name = format!("__GSQL_FILENAME_{paths}__");
                paths += 1;
                Source { name, path: Some(path.value.clone()), kind: Kind::Path }
            }
            _ => Source { name: "ONLINE_POST".to_owned(), path: None, kind: Kind::Unnamed },
        });
    }
    sources
}

fn path_of(job: &LoadingJob, variable: &str) -> Option<String> {
    job.steps.iter().find_map(|step| match &step.value {
        LoadingStep::Filename { name, path } if name.value == variable => {
            path.as_ref().map(|path| path.value.clone())
        }
        _ => None,
    })
}
