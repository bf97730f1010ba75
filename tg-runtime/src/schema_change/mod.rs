//! The life of a schema: compared with the types, and changed by a plan.

mod apply;
mod copy;
mod cost;
mod create;
mod jobs;
mod live;
mod plan;
mod verify;
mod wanted;

use apply::run_script;
pub use apply::{AppliedPlan, ApplyPlan};
pub use cost::{Affected, Cost};
pub use create::{CreateSchema, DropGraph, SchemaOutcome};
pub use jobs::{RunSchemaChange, SchemaChangeJobs, StoredSchemaChange};
pub use live::{
    AddGlobalVertices, CheckSchema, Dependent, DependentKind, ListDependents, ListGraphs, Metadata,
    ReadCatalog, ReadMetadata, ReadSchema, ReadSchemaVersion, RecoverSchema,
};
pub use plan::{PlanSchemaChange, SchemaPlan};
pub(crate) use verify::verify_on_connect;
pub use verify::{SchemaReport, Verify, VerifySchema};
pub(crate) use wanted::Wanted;
