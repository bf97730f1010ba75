//! Rules of the language that need more of a query than the parser sees at a time.

use crate::finding::{Finding, Rule};
use crate::syntax::ast::query::{Arrow, ClassicPath, Hop, Path, Query, Statement, StatementKind};
use crate::syntax::{Name, Span};

/// Returns the statements, clauses and patterns that cannot be at their place.
pub(super) fn misplaced(query: &Query) -> Vec<Finding> {
    let mut findings = Vec::new();
    outside_loops(query.statements(), &mut findings);
    for statement in query.statements() {
        statement.each(&mut |statement| {
            findings.extend(statement.paths().iter().filter_map(|path| other_version(query, path)));
            findings.extend(statement.paths().iter().flat_map(aliases_of_repeated));
            findings.extend(several_hops(statement));
            if let StatementKind::While { body, .. } = &statement.kind {
                in_loop(body, &mut findings);
            }
            if let StatementKind::Foreach(foreach) = &statement.kind {
                in_loop(&foreach.body, &mut findings);
            }
        });
    }
    findings
}

/// Reports each BREAK and CONTINUE that is in no loop.
fn outside_loops(statements: &[Statement], findings: &mut Vec<Finding>) {
    for statement in statements {
        let word = match &statement.kind {
            StatementKind::While { .. } | StatementKind::Foreach(_) => continue,
            StatementKind::Break => "BREAK",
            StatementKind::Continue => "CONTINUE",
            _ => {
                statement.blocks(&mut |block| outside_loops(block, findings));
                continue;
            }
        };
        let message = format!("`{word}` is in no loop");
        let finding = Finding::new(Rule::Unsupported, statement.span, message);
        findings.push(finding.help("a RETURN ends the query"));
    }
}

/// Reports the accumulators of vertices and edges that a loop would declare again.
fn in_loop(body: &[Statement], findings: &mut Vec<Finding>) {
    for statement in body {
        let StatementKind::DeclareAccumulators { accumulators, .. } = &statement.kind else {
            continue;
        };
        for accumulator in accumulators.iter().filter(|accumulator| !accumulator.global) {
            let name = &accumulator.name;
            let message = format!("`@{}` is declared in a loop", name.value);
            let finding = Finding::new(Rule::Unsupported, name.span, message);
            findings.push(finding.help("declare it before the loop, and reset it in a SELECT"));
        }
    }
}

/// Reports a pattern that the declared version of the syntax does not have.
fn other_version(query: &Query, path: &Path) -> Option<Finding> {
    let declared = query.syntax.as_ref()?;
    let version = declared.value.trim_start_matches('_').to_ascii_lowercase();
    let (span, of) = match (&*version, path) {
        ("v1" | "v2", Path::Gql(path)) => (path.span, "v3"),
        ("v1", Path::Classic(path)) => (newer_than_1(path)?, "v2"),
        ("v2", Path::Classic(path)) => (path.hops.iter().find(|hop| hop.arrow)?.edge.span, "v1"),
        _ => return None,
    };
    let message = format!("the pattern is one of {of}, and the query declares {version}");
    Some(Finding::new(Rule::Unsupported, span, message).help(format!("write `SYNTAX {of}`")))
}

/// Returns the part of a pattern that is not one of version 1.
fn newer_than_1(path: &ClassicPath) -> Option<Span> {
    let is_newer = |hop: &Hop| {
        let [term] = &hop.edge.terms[..] else { return !hop.edge.terms.is_empty() };
        term.repeat.is_some() || term.atoms.iter().any(|atom| atom.arrow != Arrow::None)
    };
    match path.hops.get(1) {
        Some(second) => Some(second.edge.span),
        None => path.hops.iter().find(|hop| is_newer(hop)).map(|hop| hop.edge.span),
    }
}

/// Reports the aliases of edges that are repeated or joined, which stand for no single edge.
fn aliases_of_repeated(path: &Path) -> Vec<Finding> {
    let Path::Classic(path) = path else { return Vec::new() };
    let is_several = |hop: &&Hop| {
        hop.edge.terms.len() > 1 || hop.edge.terms.iter().any(|term| term.repeat.is_some())
    };
    let aliases = path.hops.iter().filter(is_several).filter_map(|hop| hop.edge.alias.as_ref());
    let finding = |alias: &Name| {
        let message = format!("the alias `{}` is one of several edges", alias.value);
        let finding = Finding::new(Rule::Unsupported, alias.span, message);
        finding.help("leave it out, or write the hops one by one")
    };
    aliases.map(finding).collect()
}

/// Reports the second hop of UPDATE and DELETE.
fn several_hops(statement: &Statement) -> Option<Finding> {
    let word = match &statement.kind {
        StatementKind::Update(_) => "UPDATE",
        StatementKind::Delete(_) => "DELETE",
        _ => return None,
    };
    let span = statement.paths().iter().find_map(|path| match path {
        Path::Classic(path) => path.hops.get(1).map(|hop| hop.edge.span),
        Path::Gql(path) => path.steps.get(1).map(|(edge, _)| edge.span),
    })?;
    let finding = Finding::new(Rule::Unsupported, span, format!("{word} takes one hop only"));
    Some(finding.help("select the vertices before, and start at their set"))
}
