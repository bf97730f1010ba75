//! A virtual environment with the official client, made once below the target folder.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The version of the official client that these tests are held against.
pub(crate) const PYTIGERGRAPH: &str = "2.0.5";

/// Runs a script with the given environment and returns what it prints.
pub(crate) fn run(script: &str, environment: &[(&str, &str)]) -> String {
    output(Command::new(interpreter()).args(["-c", script]).envs(environment.iter().copied()))
}

fn interpreter() -> &'static Path {
    static INTERPRETER: OnceLock<PathBuf> = OnceLock::new();
    INTERPRETER.get_or_init(|| {
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pytigergraph-{PYTIGERGRAPH}"));
        let python = folder.join("bin/python");
        // Written last, so that an installation that was cut off is made again.
        let done = folder.join("installed");
        if !done.exists() {
            output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
            output(
                Command::new(&python)
                    .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
                    .arg(format!("pytigergraph=={PYTIGERGRAPH}")),
            );
            std::fs::write(&done, "").expect("the virtual environment is writable");
        }
        python
    })
}

/// Runs a command to its end; its failure is the test's, with all that it printed.
fn output(command: &mut Command) -> String {
    let output =
        command.output().unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{command:?} failed\n{printed}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    printed.into_owned()
}
