//! Loading files of rows: the format, the mapping, and what each row gives.

mod advice;
mod cluster;
mod condition;
mod convert;
mod flags;
mod format;
mod infer;
mod job;
mod mapping;
mod parquet;
mod plan;
mod record;
mod sample;
mod template;

pub(crate) use cluster::{ClusterFile, ClusterJob, Location, loading_job};
pub(crate) use condition::{Operator, Test, comparisons};
pub(crate) use flags::spec as spec_of_flags;
pub(crate) use format::byte;
pub(crate) use infer::infer;
pub(crate) use job::{Job, Jobs, Specs, prepare};
pub(crate) use sample::Sample;
