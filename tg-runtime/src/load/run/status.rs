//! How far a run has come.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::load::report::{KEPT, LoadReport};
use crate::load::statistics::Statistics;

/// How far a run of the server's own has come: [`LoadingRun::status`](super::LoadingRun::status).
#[derive(Debug, Clone, PartialEq)]
pub struct LoadingStatus {
    id: String,
    state: LoadingState,
    message: String,
    started: Option<SystemTime>,
    ended: Option<SystemTime>,
    duration: Duration,
    average_speed: u64,
    current_speed: u64,
    bytes: u64,
    progress: f64,
    files: Vec<String>,
    report: LoadReport,
}

/// The state of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LoadingState {
    /// It has not begun.
    Waiting,
    /// It goes on.
    Running,
    /// It was stopped for a while, and can be resumed.
    Paused,
    /// It is over. Which lines were good is in the report.
    Finished,
    /// It was aborted.
    Aborted,
    /// It ended with an error.
    Failed,
}

impl LoadingState {
    /// Whether nothing more will come.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Aborted | Self::Failed)
    }

    /// The state by the server's word for it. Servers differ in their words.
    fn of_word(word: &str) -> Option<Self> {
        let word = word.to_ascii_uppercase();
        let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
        if has(&["FAIL", "ERROR"]) {
            Some(Self::Failed)
        } else if has(&["ABORT", "STOP", "CANCEL", "KILL"]) {
            Some(Self::Aborted)
        } else if has(&["PAUSE"]) {
            Some(Self::Paused)
        } else if has(&["FINISH", "SUCCE", "DONE", "COMPLETE"]) {
            Some(Self::Finished)
        } else if has(&["RUN", "START", "RESUM", "LOADING"]) {
            Some(Self::Running)
        } else if has(&["WAIT", "PEND", "QUEUE", "INIT"]) {
            Some(Self::Waiting)
        } else {
            None
        }
    }
}

impl fmt::Display for LoadingState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Aborted => "aborted",
            Self::Failed => "failed",
        })
    }
}

impl LoadingStatus {
    /// The id of the run.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its state. Where the server has no word for it, a run with an end is finished.
    pub fn state(&self) -> LoadingState {
        self.state
    }

    /// What the server says of it, such as why it failed; mostly empty.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// When it began.
    pub fn started(&self) -> Option<SystemTime> {
        self.started
    }

    /// When it ended.
    pub fn ended(&self) -> Option<SystemTime> {
        self.ended
    }

    /// How long it has taken.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Lines a second, over all.
    pub fn average_speed(&self) -> u64 {
        self.average_speed
    }

    /// Lines a second, at the moment.
    pub fn current_speed(&self) -> u64 {
        self.current_speed
    }

    /// How many bytes were read.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How much was done, in percent. Servers have said 0 of a run that was over: go by the
    /// [state](Self::state).
    pub fn progress(&self) -> f64 {
        self.progress
    }

    /// The files or variables that are loaded.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// What became of the lines up to now.
    pub fn report(&self) -> &LoadReport {
        &self.report
    }

    /// Reads one element of `results`.
    pub(super) fn read(id: &str, result: &Value) -> Self {
        let overall = result.get("overall").unwrap_or(result);
        let number = |key: &str| overall.get(key).and_then(number).unwrap_or_default();
        let whole = |key: &str| number(key) as u64;
        let time = |key: &str| {
            Some(whole(key)).filter(|it| *it > 0).map(|it| UNIX_EPOCH + Duration::from_millis(it))
        };
        let text = |keys: &[&str]| {
            let places = [overall, result].into_iter();
            let mut found =
                places.flat_map(|it| keys.iter().filter_map(|key| it.get(*key)?.as_str()));
            found.find(|text| !text.is_empty())
        };
        let ended = time("endTime");
        let derived = if ended.is_some() { LoadingState::Finished } else { LoadingState::Running };
        let word = text(&["status", "state", "loadingStatus", "jobStatus"]);
        let mut report = LoadReport { requests: 1, ..LoadReport::default() };
        if let Some(statistics) = overall.get("statistics") {
            report.statistics.merge(Statistics::read(statistics), KEPT);
        }
        let mut files = Vec::new();
        let tasks = result.get("workers").and_then(Value::as_array).into_iter().flatten();
        for task in tasks.filter_map(|worker| worker.get("tasks")?.as_array()).flatten() {
            let name =
                ["filename", "fileName", "file"].iter().find_map(|key| task.get(*key)?.as_str());
            files.extend(name.filter(|name| !files.iter().any(|it| it == name)).map(str::to_owned));
        }
        Self {
            id: text(&["id", "jobId"]).unwrap_or(id).to_owned(),
            state: word.and_then(LoadingState::of_word).unwrap_or(derived),
            message: text(&["message", "error", "errorMessage"]).unwrap_or_default().to_owned(),
            started: time("startTime"),
            ended,
            duration: Duration::from_millis(whole("duration")),
            average_speed: whole("averageSpeed"),
            current_speed: whole("currentSpeed"),
            bytes: whole("size"),
            progress: number("progress"),
            files,
            report,
        }
    }
}

/// A number, also as text.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim_end_matches('%').trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_recorded_status() {
        let status = LoadingStatus::read(
            "asked",
            &json!({
                "overall": {
                    "id": "test_graph.load_Comment.spark.all.1706770859889",
                    "startTime": 1_706_770_863_875_u64, "endTime": 1_706_770_879_667_u64, "duration": 15792,
                    "averageSpeed": 29546, "currentSpeed": 29546, "size": 48_675_207, "progress": 0,
                    "statistics": {
                        "fileLevel": {"validLine": 466_594, "notEnoughToken": 0, "rejectLine": 0},
                        "objectLevel": {"vertex":
                            [{"typeName": "Comment", "validObject": 466_593, "invalidPrimaryId": 1}]}}},
                "workers": [{"tasks": [{"filename": "file_Comment"}, {"filename": "file_Comment"}]}]
            }),
        );
        assert_eq!(status.state(), LoadingState::Finished);
        assert_eq!(status.id(), "test_graph.load_Comment.spark.all.1706770859889");
        assert_eq!(status.report().lines().valid, 466_594);
        assert_eq!(status.report().vertex("Comment").unwrap().invalid_primary_id, 1);
        assert!(!status.report().is_clean());
        assert_eq!(status.files(), ["file_Comment"]);
        assert_eq!(status.duration(), Duration::from_millis(15792));
        assert!(status.ended() > status.started());
    }

    #[test]
    fn the_state_is_the_servers_word_or_follows_from_the_end() {
        let state = |result| LoadingStatus::read("id", &result).state();
        assert_eq!(state(json!({"overall": {"endTime": 0}})), LoadingState::Running);
        assert_eq!(
            state(json!({"overall": {"endTime": 5, "status": "ABORTED"}})),
            LoadingState::Aborted
        );
        assert_eq!(state(json!({"status": "FINISHED", "overall": {}})), LoadingState::Finished);
        assert_eq!(
            state(json!({"overall": {"state": "Paused", "progress": "40%"}})),
            LoadingState::Paused
        );
        assert_eq!(state(json!(null)), LoadingState::Running);
        assert_eq!(LoadingStatus::read("id", &json!({})).id(), "id");
    }
}
