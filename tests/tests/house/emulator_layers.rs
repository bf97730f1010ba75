//! The layers of tg-emulator: each module uses only those before it.

use crate::layers::assert_layers;
use crate::sources::workspace;

/// The modules of `tg-emulator/src`, lowest first. The catalog is above `eval`, since a stored
/// query contains the program that runs; the state is below everything that serves requests, and
/// only the server is above `http`.
const LAYERS: &[&str] = &[
    "clock",
    "config",
    "panics",
    "recent",
    "threads",
    "fault",
    "monitor",
    "indexes",
    "json",
    "log",
    "store",
    "paths",
    "eval",
    "parameters",
    "catalog",
    "shell",
    "runs",
    "load",
    "state",
    "request",
    "gsql",
    "http",
    "server",
];

/// The crate's public interface, which starts and controls a server.
const ROOT: &[&str] = &["lib", "builder", "emulator"];

#[test]
fn each_module_uses_only_those_below_it() {
    assert_layers(&workspace().join("tg-emulator/src"), LAYERS, ROOT);
}
