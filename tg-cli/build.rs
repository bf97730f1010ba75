//! Puts the JavaScript library of the page that `tg schema draw --format html` writes into the
//! build, at the version and checksum of `package-lock.json`.
//!
//! The library comes from npm, once per target folder. A machine without npm builds everything
//! except the page, and the command then reports how to get it.

use std::collections::hash_map::DefaultHasher;
use std::error::Error;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

const LIBRARY: &str = "cytoscape.min.js";
const LICENCE: &str = "LICENSE";
const DESCRIPTIONS: [&str; 2] = ["package.json", "package-lock.json"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    for file in DESCRIPTIONS {
        println!("cargo::rerun-if-changed={file}");
    }
    println!("cargo::rustc-check-cfg=cfg(tg_page)");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let cache = cache(&out)?;
    let is_complete = [LIBRARY, LICENCE].iter().all(|file| cache.join(file).is_file());
    if !is_complete && let Err(error) = fetch(&out, &cache) {
        println!("cargo::warning=`tg schema draw --format html` is not available: {error}");
        return Ok(());
    }
    for file in [LIBRARY, LICENCE] {
        fs::copy(cache.join(file), out.join(file))?;
    }
    println!("cargo::rustc-cfg=tg_page");
    Ok(())
}

/// Returns a folder that all profiles share, a different one for each state of the lock file.
fn cache(out: &Path) -> io::Result<PathBuf> {
    let is_target = |folder: &&Path| folder.join("CACHEDIR.TAG").is_file();
    let target = out.ancestors().find(is_target).unwrap_or(out);
    let mut hasher = DefaultHasher::new();
    for file in DESCRIPTIONS {
        fs::read(file)?.hash(&mut hasher);
    }
    Ok(target.join("tg-page").join(format!("{:016x}", hasher.finish())))
}

/// Installs the library, checked against the lock file, and copies the files that the page needs.
fn fetch(out: &Path, cache: &Path) -> Result<(), Box<dyn Error>> {
    let folder = out.join("npm");
    fs::create_dir_all(&folder)?;
    for file in DESCRIPTIONS {
        fs::copy(file, folder.join(file))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let done = Command::new(npm)
        .args(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"])
        .args(["--prefer-offline", "--fetch-retries=2", "--fetch-timeout=20000"])
        .arg("--loglevel=error")
        .current_dir(&folder)
        .output()
        .map_err(|error| format!("npm cannot be started: {error}"))?;
    if !done.status.success() {
        let message = String::from_utf8_lossy(&done.stderr);
        let first =
            message.lines().find(|line| !line.trim().is_empty()).unwrap_or("no reason given");
        return Err(format!("npm failed: {first}").into());
    }
    let package = folder.join("node_modules/cytoscape");
    fs::create_dir_all(cache)?;
    for (from, to) in [("dist/cytoscape.min.js", LIBRARY), ("LICENSE", LICENCE)] {
        // Another build may do the same at the same time, so a file is renamed when it is complete.
        let half = cache.join(format!("{to}.{}", std::process::id()));
        fs::copy(package.join(from), &half)?;
        fs::rename(half, cache.join(to))?;
    }
    fs::remove_dir_all(folder)?;
    Ok(())
}
