//! The syntax trees of queries.

use tg_gsql::query::parse;
use tg_gsql::syntax::ast::query::{
    Accumulator, Expr, ExprKind, Op, Path, Print, Query, Select, Statement, StatementKind, Target,
    TypeKind, Value,
};

fn query(body: &str) -> Query {
    let text = format!("CREATE QUERY q(INT k) {{\n{body}\n}}");
    let parsed = parse(&text);
    assert_eq!(parsed.findings, [], "{text}");
    parsed.query.unwrap_or_else(|| unreachable!())
}

fn statement(body: &str) -> StatementKind {
    query(body).statements()[0].kind.clone()
}

fn print(body: &str) -> Print {
    match statement(body) {
        StatementKind::Print(print) => *print,
        other => unreachable!("{other:?}"),
    }
}

fn select(body: &str) -> Select {
    match statement(body) {
        StatementKind::Assign(assign) => match assign.value {
            Value::Select(select) => *select,
            other => unreachable!("{other:?}"),
        },
        other => unreachable!("{other:?}"),
    }
}

/// An expression with every operator in parentheses.
fn shape(text: &str) -> String {
    grouped(&print(&format!("PRINT {text};")).items[0].value)
}

fn grouped(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Constant(constant) => format!("{constant:?}")
            .chars()
            .filter(|c| c.is_ascii_digit() || matches!(c, '-' | '.'))
            .collect(),
        ExprKind::Name(name) => name.clone(),
        ExprKind::Negative(operand) => format!("(- {})", grouped(operand)),
        ExprKind::Not(operand) => format!("(NOT {})", grouped(operand)),
        ExprKind::Group(items) => {
            format!("({})", items.iter().map(grouped).collect::<Vec<_>>().join(", "))
        }
        ExprKind::Chain(first, rest) => {
            let rest: String =
                rest.iter().map(|(op, it)| format!(" {op:?} {}", grouped(it))).collect();
            format!("({}{rest})", grouped(first))
        }
        ExprKind::In(it) => format!("({} in {})", grouped(&it.operand), grouped(&it.among)),
        ExprKind::Member(of, name) => format!("{}.{}", grouped(of), name.value),
        other => format!("{other:?}"),
    }
}

