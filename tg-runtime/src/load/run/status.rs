//! The progress of a run.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::load::report::{LoadReport, MAX_INVALID_LINES};
use crate::load::statistics::Statistics;
use crate::operation::WorkState;

/// The progress of a run on the server: [`LoadingRun::status`](super::LoadingRun::status).
#[derive(Debug, Clone, PartialEq)]
pub struct LoadingStatus {
    id: String,
    state: WorkState,
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

impl LoadingStatus {
    /// Returns the id of the run.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns its state. If the server does not return one, a run with an end time is finished.
    pub fn state(&self) -> WorkState {
        self.state.clone()
    }

    /// Returns the message of the server, such as the reason of a failure; often empty.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the time when it started.
    pub fn started(&self) -> Option<SystemTime> {
        self.started
    }

    /// Returns the time when it ended.
    pub fn ended(&self) -> Option<SystemTime> {
        self.ended
    }

    /// Returns the time that it has taken.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Returns the number of lines per second since the start.
    pub fn average_speed(&self) -> u64 {
        self.average_speed
    }

    /// Returns the present number of lines per second.
    pub fn current_speed(&self) -> u64 {
        self.current_speed
    }

    /// Returns the number of bytes that were read.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns the part that is done, in percent. Some servers return 0 for a run that is over: use
    /// the [state](Self::state).
    pub fn progress(&self) -> f64 {
        self.progress
    }

    /// Returns the files or variables that are loaded.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// Returns the outcome of the lines so far.
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
        let state = text(&["status", "state", "loadingStatus", "jobStatus"]);
        let state = state.and_then(WorkState::of_loading_job).unwrap_or_else(|| match ended {
            Some(_) if text(&["error", "errorMessage"]).is_some() => WorkState::Failed,
            Some(_) => WorkState::Finished,
            None => WorkState::Running,
        });
        let mut report = LoadReport { requests: 1, ..LoadReport::default() };
        if let Some(statistics) = overall.get("statistics") {
            report.statistics.merge(Statistics::read(statistics), MAX_INVALID_LINES);
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
            state,
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

/// Reads a number, also from a text.
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
            "requested",
            &json!({
                "overall": {
                    "id": "test_graph.load_Comment.spark.all.1706770859889",
                    "startTime": 1_706_770_863_875_u64, "endTime": 1_706_770_879_667_u64,
                    "duration": 15792,
                    "averageSpeed": 29546, "currentSpeed": 29546, "size": 48_675_207, "progress": 0,
                    "statistics": {
                        "fileLevel": {"validLine": 466_594, "notEnoughToken": 0, "rejectLine": 0},
                        "objectLevel": {"vertex": [
                            {"typeName": "Comment", "validObject": 466_593, "invalidPrimaryId": 1}
                        ]}}},
                "workers": [{"tasks": [{"filename": "file_Comment"}, {"filename": "file_Comment"}]}]
            }),
        );
        assert_eq!(status.state(), WorkState::Finished);
        assert_eq!(status.id(), "test_graph.load_Comment.spark.all.1706770859889");
        assert_eq!(status.report().lines().valid, 466_594);
        assert_eq!(status.report().vertex("Comment").unwrap().invalid_primary_id, 1);
        assert!(!status.report().is_clean());
        assert_eq!(status.files(), ["file_Comment"]);
        assert_eq!(status.duration(), Duration::from_millis(15792));
        assert!(status.ended() > status.started());
    }

    #[test]
    fn the_state_is_that_of_the_server_or_follows_from_the_end() {
        let state = |result| LoadingStatus::read("id", &result).state();
        assert_eq!(state(json!({"overall": {"endTime": 0}})), WorkState::Running);
        assert_eq!(
            state(json!({"overall": {"endTime": 5, "status": "ABORTED"}})),
            WorkState::Aborted
        );
        assert_eq!(state(json!({"status": "FINISHED", "overall": {}})), WorkState::Finished);
        assert_eq!(
            state(json!({"overall": {"state": "Paused", "progress": "40%"}})),
            WorkState::Paused
        );
        assert_eq!(state(json!(null)), WorkState::Running);
        let failed = json!({"overall": {"endTime": 5, "errorMessage": "no such file"}});
        assert_eq!(state(failed), WorkState::Failed);
        assert_eq!(LoadingStatus::read("id", &json!({})).id(), "id");
    }
}
