//! Runs of loading jobs on files: by GSQL statement and over REST, and their status.

use reqwest::Method;
use serde_json::{Value, json};
use tg_emulator::{Emulator, Fault, Gate, Generation, Path};

use super::server;
use crate::support::{BOTH, SCHEMA, Server};

const JOB: &str = "DEFINE FILENAME f; DEFINE FILENAME h = \"/data/h.csv\";
    LOAD f TO VERTEX Depot VALUES ($0, $1);
    LOAD h TO VERTEX Depot VALUES ($0, $sys.file_name);";

async fn with_files(generation: Generation) -> Server {
    let server = server(generation, JOB).await;
    server.emulator.put_file("/data/f.csv", "1,a\n2,b\nx,c\n3\n4,d\n");
    server.emulator.put_file("/data/h.csv", "11\n12\n");
    server
}

impl Server {
    /// Runs a script that must succeed and returns the output.
    async fn script(&self, text: &str) -> String {
        self.emulator.gsql(&format!("USE GRAPH g\n{text}")).await.expect("a success")
    }

    /// Runs a script that must fail and returns the output.
    async fn failing_script(&self, text: &str) -> String {
        self.emulator.gsql(&format!("USE GRAPH g\n{text}")).await.expect_err("a failure").output
    }

    async fn count_depots(&self) -> usize {
        let found = self.get("/graph/g/vertices/Depot?count_only=true").await.results();
        usize::try_from(found[0]["count"].as_u64().expect("a count")).expect("a small number")
    }

    /// Waits until a run has ended and returns its status.
    async fn wait_for_end(&self, id: &str) -> Value {
        loop {
            let path = match self.emulator.generation() {
                Generation::V3 => {
                    format!("/gsqlserver/gsql/loading-jobs?action=getprogress&graph=g&jobId={id}")
                }
                _ => format!("/gsql/v1/loading-jobs/status/{id}?graph=g"),
            };
            let status = self.gsql(Method::GET, &path, "").await.results()[0].clone();
            if status["overall"]["endTime"] != 0 {
                return status;
            }
        }
    }
}

/// Returns the id of the run that a script has started.
fn id_of(output: &str) -> String {
    let (_, rest) = output.split_once("jobid: ").expect("an id");
    rest.lines().next().expect("a line").to_owned()
}

#[tokio::test]
async fn a_script_runs_a_job_on_registered_files() {
    for generation in BOTH {
        let server = with_files(generation).await;
        let output = server.script("RUN LOADING JOB j USING f=\"/data/f.csv\", h").await;
        let id = id_of(&output);
        assert!(output.contains(&format!("LOAD SUCCESSFUL for loading jobid {id}")), "{output}");
        assert!(output.contains("[FINISHED] m1 ( Finished: 2 / Total: 2 )"), "{output}");
        assert!(output.contains("/data/f.csv (f) |              4 |              2 |"), "{output}");
        assert_eq!(server.count_depots().await, 5);
        assert_eq!(server.attributes("Depot", "11").await["city"], "/data/h.csv");
        let response =
            server.script(&format!("SHOW LOADING STATUS {id}\nSHOW LOADING STATUS ALL")).await;
        assert_eq!(response.matches("[FINISHED]").count(), 2, "{response}");
        let errors = server.script(&format!("SHOW LOADING ERROR {id}")).await;
        for part in
            ["/data/f.csv: 2 errors", "notEnoughToken: 1\n    3\n", "invalidPrimaryId: 1\n    x,c"]
        {
            assert!(errors.contains(part), "{errors}");
        }
        let status = server.wait_for_end(&id).await;
        assert_eq!(status["overall"]["statistics"]["fileLevel"]["validLine"], 6, "{status}");
        let tasks = &status["workers"][0]["tasks"];
        assert_eq!((&tasks[0]["filename"], &tasks[1]["filename"]), (&json!("f"), &json!("h")));
    }
}

