//! `tg emulator` as a program.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

/// A running `tg emulator`. Dropping it kills the process.
struct Server {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Server {
    fn start(args: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tg"))
            .args(["emulator", "--port", "0"])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    /// Returns the address of the ready line.
    fn ready(&mut self) -> String {
        self.address("ready http://")
    }

    /// Returns the address of the next line, after its beginning.
    fn address(&mut self, beginning: &str) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        let address = line.strip_prefix(beginning).and_then(|rest| rest.strip_suffix('\n'));
        address.unwrap_or_else(|| panic!("not a line with {beginning:?}: {line:?}")).to_owned()
    }

    /// Ends the process by a signal; returns its exit code and its remaining output.
    #[cfg(unix)]
    fn end(mut self, signal: &str) -> (Option<i32>, String, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        let code = self.child.wait().unwrap().code();
        let (mut output, mut errors) = (String::new(), String::new());
        self.output.read_to_string(&mut output).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        (code, output, errors)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends one request over a connection of its own.
fn get(address: &str, path: &str, headers: &str) -> String {
    use std::io::Write;
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[cfg(unix)]
#[test]
fn it_accepts_requests_after_the_ready_line_and_ends_cleanly() {
    for signal in ["-INT", "-TERM"] {
        let mut server = Server::start(&[]);
        let address = server.ready();
        assert!(get(&address, "/api/ping", "").contains("pong"));
        assert_eq!(server.end(signal), (Some(0), String::new(), String::new()));
    }
}

#[test]
fn a_version_is_selected() {
    for (version, reported) in [("3.6", "release_3.6."), ("4.1", "release_4.1.")] {
        let arguments = ["--server-version", version, "--restpp-port", "0", "--no-auth"];
        let mut server = Server::start(&arguments);
        let address = server.ready();
        assert!(get(&address, "/restpp/version", "").contains(reported), "{version}");
    }
}

#[test]
fn generation_3_has_a_second_port() {
    let mut server = Server::start(&["--generation", "3", "--restpp-port", "0", "--no-auth"]);
    let address = server.ready();
    let restpp = server.address("restpp http://");
    assert!(get(&address, "/restpp/version", "").contains("release_3."));
    assert!(get(&restpp, "/version", "").contains("release_3."));
}

#[test]
fn credentials_come_from_the_environment_too() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tg"));
    let mut child = command
        .args(["emulator", "--port", "0", "--user", "ann"])
        .env("TG_EMULATOR_PASSWORD", "pw")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let mut server = Server { child, output };
    let address = server.ready();
    // "ann:pw" in base64.
    let known = get(&address, "/restpp/version", "Authorization: Basic YW5uOnB3\r\n");
    assert!(known.starts_with("HTTP/1.1 200"), "{known}");
    let unknown = get(&address, "/restpp/version", "Authorization: Basic YW5uOng=\r\n");
    assert!(unknown.starts_with("HTTP/1.1 401"), "{unknown}");
}

#[test]
fn gsql_is_run_first_and_its_failure_is_an_error() {
    let folder = std::env::temp_dir().join(format!("tg-emulator-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (good, bad) = (folder.join("good.gsql"), folder.join("bad.gsql"));
    std::fs::write(&good, "CREATE VERTEX A (PRIMARY_ID id STRING) CREATE GRAPH g(*)").unwrap();
    std::fs::write(&bad, "CREATE VERTEX A (PRIMARY_ID id NOPE)").unwrap();
    let mut server = Server::start(&["--no-auth", "--gsql", good.to_str().unwrap()]);
    let address = server.ready();
    assert!(get(&address, "/restpp/graph/g/vertices/A", "").contains("\"results\":[]"));
    let failed = Command::new(env!("CARGO_BIN_EXE_tg"))
        .args(["emulator", "--port", "0", "--gsql", bad.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(failed.status.code(), Some(1));
    assert!(failed.stdout.is_empty());
    assert!(String::from_utf8_lossy(&failed.stderr).contains("Failed to create vertex types: [A]"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_port_in_use_is_an_error_that_names_it() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (args, remedy) in [
        (vec!["--port", &port], "`--port 0` takes a free port"),
        (vec!["--port", "0", "--restpp-port", &port], "`--restpp-port 0` takes a free port"),
    ] {
        let failed =
            Command::new(env!("CARGO_BIN_EXE_tg")).arg("emulator").args(args).output().unwrap();
        assert_eq!(failed.status.code(), Some(1));
        let errors = String::from_utf8_lossy(&failed.stderr);
        assert!(errors.contains(&format!("cannot listen on 127.0.0.1:{port}")), "{errors}");
        assert!(errors.contains(remedy), "{errors}");
    }
}
