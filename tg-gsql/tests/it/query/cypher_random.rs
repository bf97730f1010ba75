//! openCypher: random queries, mutations of them, and soups of their tokens.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use tg_gsql::check;
use tg_gsql::query::{Context, interface, parse};
use tg_gsql::syntax::ast::cypher::{Comprehension, Cypher, Expr, ExprKind};
use tg_gsql::syntax::ast::query::Body;
use tg_gsql::syntax::tokens;

use super::format::{formatted, tree};
use super::interface::goods;

const NAMES: &[&str] = &["a", "b", "`x y`", "count", "type", "Depot", "all"];
const TYPES: &[&str] = &["Depot", "Package", "StoredAt", "Near", "`Holds`", "Nowhere"];
const CONSTANTS: &[&str] = &[
    "1",
    "0",
    "2.5",
    ".5",
    "1e3",
    "'x'",
    "\"it's\"",
    "'\\n\\\\'",
    "true",
    "FALSE",
    "null",
    "$least",
    "9223372036854775807",
];
const OPERATORS: &[&str] =
    &["+", "-", "*", "/", "%", "^", "=", "<>", "<", "<=", ">", ">=", "AND", "or", "XOR"];

/// An expression. An operand in parentheses can be an operand of every operator.
fn expr() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![select(NAMES), select(CONSTANTS)].prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 3, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..3).prop_map(|items| items.join(", "));
        prop_oneof![
            // Of two conditions such as IN and IS NULL in a row, the first needs parentheses.
            (inner.clone(), select(OPERATORS), inner.clone())
                .prop_map(|(a, op, b)| format!("({a}) {op} {b}")),
            (inner.clone(), select(&["IN", "STARTS WITH", "ENDS WITH", "CONTAINS"][..]))
                .prop_map(|(a, op)| format!("(({a}) {op} (b))")),
            inner.clone().prop_map(|a| format!("({a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} AND NOT {b}")),
            inner.clone().prop_map(|a| format!("- ({a})")),
            (inner.clone(), any::<bool>())
                .prop_map(|(a, not)| { format!("({a}) IS {}NULL", if not { "NOT " } else { "" }) }),
            inner.clone().prop_map(|a| format!("({a}).size")),
            inner.clone().prop_map(|a| format!("({a}):Depot|Package")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a})[{b}]")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a})[{b}..]")),
            list.clone().prop_map(|items| format!("[{items}]")),
            inner.clone().prop_map(|a| format!("{{k: {a}, `l m`: 1}}")),
            (select(&["size", "coalesce", "toUpper", "max", "count"][..]), list)
                .prop_map(|(name, items)| format!("{name}({items})")),
            Just("count(*)".to_owned()),
            inner.clone().prop_map(|a| format!("collect(DISTINCT {a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[x IN {a} WHERE {b} | x]")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("any(x IN {a} WHERE {b})")),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("CASE {a} WHEN {b} THEN 1 ELSE {a} END")),
            inner.prop_map(|a| format!("CASE WHEN {a} THEN 1 END")),
        ]
    })
}

fn pattern() -> impl Strategy<Value = String> {
    let properties = prop_oneof![3 => Just(String::new()), 1 => expr().prop_map(|it| {
        format!(" {{size: {it}}}")
    })];
    let label = prop_oneof![
        Just(String::new()),
        select(TYPES).prop_map(|ty| format!(":{ty}")),
        (select(TYPES), select(TYPES)).prop_map(|(a, b)| format!(":{a}|:{b}")),
    ];
    let name = prop_oneof![Just(""), select(NAMES)];
    let node = (name.clone(), label.clone(), properties.clone())
        .prop_map(|(name, label, properties)| format!("({name}{label}{properties})"));
    let length = select(&["", "", "*", "*2", "*1..3", "*..3", "*2.."][..]);
    let edge =
        (select(&["-", "<-"][..]), name, label, length, properties, select(&["-", "->"][..]))
            .prop_map(|(left, name, label, length, properties, right)| {
                format!("{left}[{name}{label}{length}{properties}]{right}")
            });
    let edge =
        prop_oneof![3 => edge, 1 => select(&["--", "-->", "<--"][..]).prop_map(str::to_owned)];
    (node.clone(), prop::collection::vec((edge, node), 0..3)).prop_map(|(first, steps)| {
        steps.into_iter().fold(first, |path, (edge, node)| path + &edge + &node)
    })
}

