//! The `tg` command.
fn main() {}
