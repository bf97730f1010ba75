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
    let fetched = response(&expert::answer(&packages(rows))?);
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
        if head.starts_with("POST") {
            output.write_all(&upserted(&body))?;
        } else {
            output.write_all(fetched)?;
        }
    }
}

/// Returns the answer to an upsert: every vertex is accepted.
fn upserted(body: &[u8]) -> Vec<u8> {
    let vertices = memchr::memmem::find_iter(body, b"\"weight_kg\":").count();
    let accepted =
        format!(r#"[{{"accepted_vertices":{vertices},"accepted_edges":0}}],"code":"REST-0001"}}"#);
    response([expert::ANSWER_START, &accepted].concat().as_bytes())
}
