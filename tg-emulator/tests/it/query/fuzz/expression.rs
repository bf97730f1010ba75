//! The generator of expressions.

use super::statement::Generator;

/// The types of expressions.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Ty {
    Int,
    Real,
    Text,
    Bool,
    Time,
    List,
    Set,
    Map,
    Vertex,
}

pub(super) const TYPES: [Ty; 9] =
    [Ty::Int, Ty::Real, Ty::Text, Ty::Bool, Ty::Time, Ty::List, Ty::Set, Ty::Map, Ty::Vertex];

/// Global accumulators with the types of their values.
pub(super) const GLOBALS: &[(&str, &str, Ty)] = &[
    ("SumAccum<INT>", "@@i", Ty::Int),
    ("MaxAccum<INT>", "@@mi", Ty::Int),
    ("SumAccum<DOUBLE>", "@@d", Ty::Real),
    ("AvgAccum", "@@a", Ty::Real),
    ("MinAccum<FLOAT>", "@@f", Ty::Real),
    ("SumAccum<STRING>", "@@s", Ty::Text),
    ("OrAccum", "@@b", Ty::Bool),
    ("MaxAccum<DATETIME>", "@@t", Ty::Time),
    ("ListAccum<INT>", "@@l", Ty::List),
    ("SetAccum<INT>", "@@set", Ty::Set),
    ("BagAccum<INT>", "@@bag", Ty::Set),
    ("MapAccum<STRING, INT>", "@@m", Ty::Map),
    ("BitwiseOrAccum", "@@bits", Ty::Int),
    ("MaxAccum<VERTEX>", "@@v", Ty::Vertex),
];
/// Accumulators of vertices.
pub(super) const LOCALS: &[(&str, &str, Ty)] = &[
    ("SumAccum<INT>", "@i", Ty::Int),
    ("MinAccum<DOUBLE>", "@d", Ty::Real),
    ("SumAccum<STRING>", "@s", Ty::Text),
    ("OrAccum", "@b", Ty::Bool),
    ("ListAccum<INT>", "@l", Ty::List),
    ("SetAccum<INT>", "@set", Ty::Set),
    ("MapAccum<STRING, INT>", "@m", Ty::Map),
];

impl Generator {
    /// Returns an expression, which in a few cases is not of the type.
    pub(super) fn expr(&mut self, ty: Ty) -> String {
        let ty = if self.rng.below(150) == 0 { self.rng.choose(&TYPES) } else { ty };
        if self.depth > 5 || self.rng.below(3) == 0 {
            return self.leaf(ty);
        }
        self.deeper(|this| this.compound(ty))
    }

    fn leaf(&mut self, ty: Ty) -> String {
        if self.rng.below(3) == 0 {
            let known: Vec<_> = GLOBALS.iter().filter(|it| it.2 == ty).collect();
            if !known.is_empty() {
                return self.rng.choose(&known).1.to_owned();
            }
        }
        if let (Some(alias), true) = (self.vertices.last().copied(), self.rng.below(2) == 0) {
            let known: Vec<_> = LOCALS.iter().filter(|it| it.2 == ty).collect();
            let attribute = match ty {
                Ty::Int => "n",
                Ty::Real => "d",
                Ty::Text => self.rng.choose(&["s", "type", "id"]),
                Ty::Bool => "b",
                Ty::Time => "t",
                Ty::List => "li",
                Ty::Set => "ss",
                Ty::Map => "m",
                Ty::Vertex => return alias.to_owned(),
            };
            return match known.is_empty() || self.rng.below(2) == 0 {
                true => format!("{alias}.{attribute}"),
                false => format!("{alias}.{}", self.rng.choose(&known).1),
            };
        }
        if self.edge && matches!(ty, Ty::Int | Ty::Real) && self.rng.below(3) == 0 {
            return "e.w".to_owned();
        }
        match ty {
            Ty::Int if self.loops > 0 && self.rng.below(2) == 0 => {
                format!("x{}", self.rng.below(self.loops))
            }
            Ty::Int => {
                self.one(["0", "1", "2", "7", "-3", "i", "GSQL_INT_MAX", "GSQL_INT_MIN", "100000"])
            }
            Ty::Real => self.one(["0.0", "1.5", "-2.25", "d", "1000000000000.5"]),
            Ty::Text => self.one(["\"\"", "\"a\"", "\"abc\"", "\"%a_\"", "s", "\"Gr\u{fc}n\""]),
            Ty::Bool => self.one(["true", "false", "b"]),
            Ty::Time => self.one(["t", "to_datetime(\"2024-02-29 12:00:00\")", "now()"]),
            Ty::List => self.one(["[1, 2, 3]", "[5]", "@@l"]),
            Ty::Set => self.one(["(1, 2)", "@@set", "@@bag"]),
            Ty::Map => "@@m".to_owned(),
            Ty::Vertex => self.one(["v", "to_vertex(\"a1\", \"A\")", "to_vertex(\"b1\", \"B\")"]),
        }
    }

