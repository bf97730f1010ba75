//! Runs of loading jobs in the form in which the shell prints them.

use crate::load::{FileProgress, LoadRun, RunState, Statistics};

/// Returns the status of a run: its state, and a table of its files.
pub(super) fn status(run: &LoadRun) -> String {
    let progress = run.progress();
    let finished = progress.files.iter().filter(|file| file.done).count();
    let total = progress.files.len();
    let state = progress.state.name();
    let mut text = format!("Job \"{}\" loading status\n", run.id);
    text.push_str(&format!("[{state}] m1 ( Finished: {finished} / Total: {total} )\n"));
    let ended = if progress.ended == 0 { run.started } else { progress.ended };
    let seconds = ended.saturating_sub(run.started) as f64 / 1000.0;
    for (title, done) in [("LOADED", true), ("LOADING", false)] {
        let files: Vec<_> = progress.files.iter().filter(|file| file.done == done).collect();
        if !files.is_empty() {
            text.push_str(&format!("  [{title}]\n{}", table(&files, seconds)));
        }
    }
    if let (RunState::Failed, Some(failure)) = (progress.state, &progress.failure) {
        text.push_str(&format!("  {failure}\n"));
    }
    text.trim_end().to_owned()
}

fn table(files: &[&FileProgress], seconds: f64) -> String {
    let name = |file: &FileProgress| match file.name == file.variable {
        true => file.name.clone(),
        false => format!("{} ({})", file.name, file.variable),
    };
    let width = files.iter().map(|file| name(file).chars().count()).max().unwrap_or(0).max(8);
    let rule = format!("  +{}+\n", "-".repeat(width + 60));
    let mut text = rule.clone();
    text.push_str(&format!(
        "  | {:>width$} | {:>14} | {:>14} | {:>9} | {:>8} |\n",
        "FILENAME", "LOADED LINES", "INVALID", "AVG SPEED", "DURATION"
    ));
    for file in files {
        let lines = file.statistics.file.valid;
        let speed = if seconds > 0.0 { (lines as f64 / seconds) as u64 } else { lines };
        text.push_str(&format!(
            "  | {:>width$} | {lines:>14} | {:>14} | {:>9} | {:>8} |\n",
            name(file),
            file.statistics.errors(),
            format!("{speed} l/s"),
            format!("{seconds:.2} s"),
        ));
    }
    text.push_str(&rule);
    text
}

/// Returns the errors of lines and objects, with a few samples of each.
pub(super) fn errors(run: &LoadRun) -> String {
    let progress = run.progress();
    let mut text = format!("Job \"{}\" loading errors\n", run.id);
    for file in &progress.files {
        text.push_str(&format!("{}: {} errors\n", file.name, file.statistics.errors()));
        text.push_str(&mistakes(&file.statistics));
    }
    if let Some(failure) = &progress.failure {
        text.push_str(&format!("{failure}\n"));
    }
    text.trim_end().to_owned()
}

fn mistakes(statistics: &Statistics) -> String {
    let mut text = String::new();
    let mut group = |title: &str, counters: &[(&str, u64)], samples: &[String]| {
        let counted = counters.iter().filter(|(_, count)| *count > 0);
        let counted: Vec<_> = counted.map(|(name, count)| format!("{name}: {count}")).collect();
        if counted.is_empty() {
            return;
        }
        text.push_str(&format!("  {title} {}\n", counted.join(", ")));
        samples.iter().for_each(|line| text.push_str(&format!("    {line}\n")));
    };
    let file = &statistics.file;
    let counters = [
        ("notEnoughToken", file.not_enough_token),
        ("badCharacter", file.bad_character),
        ("tokenExceedsBuffer", file.too_long),
        ("invalidJson", file.invalid_json),
    ];
    group("lines:", &counters, &file.samples);
    for counts in &statistics.objects {
        let counters = [
            ("noIdFound", counts.no_id),
            ("invalidPrimaryId", counts.invalid_primary_id),
            ("invalidSecondaryId", counts.invalid_secondary_id),
            ("invalidAttribute", counts.invalid_attribute),
            ("invalidVertexType", counts.invalid_vertex_type),
            ("incorrectFixedBinaryLength", counts.incorrect_fixed_binary),
        ];
        group(&format!("{}:", counts.type_name), &counters, &counts.samples);
    }
    text
}
