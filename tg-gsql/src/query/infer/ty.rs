//! The types of expressions.

use std::collections::HashSet;
use std::fmt;

/// The vertex or edge types that something may have; `None` if they are unknown.
pub(crate) type Types = Option<HashSet<String>>;

/// The type of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ty {
    /// Not known, or known only when the query runs.
    Unknown,
    Int,
    Uint,
    Float,
    Double,
    Bool,
    String,
    DateTime,
    File,
    JsonObject,
    JsonArray,
    Vertex(Types),
    Edge(Types),
    /// A VERTEX or EDGE that may be unset: a variable that nothing was assigned to.
    Optional(Box<Ty>),
    /// A vertex set.
    Vertices(Types),
    Set(Box<Ty>),
    Bag(Box<Ty>),
    List(Box<Ty>),
    Map(Box<(Ty, Ty)>),
    Tuple(Box<Tuple>),
    /// A table.
    Rows(Fields),
    /// A row of a table or of a `GroupByAccum`.
    Row(Fields),
    /// `(keys -> values)`
    Entry(Vec<Ty>, Vec<Ty>),
    Accum(Box<Accum>),
}

/// Names and types, in order.
pub(crate) type Fields = Vec<(String, Ty)>;

/// A tuple.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tuple {
    /// The name of a `TYPEDEF`.
    pub(crate) name: Option<String>,
    /// The fields; their names are empty in an anonymous tuple.
    pub(crate) fields: Fields,
}

/// The type of an accumulator.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Accum {
    Sum(Ty),
    Max(Ty),
    Min(Ty),
    Avg,
    Or,
    And,
    BitwiseOr,
    BitwiseAnd,
    PercentileCont,
    List(Ty),
    Set(Ty),
    Bag(Ty),
    Map(Ty, Ty),
    /// The elements, and the number of dimensions; 0 if it is unknown.
    Array(Ty, usize),
    Heap(Ty),
    GroupBy {
        keys: Fields,
        values: Fields,
    },
}

impl Ty {
    pub(crate) fn accum(accum: Accum) -> Self {
        Self::Accum(Box::new(accum))
    }

