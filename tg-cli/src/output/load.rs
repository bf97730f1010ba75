//! The mapping and the account of a load, for people and for programs.

use std::fmt::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tg_runtime::load::{
    LoadAccount, LoadReport, LoadingStatus, ObjectCounts, ObjectKind, RejectedRow,
};

use super::style::{ADDED, ERROR, FAINT, STRONG};
use super::table::{count, table};

/// The maximum number of rejected rows that are printed.
const MAX_ROWS: usize = 10;

/// The mapping of a file.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) file: String,
    pub(crate) format: String,
    pub(crate) types: Vec<TypeListing>,
    pub(crate) unused: Vec<String>,
}

/// The attributes of a type, each with its origin.
#[derive(Debug)]
pub(crate) struct TypeListing {
    pub(crate) name: String,
    /// Name, type, origin.
    pub(crate) rows: Vec<[String; 3]>,
    pub(crate) unset: Vec<String>,
}

impl Listing {
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{STRONG}{}{STRONG:#}: {}\n", self.file, self.format);
        for TypeListing { name, rows, unset } in &self.types {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "  {STRONG}{name}{STRONG:#}");
            text += &table("    ", rows);
            if !unset.is_empty() {
                let _ =
                    writeln!(text, "    {FAINT}not set, no column: {}{FAINT:#}", unset.join(", "));
            }
        }
        if !self.unused.is_empty() {
            let _ = writeln!(text, "  columns left out: {}", self.unused.join(", "));
        }
        text
    }
}

/// The account of one file of a load.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FileAccount {
    pub(crate) file: String,
    read: u64,
    accepted: u64,
    /// Those among the accepted rows that no condition has let through.
    #[serde(default)]
    left_out: u64,
    rejected: u64,
    in_doubt: u64,
    pending: u64,
    vertices: u64,
    edges: u64,
    requests: u64,
    sent_bytes: u64,
    seconds: f64,
    /// The file of all rejected rows.
    pub(crate) rejects: Option<String>,
    /// The first rows that were rejected, or are in doubt and have a name.
    rejected_rows: Vec<RejectedRow>,
    /// The counts of the server, if it has read the file itself.
    #[serde(default)]
    report: Option<String>,
    /// The id of the server's run.
    #[serde(default)]
    run: Option<String>,
    failure: Option<String>,
}

/// The account of a load.
#[derive(Debug, Serialize)]
pub(crate) struct Account {
    /// `true` if every row was accepted.
    pub(crate) ok: bool,
    pub(crate) dry_run: bool,
    pub(crate) interrupted: bool,
    pub(crate) files: Vec<FileAccount>,
    /// Files that were not begun.
    pub(crate) not_begun: Vec<String>,
}

impl FileAccount {
    pub(crate) fn of(file: &str, account: &LoadAccount, rejects: Option<&Path>) -> Self {
        let seconds = account.elapsed().as_secs_f64();
        Self {
            file: file.to_owned(),
            read: account.read(),
            accepted: account.accepted(),
            left_out: account.left_out(),
            rejected: account.rejected(),
            in_doubt: account.in_doubt(),
            pending: account.pending(),
            vertices: account.vertices(),
            edges: account.edges(),
            requests: account.requests(),
            sent_bytes: account.sent_bytes(),
            seconds: (seconds * 1e3).round() / 1e3,
            rejects: rejects.map(|path| path.display().to_string()),
            rejected_rows: account.rejected_rows().iter().take(MAX_ROWS).cloned().collect(),
            report: None,
            run: None,
            failure: account.failure().map(ToString::to_string),
        }
    }

    /// Returns the account of a file that the server has read. It counts the objects that it could
    /// not write by their types, and not by their lines: those of several types may be of the same
    /// lines, which are then rejected, or of others, which makes these lines in doubt.
    pub(crate) fn of_run(
        file: &str,
        run: &str,
        status: Option<&LoadingStatus>,
        failure: Option<String>,
    ) -> Self {
        let unknown = LoadReport::default();
        let report = status.map_or(&unknown, LoadingStatus::report);
        let lines = report.lines();
        let faulty = report.objects().iter().map(ObjectCounts::faulty);
        let most = faulty.clone().max().unwrap_or_default().min(lines.valid);
        let in_doubt = faulty.sum::<u64>().min(lines.valid) - most;
        let mut text = report.to_string();
        for line in report.invalid_lines().iter().take(MAX_ROWS) {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n  {line}");
        }
        let written = |kind| {
            let own = report.objects().iter().filter(move |it| it.kind == kind);
            own.map(|it| it.valid).sum()
        };
        Self {
            file: file.to_owned(),
            read: lines.total(),
            accepted: lines.valid - most - in_doubt + lines.rejected,
            left_out: lines.rejected,
            rejected: lines.faulty() + most,
            in_doubt,
            pending: 0,
            vertices: written(ObjectKind::Vertex),
            edges: written(ObjectKind::Edge),
            requests: 0,
            sent_bytes: 0,
            seconds: status.map_or(0.0, |status| status.duration().as_secs_f64()),
            rejects: None,
            rejected_rows: Vec::new(),
            report: Some(text),
            run: Some(run.to_owned()),
            failure,
        }
    }

    /// Returns `true` if every row was accepted.
    pub(crate) fn is_clean(&self) -> bool {
        self.accepted == self.read && self.failure.is_none()
    }

    fn text(&self, dry_run: bool) -> String {
        let mut text = format!("{STRONG}{}{STRONG:#}: {} read", self.file, count(self.read, "row"));
        let states = [
            (self.accepted, "accepted", ADDED),
            (self.rejected, "rejected", ERROR),
            (self.in_doubt, "in doubt", ERROR),
            (self.pending, if dry_run { "would be sent" } else { "pending" }, STRONG),
        ];
        for (rows, state, style) in states {
            if rows > 0 || (state == "accepted" && !dry_run) {
                let _ = write!(text, ", {style}{rows} {state}{style:#}");
            }
            if state == "accepted" && self.left_out > 0 {
                let _ = write!(text, " ({} left out)", self.left_out);
            }
        }
        if !dry_run {
            let rate = self.read as f64 / self.seconds.max(0.001);
            let _ = write!(
                text,
                "; {} and {} in {:.1} s ({rate:.0} rows/s)",
                count(self.vertices, "vertex"),
                count(self.edges, "edge"),
                self.seconds
            );
        }
        text.push('\n');
        for row in &self.rejected_rows {
            let state = if row.in_doubt { "in doubt" } else { "rejected" };
            let _ = writeln!(text, "  {ERROR}{state}{ERROR:#}: {row}");
        }
        let listed = self.rejected_rows.iter().filter(|row| !row.in_doubt).count() as u64;
        if let Some(report) = &self.report {
            let _ = writeln!(text, "  the server: {report}");
            if let (Some(run), Some(_)) = (&self.run, &self.failure) {
                let _ = writeln!(text, "  the run of the server: {run}");
            }
        } else if self.rejected > listed {
            let more = self.rejected - listed;
            let place = match &self.rejects {
                Some(file) => format!("all are in {file}"),
                None => "`--rejects FILE` writes them all".to_owned(),
            };
            let _ = writeln!(text, "  {more} more; {place}");
        }
        text
    }
}

impl Account {
    pub(crate) fn text(&self) -> String {
        let mut text: String = self.files.iter().map(|file| file.text(self.dry_run)).collect();
        if !self.not_begun.is_empty() {
            let _ = writeln!(text, "not begun: {}", self.not_begun.join(", "));
        }
        text
    }
}
