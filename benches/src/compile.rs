//! CPU time to compile 200 types that are written and read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::cpu;
use crate::report::Rounds;

const TYPES: usize = 200;
const ROUNDS: usize = 3;

/// Generates one crate per side, builds their dependencies, then the crates in turns.
pub(crate) fn measure() -> Result {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let typed = Generated::new(
        &workspace,
        "typed",
        TYPED_DEPENDENCIES,
        source(TYPED_START, TYPED, TYPED_MAIN),
    )?;
    let expert = Generated::new(
        &workspace,
        "expert",
        EXPERT_DEPENDENCIES,
        source(EXPERT_START, EXPERT, EXPERT_MAIN),
    )?;
    for (measurement, profile) in [("compile_dev", "dev"), ("compile_release", "release")] {
        typed.build(profile)?;
        expert.build(profile)?;
        Rounds::measure(ROUNDS, || typed.rebuild(profile), || expert.rebuild(profile))?.print(
            measurement,
            "s of CPU",
            "200 types, written and read",
        )?;
    }
    Ok(())
}

/// A generated crate in the target folder.
pub(crate) struct Generated {
    pub(crate) folder: PathBuf,
    source: String,
}

impl Generated {
    pub(crate) fn new(
        workspace: &Path,
        name: &str,
        dependencies: &str,
        source: String,
    ) -> Result<Self> {
        let folder = workspace.join("target/compile-bench").join(name);
        fs::create_dir_all(folder.join("src"))?;
        // With the workspace's lock file, the build has the same versions and needs no network.
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let dependencies = dependencies.replace("WORKSPACE", &workspace.display().to_string());
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [workspace]\n\n[dependencies]\n{dependencies}"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/main.rs"), &source)?;
        Ok(Self { folder, source })
    }

    pub(crate) fn build(&self, profile: &str) -> Result {
        let output = Command::new("cargo")
            .args(["build", "--offline", "--profile", profile])
            .current_dir(&self.folder)
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("CARGO_TARGET_DIR")
            .output()?;
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
        }
    }

    /// Returns the seconds of CPU to build this crate alone.
    pub(crate) fn rebuild(&self, profile: &str) -> Result<f64> {
        // The new modification time makes cargo build the crate again.
        fs::write(self.folder.join("src/main.rs"), &self.source)?;
        let before = cpu::of_children()?;
        self.build(profile)?;
        Ok(cpu::of_children()? - before)
    }
}

const TYPED_DEPENDENCIES: &str = r#"
tg-runtime = { path = "WORKSPACE/tg-runtime", default-features = false, features = ["derive"] }
"#;

const TYPED_START: &str = r"
use std::error::Error;
use tg_runtime::body::{Answer, UpsertBody};
use tg_runtime::value::DateTime;
use tg_runtime::{schema::ReadVertex, Vertex};
";

const TYPED: &str = r"
#[derive(Vertex)]
struct PackageN {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
    city: String,
    since: DateTime,
    fragile: bool,
    handling: Vec<String>,
    pieces: i64,
}

fn use_N(answer: &mut Answer, body: &mut UpsertBody) -> Result<(), Box<dyn Error>> {
    while let Some(package) = answer.next(PackageN::decode)? {
        body.vertex(&package)?;
    }
    Ok(())
}
";

const TYPED_MAIN: &str = r"
fn main() -> Result<(), Box<dyn Error>> {
    let (mut answer, mut body) = (Answer::new(), UpsertBody::new());
    answer.feed(std::env::args().last().unwrap_or_default().as_bytes());
    let (answer, body) = (&mut answer, &mut body);
";

const EXPERT_DEPENDENCIES: &str = r#"
serde = { version = "1", features = ["derive"] }
serde_json = "1"
"#;

const EXPERT_START: &str = r"
use serde::{Deserialize, Serialize};
use std::error::Error;

#[derive(Deserialize)]
struct Row<T> {
    attributes: T,
}
";

/// The comparison favours this side: one struct serves both directions, without the `value` object
/// that an upsert puts around every value.
const EXPERT: &str = r"
#[derive(Serialize, Deserialize)]
struct PackageN {
    id: String,
    weight_kg: f64,
    city: String,
    since: String,
    fragile: bool,
    handling: Vec<String>,
    pieces: i64,
}

fn use_N(answer: &[u8], body: &mut Vec<u8>) -> Result<(), Box<dyn Error>> {
    for row in serde_json::from_slice::<Vec<Row<PackageN>>>(answer)? {
        serde_json::to_writer(&mut *body, &row.attributes)?;
    }
    Ok(())
}
";

const EXPERT_MAIN: &str = r"
fn main() -> Result<(), Box<dyn Error>> {
    let argument = std::env::args().last().unwrap_or_default();
    let (answer, body) = (argument.as_bytes(), &mut Vec::new());
";

/// Returns a program that uses each of the types.
fn source(start: &str, ty: &str, main: &str) -> String {
    let types = (0..TYPES).map(|number| ty.replace('N', &number.to_string()));
    let uses = (0..TYPES).map(|number| format!("    use_{number}(answer, body)?;\n"));
    format!(
        "{start}{}{main}{}    Ok(())\n}}\n",
        types.collect::<String>(),
        uses.collect::<String>()
    )
}
