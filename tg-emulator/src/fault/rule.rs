//! Rules for the injection of faults.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use http::Method;

use super::{Fault, Gate, Kind, Scope};

/// A rule that injects a fault into some of the requests of a scope.
///
/// ```
/// use tg_emulator::{Fault, FaultRule, Method, Path};
///
/// let rule = FaultRule::on(Path::starts("/restpp/graph").and(Method::POST))
///     .after(1)
///     .times(2)
///     .then(Fault::Status(503));
/// let emulator = tg_emulator::Emulator::builder().fault(rule);
/// ```
#[derive(Debug, Clone)]
pub struct FaultRule {
    scope: Scope,
    after: usize,
    times: Option<usize>,
    fault: Fault,
}

impl FaultRule {
    /// Starts a rule for the requests of a scope.
    pub fn on(scope: impl Into<Scope>) -> FaultRuleStart {
        FaultRuleStart { scope: scope.into(), after: 0, times: None }
    }
}

/// A rule without a fault; [`then`](Self::then) completes it.
#[derive(Debug, Clone)]
#[must_use = "a rule has no effect until `then` sets its fault"]
pub struct FaultRuleStart {
    scope: Scope,
    after: usize,
    times: Option<usize>,
}

impl FaultRuleStart {
    /// Skips this number of matching requests.
    pub fn after(mut self, requests: usize) -> Self {
        self.after = requests;
        self
    }

    /// Applies the rule to at most this number of requests. Default: no limit.
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Sets the fault and completes the rule.
    #[must_use]
    pub fn then(self, fault: Fault) -> FaultRule {
        let Self { scope, after, times } = self;
        FaultRule { scope, after, times, fault }
    }
}

/// A handle to an active rule. If the handle is dropped, the rule stays active.
#[derive(Debug, Clone)]
pub struct RuleHandle(Arc<Active>);

#[derive(Debug)]
struct Active {
    rule: FaultRule,
    seen: AtomicUsize,
    hits: AtomicUsize,
    removed: AtomicBool,
}

impl RuleHandle {
    /// Returns the number of requests to which the rule was applied.
    #[must_use]
    pub fn hits(&self) -> usize {
        self.0.hits.load(Ordering::Relaxed)
    }

    /// Removes the rule.
    pub fn remove(&self) {
        self.0.removed.store(true, Ordering::Relaxed);
    }
}

/// The rules of a server, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Rules(Mutex<Vec<RuleHandle>>);

/// The faults for a request.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) delays: Vec<Fault>,
    pub(crate) answer: Option<Fault>,
    pub(crate) corruptions: Vec<Fault>,
    pub(crate) work: WorkGates,
}

/// The gates for the work of a request.
#[derive(Debug, Clone, Default)]
pub(crate) struct WorkGates {
    /// Gates before the start of the work.
    pub(crate) queue: Vec<Gate>,
    /// Gates after its start.
    pub(crate) running: Vec<Gate>,
}

impl Rules {
    pub(crate) fn add(&self, rule: FaultRule) -> RuleHandle {
        let handle = RuleHandle(Arc::new(Active {
            rule,
            seen: AtomicUsize::new(0),
            hits: AtomicUsize::new(0),
            removed: AtomicBool::new(false),
        }));
        self.rules().push(handle.clone());
        handle
    }

    /// Returns the faults for a request, and counts the request for all rules in whose scope it is.
    pub(crate) fn plan(&self, method: &Method, path: &str) -> Plan {
        let mut rules = self.rules();
        rules.retain(|handle| !handle.0.removed.load(Ordering::Relaxed));
        let mut plan = Plan::default();
        for RuleHandle(active) in rules.iter().filter(|h| h.0.rule.scope.covers(method, path)) {
            let kind = active.rule.fault.kind();
            if kind == Kind::Answer && plan.answer.is_some() {
                continue;
            }
            if !active.applies_to_next() {
                continue;
            }
            let fault = active.rule.fault.clone();
            match kind {
                Kind::Delay => plan.delays.push(fault),
                Kind::Answer => plan.answer = Some(fault),
                Kind::Corruption => plan.corruptions.push(fault),
                Kind::Work => match fault {
                    Fault::QueueWork(gate) => plan.work.queue.push(gate),
                    Fault::HoldWork(gate) => plan.work.running.push(gate),
                    _ => {}
                },
            }
        }
        plan
    }

    fn rules(&self) -> std::sync::MutexGuard<'_, Vec<RuleHandle>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Active {
    /// Counts a matching request. Returns `true` if the rule applies to it. The caller holds the
    /// lock of all rules, so relaxed memory ordering is sufficient.
    fn applies_to_next(&self) -> bool {
        let seen = self.seen.fetch_add(1, Ordering::Relaxed);
        let hits = self.hits.load(Ordering::Relaxed);
        let applies = seen >= self.rule.after && self.rule.times.is_none_or(|times| hits < times);
        if applies {
            self.hits.store(hits + 1, Ordering::Relaxed);
        }
        applies
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Any, Path};
    use super::*;

    fn answers(rules: &Rules, requests: usize) -> Vec<Option<u16>> {
        let plans = (0..requests).map(|_| rules.plan(&Method::GET, "/a"));
        let status = |plan: Plan| match plan.answer {
            Some(Fault::Status(status)) => Some(status),
            _ => None,
        };
        plans.map(status).collect()
    }

    #[test]
    fn after_and_times_select_the_requests() {
        let rules = Rules::default();
        let rule = rules.add(FaultRule::on(Any).after(1).times(2).then(Fault::Status(503)));
        assert_eq!(answers(&rules, 5), [None, Some(503), Some(503), None, None]);
        assert_eq!(rule.hits(), 2);
    }

    #[test]
    fn the_first_rule_that_applies_determines_the_response() {
        let rules = Rules::default();
        rules.add(FaultRule::on(Any).times(1).then(Fault::Status(503)));
        rules.add(FaultRule::on(Any).times(1).then(Fault::Status(429)));
        assert_eq!(answers(&rules, 3), [Some(503), Some(429), None]);
    }

    #[test]
    fn a_rule_applies_to_its_scope_until_it_is_removed() {
        let rules = Rules::default();
        rules.add(FaultRule::on(Path::is("/b")).then(Fault::Status(500)));
        let rule = rules.add(FaultRule::on(Path::is("/a")).then(Fault::Status(503)));
        assert_eq!(answers(&rules, 1), [Some(503)]);
        rule.remove();
        assert_eq!(answers(&rules, 1), [None]);
    }
}
