//! `WHERE` of the data statements: comparisons with literals, joined by AND, OR and NOT.

use tg_gsql::syntax::ast::query::{Constant, Expr, ExprKind, Op};

use super::value::ungrouped;
use crate::store::{Comparison, Condition, Field, Literal, Value, ValueType};

/// A condition with resolved names.
#[derive(Debug)]
pub(super) enum Test {
    Always,
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    Compare(Subject, Condition),
}

/// The left side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Field(Field),
    /// The id of a vertex, or of the source of an edge.
    Id,
    /// The id of the target of an edge.
    OtherId,
    /// An attribute of the source of an edge.
    From(Field),
    /// An attribute of the target of an edge.
    To(Field),
}

/// Resolves a name, which an alias may precede, to a subject and its type.
pub(super) type Resolve<'a> =
    &'a dyn Fn(Option<&str>, &str) -> Result<(Subject, ValueType), String>;

impl Test {
    pub(super) fn of(expr: Option<&Expr>, resolve: Resolve<'_>) -> Result<Self, String> {
        expr.map_or(Ok(Self::Always), |expr| bind(expr, resolve))
    }

    pub(super) fn holds(&self, get: &dyn Fn(Subject) -> Value) -> bool {
        match self {
            Self::Always => true,
            Self::All(tests) => tests.iter().all(|test| test.holds(get)),
            Self::Any(tests) => tests.iter().any(|test| test.holds(get)),
            Self::Not(test) => !test.holds(get),
            Self::Compare(subject, condition) => condition.holds(&get(*subject)),
        }
    }
}

fn bind(expr: &Expr, resolve: Resolve<'_>) -> Result<Test, String> {
    match &expr.kind {
        ExprKind::Group(items) if items.len() == 1 => bind(&items[0], resolve),
        ExprKind::Not(operand) => Ok(Test::Not(Box::new(bind(operand, resolve)?))),
        ExprKind::Constant(Constant::Bool(true)) => Ok(Test::Always),
        ExprKind::Constant(Constant::Bool(false)) => Ok(Test::Not(Box::new(Test::Always))),
        ExprKind::Name(_) | ExprKind::Member(..) => {
            compare(expr, Comparison::Equal, Literal::Bare("true".to_owned()), resolve)
        }
        ExprKind::Chain(first, rest) => chain(first, rest, resolve),
        ExprKind::In(it) => {
            let among = match &it.among.kind {
                ExprKind::Group(items) | ExprKind::List(items) => items,
                _ => return Err(unclear()),
            };
            let one = |item| {
                let literal = literal(item).ok_or_else(unclear)?;
                compare(&it.operand, Comparison::Equal, literal, resolve)
            };
            let any = Test::Any(among.iter().map(one).collect::<Result<_, _>>()?);
            Ok(if it.negated { Test::Not(Box::new(any)) } else { any })
        }
        ExprKind::Between { negated, operands } => {
            let [operand, least, greatest] = &**operands;
            let bound = |comparison, bound| {
                compare(operand, comparison, literal(bound).ok_or_else(unclear)?, resolve)
            };
            let within = Test::All(vec![
                bound(Comparison::GreaterOrEqual, least)?,
                bound(Comparison::LessOrEqual, greatest)?,
            ]);
            Ok(if *negated { Test::Not(Box::new(within)) } else { within })
        }
        _ => Err(unclear()),
    }
}

fn chain(first: &Expr, rest: &[(Op, Expr)], resolve: Resolve<'_>) -> Result<Test, String> {
    if let [(op, second)] = rest
        && let Some(comparison) = comparison(*op)
    {
        return match (literal(first), literal(second)) {
            (None, Some(literal)) => compare(first, comparison, literal, resolve),
            (Some(literal), None) => compare(second, turned(comparison), literal, resolve),
            _ => Err(unclear()),
        };
    }
    let operands = || {
        let operands = std::iter::once(first).chain(rest.iter().map(|(_, operand)| operand));
        operands.map(|operand| bind(operand, resolve)).collect::<Result<Vec<_>, _>>()
    };
    match rest.first() {
        Some((Op::And, _)) => Ok(Test::All(operands()?)),
        Some((Op::Or, _)) => Ok(Test::Any(operands()?)),
        _ => Err(unclear()),
    }
}

fn compare(
    subject: &Expr,
    comparison: Comparison,
    literal: Literal,
    resolve: Resolve<'_>,
) -> Result<Test, String> {
    let (alias, name) = attribute(subject).ok_or_else(unclear)?;
    let (subject, ty) = resolve(alias, name)?;
    let literal = match (subject, literal) {
        (Subject::Id | Subject::OtherId, Literal::Bare(text)) => Literal::Quoted(text),
        (_, literal) => literal,
    };
    let operand = literal.operand(&ty).ok_or_else(|| {
        format!("{name} is a {} and is compared with a value that is not one.", ty.spelling())
    })?;
    // The field of the condition is not used: the subject determines the compared value.
    let condition = Condition { field: Field::Column(0), comparison, operand };
    Ok(Test::Compare(subject, condition))
}

/// `name`, `alias.name`
pub(super) fn attribute(expr: &Expr) -> Option<(Option<&str>, &str)> {
    match &ungrouped(expr).kind {
        ExprKind::Name(name) => Some((None, name)),
        ExprKind::Member(of, name) => match &of.kind {
            ExprKind::Name(alias) => Some((Some(alias), &name.value)),
            _ => None,
        },
        _ => None,
    }
}

fn literal(expr: &Expr) -> Option<Literal> {
    Some(match &ungrouped(expr).kind {
        ExprKind::Constant(constant) => match constant {
            Constant::String(text) | Constant::DateTime(text) => Literal::Quoted(text.clone()),
            Constant::Int(number) => Literal::Bare(number.to_string()),
            Constant::Real(number) => Literal::Bare(number.to_string()),
            Constant::Bool(truth) => Literal::Bare(truth.to_string()),
        },
        ExprKind::Call { function, arguments, .. }
            if function.value.eq_ignore_ascii_case("to_datetime") && arguments.len() == 1 =>
        {
            literal(&arguments[0])?
        }
        _ => return None,
    })
}

fn comparison(op: Op) -> Option<Comparison> {
    Some(match op {
        Op::Equal => Comparison::Equal,
        Op::NotEqual => Comparison::NotEqual,
        Op::Less => Comparison::Less,
        Op::LessOrEqual => Comparison::LessOrEqual,
        Op::Greater => Comparison::Greater,
        Op::GreaterOrEqual => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

/// Returns the comparison with its sides exchanged.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        equal => equal,
    }
}

fn unclear() -> String {
    "WHERE takes comparisons of an attribute with a value, joined by AND, OR and NOT.".to_owned()
}
