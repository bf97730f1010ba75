//! The types of what a random query prints.

/// A type of a value or accumulator.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ty {
    Int,
    Uint,
    Float,
    Double,
    Bool,
    Text,
    Time,
    /// A VERTEX of a type, or of any.
    Vertex(Option<&'static str>),
    Edge(&'static str),
    /// The number of a tuple of the query.
    Tuple(usize),
    /// An accumulator of one type: its name, and the type of its elements.
    Of(&'static str, Box<Ty>),
    Avg,
    Or,
    And,
    /// `BitwiseAndAccum` or `BitwiseOrAccum`
    Bits(&'static str),
    Percentile,
    Map(Box<(Ty, Ty)>),
    /// The accumulator of the elements, and the dimensions.
    Array(Box<Ty>, &'static str),
    /// The number of its tuple.
    Heap(usize),
    /// The keys `k0`, `k1` .. and the values `v0`, `v1` ..
    Groups(Vec<Ty>, Vec<Ty>),
}

pub(super) const SCALARS: [Ty; 7] =
    [Ty::Int, Ty::Uint, Ty::Float, Ty::Double, Ty::Bool, Ty::Text, Ty::Time];

pub(super) const VERTICES: [&str; 3] = ["Person", "City", "Trip"];

/// The edge types, a reverse one among them.
pub(super) const EDGES: [&str; 5] = ["Lives", "Took", "TakenBy", "Knows", "Visits"];

impl Ty {
    /// Returns the type as GSQL spells it; `tuples` are the names of those of the query.
    pub(super) fn spell(&self, tuples: &[String]) -> String {
        let list = |types: &[Self], name: &str| -> Vec<String> {
            let named = |(n, ty): (usize, &Self)| format!("{} {name}{n}", ty.spell(tuples));
            types.iter().enumerate().map(named).collect()
        };
        match self {
            Self::Int => "INT".to_owned(),
            Self::Uint => "UINT".to_owned(),
            Self::Float => "FLOAT".to_owned(),
            Self::Double => "DOUBLE".to_owned(),
            Self::Bool => "BOOL".to_owned(),
            Self::Text => "STRING".to_owned(),
            Self::Time => "DATETIME".to_owned(),
            Self::Vertex(None) => "VERTEX".to_owned(),
            Self::Vertex(Some(ty)) => format!("VERTEX<{ty}>"),
            Self::Edge(ty) => format!("EDGE<{ty}>"),
            Self::Tuple(number) => tuples[*number].clone(),
            Self::Of(name, element) => format!("{name}<{}>", element.spell(tuples)),
            Self::Avg => "AvgAccum".to_owned(),
            Self::Or => "OrAccum".to_owned(),
            Self::And => "AndAccum".to_owned(),
            Self::Bits(name) => (*name).to_owned(),
            Self::Percentile => "PercentileContAccum<0.5>".to_owned(),
            Self::Map(entry) => {
                format!("MapAccum<{}, {}>", entry.0.spell(tuples), entry.1.spell(tuples))
            }
            Self::Array(element, _) => format!("ArrayAccum<{}>", element.spell(tuples)),
            Self::Heap(number) => format!("HeapAccum<{}>(2, f0 DESC)", tuples[*number]),
            Self::Groups(keys, values) => {
                let fields = [list(keys, "k"), list(values, "v")].concat();
                format!("GroupByAccum<{}>", fields.join(", "))
            }
        }
    }

    pub(super) fn of(name: &'static str, element: Self) -> Self {
        Self::Of(name, Box::new(element))
    }

    /// Returns the type of the value that an accumulator with one value is read as.
    pub(super) fn value(&self) -> Self {
        match self {
            Self::Of("SumAccum" | "MaxAccum" | "MinAccum", element) => (**element).clone(),
            Self::Avg | Self::Percentile => Self::Double,
            Self::Or | Self::And => Self::Bool,
            other => other.clone(),
        }
    }
}

/// The attributes of a vertex or edge type.
pub(super) fn attributes(ty: &str) -> &'static [(&'static str, Ty)] {
    match ty {
        "Person" => &[
            ("id", Ty::Text),
            ("age", Ty::Int),
            ("points", Ty::Uint),
            ("weight", Ty::Float),
            ("height", Ty::Double),
            ("active", Ty::Bool),
            ("name", Ty::Text),
            ("born", Ty::Time),
        ],
        "City" => &[("id", Ty::Int), ("name", Ty::Text), ("size", Ty::Uint)],
        "Trip" => &[("year", Ty::Int), ("number", Ty::Text), ("price", Ty::Float)],
        "Lives" => &[("rent", Ty::Double)],
        "Took" | "TakenBy" => &[("at", Ty::Time), ("km", Ty::Uint)],
        "Knows" => &[("since", Ty::Time), ("strength", Ty::Float)],
        _ => &[],
    }
}

/// The attributes of `Person` that are collections or tuples.
pub(super) const COLLECTIONS: [&str; 9] =
    ["labels", "scores", "years", "moments", "phones", "rates", "days", "legs", "last"];
