//! Conditions that the server compares.

use tg_gsql::model::AttributeType;
use tg_gsql::suggest::nearest;
use tg_runtime::filter::{Filter, FilterValue, Sortable};
use tg_runtime::{AnyGraph, Column, DateTime};

use super::Type;
use crate::exit::{Failure, Outcome};
use crate::load::{Operator, Test, comparisons};

/// The largest whole number up to which a `f64` has all of them.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads a condition on the attributes of a type.
///
/// # Errors
///
/// With all comparisons that the server cannot make.
pub(crate) fn filter(text: &str, ty: Type<'_>) -> Outcome<Option<Filter<AnyGraph>>> {
    let (mut all, mut problems) = (None::<Filter<AnyGraph>>, Vec::new());
    for (name, test) in comparisons(text).map_err(Failure::usage)? {
        match comparison(&name, &test, ty) {
            Ok(filter) => {
                all = Some(match all.take() {
                    Some(first) => first.and(filter),
                    None => filter,
                });
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(all) } else { Err(Failure::input(problems.join("; "))) }
}

fn comparison(name: &str, test: &Test, ty: Type<'_>) -> Result<Filter<AnyGraph>, String> {
    let id = match ty {
        Type::Vertex(ty) => ty.id_as_attribute().map(|(id, key)| (id, AttributeType::from(key))),
        Type::Edge(_) => None,
    };
    let attributes = ty.attributes().iter().map(|it| (it.name.as_str(), it.ty.clone()));
    let known: Vec<_> = id.into_iter().chain(attributes).collect();
    let Some((_, attribute)) = known.iter().find(|(known, _)| *known == name) else {
        let is_id = match ty {
            Type::Vertex(ty) => ty.key_parts().any(|(key, _)| key == name),
            Type::Edge(_) => ["from", "to", "from_type", "to_type"].contains(&name),
        };
        let near = nearest(name, known.iter().map(|(known, _)| *known));
        return Err(match near {
            _ if is_id => format!(
                "`{name}` is an id and not an attribute of `{}`: the server compares attributes \
                 only",
                ty.name()
            ),
            Some(near) => {
                format!("`{}` has no attribute `{name}`, did you mean `{near}`?", ty.name())
            }
            None => format!("`{}` has no attribute `{name}`", ty.name()),
        });
    };
    let (operator, constant) = match test {
        Test::Null | Test::NotNull => {
            return Err(format!(
                "`{name}` is never null: TigerGraph has no NULL; compare it with the value that \
                 stands for none, such as `{name} = ''`"
            ));
        }
        Test::Text(operator, text) => (*operator, text.clone()),
        Test::Number(_, number) if number.fract() == 0.0 && number.abs() > MAX_EXACT => {
            return Err(format!(
                "the number that `{name}` is compared with has too many digits: write it in \
                 quotes, as a text"
            ));
        }
        Test::Number(..) if *attribute == AttributeType::String => {
            return Err(format!("`{name}` is STRING: write the text in single quotes"));
        }
        Test::Number(operator, number) => (*operator, number.to_string()),
    };
    let wrong = || format!("`{name}` is {attribute}, and {constant:?} is not one");
    match attribute {
        AttributeType::Int => {
            compare::<i64>(name, operator, constant.parse().map_err(|_| wrong())?)
        }
        AttributeType::Uint => {
            compare::<u64>(name, operator, constant.parse().map_err(|_| wrong())?)
        }
        AttributeType::Float => {
            compare::<f32>(name, operator, constant.parse().map_err(|_| wrong())?)
        }
        AttributeType::Double => {
            compare::<f64>(name, operator, constant.parse().map_err(|_| wrong())?)
        }
        AttributeType::DateTime => {
            compare::<DateTime>(name, operator, constant.parse().map_err(|_| wrong())?)
        }
        AttributeType::String => compare::<String>(name, operator, constant),
        AttributeType::Bool => {
            let value: bool = constant.parse().map_err(|_| wrong())?;
            let column = column::<bool>(name);
            match operator {
                Operator::Equal => Ok(column.eq(value)),
                Operator::Unequal => Ok(column.ne(value)),
                _ => Err(format!("`{name}` is BOOL, which has no order: use `=` or `<>`")),
            }
        }
        other => Err(format!("`{name}` is {other}, which the server cannot compare")),
    }
}

fn compare<T>(name: &str, operator: Operator, value: T) -> Result<Filter<AnyGraph>, String>
where
    T: FilterValue<T> + Sortable,
{
    let column = column::<T>(name);
    Ok(match operator {
        Operator::Equal => column.eq(value),
        Operator::Unequal => column.ne(value),
        Operator::Less => column.lt(value),
        Operator::LessOrEqual => column.le(value),
        Operator::Greater => column.gt(value),
        Operator::GreaterOrEqual => column.ge(value),
    })
}

fn column<T>(name: &str) -> Column<AnyGraph, T> {
    Column::new(String::leak(name.to_owned()))
}
