//! The life of a schema: compared with the types, and changed by a plan.

mod apply;
mod copy;
mod cost;
mod jobs;
mod plan;
mod verify;
mod wanted;

pub(super) use apply::run_script;
pub use apply::{AppliedPlan, ApplyPlan};
pub use cost::{Affected, Cost};
pub use jobs::{RunSchemaChange, SchemaChangeJobs, StoredSchemaChange};
pub use plan::{PlanSchemaChange, SchemaPlan};
pub(crate) use verify::verify_on_connect;
pub use verify::{SchemaReport, Verify, VerifySchema};
pub(super) use wanted::Wanted;
