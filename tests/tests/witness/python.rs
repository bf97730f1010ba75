//! A virtual environment with the clients, created once below the target folder.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The version of the official client in these tests.
pub(crate) const PYTIGERGRAPH: &str = "2.0.5";

/// The installed packages: the official client with the dependencies of its data frames, a newer
/// client, two clients of the old text protocol, and the graph algorithms of networkx.
const PACKAGES: [&str; 5] = [
    "pytigergraph==2.0.5",
    "tigergraphx==0.2.15",
    "gsql-client==0.1.6",
    "pyTigerDriver==1.0.15",
    "networkx==3.4.2",
];

/// Runs a script with the given environment and returns what it prints.
pub(crate) fn run(script: &str, environment: &[(&str, &str)]) -> String {
    output(Command::new(interpreter()).args(["-c", script]).envs(environment.iter().copied()))
}

/// Runs a script of this folder.
pub(crate) fn run_file(file: &str, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/witness").join(file);
    let mut command = Command::new(interpreter());
    command.arg(path).args(arguments).envs(environment.iter().copied());
    // No compiled files next to the scripts, and no settings of the machine.
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("HOME", env!("CARGO_TARGET_TMPDIR"));
    output(&mut command)
}

fn interpreter() -> &'static Path {
    static INTERPRETER: OnceLock<PathBuf> = OnceLock::new();
    INTERPRETER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients");
        let python = folder.join("bin/python");
        // Written last, so that an incomplete or outdated installation is repeated.
        let done = folder.join("installed");
        let expected = PACKAGES.join("\n");
        if std::fs::read_to_string(&done).ok().as_ref() != Some(&expected) {
            output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
            output(
                Command::new(&python)
                    .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
                    .args(PACKAGES),
            );
            std::fs::write(&done, expected).expect("the virtual environment is writable");
        }
        python
    })
}

/// Runs a command to its end. If it fails, so does the test, with the command's output.
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
