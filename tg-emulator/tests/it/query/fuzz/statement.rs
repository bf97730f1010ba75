//! The generator of statements.

use super::expression::{GLOBALS, LOCALS, TYPES, Ty};
use crate::malformed::Rng;

/// A generator of queries: the names that are in scope, and the remaining depth.
pub(super) struct Generator {
    pub(super) rng: Rng,
    pub(super) depth: usize,
    /// The variables of loops.
    pub(super) loops: usize,
    /// The aliases of the present SELECT: vertices, and an edge.
    pub(super) vertices: Vec<&'static str>,
    pub(super) edge: bool,
}

impl Generator {
    pub(super) fn query(seed: u64) -> String {
        let mut this =
            Self { rng: Rng::new(seed + 1), depth: 0, loops: 0, vertices: Vec::new(), edge: false };
        let mut text = "TYPEDEF TUPLE<INT x, STRING y> Row; INT i = 3; DOUBLE d = 1.5; \
             STRING s = \"ab\"; BOOL b; DATETIME t; VERTEX v = to_vertex(\"a2\", \"A\"); \
             S = {A.*}; T = {ANY}; R = S; "
            .to_owned();
        for (ty, name, _) in GLOBALS.iter().chain(LOCALS) {
            text += &format!("{ty} {name}; ");
        }
        text += "HeapAccum<Row>(3, x DESC, y ASC) @@h; GroupByAccum<INT k, SumAccum<INT> n> @@g; \
                 ArrayAccum<SumAccum<INT>> @@arr[3]; ListAccum<ListAccum<INT>> @@ll; ";
        for _ in 0..1 + this.rng.below(7) {
            text += &this.statement();
        }
        let version = this.rng.choose(&["", "SYNTAX v1", "SYNTAX v2", "SYNTAX v2"]);
        format!("INTERPRET QUERY () FOR GRAPH g {version} {{ {text} }}")
    }