fn projection() -> impl Strategy<Value = String> {
    let item = (expr(), select(NAMES)).prop_map(|(value, name)| format!("{value} AS {name}"));
    let items = prop::collection::vec(item, 1..3).prop_map(|items| items.join(", "));
    let order = prop_oneof![
        Just(String::new()),
        (expr(), select(&["", " DESC", " ASCENDING"][..]))
            .prop_map(|(key, order)| format!(" ORDER BY {key}{order}, a")),
    ];
    let count = select(&["", " SKIP 1", " LIMIT $least", " SKIP 1 LIMIT 2"][..]);
    (select(&["", "DISTINCT ", "*, "][..]), items, order, count)
        .prop_map(|(first, items, order, count)| format!("{first}{items}{order}{count}"))
}

/// The body of a query.
fn body() -> impl Strategy<Value = String> {
    let patterns = prop::collection::vec(pattern(), 1..3).prop_map(|all| all.join(", "));
    let filter = prop_oneof![Just(String::new()), expr().prop_map(|it| format!(" WHERE {it}"))];
    let clause = prop_oneof![
        (select(&["MATCH", "OPTIONAL MATCH", "mandatory match"][..]), patterns, filter.clone())
            .prop_map(|(word, patterns, filter)| format!("{word} {patterns}{filter}")),
        expr().prop_map(|list| format!("UNWIND {list} AS b")),
        (projection(), filter).prop_map(|(it, filter)| format!("WITH {it}{filter}")),
    ];
    let last = prop_oneof![
        projection().prop_map(|it| format!("RETURN {it}")),
        pattern().prop_map(|it| format!("CREATE {it}")),
        (expr(), select(&["", "DETACH "][..]))
            .prop_map(|(value, detach)| format!("SET a.size = {value}, b.km = 1 {detach}DELETE a")),
    ];
    let part = (prop::collection::vec(clause, 0..3), last).prop_map(|(mut clauses, last)| {
        clauses.push(last);
        clauses.join("\n")
    });
    prop_oneof![
        4 => part.clone(),
        1 => (part.clone(), part).prop_map(|(a, b)| format!("{a} UNION ALL {b}")),
    ]
}

fn query(body: &str) -> String {
    format!("CREATE OPENCYPHER QUERY q(INT least) FOR GRAPH goods {{\n{body}\n}}")
}

fn cypher(text: &str) -> Cypher {
    let parsed = parse(text);
    let Some(query) = parsed.query else { unreachable!("{text}: {:?}", parsed.findings) };
    let Body::OpenCypher(body) = query.body else { unreachable!("{text}") };
    body
}

