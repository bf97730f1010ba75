//! `RUN LOADING JOB`: its flags, and the files that it names.

use crate::finding::{Finding, Rule};
use crate::syntax::ast::{LoadSource, LoadingJob, LoadingStep, RunLoadingJob};
use crate::syntax::{Name, Spanned};

const FLAGS: &[&str] = &["noprint", "dryrun", "n", "max_percent_error", "max_num_error"];

const OPTIONS: &[&str] = &["CONCURRENCY", "BATCH_SIZE", "EOF"];

/// Options about the file that old runs take, and that new jobs contain.
const LEGACY: &[&str] = &["FILENAME", "SEPARATOR", "EOL", "QUOTE", "HEADER", "JSON_FILE"];

/// Returns the findings about a run of the job.
#[must_use]
pub fn run_loading_job(job: &LoadingJob, run: &RunLoadingJob) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (flag, value) in &run.flags {
        self::flag(flag, value.as_ref(), &mut findings);
    }
    let files = files(job);
    for (key, value) in &run.using {
        let upper = key.value.to_ascii_uppercase();
        if let Some((_, path)) = files.iter().find(|(name, _)| *name == key.value) {
            if value.is_none() && !path {
                findings.push(no_path(&key.value, key));
            }
        } else if OPTIONS.contains(&upper.as_str()) {
            let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let wrong = value.as_ref().filter(|it| upper != "EOF" && !number(&it.value));
            if let Some(value) = wrong {
                let message = format!("`{upper}` cannot be `{}`", value.value);
                findings.push(
                    Finding::new(Rule::OptionValue, value.span, message).help("write a number"),
                );
            }
        } else if !run.legacy || !LEGACY.contains(&upper.as_str()) {
            let message =
                format!("the job `{}` defines no file variable `{}`", job.name.value, key.value);
            let mut known = files.iter().map(|(name, _)| *name).chain(OPTIONS.iter().copied());
            findings.push(Finding::unknown(Rule::UnknownDefinition, key, message, &mut known));
        }
    }
    let names_files = run.using.iter().any(|(key, _)| files.iter().any(|it| it.0 == key.value));
    if !run.legacy && !names_files {
        let used = job.steps.iter().filter_map(|step| match &step.value {
            LoadingStep::Load(load) => load.source.as_ref(),
            LoadingStep::Delete(delete) => delete.source.as_ref(),
            _ => None,
        });
        let mut missing: Vec<&str> = Vec::new();
        for source in used {
            if let LoadSource::Variable(name) = source
                && files.iter().any(|(file, path)| *file == name.value && !path)
                && !missing.contains(&name.value.as_str())
            {
                missing.push(&name.value);
            }
        }
        findings.extend(missing.into_iter().map(|name| no_path(name, &run.name)));
    }
    findings
}

/// Returns the job's file variables; `true` for those with a path.
fn files(job: &LoadingJob) -> Vec<(&str, bool)> {
    job.steps
        .iter()
        .filter_map(|step| match &step.value {
            LoadingStep::Filename { name, path } => Some((name.value.as_str(), path.is_some())),
            _ => None,
        })
        .collect()
}

fn no_path(variable: &str, at: &Name) -> Finding {
    let message = format!("the file variable `{variable}` has no path");
    Finding::new(Rule::NoPath, at.span, message).help(format!("write `USING {variable}=\"path\"`"))
}

fn flag(flag: &Name, value: Option<&Spanned<String>>, findings: &mut Vec<Finding>) {
    let lower = flag.value.to_ascii_lowercase();
    if !FLAGS.contains(&lower.as_str()) {
        let message = format!("there is no flag `-{}`", flag.value);
        let mut known = FLAGS.iter().copied();
        findings.push(Finding::unknown(Rule::UnknownOption, flag, message, &mut known));
    } else if value.is_none() && !matches!(lower.as_str(), "noprint" | "dryrun") {
        let message = format!("the flag `-{lower}` needs a number");
        findings.push(Finding::new(Rule::OptionValue, flag.span, message));
    }
}
