//! Data sources: storage, streams and databases that the server itself reads from.
//!
//! A data source belongs to a graph ([`GraphAdmin::data_sources`]) or to the server
//! ([`Server::data_sources`]), which can let graphs use it. Loading jobs read from it with
//! [`RunSource::data_source`].
//!
//! [`GraphAdmin::data_sources`]: crate::graph::GraphAdmin::data_sources
//! [`Server::data_sources`]: crate::Server::data_sources
//! [`RunSource::data_source`]: crate::load::RunSource::data_source
//!
//! ```no_run
//! # use tg_runtime::prelude::*;
//! use tg_runtime::load::RunSource;
//! use tg_runtime::sources::DataSourceConfig;
//!
//! # async fn example(graph: impl Graph, key: SecretString, secret: SecretString) -> Result<()> {
//! graph.admin().data_sources().create("s3", DataSourceConfig::s3(key, secret)).await?;
//! let job = graph.loading_job("load_packages");
//! let run = job.run().source("f", RunSource::data_source("s3", "s3a://bucket/f.csv")).await?;
//! run.wait().await?.report().require_clean()?;
//! # Ok(())
//! # }
//! ```

mod config;
mod listing;
mod manage;
mod preview;

pub use config::DataSourceConfig;
pub use listing::DataSource;
pub use manage::DataSources;
pub use preview::{PreviewData, PreviewFile};
