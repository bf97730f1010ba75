//! Parameters of a query, from the texts of the command line.

use tg_runtime::body::{Argument, Parameter};
use tg_runtime::query::QueryType;
use tg_runtime::schema::AnyId;
use tg_runtime::value::DateTime;

/// A parameter whose text has the type.
#[derive(Debug)]
pub(super) enum Given {
    Int(i64),
    Uint(u64),
    Double(f64),
    Bool(bool),
    Text(String),
    DateTime(DateTime),
    Vertex(AnyId),
    Collection(Vec<Given>),
}

impl Parameter for Given {
    fn argument(&self) -> Argument {
        match self {
            Self::Int(number) => number.argument(),
            Self::Uint(number) => number.argument(),
            Self::Double(number) => number.argument(),
            Self::Bool(value) => value.argument(),
            Self::Text(text) => text.argument(),
            Self::DateTime(time) => time.argument(),
            Self::Vertex(id) => id.argument(),
            Self::Collection(elements) => elements.argument(),
        }
    }
}

/// Reads the texts of a parameter, of which a collection may have several.
///
/// # Errors
///
/// With the form that the type needs.
pub(super) fn read(ty: &QueryType, texts: &[&str]) -> Result<Given, String> {
    if let QueryType::Set(element) | QueryType::Bag(element) | QueryType::List(element) = ty {
        // Given several times, an element may have a comma.
        let elements: Vec<_> = match texts {
            [""] => Vec::new(),
            [only] => only.split(',').collect(),
            several => several.to_vec(),
        };
        let elements = elements.into_iter().map(|text| read(element, &[text]));
        return elements.collect::<Result<_, _>>().map(Given::Collection);
    }
    let [text] = texts else { return Err(format!("it is given {} times", texts.len())) };
    let wrong = || format!("{text:?} is not of the type {ty}");
    Ok(match ty {
        QueryType::Int => Given::Int(text.parse().map_err(|_| wrong())?),
        QueryType::Uint => Given::Uint(text.parse().map_err(|_| wrong())?),
        QueryType::Float | QueryType::Double => {
            let number: Option<f64> = text.parse().ok();
            Given::Double(number.filter(|it| it.is_finite()).ok_or_else(wrong)?)
        }
        QueryType::Bool => Given::Bool(text.parse().map_err(|_| wrong())?),
        QueryType::DateTime => Given::DateTime(text.parse().map_err(|_| wrong())?),
        QueryType::Vertex(Some(name)) => Given::Vertex(AnyId::new(name, *text)),
        QueryType::Vertex(None) => match text.split_once(':') {
            Some((name, id)) => Given::Vertex(AnyId::new(name, id)),
            None => return Err(format!("{text:?} does not name the vertex type: write TYPE:ID")),
        },
        QueryType::Map(..) => {
            return Err("a MAP cannot be given on the command line".to_owned());
        }
        // The server reads the text.
        _ => Given::Text((*text).to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_by_the_type() {
        let ok = |ty: &str, texts: &[&str]| read(&ty.parse().unwrap(), texts).is_ok();
        for (ty, text) in [
            ("int", "-5"),
            ("uint", "18446744073709551615"),
            ("double", "1e3"),
            ("bool", "true"),
            ("datetime", "2024-02-29"),
            ("vertex<V>", "a,1"),
            ("vertex", "V:a:b"),
            ("set<int>", "1,2,3"),
            ("file", "/tmp/x"),
        ] {
            assert!(ok(ty, &[text]), "{ty} {text}");
        }
        assert!(ok("list<string>", &["a", "b,c"]));
        for (ty, text) in [
            ("int", "5.5"),
            ("uint", "-1"),
            ("double", "NaN"),
            ("bool", "yes"),
            ("datetime", "soon"),
            ("vertex", "a"),
            ("set<int>", "1,x"),
            ("map<int, int>", "1"),
        ] {
            assert!(!ok(ty, &[text]), "{ty} {text}");
        }
        assert!(!ok("int", &["1", "2"]));
    }
}
