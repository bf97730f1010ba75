//! The emulator, in a process of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tg_emulator::Emulator;

use crate::Result;

const SCHEMA: &str = "CREATE VERTEX Item (PRIMARY_ID id STRING, name STRING, weight DOUBLE, \
    pieces INT, fragile BOOL, since DATETIME) \
    CREATE GRAPH Bench (Item) \
    CREATE LOADING JOB items FOR GRAPH Bench { DEFINE FILENAME f; \
        LOAD f TO VERTEX Item VALUES ($0, $1, $2, $3, $4, $5); }";

/// An emulator in a process of its own. Dropping it ends the process.
pub(crate) struct Server {
    process: Child,
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn start() -> Result<Self> {
        let mut process =
            Command::new(std::env::current_exe()?).arg("emulate").stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or("the emulator has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        Ok(Self { process, url: line.trim().to_owned() })
    }

    /// Returns the number of the process.
    pub(crate) fn process(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An error means that the process has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs the emulator: prints its address and answers until the process is killed.
pub(crate) fn emulate() -> Result {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let emulator = Emulator::builder().auth(false).gsql(SCHEMA).start().await?;
        println!("{}", emulator.url());
        std::future::pending::<()>().await;
        Ok(())
    })
}