#[tokio::test]
async fn flags_and_options_of_a_run() {
    for (run, loaded) in [
        ("RUN LOADING JOB j USING h", 2),
        ("RUN LOADING JOB -n 2 j USING f=\"/data/f.csv\"", 2),
        ("RUN LOADING JOB -n 2,3 j USING f=\"/data/f.csv\"", 1),
        ("RUN LOADING JOB -n 2,$ j USING f=\"/data/f.csv\"", 2),
        ("RUN LOADING JOB -dryrun j USING f=\"/data/f.csv\"", 0),
        ("RUN LOADING JOB j USING f=\"/data/f.csv\", CONCURRENCY=4, BATCH_SIZE=1", 3),
        ("RUN LOADING JOB j USING f=\"ALL:/data/f.csv,m1:/data/h.csv\"", 3),
        ("SET sys.data_root = \"/data\" RUN LOADING JOB j USING f=\"$sys.data_root/f.csv\"", 3),
        ("RUN LOADING JOB -max_num_error 2 j USING f=\"/data/f.csv\"", 3),
    ] {
        let server = with_files(Generation::V4).await;
        server.script(run).await;
        assert_eq!(server.count_depots().await, loaded, "{run}");
    }
}

#[tokio::test]
async fn failed_runs_report_the_reason() {
    for generation in BOTH {
        let server = with_files(generation).await;
        server.script("CREATE SCHEMA_CHANGE JOB change FOR GRAPH g {}").await;
        for (run, wrong) in [
            ("RUN JOB change", "Please use 'RUN SCHEMA_CHANGE JOB change'."),
            ("RUN SCHEMA_CHANGE JOB j", "Please use 'RUN LOADING JOB j'."),
            ("RUN LOADING JOB nope", "The loading job 'nope' does not exist in graph 'g'."),
            ("RUN LOADING JOB j", "the file variable `f` has no path"),
            ("RUN LOADING JOB j USING f=\"/nope.csv\"", "'/nope.csv' does not exist"),
            ("RUN LOADING JOB j USING k=\"/data/f.csv\"", "no file variable `k`"),
            ("RUN LOADING JOB -max_num_error 1 j USING f=\"/data/f.csv\"", "LOAD FAILED"),
            ("RUN LOADING JOB -max_percent_error 1 j USING f=\"/data/f.csv\"", "max_percent_error"),
            ("SHOW LOADING STATUS nope", "The loading job id 'nope' does not exist."),
            ("ABORT LOADING JOB nope", "The loading job id 'nope' does not exist."),
        ] {
            let output = server.failing_script(run).await;
            assert!(output.contains(wrong), "{run}: {output}");
        }
        let output = server.script("RUN LOADING JOB j USING h").await;
        let output = server.failing_script(&format!("ABORT LOADING JOB {}", id_of(&output))).await;
        assert!(output.contains("it is FINISHED"), "{output}");
    }
}

#[tokio::test]
async fn a_run_in_the_background_ends() {
    for generation in BOTH {
        let server = with_files(generation).await;
        let output = server.script("RUN LOADING JOB -noprint j USING f=\"/data/f.csv\"").await;
        let status = server.wait_for_end(&id_of(&output)).await;
        assert_eq!(status["overall"]["status"], "FINISHED", "{status}");
        assert_eq!(server.count_depots().await, 3);
    }
}