    pub(crate) fn list(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    pub(crate) fn bag(element: Self) -> Self {
        Self::Bag(Box::new(element))
    }

    /// Creates the type of a vertex of one type.
    pub(crate) fn vertex(name: &str) -> Self {
        Self::Vertex(Some(HashSet::from([name.to_owned()])))
    }

    /// Returns the type of the value that is read: of an accumulator with a single value, the type
    /// of that value.
    pub(crate) fn value(self) -> Self {
        let accum = match self {
            Self::Accum(accum) => accum,
            Self::Optional(ty) => return *ty,
            other => return other,
        };
        match *accum {
            Accum::Sum(ty) | Accum::Max(ty) | Accum::Min(ty) => ty,
            Accum::Avg | Accum::PercentileCont => Self::Double,
            Accum::Or | Accum::And => Self::Bool,
            other => Self::accum(other),
        }
    }

    /// Returns the type of a value that is read of a map or group: bits are a number, or a text if
    /// there are more than 64 of them.
    pub(crate) fn read(self) -> Self {
        match &self {
            Self::Accum(accum) if matches!(**accum, Accum::BitwiseOr | Accum::BitwiseAnd) => {
                Self::Unknown
            }
            _ => self,
        }
    }

    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    pub(crate) fn is_number(&self) -> bool {
        self.rank().is_some()
    }

    /// Returns the place of a number in the order of conversions.
    pub(crate) fn rank(&self) -> Option<usize> {
        [Self::Int, Self::Uint, Self::Float, Self::Double].iter().position(|ty| ty == self)
    }

    /// Returns the type to which two values are converted; unknown if there is none.
    pub(crate) fn common(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Vertex(one), Self::Vertex(other)) => Self::Vertex(both(one, other)),
            (Self::Vertices(one), Self::Vertices(other)) => Self::Vertices(both(one, other)),
            (one, other) => match (one.rank(), other.rank()) {
                (Some(a), Some(b)) if a < b => other,
                (Some(_), Some(_)) => one,
                _ => Self::Unknown,
            },
        }
    }

    /// Returns the type of the elements of a collection.
    pub(crate) fn element(&self) -> Option<Self> {
        match self {
            Self::Set(ty) | Self::Bag(ty) | Self::List(ty) => Some((**ty).clone()),
            Self::Vertices(types) => Some(Self::Vertex(types.clone())),
            Self::Rows(fields) => Some(Self::Row(fields.clone())),
            Self::Accum(accum) => match &**accum {
                Accum::List(ty) | Accum::Set(ty) | Accum::Bag(ty) | Accum::Heap(ty) => {
                    Some(ty.clone().value())
                }
                Accum::Array(ty, dimensions) => match dimensions {
                    0 => Some(Self::Unknown),
                    1 => Some(ty.clone()),
                    more => Some(Self::accum(Accum::Array(ty.clone(), more - 1))),
                },
                Accum::GroupBy { keys, values } => Some(Self::Row(rows(keys, values))),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the types of the keys and values of a map.
    pub(crate) fn entry(&self) -> Option<(Self, Self)> {
        match self {
            Self::Map(types) => Some((**types).clone()),
            Self::Accum(accum) => match &**accum {
                Accum::Map(key, value) => Some((key.clone(), value.clone())),
                _ => None,
            },
            _ => None,
        }
    }

    /// Writes the type with its keywords in capitals, or as a server's signature spells it.
    pub(crate) fn spell(&self, capitals: bool) -> String {
        let word = |word: &str| {
            if capitals { word.to_owned() } else { word.to_ascii_lowercase() }
        };
        let of = |name: &str, types: &[&Self]| {
            let types: Vec<_> = types.iter().map(|ty| ty.spell(capitals)).collect();
            format!("{name}<{}>", types.join(", "))
        };
        let one = |name: &str, types: &Types| match types {
            Some(types) if types.len() == 1 => {
                format!("{name}<{}>", types.iter().next().map_or("", String::as_str))
            }
            _ => name.to_owned(),
        };
        match self {
            Self::Unknown => "?".to_owned(),
            Self::Int => word("INT"),
            Self::Uint => word("UINT"),
            Self::Float => word("FLOAT"),
            Self::Double => word("DOUBLE"),
            Self::Bool => word("BOOL"),
            Self::String => word("STRING"),
            Self::DateTime => word("DATETIME"),
            Self::File => word("FILE"),
            Self::JsonObject => word("JSONOBJECT"),
            Self::JsonArray => word("JSONARRAY"),
            Self::Vertex(types) => one(&word("VERTEX"), types),
            Self::Edge(types) => one(&word("EDGE"), types),
            Self::Optional(ty) => ty.spell(capitals),
            Self::Vertices(Some(types)) if !types.is_empty() => {
                let mut types: Vec<_> = types.iter().map(String::as_str).collect();
                types.sort_unstable();
                format!("vertex set of {}", types.join(" or "))
            }
            Self::Vertices(_) => "vertex set".to_owned(),
            Self::Set(ty) => of(&word("SET"), &[ty]),
            Self::Bag(ty) => of(&word("BAG"), &[ty]),
            Self::List(ty) => of(&word("LIST"), &[ty]),
            Self::Map(types) => of(&word("MAP"), &[&types.0, &types.1]),
            Self::Tuple(tuple) => match &tuple.name {
                Some(name) => name.clone(),
                None => {
                    let fields: Vec<_> = tuple.fields.iter().map(|(_, ty)| ty).collect();
                    of(&word("TUPLE"), &fields)
                }
            },
            Self::Rows(_) => "table".to_owned(),
            Self::Row(_) => "row".to_owned(),
            Self::Entry(..) => "key -> value".to_owned(),
            Self::Accum(accum) => match &**accum {
                Accum::Sum(ty) => of("SumAccum", &[ty]),
                Accum::Max(ty) => of("MaxAccum", &[ty]),
                Accum::Min(ty) => of("MinAccum", &[ty]),
                Accum::Avg => "AvgAccum".to_owned(),
                Accum::Or => "OrAccum".to_owned(),
                Accum::And => "AndAccum".to_owned(),
                Accum::BitwiseOr => "BitwiseOrAccum".to_owned(),
                Accum::BitwiseAnd => "BitwiseAndAccum".to_owned(),
                Accum::PercentileCont => "PercentileContAccum".to_owned(),
                Accum::List(ty) => of("ListAccum", &[ty]),
                Accum::Set(ty) => of("SetAccum", &[ty]),
                Accum::Bag(ty) => of("BagAccum", &[ty]),
                Accum::Map(key, value) => of("MapAccum", &[key, value]),
                Accum::Array(ty, _) => of("ArrayAccum", &[ty]),
                Accum::Heap(ty) => of("HeapAccum", &[ty]),
                Accum::GroupBy { keys, values } => {
                    let fields = keys.iter().chain(values);
                    let fields: Vec<_> =
                        fields.map(|(name, ty)| format!("{} {name}", ty.spell(capitals))).collect();
                    format!("GroupByAccum<{}>", fields.join(", "))
                }
            },
        }
    }
}

impl Accum {
    /// Returns the same collection of other elements.
    pub(crate) fn of(&self, element: Ty) -> Self {
        match self {
            Self::List(_) => Self::List(element),
            Self::Set(_) => Self::Set(element),
            Self::Bag(_) => Self::Bag(element),
            other => other.clone(),
        }
    }
}

impl Ty {
    /// Returns the type with an article: `an AvgAccum`.
    pub(crate) fn with_article(&self) -> String {
        let ty = self.to_string();
        let article = if ty.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
        format!("{article} {ty}")
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spell(true))
    }
}

/// Returns the fields of the rows of a `GroupByAccum`.
pub(super) fn rows(keys: &Fields, values: &Fields) -> Fields {
    let fields = keys.iter().chain(values).cloned();
    fields.map(|(name, ty)| (name, ty.read())).collect()
}

pub(super) fn both(one: Types, other: Types) -> Types {
    let (mut one, other) = (one?, other?);
    one.extend(other);
    Some(one)
}
