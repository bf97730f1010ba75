//! A TigerGraph-compatible server in memory, with real HTTP on loopback.
//!
//! For tests and development: it starts in milliseconds, accepts its schema as GSQL, checks every
//! write against it, issues tokens that expire, and answers with the bodies and codes of a real
//! server, so that any client can connect to it. It rejects what it does not support.
//!
//! ```
//! use tg_emulator::Emulator;
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! let emulator = Emulator::start().await?;
//! println!("{}", emulator.url());
//! emulator.shutdown().await;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It runs on the tokio runtime that it was started on, so a client that blocks its thread needs a
//! runtime with several threads.
//!
//! * [`Emulator::builder`] sets ports, the [`Version`], users, secrets and an initial schema.
//! * [`Handle::on`] injects faults: they are data, scoped by path, method and count.
//! * [`Clock`] expires tokens without waiting, [`Handle::rebuild_vectors`] marks a vector index.
//! * [`Fault::HoldWork`] holds a query or an installation until a test opens its gate.
//! * [`Builder::function`] adds a user-defined function, written in Rust.
//! * [`Handle::requests`] returns the requests that arrived.
//!
//! Queries over large graphs take less time in tests if cargo optimizes the emulator there too:
//!
//! ```toml
//! [profile.dev.package.tg-emulator]
//! opt-level = 3
//! ```

mod builder;
mod catalog;
mod clock;
mod config;
mod emulator;
mod eval;
mod fault;
mod gsql;
mod http;
mod indexes;
mod json;
mod load;
mod log;
mod monitor;
mod panics;
mod parameters;
mod paths;
mod recent;
mod request;
mod runs;
mod server;
mod shell;
mod state;
mod store;
mod threads;

pub use ::http::Method;

pub use builder::{Builder, StartError};
pub use catalog::accounts::JwtProvider;
pub use clock::Clock;
pub use config::{Generation, PathDecoding, Statuses, Version};
pub use emulator::{Emulator, Handle, OnEmulator, ScriptError};
pub use fault::{Any, Fault, FaultRule, FaultRuleStart, Gate, Path, RuleHandle, Scope};
pub use indexes::VectorRebuild;
pub use log::{Request, RequestLog};
pub use monitor::License;
