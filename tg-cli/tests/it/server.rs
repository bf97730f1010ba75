//! `tg emulator` as a process, and `tg` with settings for it.

use std::io::{BufRead, BufReader};
use std::ops::{Deref, DerefMut};
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::harness::Folder;

/// The secret of the server; no output may contain it.
pub(crate) const SECRET: &str = "s3cr3t-of-the-test";
/// The password of its user `tigergraph`.
pub(crate) const PASSWORD: &str = "pa55word-of-the-test";

/// A server, and a folder whose variables are set for it. Dropping it ends the server.
pub(crate) struct Server {
    folder: Folder,
    child: Child,
    pub(crate) url: String,
    pub(crate) restpp_url: String,
}

impl Server {
    /// Starts a server of one generation, with a schema.
    pub(crate) fn start(generation: &str, schema: &str) -> Self {
        let mut folder = Folder::with(&[
            ("server/schema.gsql", schema),
            ("server/secret", SECRET),
            ("server/password", PASSWORD),
        ]);
        let line = format!(
            "emulator --port 0 --restpp-port 0 --generation {generation} --secret-file server/secret \
             --password-file server/password --gsql server/schema.gsql --data-root . --json"
        );
        let mut child = folder
            .command(line.split_whitespace())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let ready: Value = serde_json::from_str(&ready).unwrap();
        let text = |key: &str| ready[key].as_str().unwrap().to_owned();
        let (url, restpp_url) = (text("url"), text("restpp_url"));
        folder.set("TG_HOST", &url);
        folder.set("TG_RESTPP_URL", &restpp_url);
        folder.set("TG_SECRET", SECRET);
        Self { folder, child, url, restpp_url }
    }

    /// Kills the process.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Returns the properties of the process that everyone on the machine can read.
    #[cfg(target_os = "linux")]
    pub(crate) fn arguments(&self) -> String {
        std::fs::read_to_string(format!("/proc/{}/cmdline", self.child.id())).unwrap()
    }
}

impl Deref for Server {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.folder
    }
}

impl DerefMut for Server {
    fn deref_mut(&mut self) -> &mut Folder {
        &mut self.folder
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a test against both generations.
pub(crate) fn in_both_generations(schema: &str, test: impl Fn(&mut Server, &str)) {
    for generation in ["3", "4"] {
        test(&mut Server::start(generation, schema), generation);
    }
}