#[test]
fn operators_bind_as_in_the_reference() {
    for (text, expected) in [
        ("2 + 80 >> 4", "((2 Add 80) ShiftRight 4)"),
        ("2 | 3 + 2", "(2 BitOr (3 Add 2))"),
        ("2 & 3 - 2", "(2 BitAnd (3 Subtract 2))"),
        ("a - b - c", "(a Subtract b Subtract c)"),
        ("a * b + c * d", "((a Multiply b) Add (c Multiply d))"),
        ("-a * b", "((- a) Multiply b)"),
        ("a<-1", "(a Less -1)"),
        ("a-1", "(a Subtract 1)"),
        ("NOT a == b AND c", "((NOT (a Equal b)) And c)"),
        ("a OR b AND c OR d", "(a Or (b And c) Or d)"),
        ("NOT NOT a", "(NOT (NOT a))"),
        ("a IN (b, c) AND d", "((a in (b, c)) And d)"),
        ("A UNION B MINUS C", "(A Union B Minus C)"),
        ("a <> b", "(a NotEqual b)"),
        ("a > b", "(a Greater b)"),
        ("a >> b > c", "((a ShiftRight b) Greater c)"),
        ("(a + b) * c", "(((a Add b)) Multiply c)"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
    }
    assert_eq!(Op::Add, Op::Add);
}

#[test]
fn spans_are_of_the_text_of_the_query() {
    let text = "CREATE QUERY q(INT k) { PRINT  a.b + f(  c ) AS x; }";
    let query = parse(text).query.unwrap();
    let StatementKind::Print(print) = &query.statements()[0].kind else { panic!() };
    assert_eq!(print.items[0].value.span.of(text), "a.b + f(  c )");
    assert_eq!(query.statements()[0].span.of(text), "PRINT  a.b + f(  c ) AS x");
    assert_eq!(query.body_span.of(text), "{ PRINT  a.b + f(  c ) AS x; }");
}

#[test]
fn an_else_if_ends_with_its_own_end_or_shares_one() {
    let branches = |name: &str| {
        let (_, text, _) = super::corpus::QUERIES.iter().find(|it| it.0 == name).unwrap();
        let query = parse(text).query.unwrap();
        let of = |statement: &Statement| match &statement.kind {
            StatementKind::If(it) => it.branches.len(),
            _ => 0,
        };
        query.statements().iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(branches("chained_else"), [3]);
    assert_eq!(branches("nested_else"), [1, 1]);
    assert_eq!(branches("mixed_else"), [1, 2]);
}

#[test]
fn a_heap_takes_a_parameter_as_its_capacity_and_other_names_as_keys() {
    let heap = |body: &str| match statement(body) {
        StatementKind::DeclareAccumulators { ty, .. } => match ty.kind {
            TypeKind::Accumulator(it) => match *it {
                Accumulator::Heap(heap) => (heap.capacity.is_some(), heap.keys.len()),
                other => unreachable!("{other:?}"),
            },
            other => unreachable!("{other:?}"),
        },
        other => unreachable!("{other:?}"),
    };
    assert_eq!(heap("HeapAccum<T>(k, a DESC, b) @@h;"), (true, 2));
    assert_eq!(heap("HeapAccum<T>(5, a DESC, b) @@h;"), (true, 2));
    assert_eq!(heap("HeapAccum<T>(a DESC, b) @@h;"), (false, 2));
    assert_eq!(heap("HeapAccum<T>(a, b) @@h;"), (false, 2));
}

#[test]
fn patterns_are_distinguished() {
    let gql = |from: &str| {
        let select = select(&format!("S = SELECT t FROM {from} ACCUM t.@a += 1;"));
        select.from.iter().map(|path| matches!(path, Path::Gql(_))).collect::<Vec<_>>()
    };
    assert_eq!(gql("(A|B):s -(E>)- C:t"), [false]);
    assert_eq!(gql("(A|B) -(E>)- (C|D):t"), [false]);
    assert_eq!(gql("A:s, B:t -(E)- :s"), [false, false]);
    assert_eq!(gql("(s:A|B) -[e:E]-> (t)"), [true]);
    assert_eq!(gql("(s) -[e]- (t), (t)"), [true, true]);
    assert_eq!(gql("(s:A)"), [true]);
}

/// The alternatives of each term of the first hop.
fn terms(edge: &str) -> Vec<(usize, bool)> {
    let select = select(&format!("S = SELECT t FROM T:s -({edge})- :t;"));
    let Path::Classic(path) = &select.from[0] else { unreachable!() };
    path.hops[0].edge.terms.iter().map(|term| (term.atoms.len(), term.repeat.is_some())).collect()
}

#[test]
fn parentheses_within_an_edge_only_group() {
    for (edge, expected) in [
        ("A>.(B>|<C)", vec![(1, false), (2, false)]),
        ("(A>.(B>|<C))", vec![(1, false), (2, false)]),
        ("((A>.(B>|<C)).D):e", vec![(1, false), (2, false), (1, false)]),
        ("((A>)|((B>|C)))*2", vec![(3, true)]),
        ("(A>*2)", vec![(1, true)]),
    ] {
        assert_eq!(terms(edge), expected, "{edge}");
    }
}

#[test]
fn parentheses_within_a_vertex_only_group() {
    for vertex in ["(A|B):t", "((A|B)):t", "((A)|(B)):t"] {
        for from in [format!("S:s -(E)- {vertex}"), format!("{vertex} -(E)- :s")] {
            let select = select(&format!("S = SELECT t FROM {from};"));
            let Path::Classic(path) = &select.from[0] else { unreachable!() };
            let steps = [&path.start, &path.hops[0].to];
            assert!(steps.iter().any(|step| step.items.len() == 2), "{from}");
        }
    }
}

#[test]
fn a_source_can_be_missing() {
    for from in ["-(E>:e)- T:t", ":s -(E>:e)- T:t"] {
        let select = select(&format!("S = SELECT t FROM {from};"));
        let Path::Classic(path) = &select.from[0] else { unreachable!() };
        assert!(path.start.items.is_empty() && path.hops.len() == 1, "{from}");
    }
}

#[test]
fn the_types_of_a_set_are_alternatives() {
    for types in ["A|B", "A | B", "A, B"] {
        let StatementKind::Assign(assign) = statement(&format!("S({types}) = {{k.*}};")) else {
            unreachable!()
        };
        let Target::Name { name, types } = assign.target else { unreachable!() };
        let types: Vec<_> = types.iter().map(|ty| ty.value.as_str()).collect();
        assert_eq!((name.value.as_str(), &types[..]), ("S", &["A", "B"][..]));
    }
}

#[test]
fn a_limit_with_two_numbers_skips_the_first() {
    let limit = |text: &str| {
        let limit = select(&format!("S = SELECT t FROM T:t LIMIT {text};")).limit;
        (limit.skip.map(|it| grouped(&it)), limit.count.map(|it| grouped(&it)))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(limit("5"), (None, some("5")));
    assert_eq!(limit("3, 5"), (some("3"), some("5")));
    assert_eq!(limit("5 OFFSET 3"), (some("3"), some("5")));
}

#[test]
fn comparisons_joined_by_and_are_not_a_call() {
    for text in ["a<b AND c>(d)", "a<b OR c>(d)", "a<b AND NOT c>(d)"] {
        let kind = print(&format!("PRINT {text};")).items[0].value.kind.clone();
        assert!(matches!(kind, ExprKind::Chain(..)), "{text}: {kind:?}");
    }
    let generic = print("PRINT f<INT>(d);").items[0].value.kind.clone();
    assert!(matches!(generic, ExprKind::Call { .. }), "{generic:?}");
}
