//! Loading jobs of a script: checked where they are created and where they are run.

use std::collections::HashSet;

use super::script::Runner;
use crate::check;
use crate::finding::{Finding, Rule};
use crate::suggest::nearest;
use crate::syntax::ast::{LoadingJob, LoadingStep, RunLoadingJob, Target};

impl<'a> Runner<'a> {
    pub(super) fn create_loading_job(&mut self, job: &'a LoadingJob) {
        if !self.lost || job.graph.is_some() {
            let graph = self.script.graph.as_deref();
            let mut findings = check::loading_job(&self.script.catalog, graph, job);
            findings.retain(|finding| !about_altered(finding, job, &self.altered));
            self.script.findings.extend(findings);
        }
        self.loading_jobs.retain(|known| known.name.value != job.name.value);
        self.loading_jobs.push(job);
    }

    /// Checks a run. A job that the script does not create may already exist, unless it is
    /// misspelt.
    pub(super) fn run_loading_job(&mut self, run: &RunLoadingJob) {
        let known = self.loading_jobs.iter().find(|job| job.name.value == run.name.value);
        if let Some(job) = known {
            self.script.findings.extend(check::run_loading_job(job, run));
            return;
        }
        let mut names = self.loading_jobs.iter().map(|job| job.name.value.as_str());
        if let Some(near) = nearest(&run.name.value, &mut names) {
            let message = format!("the job `{}` does not exist", run.name.value);
            let finding = Finding::new(Rule::UnknownJob, run.name.span, message);
            self.script.findings.push(finding.help(format!("did you mean `{near}`?")));
        }
    }
}

/// Returns `true` if a finding only follows from an alteration that failed: it is about the
/// attributes of such a type, where a job loads into it.
fn about_altered(finding: &Finding, job: &LoadingJob, altered: &HashSet<String>) -> bool {
    let about_the_type = matches!(
        finding.rule,
        Rule::ValueCount
            | Rule::MissingValues
            | Rule::SkippedKey
            | Rule::LiteralType
            | Rule::Reducer
            | Rule::UnknownEndpoint
            | Rule::EndpointType
    );
    let span = finding.span;
    about_the_type
        && job.steps.iter().any(|step| {
            let LoadingStep::Load(load) = &step.value else { return false };
            load.destinations.iter().any(|to| {
                let within = to.span.start <= span.start && span.end <= to.span.end;
                within
                    && match &to.value.target {
                        Target::Vertex(name) | Target::Edge(name) => altered.contains(&name.value),
                        Target::Vector { .. } | Target::TempTable { .. } => false,
                    }
            })
        })
}
