//! `tg schema apply`: takes the steps of a plan after a confirmation.

use serde::Serialize;
use tg_gsql::plan::Loss;
use tg_runtime::schema_change::{AppliedPlan, Cost, SchemaPlan};

use super::plan;
use crate::args::ApplyArgs;
use crate::cmd::Context;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::schema::{PlanView, plan_text};
use crate::output::style::ADDED;
use crate::output::table::count;

#[derive(Debug, Serialize)]
struct Applied {
    /// `nothing` to do, `dry-run`, or `applied`.
    status: &'static str,
    plan: PlanView,
    /// The number of steps taken.
    steps: usize,
    copied_vertices: u64,
    copied_edges: u64,
}

pub(super) fn run(args: &ApplyArgs, context: &Context) -> Outcome {
    let (connection, plan) = plan::make(&args.plan, context)?;
    if !context.out.json {
        context.out.text(&plan_text(&plan))?;
    }
    let missing = not_allowed(&plan, &args.allow);
    if args.dry_run {
        if !missing.is_empty() {
            context.out.note(&format!("to apply this, add {}", flags(&missing)));
        }
        return finish(context, &plan, "dry-run", AppliedPlan::default());
    }
    if !plan.plan().refusals.is_empty() {
        return Err(Failure::refused(format!(
            "the schema of `{}` cannot be changed in this way: {}",
            plan.plan().graph,
            plan.plan().refusals.join("; ")
        )));
    }
    if plan.plan().steps.is_empty() {
        return finish(context, &plan, "nothing", AppliedPlan::default());
    }
    if !missing.is_empty() {
        let lost: Vec<_> = missing.iter().map(ToString::to_string).collect();
        let failure = Failure::refused(format!("this would be lost: {}", lost.join("; ")));
        let mut help = format!("to lose it, add {}", flags(&missing));
        if !args.plan.keep_extra {
            help += "; to keep what the target schema does not have, add --keep-extra";
        }
        // An `--allow` that matches no loss is not an error by itself. Next to a loss that is not
        // allowed it is probably a misspelling, so it is reported.
        for unused in
            args.allow.iter().filter(|loss| !plan.costs().iter().any(|cost| cost.loss == **loss))
        {
            help += &format!("; --allow \"{unused}\" matches no loss");
        }
        return Err(failure.help(help));
    }
    if !args.yes {
        let steps = count(plan.plan().steps.len(), "step");
        let question = format!("\nTake {steps} on {}?", connection.url);
        let help = "look at the plan, and add --yes";
        if !context.confirmed(&question, &steps, help)? {
            return Err(Failure::refused("nothing was changed"));
        }
    }
    let applied = connection.wait(async {
        let mut steps = args
            .allow
            .iter()
            .cloned()
            .fold(plan.apply(), tg_runtime::schema_change::ApplyPlan::allow);
        if let Some(limit) = connection.timeout() {
            steps = steps.timeout(limit);
        }
        Ok(steps.await?)
    })?;
    finish(context, &plan, "applied", applied)
}

fn finish(
    context: &Context,
    plan: &SchemaPlan,
    status: &'static str,
    applied: AppliedPlan,
) -> Outcome {
    let AppliedPlan { steps, copied_vertices, copied_edges, .. } = applied;
    let result = Applied { status, plan: PlanView::of(plan), steps, copied_vertices, copied_edges };
    context.out.show(&result, || match status {
        "applied" => {
            let mut text = format!("\n{ADDED}{} applied{ADDED:#}", count(steps, "step"));
            if copied_vertices + copied_edges > 0 {
                text += &format!(", {copied_vertices} vertices and {copied_edges} edges copied");
            }
            text + "\n"
        }
        _ => String::new(),
    })?;
    Ok(Exit::Done)
}

/// Returns the losses that are not allowed.
fn not_allowed<'a>(plan: &'a SchemaPlan, allowed: &[Loss]) -> Vec<&'a Cost> {
    plan.costs().iter().filter(|cost| !allowed.contains(&cost.loss)).collect()
}

/// Returns the flags that allow these losses, ready to be copied.
fn flags(costs: &[&Cost]) -> String {
    let flags: Vec<_> = costs.iter().map(|cost| format!("--allow \"{}\"", cost.loss)).collect();
    flags.join(" ")
}
