//! A server that accepts everything and always returns the same vertices, in a process of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::Result;
use crate::expert;
use crate::record::packages;

/// The server's process; dropping it ends the server.
pub(crate) struct Server {
    process: Child,
    port: u16,
}

impl Server {
    /// Starts a server whose answer to a GET has this many rows.
    pub(crate) fn start(rows: usize) -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(["serve", &rows.to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().ok_or("the server has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        Ok(Self { port: line.trim().parse()?, process })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An error means that the process has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs the server: prints its port and answers until the process is killed.
pub(crate) fn serve(rows: usize) -> Result {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    let fetched = response(&expert::answer(&packages(rows).collect::<Vec<_>>())?);
    thread::scope(|scope| {
        for stream in listener.incoming() {
            let fetched = &fetched;
            scope.spawn(move || answer_all(stream?, fetched));
        }
    });
    Ok(())
}

/// Puts a head before a body. The two are sent in one write, so that the client's count of reads
/// does not depend on timing.
fn response(body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ";
    [format!("{head}{length}\r\n\r\n").as_bytes(), body].concat()
}

/// Answers the requests of one connection.
fn answer_all(stream: TcpStream, fetched: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut input = BufReader::new(stream.try_clone()?);
    let mut output = stream;
    let mut body = Vec::new();
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if input.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, length)| length.trim().parse().ok())
            .unwrap_or(0);
        body.clear();
        input.by_ref().take(length).read_to_end(&mut body)?;
        let path = head.split(' ').nth(1).unwrap_or_default();
        let answer = match path {
            _ if path.starts_with("/restpp/ddl/") => loaded(&body),
            _ if head.starts_with("POST") => upserted(&body),
            _ if path.starts_with("/gsql/v1/schema/") => response(SCHEMA.as_bytes()),
            _ if path.starts_with("/gsql/v1/loading-jobs/") => response(LOADING_JOB.as_bytes()),
            _ if path.starts_with("/gsql/") => response(NOTHING.as_bytes()),
            _ => {
                output.write_all(fetched)?;
                continue;
            }
        };
        output.write_all(&answer)?;
    }
}

/// The schema of the measured record.
const SCHEMA: &str = r#"{"error":false,"message":"","results":{"GraphName":"Bench","EdgeTypes":[],
"VertexTypes":[{"Name":"Package",
"Config":{"STATS":"OUTDEGREE_BY_EDGETYPE","PRIMARY_ID_AS_ATTRIBUTE":true},
"PrimaryId":{"AttributeType":{"Name":"STRING"},"AttributeName":"id","PrimaryIdAsAttribute":true},
"Attributes":[{"AttributeType":{"Name":"DOUBLE"},"AttributeName":"weight_kg"},
{"AttributeType":{"Name":"STRING"},"AttributeName":"city"},
{"AttributeType":{"Name":"DATETIME"},"AttributeName":"since"},
{"AttributeType":{"Name":"BOOL"},"AttributeName":"fragile"},
{"AttributeType":{"Name":"LIST","ValueTypeName":"STRING"},"AttributeName":"handling"},
{"AttributeType":{"Name":"INT"},"AttributeName":"pieces"}]}]}}"#;

/// Every loading job exists.
const LOADING_JOB: &str =
    r#"{"error":false,"message":"","results":{"jobName":"j","jobContent":""}}"#;

const NOTHING: &str = r#"{"error":false,"message":"","results":[]}"#;

/// Returns the answer to lines of a loading job: every line is valid, and a vertex.
fn loaded(body: &[u8]) -> Vec<u8> {
    let lines = memchr::memchr_iter(b'\n', body).count();
    let statistics = format!(
        r#"[{{"sourceFileName":"Online_POST","statistics":{{"parsingStatistics":{{
        "fileLevel":{{"validLine":{lines}}},
        "objectLevel":{{"vertex":[{{"typeName":"Package","validObject":{lines}}}]}}}}}}}}],
        "code":"REST-0000"}}"#
    );
    response([expert::ANSWER_START, &statistics].concat().as_bytes())
}

/// Returns the answer to an upsert: every vertex is accepted.
fn upserted(body: &[u8]) -> Vec<u8> {
    let vertices = memchr::memmem::find_iter(body, b"\"weight_kg\":").count();
    let accepted =
        format!(r#"[{{"accepted_vertices":{vertices},"accepted_edges":0}}],"code":"REST-0001"}}"#);
    response([expert::ANSWER_START, &accepted].concat().as_bytes())
}
