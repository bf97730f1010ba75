//! The scripts of a plan: schema change jobs and statements.

/// Changes that run together: those of the graph's own types, those of global ones, and statements
/// outside of jobs.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) local: Vec<String>,
    pub(super) global: Vec<String>,
    pub(super) statements: Vec<String>,
}

impl Changes {
    /// Returns the list of changes for a type of this scope.
    pub(super) fn of(&mut self, local_to: Option<&String>) -> &mut Vec<String> {
        if local_to.is_some() { &mut self.local } else { &mut self.global }
    }

    pub(super) fn local_script(&self, graph: &str) -> Option<String> {
        let job = format!("change_{graph}");
        let script = job_script("", &job, &format!(" FOR GRAPH {graph}"), &self.local)?;
        Some(format!("USE GRAPH {graph}\n{script}"))
    }

    pub(super) fn global_script(&self, graph: &str) -> Option<String> {
        let job = format!("change_global_types_of_{graph}");
        let script = job_script("GLOBAL ", &job, "", &self.global)?;
        Some(format!("USE GLOBAL\n{script}"))
    }

    pub(super) fn statement_script(&self) -> Option<String> {
        let statements = self.statements.join("\n");
        (!statements.is_empty()).then(|| format!("USE GLOBAL\n{statements}"))
    }
}

fn job_script(global: &str, job: &str, target: &str, changes: &[String]) -> Option<String> {
    if changes.is_empty() {
        return None;
    }
    let changes: String = changes.iter().map(|change| format!("    {change};\n")).collect();
    let job = format!("{job}_{:08x}", fingerprint(&changes));
    Some(format!(
        "CREATE {global}SCHEMA_CHANGE JOB {job}{target} {{\n{changes}}}\n\
         RUN {global}SCHEMA_CHANGE JOB {job}\nDROP JOB {job}"
    ))
}

/// Returns a name for a text, so that a job from another writer, or from an interrupted plan, never
/// has the name of a job with other changes, and is not run in its place.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
