//! Running `tg` in a folder of its own, with no variables but those of the test.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder with the files of a test.
pub(crate) struct Folder {
    dir: TempDir,
    variables: Vec<(String, String)>,
}

/// The result of a process.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), variables: Vec::new() }
    }

    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Sets a variable for the processes of this folder.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Returns a command that is not started yet.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tg"));
        command.args(args).current_dir(self.dir.path()).env_clear();
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs `tg` with arguments that a blank separates.
    pub(crate) fn tg(&self, line: &str) -> Ran {
        self.tg_with(line, "")
    }

    /// The same with standard input.
    pub(crate) fn tg_with(&self, line: &str, stdin: &str) -> Ran {
        self.run(line.split_whitespace(), stdin)
    }

    pub(crate) fn run<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S>,
        stdin: &str,
    ) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A process that does not read has closed its end.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    #[track_caller]
    pub(crate) fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, Some(expected), "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Returns standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr))
    }

    /// Returns standard error as JSON: an object in one line.
    #[track_caller]
    pub(crate) fn error(&self) -> serde_json::Value {
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        let json: serde_json::Value = serde_json::from_str(&self.stderr).unwrap();
        json["error"].clone()
    }
}

/// Compares with a file in `golden/`.
#[track_caller]
pub(crate) fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        text == golden,
        "{name} has changed: write it with UPDATE_GOLDEN=1, and look at it\n{text}"
    );
}

/// A schema with all kinds of types and properties.
pub(crate) const GOODS: &str = "\
// What the warehouse knows.
TYPEDEF TUPLE <width INT, note STRING(20)> Size
CREATE VERTEX Package (PRIMARY_ID id STRING, weight_kg DOUBLE DEFAULT 1, fragile BOOL DEFAULT \"true\",
  handling SET<STRING>, sizes LIST<Size>) WITH PRIMARY_ID_AS_ATTRIBUTE=\"true\"
CREATE VERTEX Depot (code STRING, hall INT, city STRING DEFAULT \"Hamburg\", PRIMARY KEY (code, hall))
CREATE DIRECTED EDGE StoredAt (FROM Package, TO Depot, DISCRIMINATOR(since DATETIME), shelf UINT)
  WITH REVERSE_EDGE=\"Holds\"
CREATE UNDIRECTED EDGE Near (FROM Depot, TO Depot | FROM Package, TO Package)
CREATE GRAPH Goods (Package, Depot, StoredAt, Near)
";

/// The same with mistakes.
pub(crate) const MISTAKES: &str = "\
CREATE VERTEX Package (PRIMARY_ID id STRING, weight DUBLE, fragile BOOL DEFAULT true)
CREATE VERTEX Depot (PRIMARY_ID code STRING)
CREATE DIRECTED EDGE StoredAt (FROM Package, TO Depott)
CREATE GRAPH Goods (Package, Depot, StoredAt)
";
