//! A crate in the target folder, and what cargo says of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A crate that uses the macros.
pub(crate) struct Crate {
    folder: PathBuf,
    target: PathBuf,
}

/// An error of a build.
#[derive(Debug)]
pub(crate) struct CompileError {
    pub(crate) message: String,
    /// The line that it points at, from 1.
    pub(crate) line: u64,
}

impl Crate {
    /// A crate without source, in an empty folder.
    pub(crate) fn new(name: &str) -> Self {
        Self::below(".", name)
    }

    /// The same, in another folder.
    pub(crate) fn below(parent: &str, name: &str) -> Self {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snapshot");
        let folder = target.join("crates").join(parent).join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
        let it = Self { folder, target };
        it.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
                 [dependencies]\ntg-runtime = {{ path = {:?}, default-features = false, features = [\"derive\"] }}\n",
                workspace.join("tg-runtime")
            ),
        );
        // The versions that the workspace has, and no network.
        fs::copy(workspace.join("Cargo.lock"), it.folder.join("Cargo.lock")).unwrap();
        it
    }

    /// Writes a file of the crate, newer than the last build of it.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.folder.join(path)).unwrap();
    }

    /// Builds the crate; returns the errors.
    pub(crate) fn build(&self) -> Vec<CompileError> {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--message-format=json"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let errors: Vec<_> = stdout.lines().filter_map(error).collect();
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(errors.is_empty(), output.status.success(), "{errors:?}\n{message}");
        errors
    }
}

fn error(line: &str) -> Option<CompileError> {
    let line: Value = serde_json::from_str(line).unwrap();
    let message = &line["message"];
    let spans = message["spans"].as_array()?;
    let primary = spans.iter().find(|span| span["is_primary"] == true)?;
    (message["level"] == "error").then(|| CompileError {
        message: message["message"].as_str().unwrap().to_owned(),
        line: primary["line_start"].as_u64().unwrap(),
    })
}