#[tokio::test]
async fn local_files_outside_the_root_are_rejected() {
    let root = std::env::temp_dir().join(format!("tg-emulator-load-{}", std::process::id()));
    std::fs::create_dir_all(&root).expect("a folder");
    std::fs::write(root.join("f.csv"), "1,a\n2,b\n").expect("a file");
    let script = format!("{SCHEMA} USE GRAPH g CREATE LOADING JOB j {{ {JOB} }}");
    let builder = Emulator::builder().data_root(&root).gsql(script.clone());
    let server = Server::with(builder).await;
    server.script("RUN LOADING JOB j USING f=\"f.csv\"").await;
    assert_eq!(server.count_depots().await, 2);
    server.script(&format!("RUN LOADING JOB j USING f=\"{}/f.csv\"", root.display())).await;
    // A query wrote it, at a path that the machine has, too.
    std::fs::create_dir_all(root.join("etc")).expect("a folder");
    std::fs::write(root.join("etc/hosts"), "3,c\n").expect("a file");
    server.script("RUN LOADING JOB j USING f=\"/etc/hosts\"").await;
    assert_eq!(server.count_depots().await, 3);
    let output = server.failing_script("RUN LOADING JOB j USING f=\"/etc/passwd\"").await;
    assert!(output.contains("not in the folder"), "{output}");
    let closed = Server::with(Emulator::builder().gsql(script)).await;
    let path = root.join("f.csv");
    let output =
        closed.failing_script(&format!("RUN LOADING JOB j USING f=\"{}\"", path.display())).await;
    assert!(output.contains("Builder::data_root"), "{output}");
    std::fs::remove_dir_all(&root).expect("the folder is removed");
}

