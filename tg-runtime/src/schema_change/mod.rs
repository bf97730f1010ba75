//! The life of a schema: compared with the types, and changed by a plan.

mod apply;
mod copy;
mod cost;
mod create;
mod jobs;
mod live;
mod plan;
mod target;
mod verify;

use apply::run_script;
pub use apply::{AppliedPlan, ApplyPlan};
pub use cost::{Affected, Cost};
pub use create::SchemaOutcome;
pub(crate) use create::{create_schema, drop_graph};
pub use jobs::{SchemaChangeJobs, StoredSchemaChange};
pub use live::{Dependent, DependentKind, Metadata};
pub(crate) use live::{
    add_global_vertices, check_schema, list_dependents, list_graphs, read_catalog, read_metadata,
    read_schema, read_schema_version, recover_schema,
};
pub use plan::{PlanSchemaChange, SchemaPlan};
pub(crate) use target::TargetSchema;
pub use tg_gsql::{
    apply::TypeKind,
    diff::{Difference, Rename},
    model::{self, Catalog},
    plan::{Loss, Plan, RemainingDifference},
};
pub use verify::{SchemaReport, Verify};
pub(crate) use verify::{verify_on_connect, verify_schema};
