//! Loading jobs of a script: checked where they are created and where they are run.

use super::script::Runner;
use crate::check;
use crate::finding::{Finding, Rule};
use crate::suggest::nearest;
use crate::syntax::ast::{LoadingJob, RunLoadingJob};

impl<'a> Runner<'a> {
    pub(super) fn create_loading_job(&mut self, job: &'a LoadingJob) {
        let graph = self.script.graph.as_deref();
        let findings = check::loading_job(&self.script.catalog, graph, job);
        self.script.findings.extend(findings);
        self.loading_jobs.retain(|known| known.name.value != job.name.value);
        self.loading_jobs.push(job);
    }

    /// A job that the script does not create may be there already, unless it is misspelt.
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