#[tokio::test]
async fn jobs_are_run_over_rest() {
    let server = with_files(Generation::V4).await;
    let job = json!({"name": "j", "maxNumError": 5, "dataSources": [
        {"filename": "f", "name": "file", "path": "/data/f.csv"}]});
    for (body, form) in [
        (json!([job]).to_string(), false),
        (job.to_string(), false),
        ("name=j&dataSources=%7B%22filename%22%3A%20%22h%22%7D&verbose=True".to_owned(), true),
    ] {
        let answer =
            server.gsql(Method::POST, "/gsql/v1/loading-jobs/run?graph=g", &body).await.json();
        assert_eq!(answer["message"], "Successfully ran loading job(s): [j]", "{answer}");
        let status = server.wait_for_end(answer["jobIds"][0].as_str().expect("an id")).await;
        let lines = if form { 2 } else { 4 };
        assert_eq!(status["overall"]["statistics"]["fileLevel"]["validLine"], lines, "{status}");
    }
    let all = server.gsql(Method::GET, "/gsql/v1/loading-jobs/status?graph=g", "").await.results();
    assert_eq!(all.as_array().map(Vec::len), Some(3));
    let ids: Vec<_> = all
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["overall"]["id"].as_str().expect("an id"))
        .collect();
    let two = format!("/gsql/v1/loading-jobs/status?graph=g&jobId={}&jobId={}", ids[0], ids[1]);
    assert_eq!(
        server.gsql(Method::GET, &two, "").await.results().as_array().map(Vec::len),
        Some(2)
    );
    let two = format!("/gsql/v1/loading-jobs/status?jobIds={},{}", ids[0], ids[1]);
    assert_eq!(
        server.gsql(Method::GET, &two, "").await.results().as_array().map(Vec::len),
        Some(2)
    );
    for (path, wrong) in [
        ("status/nope", "The loading job id 'nope' does not exist."),
        ("abort?graph=g&jobIds=nope", "The loading job id 'nope' does not exist."),
        ("resume/nope", "The loading job id 'nope' does not exist."),
        ("abort?graph=g", "The jobIds to abort are missing."),
        (&format!("resume/{}", ids[0]), "it is FINISHED"),
    ] {
        let message = server.error_message(Method::GET, &format!("loading-jobs/{path}"), "").await;
        assert!(message.contains(wrong), "{path}: {message}");
    }
    for (body, wrong) in [
        ("[]", "No job"),
        ("[{}]", "missing field `name`"),
        ("{", "EOF"),
        ("", "array of jobs"),
        (r#"[{"name": "nope"}]"#, "The loading job 'nope' does not exist"),
        (r#"[{"name": "j"}]"#, "The file variable 'f' has no path"),
        (
            r#"[{"name": "j", "dataSources": [{"filename": "z", "path": "/x"}]}]"#,
            "'z' does not exist",
        ),
        (
            r#"[{"name": "j", "dataSources": [{"filename": "f", "name": "s3", "path": "/x"}]}]"#,
            "The data source 's3' does not exist",
        ),
    ] {
        let message = server.error_message(Method::POST, "loading-jobs/run?graph=g", body).await;
        assert!(message.contains(wrong), "{body}: {message}");
    }
}

#[tokio::test]
async fn objects_of_data_sources_are_loaded() {
    let server = with_files(Generation::V4).await;
    let source =
        json!({"name": "s1", "config": {"type": "s3", "access.key": "a", "secret.key": "b"}});
    server.success_message(Method::POST, "data-sources?graph=g", &source).await;
    server.emulator.put_object("s1", "s3://bucket/f.csv", "1,a\n2,b\n");
    server.emulator.put_object("s1", "topic", "3,a\n");
    server.script("RUN LOADING JOB j USING f=\"$s1:s3://bucket/f.csv\"").await;
    assert_eq!(server.count_depots().await, 2);
    let job = json!([{"name": "j", "dataSources": [
        {"filename": "f", "name": "s1", "config": {"topic": "topic"}}]}]);
    let answer =
        server.gsql(Method::POST, "/gsql/v1/loading-jobs/run?graph=g", &job.to_string()).await;
    server.wait_for_end(answer.json()["jobIds"][0].as_str().expect("an id")).await;
    assert_eq!(server.count_depots().await, 3);
    let output = server.failing_script("RUN LOADING JOB j USING f=\"$s1:s3://bucket/nope\"").await;
    assert!(output.contains("put_object"), "{output}");
}

#[tokio::test]
async fn requests_with_the_same_id_are_counted_together() {
    for generation in BOTH {
        let server = with_files(generation).await;
        let id = "g.j.spark.all.1706770859889";
        server.ddl(&format!("&jobid={id}"), "1,a\nx,b\n").await.results();
        server.ddl(&format!("&jobid={id}&max_num_error=9"), "2,a\n").await.results();
        let status = server.wait_for_end(id).await;
        let overall = &status["overall"];
        assert_eq!((&overall["id"], &overall["size"]), (&json!(id), &json!(12)));
        let file = &overall["statistics"]["fileLevel"];
        let expected =
            json!({"validLine": 3, "rejectLine": 0, "notEnoughToken": 0, "tokenExceedsBuffer": 0});
        assert_eq!(file, &expected);
        let depot = &overall["statistics"]["objectLevel"]["vertex"][0];
        assert_eq!((&depot["validObject"], &depot["invalidPrimaryId"]), (&json!(2), &json!(1)));
    }
}

#[tokio::test]
async fn data_sources_are_previewed() {
    let server = with_files(Generation::V4).await;
    let source = json!({"name": "s1", "config": {"type": "s3"}});
    server.success_message(Method::POST, "data-sources?graph=g", &source).await;
    server.emulator.put_object("s1", "s3://bucket/in/f.csv", "id,\"ci,ty\"\n1,\"a,b\"\n2,c\n");
    server.emulator.put_object("s1", "s3://bucket/in/deep/g.json", "{\"a\":1}\n{\"a\":2}\n");
    server.emulator.put_object("s1", "s3://other/h.csv", "1\n");
    let get = async |path: &str| {
        server.gsql(Method::GET, &format!("/gsql/v1/{path}"), "").await.results()
    };
    assert_eq!(get("list-buckets/s1").await, json!(["bucket", "other"]));
    let expected = json!({"folders": ["deep"], "files": ["f.csv"]});
    assert_eq!(get("list-files/s1?path=s3://bucket/in").await, expected);
    let sample = async |body: Value| {
        server.gsql(Method::POST, "/gsql/v1/sample-data", &body.to_string()).await.results()
    };
    let parsing = json!({"header": "true", "separator": ",", "eol": "\\n", "quote": "\""});
    let body = json!({"graphName": "g", "dataSource": "s1", "path": "s3://bucket/in/f.csv",
        "dataFormat": "csv", "parsing": parsing, "size": 1});
    let expected = json!({"data": [["1", "a,b"]], "header": ["id", "ci,ty"], "json": false});
    assert_eq!(sample(body).await, expected);
    let body = json!({"dataSource": "s1", "path": "s3://bucket/in/deep/g.json",
        "dataFormat": "json", "parsing": {"fileFormat": "none", "eol": "\\n"}});
    let expected = json!({"data": [{"a": 1}, {"a": 2}], "header": [], "json": true});
    assert_eq!(sample(body).await, expected);
    let body = json!({"graphName": "g", "dataSource": "s1", "path": "s3://bucket/in/f.csv",
        "parsing": {"fileFormat": "none", "eol": "\\n"}, "size": 2});
    assert_eq!(sample(body).await["data"], json!(["id,\"ci,ty\"", "1,\"a,b\""]));
    for (method, path, body, wrong) in [
        (Method::GET, "list-files/nope", "", "Datasource nope not found"),
        (Method::GET, "list-buckets/nope", "", "Datasource nope not found"),
        (Method::POST, "sample-data", r#"{"dataSource": "nope", "path": "/x"}"#, "nope not found"),
        (Method::POST, "sample-data", r#"{"dataSource": "s1", "path": "/x"}"#, "put_object"),
        (Method::POST, "sample-data", "{", "invalid"),
    ] {
        let message = server.error_message(method, path, body).await;
        assert!(message.contains(wrong), "{path}: {message}");
    }
}

#[tokio::test]
async fn a_job_is_returned_as_json() {
    let job = "DEFINE FILENAME f = \"/data/f.csv\"; DEFINE HEADER h = \"a\", \"b\";
        LOAD f TO VERTEX Depot VALUES ($\"a\", gsql_trim($\"b\")) WHERE $\"a\" != \"\",
            TO EDGE employs VALUES ($\"a\", $1, _, \"5\")
            USING USER_DEFINED_HEADER=\"h\", SEPARATOR=\",\";";
    let server = server(Generation::V4, job).await;
    let path = "/gsql/v1/loading-jobs/j?graph=g&json=true&verbose=true";
    let response = server.gsql(Method::GET, path, "").await.results();
    let using = json!({"USER_DEFINED_HEADER": "h", "SEPARATOR": ","});
    let source = json!({"Type": "FileVar", "Value": "f"});
    let expected = json!({
        "JobName": "j", "GraphName": "g", "FileNames": {"f": "/data/f.csv"},
        "Headers": {"h": ["a", "b"]}, "Filters": [],
        "LoadingStatements": [
            {"Type": "Vertex", "TargetName": "Depot", "DataSource": source, "UsingClauses": using,
                "Condition": "$\"a\" != \"\"",
                "Mappings": [{"Type": "SrcColName", "Value": "a"},
                    {"Type": "Expression", "Value": "gsql_trim($\"b\")"}]},
            {"Type": "Edge", "TargetName": "employs", "DataSource": source, "UsingClauses": using,
                "FromVertexType": "Depot", "ToVertexType": "Person",
                "Mappings": [{"Type": "SrcColName", "Value": "a"},
                    {"Type": "SrcColIndex", "Value": 1}, {"Type": "Default"},
                    {"Type": "Literal", "Value": "\"5\""}]},
        ],
    });
    assert_eq!(response, expected);
}

/// Starts a run with batches of one line that is held before its first and its second batch.
async fn start_held_run(server: &Server) -> (String, [Gate; 2]) {
    let gates = [Gate::new(), Gate::new()];
    let path = match server.emulator.generation() {
        Generation::V3 => "/file",
        _ => "/statements",
    };
    let rules = gates
        .clone()
        .map(|gate| server.emulator.on(Path::ends(path)).times(1).then(Fault::HoldWork(gate)));
    let script = "USE GRAPH g\nRUN LOADING JOB -noprint j USING f=\"/data/f.csv\", BATCH_SIZE=1";
    let output = server.gsql_text(script).await;
    assert_eq!(rules.map(|rule| rule.hits()), [1, 1]);
    gates[0].held(1).await;
    (id_of(&output), gates)
}

impl Server {
    /// Runs a script over HTTP and returns the output.
    async fn gsql_text(&self, script: &str) -> String {
        let basic = format!("Basic {}", "dGlnZXJncmFwaDp0aWdlcmdyYXBo");
        let path = match self.emulator.generation() {
            Generation::V3 => "/gsqlserver/gsql/file",
            _ => "/gsql/v1/statements",
        };
        let url = format!("{}{path}", self.emulator.gsql_url());
        let body = script.replace('%', "%25");
        let request = self.http.post(url).header("Authorization", basic).body(body);
        crate::support::answer(request).await.text
    }

    async fn status_of(&self, id: &str) -> Value {
        let path = match self.emulator.generation() {
            Generation::V3 => {
                format!("/gsqlserver/gsql/loading-jobs?action=getprogress&graph=g&jobId={id}")
            }
            _ => format!("/gsql/v1/loading-jobs/status/{id}?graph=g"),
        };
        self.gsql(Method::GET, &path, "").await.results()[0]["overall"].clone()
    }
}

#[tokio::test]
async fn a_run_is_held_paused_and_resumed() {
    for generation in BOTH {
        let server = with_files(generation).await;
        let (id, [first, second]) = start_held_run(&server).await;
        let status = server.status_of(&id).await;
        assert_eq!((&status["status"], &status["endTime"]), (&json!("RUNNING"), &json!(0)));
        assert_eq!(server.count_depots().await, 0);
        first.open();
        second.held(1).await;
        assert_eq!(server.count_depots().await, 1);
        if generation == Generation::V3 {
            server.script(&format!("ABORT LOADING JOB {id}")).await;
            assert_eq!(server.status_of(&id).await["status"], "ABORTED");
            server.script(&format!("RESUME LOADING JOB {id}")).await;
        } else {
            let pause = format!("loading-jobs/abort?graph=g&jobId={id}&isPause=true");
            let done = server.success_message(Method::GET, &pause, "").await;
            assert_eq!(done, format!("Successfully paused loading job(s): [{id}]."));
            assert_eq!(server.status_of(&id).await["status"], "PAUSED");
            let again = server.error_message(Method::GET, &pause, "").await;
            assert!(again.contains("it is PAUSED"), "{again}");
            let resume = format!("loading-jobs/resume/{id}");
            let done = server.success_message(Method::GET, &resume, "").await;
            assert_eq!(done, format!("Successfully resumed loading job(s): [{id}]."));
        }
        let status = server.wait_for_end(&id).await;
        assert_eq!(status["overall"]["status"], "FINISHED", "{status}");
        assert_eq!(status["overall"]["statistics"]["fileLevel"]["validLine"], 4, "{status}");
        assert_eq!(server.count_depots().await, 3);
    }
}

#[tokio::test]
async fn an_aborted_run_loads_no_more_lines() {
    let server = with_files(Generation::V4).await;
    let (id, [first, second]) = start_held_run(&server).await;
    first.open();
    second.held(1).await;
    let done = server.success_message(Method::GET, &format!("loading-jobs/abort/{id}"), "").await;
    assert_eq!(done, format!("Successfully dropped loading job(s): [{id}]."));
    second.open();
    assert_eq!(server.wait_for_end(&id).await["overall"]["status"], "ABORTED");
    let rejected =
        server.error_message(Method::GET, &format!("loading-jobs/resume/{id}"), "").await;
    assert!(rejected.contains("it is ABORTED"), "{rejected}");
    assert_eq!(server.count_depots().await, 1);
    let (all, _) = start_held_run(&server).await;
    let output = server.script("ABORT LOADING JOB ALL").await;
    assert!(output.contains(&format!("Successfully aborted loading job(s): [{all}].")), "{output}");
}
