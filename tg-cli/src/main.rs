//! The `tg` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    tg_cli::run()
}