    pub(super) fn one<const N: usize>(&mut self, texts: [&'static str; N]) -> String {
        self.rng.choose(&texts).to_owned()
    }

    pub(super) fn deeper(&mut self, build: impl FnOnce(&mut Self) -> String) -> String {
        self.depth += 1;
        let built = build(self);
        self.depth -= 1;
        built
    }

    fn block(&mut self, separator: &str) -> String {
        let count = 1 + self.rng.below(2);
        self.deeper(|this| {
            let statements: Vec<_> = (0..count)
                .map(|_| if separator == ";" { this.statement() } else { this.dml() })
                .collect();
            statements.join(if separator == ";" { "" } else { ", " })
        })
    }

    pub(super) fn any(&mut self) -> String {
        let ty = self.rng.choose(&TYPES);
        self.expr(ty)
    }

    /// Returns a statement of a body with its `;`.
    fn statement(&mut self) -> String {
        let kinds = if self.depth < 3 { 16 } else { 8 };
        match self.rng.below(kinds) {
            0 => format!("PRINT {}, {} AS p; ", self.any(), self.any()),
            1 => {
                let set = self.one(["S", "T"]);
                let (number, text) = (self.column(&set), self.column(&set));
                self.vertices.clear();
                format!("PRINT {set}[{number}, {text} AS q]; ")
            }
            2 => self.assign(),
            3 | 4 => self.accumulate(false) + "; ",
            5 => self.method() + "; ",
            6 => format!(
                "{} = {}; ",
                self.one(["S", "T", "R"]),
                self.one([
                    "S UNION T",
                    "S MINUS T",
                    "S INTERSECT T",
                    "{A.*}",
                    "{B.*, A.*}",
                    "{S}",
                    "{}",
                    "to_vertex_set([\"a1\", \"zz\"], \"A\")",
                ])
            ),
            7..=10 => self.select(),
            11 => {
                let (condition, then) = (self.expr(Ty::Bool), self.block(";"));
                let other = if self.rng.below(2) == 0 {
                    String::new()
                } else {
                    format!("ELSE {}", self.block(";"))
                };
                format!("IF {condition} THEN {then} {other} END; ")
            }
            12 => {
                let (condition, body) = (self.expr(Ty::Bool), self.block(";"));
                let limit = self.rng.choose(&["LIMIT 3", "LIMIT i", "LIMIT 0", "LIMIT 5"]);
                format!("WHILE {condition} {limit} DO {body} END; ")
            }
            13 => self.foreach(";") + "; ",
            14 => {
                let (a, b, body) = (self.expr(Ty::Int), self.constant(), self.block(";"));
                format!("CASE {a} WHEN {b} THEN {body} ELSE {} END; ", self.block(";"))
            }
            _ => self.table(),
        }
    }

    pub(super) fn constant(&mut self) -> String {
        self.rng.below(5).to_string()
    }

    fn foreach(&mut self, separator: &str) -> String {
        let over = match self.rng.below(4) {
            0 => format!("RANGE[{}, {}]", self.constant(), self.constant()),
            1 => format!("RANGE[5, 0].STEP(-{})", 1 + self.rng.below(3)),
            2 => self.expr(Ty::List),
            _ => self.expr(Ty::Set),
        };
        let name = format!("x{}", self.loops);
        self.loops += 1;
        let body = self.block(separator);
        self.loops -= 1;
        format!("FOREACH {name} IN {over} DO {body} END")
    }

    fn assign(&mut self) -> String {
        let (name, ty) = self.rng.choose(&[
            ("i", Ty::Int),
            ("d", Ty::Real),
            ("s", Ty::Text),
            ("b", Ty::Bool),
            ("t", Ty::Time),
            ("v", Ty::Vertex),
            ("i", Ty::Real),
        ]);
        format!("{name} = {}; ", self.expr(ty))
    }

    /// Returns a change of an accumulator.
    fn accumulate(&mut self, in_clause: bool) -> String {
        if self.rng.below(8) == 0 {
            let (a, b) = (self.expr(Ty::Int), self.expr(Ty::Text));
            return match self.rng.below(4) {
                0 => format!("@@h += Row({a}, {b})"),
                1 => format!("@@g += ({a} -> {})", self.expr(Ty::Int)),
                2 => format!("@@arr[{}] += {a}", self.constant()),
                _ => format!("@@ll += {}", self.expr(Ty::List)),
            };
        }
        let alias = self.vertices.first().copied().filter(|_| self.rng.below(3) > 0);
        let (target, ty) = match alias {
            Some(alias) => {
                let (_, name, ty) = self.rng.choose(LOCALS);
                (format!("{alias}.{name}"), ty)
            }
            None => {
                let (_, name, ty) = self.rng.choose(GLOBALS);
                (name.to_owned(), ty)
            }
        };
        let is_global = target.starts_with("@@");
        let operator = if self.rng.below(4) == 0 && !(in_clause && is_global) { "=" } else { "+=" };
        let value = match ty {
            Ty::Map => {
                format!("({} -> {})", self.expr(Ty::Text), self.expr(Ty::Int))
            }
            Ty::List | Ty::Set if self.rng.below(2) == 0 => self.expr(Ty::Int),
            ty => self.expr(ty),
        };
        format!("{target} {operator} {value}")
    }

    fn method(&mut self) -> String {
        let number = self.expr(Ty::Int);
        match self.rng.below(10) {
            0 => format!("@@l.update({number}, {})", self.expr(Ty::Int)),
            1 => format!("@@l.remove({number})"),
            2 => format!("@@set.remove({number})"),
            3 => format!("@@bag.removeAll({number})"),
            4 => format!("@@m.remove({})", self.expr(Ty::Text)),
            5 => "@@h.resize(2)".to_owned(),
            6 => format!("@@bits.flip({})", self.constant()),
            7 => "@@l.clear()".to_owned(),
            8 => format!("@@arr.reallocate({})", 1 + self.rng.below(4)),
            _ => "@@m.clear()".to_owned(),
        }
    }

    /// Returns an expression for the brackets of a PRINT.
    fn column(&mut self, set: &str) -> String {
        self.vertices = vec![if set == "S" { "S" } else { "T" }];
        self.any()
    }

    fn select(&mut self) -> String {
        let (vertices, edge) = (std::mem::take(&mut self.vertices), self.edge);
        let set = self.one(["S", "S", "T"]);
        let (from, aliases, has_edge): (String, &[&str], bool) = match self.rng.below(8) {
            0 | 1 => (format!("{set}:x"), &["x"], false),
            2 => (format!("{set}:x -(D>:e)- :y"), &["x", "y"], true),
            3 => (format!("{set}:x -(U:e)- A:y"), &["x", "y"], true),
            4 => (format!("{set}:x -(:e)- :y"), &["x", "y"], true),
            5 => (format!("{set}:x -((<D|U)*1..2)- :y"), &["x", "y"], false),
            6 => ("A:x -(D>:e)- A:y -(U:f)- A:z".to_owned(), &["x", "y", "z"], true),
            _ => ("A:x -(D>:e)- B:y, A:x -(U:f)- A:z".to_owned(), &["x", "y", "z"], true),
        };
        self.vertices = aliases.to_vec();
        self.edge = has_edge;
        let selected = self.rng.choose(aliases);
        let filter = match self.rng.below(2) {
            0 => format!("WHERE {}", self.deeper(|it| it.expr(Ty::Bool))),
            _ => String::new(),
        };
        let accum = match self.rng.below(3) {
            0 => String::new(),
            _ => format!("ACCUM {}", self.block(",")),
        };
        self.edge = false;
        let alias = self.rng.choose(aliases);
        self.vertices = vec![alias];
        let post = match self.rng.below(2) {
            0 => String::new(),
            _ => format!("POST-ACCUM ({alias}) {}", self.block(",")),
        };
        self.vertices = vec![selected];
        let having = match self.rng.below(4) {
            0 => format!("HAVING {}", self.expr(Ty::Bool)),
            _ => String::new(),
        };
        let order = match self.rng.below(3) {
            0 => format!("ORDER BY {} DESC LIMIT {}", self.any(), self.constant()),
            _ => String::new(),
        };
        self.vertices = vertices;
        self.edge = edge;
        let name = self.one(["S", "T", "R"]);
        format!("{name} = SELECT {selected} FROM {from} {filter} {accum} {post} {having} {order}; ")
    }

    fn table(&mut self) -> String {
        let vertices = std::mem::replace(&mut self.vertices, vec!["x", "y"]);
        let (a, b) = (self.any(), self.any());
        let filter = self.expr(Ty::Bool);
        self.vertices = vertices;
        let name = format!("t{}", self.rng.below(1000));
        let aggregate =
            self.one(["count(*)", "sum(x.n)", "max(y.n)", "avg(x.d)", "count(DISTINCT y)"]);
        format!(
            "SELECT {a} AS a, {b} AS b, {aggregate} AS c INTO {name} FROM A:x -(D>:e)- :y \
             WHERE {filter} ORDER BY c LIMIT 3; PRINT {name}; "
        )
    }

    /// Returns a statement of ACCUM or POST-ACCUM.
    fn dml(&mut self) -> String {
        let kinds = if self.depth < 3 { 10 } else { 6 };
        match self.rng.below(kinds) {
            0..=3 => self.accumulate(true),
            4 => {
                let ty = self.rng.choose(&[("INT", Ty::Int), ("STRING", Ty::Text)]);
                let name = format!("l{}", self.rng.below(1000));
                format!("{} {name} = {}", ty.0, self.expr(ty.1))
            }
            5 => self.method(),
            6 | 7 => {
                let (condition, then) = (self.expr(Ty::Bool), self.block(","));
                format!("IF {condition} THEN {then} ELSE {} END", self.block(","))
            }
            8 => self.foreach(","),
            _ => {
                let alias = self.vertices.first().copied().unwrap_or("v");
                let (name, ty) = self.rng.choose(&[
                    ("n", Ty::Int),
                    ("d", Ty::Real),
                    ("s", Ty::Text),
                    ("li", Ty::List),
                    ("ss", Ty::Set),
                ]);
                format!("{alias}.{name} = {}", self.expr(ty))
            }
        }
    }
}