/// Writes an expression with parentheses around each operand.
fn written(expr: &Expr, text: &str) -> String {
    let of = |expr: &Expr| format!("({})", written(expr, text));
    let all = |exprs: &[Expr]| exprs.iter().map(of).collect::<Vec<_>>().join(", ");
    let elements = |it: &Comprehension| {
        let mut elements = format!("{} IN {}", it.variable.span.of(text), of(&it.list));
        if let Some(filter) = &it.filter {
            elements += &format!(" WHERE {}", of(filter));
        }
        if let Some(value) = &it.value {
            elements += &format!(" | {}", of(value));
        }
        elements
    };
    match &expr.kind {
        ExprKind::Property(base, name) => format!("{}.{}", of(base), name.span.of(text)),
        ExprKind::HasLabels(base, labels) => {
            let labels: Vec<_> = labels.iter().map(|label| label.span.of(text)).collect();
            format!("{}:{}", of(base), labels.join("|"))
        }
        ExprKind::Call { function, distinct, arguments } => {
            let distinct = if *distinct { "DISTINCT " } else { "" };
            format!("{}({distinct}{})", function.value, all(arguments))
        }
        ExprKind::Negative(operand) => format!("-{}", of(operand)),
        ExprKind::Not(operand) => format!("NOT {}", of(operand)),
        ExprKind::Chain(first, rest) => rest.iter().fold(of(first), |chain, (op, operand)| {
            format!("{chain} {} {}", op.sign(), of(operand))
        }),
        ExprKind::IsNull { negated, operand } => {
            format!("{} IS {}NULL", of(operand), if *negated { "NOT " } else { "" })
        }
        ExprKind::Group(inner) => written(inner, text),
        ExprKind::List(items) => format!("[{}]", all(items)),
        ExprKind::Map(entries) => {
            let entry = |(name, value): &(_, _)| {
                let name: &tg_gsql::syntax::Name = name;
                format!("{}: {}", name.span.of(text), of(value))
            };
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        ExprKind::Index(base, index) => format!("{}[{}]", of(base), of(index)),
        ExprKind::Slice(base, from, to) => {
            let bound = |it: &Option<Box<Expr>>| it.as_deref().map(of).unwrap_or_default();
            format!("{}[{}..{}]", of(base), bound(from), bound(to))
        }
        ExprKind::Comprehension(it) => format!("[{}]", elements(it)),
        ExprKind::Quantified(quantifier, it) => format!("{quantifier:?}({})", elements(it)),
        ExprKind::Case(case) => {
            let operand = case.operand.as_ref().map(of).unwrap_or_default();
            let mut text = format!("CASE {operand}");
            for (when, then) in &case.branches {
                text += &format!(" WHEN {} THEN {}", of(when), of(then));
            }
            if let Some(otherwise) = &case.otherwise {
                text += &format!(" ELSE {}", of(otherwise));
            }
            text + " END"
        }
        _ => expr.span.of(text).to_owned(),
    }
}

/// Reads a text and everything about it.
fn read(text: &str) {
    let parsed = parse(text);
    let Some(query) = parsed.query else {
        assert!(!parsed.findings.is_empty(), "{text}");
        return;
    };
    let catalog = goods();
    for schema in [None, Some((&catalog, "goods"))] {
        let context = Context { schema, ..Context::default() };
        let findings = check::query_in(text, &query, &context);
        for finding in &findings {
            assert!(text.get(finding.span.start..finding.span.end).is_some(), "{finding:?}");
        }
        assert!(interface(text, &query, &context).results.len() <= 1);
    }
}

const SOUP: &[&str] = &[
    "MATCH",
    "OPTIONAL",
    "WHERE",
    "WITH",
    "RETURN",
    "UNWIND",
    "CREATE",
    "SET",
    "DELETE",
    "UNION",
    "ORDER BY",
    "SKIP",
    "LIMIT",
    "AS",
    "IN",
    "NOT",
    "AND",
    "IS",
    "NULL",
    "CASE",
    "WHEN",
    "THEN",
    "END",
    "(a)",
    "(a:Depot)",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "-",
    "->",
    "<-",
    "--",
    "*",
    "1..3",
    "..",
    ",",
    ".",
    ":",
    "|",
    "=",
    "<",
    ">",
    "+",
    "$least",
    "a",
    "b.size",
    "`x",
    "'x'",
    "1",
    "count(*)",
    "any(",
    "exists",
    "EXISTS {",
    "DISTINCT",
    ";",
    "é",
];

proptest! {
    #[test]
    fn a_random_query_is_read_and_keeps_its_tree(body in body()) {
        let text = query(&body);
        cypher(&text);
        formatted(&text);
        read(&text);
    }

    #[test]
    fn parentheses_show_how_operators_bind(expr in expr()) {
        let text = query(&format!("RETURN {expr} AS x"));
        let mut all = Vec::new();
        cypher(&text).exprs(&mut |expr| all.push(written(expr, &text)));
        let again = query(&format!("RETURN {} AS x", all[0]));
        let mut written_again = Vec::new();
        cypher(&again).exprs(&mut |expr| written_again.push(written(expr, &again)));
        prop_assert_eq!(&all, &written_again, "{}", text);
        prop_assert_eq!(tree(&again), tree(&query(&format!("RETURN {} AS x", written_again[0]))));
    }

    #[test]
    fn a_mutated_query_is_read_or_rejected(
        body in body(),
        changes in prop::collection::vec((any::<Index>(), any::<Index>(), 0..3), 1..4),
    ) {
        let text = query(&body);
        let mut parts: Vec<_> = tokens(&text).map(|token| token.text).collect();
        for (at, other, kind) in changes {
            let (at, other) = (at.index(parts.len()), other.index(parts.len()));
            match kind {
                0 if parts.len() > 1 => _ = parts.remove(at),
                1 => parts.insert(at, parts[other]),
                _ => parts.swap(at, other),
            }
        }
        read(&parts.join(" "));
    }

    #[test]
    fn a_soup_of_tokens_is_read_or_rejected(
        parts in prop::collection::vec(select(SOUP), 0..40),
        glue in select(&[" ", "", "\n"][..]),
    ) {
        read(&query(&parts.join(glue)));
    }
}
