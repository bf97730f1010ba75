//! A mapping as a loading job that the server runs itself.

mod expr;
mod location;
mod statement;
mod value;

use std::path::Path;

use tg_gsql::model::Catalog;
use tg_gsql::print;
use tg_gsql::syntax::ast::{LoadingJob, LoadingStep};

pub(crate) use location::Location;

use self::expr::{at, name};
use self::statement::{Statement, using};
use self::value::Columns;
use super::job::{Job, Jobs};
use crate::exit::{Failure, Outcome};

/// A loading job, and the files that it reads.
#[derive(Debug)]
pub(crate) struct ClusterJob {
    pub(crate) name: String,
    /// `CREATE LOADING JOB ..`
    pub(crate) text: String,
    pub(crate) files: Vec<ClusterFile>,
}

/// A file that the server reads.
#[derive(Debug)]
pub(crate) struct ClusterFile {
    /// The variable of the job.
    pub(crate) variable: String,
    pub(crate) location: Location,
}

/// Writes the loading job of a mapping, whose paths are in `location`; without `folder`, the
/// location is the file itself.
///
/// # Errors
///
/// With everything in the mapping that a loading job cannot do.
pub(crate) fn loading_job(
    job_name: &str,
    jobs: &Jobs,
    catalog: &Catalog,
    graph: &str,
    location: &Location,
    folder: Option<&Path>,
) -> Outcome<ClusterJob> {
    let (mut files, mut definitions, mut loads) = (Vec::new(), Vec::new(), Vec::new());
    let mut problems = Vec::new();
    for job in jobs {
        for path in &job.paths {
            let location = match folder {
                None => Ok(location.clone()),
                Some(folder) => {
                    let path = path.strip_prefix(folder).unwrap_or(path);
                    location.join(&path.display().to_string())
                }
            };
            let location = match location {
                Ok(location) => location,
                Err(problem) => {
                    problems.push(format!("{}: {problem}", path.display()));
                    continue;
                }
            };
            let variable = format!("f{}", files.len() + 1);
            definitions.push(LoadingStep::Filename { name: name(&variable), path: None });
            let load = self::load(job, catalog, graph, &variable, &mut problems);
            loads.push(LoadingStep::Load(load));
            files.push(ClusterFile { variable, location });
        }
    }
    if !problems.is_empty() {
        problems.dedup();
        let message = format!("the server cannot load this itself:\n  {}", problems.join("\n  "));
        return Err(
            Failure::input(message).help("change the files, or load without --from-cluster")
        );
    }
    let steps = definitions.into_iter().chain(loads).map(at).collect();
    let graph = Some(name(graph));
    let job = LoadingJob { name: name(job_name), graph, online_post: false, steps };
    Ok(ClusterJob { name: job_name.to_owned(), text: print::loading_job(&job), files })
}

fn load(
    job: &Job,
    catalog: &Catalog,
    graph: &str,
    variable: &str,
    problems: &mut Vec<String>,
) -> tg_gsql::syntax::ast::Load {
    let format = &job.format;
    let (options, wrong) = using(format, job.sample.line_end(), job.ends_must_exist);
    problems.extend(wrong.into_iter().map(|problem| format!("{}: {problem}", job.name)));
    if job.sample.has_byte_order_mark() {
        problems.push(format!(
            "{}: it begins with a byte order mark, which would be part of the first column",
            job.name
        ));
    }
    if format.quote.is_some() && job.table.has_quoted(format.quote) {
        problems.push(format!(
            "{}: a text has a quote or a line end within quotes, where the server ends the text",
            job.name
        ));
    }
    let columns = Columns { format };
    let mut statement = Statement { columns, catalog, graph, problems: Vec::new() };
    let load = statement.load(&job.plan, variable, options);
    problems.append(&mut statement.problems);
    load
}
