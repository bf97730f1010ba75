//! `tg load` when its process, or the server, is killed.

use std::fmt::Write as _;
use std::process::Stdio;
use std::thread;

use serde_json::Value;
use tg_emulator::{Emulator, Fault, Gate, Method, Path};

use crate::harness::Folder;
use crate::server::Server;

const SCHEMA: &str =
    "CREATE VERTEX Depot (PRIMARY_ID code INT, city STRING) CREATE GRAPH Goods (Depot)";

const LOAD: &str = "load rows.csv --vertex Depot --graph Goods --yes --json --request-bytes 400 \
                    --checkpoint checkpoint --rejects rejected.jsonl";

/// Returns a file of which every seventh row is rejected.
fn rows(number: u64) -> String {
    let mut text = "code,city\n".to_owned();
    for code in 0..number {
        let sign = if code % 7 == 3 { "no. " } else { "" };
        writeln!(text, "{sign}{code},Ulm").unwrap();
    }
    text
}

/// Returns the four numbers of an account, whose sum is checked.
fn sums(account: &Value) -> [u64; 4] {
    let file = &account["files"][0];
    let number = |name: &str| file[name].as_u64().unwrap();
    let sums = ["accepted", "rejected", "in_doubt", "pending"].map(number);
    assert_eq!(number("read"), sums.iter().sum::<u64>(), "{account}");
    sums
}

#[test]
fn a_load_that_is_killed_at_any_moment_continues() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let text = rows(1_000);
    for moment in 0..20 {
        let server = runtime.block_on(Emulator::start()).unwrap();
        runtime.block_on(server.gsql(SCHEMA)).unwrap();
        let mut folder = Folder::with(&[("rows.csv", &text)]);
        folder.set("TG_HOST", &server.url());
        folder.set("TG_SECRET", &server.secret());
        let gate = Gate::new();
        let upserts = Path::ends("/graph/Goods").and(Method::POST);
        // 7 and 41 have no common factor: the moments are spread over all requests.
        let rule = server.on(upserts).after(moment * 7 % 41).then(Fault::Hold(gate.clone()));
        let mut process = folder
            .command(LOAD.split_whitespace())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while rule.hits() == 0 {
            assert!(process.try_wait().unwrap().is_none(), "the process has ended by itself");
            thread::yield_now();
        }
        process.kill().unwrap();
        process.wait().unwrap();
        rule.remove();
        gate.open();
        let account = folder.tg(LOAD).code(1).json();
        assert_eq!(sums(&account), [857, 143, 0, 0], "moment {moment}");
        let stored = runtime.block_on(server.gsql("USE GRAPH Goods SELECT count(*) FROM Depot"));
        assert!(stored.unwrap().contains("857"), "moment {moment}");
        let rejected = folder.read("rejected.jsonl");
        let row =
            |line: &str| serde_json::from_str::<Value>(line).unwrap()["row"].as_u64().unwrap();
        let mut rejected: Vec<_> = rejected.lines().map(row).collect();
        rejected.sort_unstable();
        let expected: Vec<_> = (0..1_000).filter(|code| code % 7 == 3).map(|it| it + 1).collect();
        assert_eq!(rejected, expected, "moment {moment}");
        assert!(!folder.path("checkpoint").exists());
    }
}

#[test]
fn a_load_whose_server_is_killed_accounts_for_every_row() {
    let mut server = Server::start("4", SCHEMA);
    server.write("rows.csv", &rows(50_000));
    let process = server
        .command(LOAD.split_whitespace())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !server.path("checkpoint").exists() {
        thread::yield_now();
    }
    server.kill();
    let output = process.wait_with_output().unwrap();
    let account: Value = serde_json::from_slice(&output.stdout).unwrap();
    let [accepted, _, in_doubt, pending] = sums(&account);
    assert!(accepted > 0 && in_doubt + pending > 0, "{account}");
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
}
