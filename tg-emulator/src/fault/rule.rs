//! Rules: a scope, a window of matching requests, a fault.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use http::Method;

use super::{Fault, Gate, Kind, Scope};

/// A fault, the requests that it strikes, and how often.
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

/// A rule that lacks its fault.
#[derive(Debug, Clone)]
#[must_use = "a rule strikes nothing until `then` names its fault"]
pub struct FaultRuleStart {
    scope: Scope,
    after: usize,
    times: Option<usize>,
}

impl FaultRuleStart {
    /// Lets this many matching requests pass first.
    pub fn after(mut self, requests: usize) -> Self {
        self.after = requests;
        self
    }

    /// Strikes at most this often; without it, always.
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Names the fault and completes the rule.
    #[must_use]
    pub fn then(self, fault: Fault) -> FaultRule {
        let Self { scope, after, times } = self;
        FaultRule { scope, after, times, fault }
    }
}

/// A rule at work: how often it struck, and a way to end it. Dropping the handle changes nothing.
#[derive(Debug, Clone)]
pub struct RuleHandle(Arc<Active>);

#[derive(Debug)]
struct Active {
    rule: FaultRule,
    seen: AtomicUsize,
    struck: AtomicUsize,
    removed: AtomicBool,
}

impl RuleHandle {
    /// How many requests the rule has struck so far.
    #[must_use]
    pub fn struck(&self) -> usize {
        self.0.struck.load(Ordering::Relaxed)
    }

    /// Ends the rule.
    pub fn remove(&self) {
        self.0.removed.store(true, Ordering::Relaxed);
    }
}

/// The rules of a server, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Rules(Mutex<Vec<RuleHandle>>);

/// What the rules do to one request.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) delays: Vec<Fault>,
    pub(crate) answer: Option<Fault>,
    pub(crate) spoilers: Vec<Fault>,
    pub(crate) work: WorkGates,
}

/// The gates that the work of a request has to pass.
#[derive(Debug, Clone, Default)]
pub(crate) struct WorkGates {
    /// Before it begins.
    pub(crate) queue: Vec<Gate>,
    /// While it runs.
    pub(crate) running: Vec<Gate>,
}

impl Rules {
    pub(crate) fn add(&self, rule: FaultRule) -> RuleHandle {
        let handle = RuleHandle(Arc::new(Active {
            rule,
            seen: AtomicUsize::new(0),
            struck: AtomicUsize::new(0),
            removed: AtomicBool::new(false),
        }));
        self.rules().push(handle.clone());
        handle
    }

    /// What is to happen to a request; counts it against every rule that strikes.
    pub(crate) fn plan(&self, method: &Method, path: &str) -> Plan {
        let mut rules = self.rules();
        rules.retain(|handle| !handle.0.removed.load(Ordering::Relaxed));
        let mut plan = Plan::default();
        for RuleHandle(active) in rules.iter().filter(|h| h.0.rule.scope.covers(method, path)) {
            let kind = active.rule.fault.kind();
            if kind == Kind::Answer && plan.answer.is_some() {
                continue;
            }
            if !active.strikes() {
                continue;
            }
            let fault = active.rule.fault.clone();
            match kind {
                Kind::Delay => plan.delays.push(fault),
                Kind::Answer => plan.answer = Some(fault),
                Kind::Spoil => plan.spoilers.push(fault),
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
    /// Counts a matching request; whether it falls into the rule's window. Called under the lock
    /// of all rules, so the counters need no order among themselves.
    fn strikes(&self) -> bool {
        let seen = self.seen.fetch_add(1, Ordering::Relaxed);
        let struck = self.struck.load(Ordering::Relaxed);
        let strikes = seen >= self.rule.after && self.rule.times.is_none_or(|times| struck < times);
        if strikes {
            self.struck.store(struck + 1, Ordering::Relaxed);
        }
        strikes
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
    fn a_window_opens_and_closes() {
        let rules = Rules::default();
        let rule = rules.add(FaultRule::on(Any).after(1).times(2).then(Fault::Status(503)));
        assert_eq!(answers(&rules, 5), [None, Some(503), Some(503), None, None]);
        assert_eq!(rule.struck(), 2);
    }

    #[test]
    fn answers_take_turns_in_the_order_of_the_rules() {
        let rules = Rules::default();
        rules.add(FaultRule::on(Any).times(1).then(Fault::Status(503)));
        rules.add(FaultRule::on(Any).times(1).then(Fault::Status(429)));
        assert_eq!(answers(&rules, 3), [Some(503), Some(429), None]);
    }

    #[test]
    fn a_rule_strikes_only_its_scope_and_ends_when_removed() {
        let rules = Rules::default();
        rules.add(FaultRule::on(Path::is("/b")).then(Fault::Status(500)));
        let rule = rules.add(FaultRule::on(Path::is("/a")).then(Fault::Status(503)));
        assert_eq!(answers(&rules, 1), [Some(503)]);
        rule.remove();
        assert_eq!(answers(&rules, 1), [None]);
    }
}