    fn compound(&mut self, ty: Ty) -> String {
        let pick = self.rng.below(12);
        match ty {
            Ty::Int => {
                let (a, b) = (self.expr(Ty::Int), self.expr(Ty::Int));
                match pick {
                    0..=3 => {
                        let operator = self.one(["+", "-", "*", "+", "-", "*", "&", "|"]);
                        if self.rng.below(6) == 0 {
                            let by = 1 + self.rng.below(9);
                            return format!("({a} {} {by})", self.one(["/", "%", "<<", ">>"]));
                        }
                        format!("({a} {operator} {b})")
                    }
                    4 => {
                        format!("{}.size()", self.one(["@@l", "@@set", "@@m", "S", "@@h", "@@ll"]))
                    }
                    5 => format!("@@l.get({a})"),
                    6 => format!("@@m.get({})", self.expr(Ty::Text)),
                    7 => format!("abs({a})"),
                    8 => format!("length({})", self.expr(Ty::Text)),
                    9 => format!("instr({}, {})", self.expr(Ty::Text), self.expr(Ty::Text)),
                    10 => {
                        let alias = self.vertices.first().copied().unwrap_or("v");
                        format!(
                            "{alias}.outdegree({})",
                            self.one(["", "\"D\"", "\"U\"", "[\"D\", \"U\"]"])
                        )
                    }
                    _ => format!(
                        "{}({})",
                        self.one(["count", "sum", "max", "min", "avg"]),
                        self.expr(Ty::List)
                    ),
                }
            }
            Ty::Real => {
                let (a, b) = (self.expr(Ty::Real), self.expr(Ty::Int));
                match pick {
                    0..=4 => format!("({a} {} {b})", self.one(["+", "-", "*"])),
                    5 => format!("({a} / {})", 1 + self.rng.below(9)),
                    6 => format!(
                        "{}({a})",
                        self.one(["sqrt", "log", "exp", "sin", "floor", "trunc"])
                    ),
                    7 => format!("pow({a}, {b})"),
                    8 => format!("round({a}, {b})"),
                    9 => format!("fmod({a}, {b})"),
                    10 => format!("-{a}"),
                    _ => format!("coalesce({a}, {b})"),
                }
            }
            Ty::Text => {
                let (a, n, m) = (self.expr(Ty::Text), self.expr(Ty::Int), self.constant());
                match pick {
                    0..=2 => format!("({a} + {})", self.expr(Ty::Text)),
                    3 => format!("substr({a}, {n}, {m})"),
                    4 => format!(
                        "{}({a}, {m})",
                        self.one(["left", "right", "lpad", "rpad", "repeat"])
                    ),
                    5 => format!(
                        "{}({a})",
                        self.one(["upper", "lower", "trim", "reverse", "soundex"])
                    ),
                    6 => {
                        let ty = self.rng.choose(&[Ty::Int, Ty::Real, Ty::Bool, Ty::Vertex]);
                        format!("to_string({})", self.expr(ty))
                    }
                    7 => format!("replace({a}, {}, {})", self.expr(Ty::Text), self.expr(Ty::Text)),
                    8 => format!("insert({a}, {n}, {})", self.expr(Ty::Text)),
                    9 => format!("datetime_format({}, {a})", self.expr(Ty::Time)),
                    10 => "@@h.top().y".to_owned(),
                    _ => format!("translate({a}, {}, \"xy\")", self.expr(Ty::Text)),
                }
            }
            Ty::Bool => match pick {
                0..=3 => {
                    let ty = self.rng.choose(&TYPES);
                    let operator = match ty {
                        Ty::List | Ty::Set | Ty::Map => self.one(["==", "!="]),
                        _ => self.one(["==", "!=", "<", ">="]),
                    };
                    format!("({} {operator} {})", self.expr(ty), self.expr(ty))
                }
                4 => format!("({} AND {})", self.expr(Ty::Bool), self.expr(Ty::Bool)),
                5 => format!("({} OR {})", self.expr(Ty::Bool), self.expr(Ty::Bool)),
                6 => format!("(NOT {})", self.expr(Ty::Bool)),
                7 => format!("({} IN {})", self.expr(Ty::Int), self.expr(Ty::List)),
                8 => format!(
                    "({} BETWEEN {} AND {})",
                    self.expr(Ty::Int),
                    self.expr(Ty::Int),
                    self.expr(Ty::Int)
                ),
                9 => format!("({} LIKE \"%a[^b]_\")", self.expr(Ty::Text)),
                10 => format!("@@set.contains({})", self.expr(Ty::Int)),
                _ => format!("@@m.containsKey({})", self.expr(Ty::Text)),
            },
            Ty::Time => match pick {
                0..=5 => {
                    let unit = self.one(["SECOND", "HOUR", "DAY", "MONTH", "YEAR"]);
                    format!(
                        "datetime_add({}, INTERVAL {} {unit})",
                        self.expr(Ty::Time),
                        self.constant()
                    )
                }
                _ => format!("epoch_to_datetime({}00000)", self.constant()),
            },
            Ty::List => match pick {
                0..=5 => format!("({} + {})", self.expr(Ty::List), self.expr(Ty::List)),
                _ => format!("[{}, {}]", self.expr(Ty::Int), self.expr(Ty::Int)),
            },
            Ty::Set => {
                let operator = self.one(["UNION", "INTERSECT", "MINUS"]);
                format!("({} {operator} {})", self.expr(Ty::Set), self.expr(Ty::Set))
            }
            Ty::Map => format!("({} + {})", self.expr(Ty::Map), self.expr(Ty::Map)),
            Ty::Vertex => self.leaf(Ty::Vertex),
        }
    }
}
