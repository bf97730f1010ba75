//! A generator of queries: declarations and statements.

mod print;

use std::collections::BTreeSet;

use super::types::{EDGES, SCALARS, Ty, VERTICES};
use crate::random::Random;

/// A query.
pub(super) struct Generated {
    pub(super) text: String,
    /// The keys that are printed at several places, with values of types that differ.
    pub(super) reused: BTreeSet<String>,
}

/// A generator, with the names that are in scope.
pub(super) struct Generator {
    pub(super) random: Random,
    /// The names of the query's tuples, and the types of their fields `f0`, `f1` ..
    pub(super) tuples: Vec<(String, Vec<Ty>)>,
    pub(super) globals: Vec<(String, Ty)>,
    /// Accumulators of vertices.
    pub(super) locals: Vec<(String, Ty)>,
    /// Variables, parameters and variables of loops.
    pub(super) variables: Vec<(String, Ty)>,
    /// The vertex types of `S0`, `S1` and `S2`, where each has one type for certain.
    pub(super) sets: [Option<&'static str>; 3],
    /// The aliases of the present SELECT, or the set of a projection.
    pub(super) aliases: Vec<(&'static str, Option<&'static str>)>,
    /// The type of the edge `e` of the present SELECT.
    pub(super) edge: Option<&'static str>,
    /// `true` for elements of collections, among which none is an unset VERTEX.
    pub(super) is_element: bool,
    pub(super) depth: usize,
    /// The number of names that were made.
    names: usize,
    /// The names after AS, and the keys of what is printed without one.
    keys: Vec<String>,
    printed: BTreeSet<String>,
    reused: BTreeSet<String>,
}

const SETS: [&str; 3] = ["S0", "S1", "S2"];

/// A pattern with its aliases and the type of the edge `e`.
type Pattern = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const PATTERNS: [Pattern; 6] = [
    ("Person:p -(Lives>:e)- City:c", &[("p", "Person"), ("c", "City")], "Lives"),
    ("Trip:t -(TakenBy>:e)- Person:p", &[("t", "Trip"), ("p", "Person")], "TakenBy"),
    ("Person:p -(Knows:e)- Person:q", &[("p", "Person"), ("q", "Person")], "Knows"),
    ("Person:p -(Took>:e)- Trip:t", &[("p", "Person"), ("t", "Trip")], "Took"),
    ("Trip:t -(Visits>:e)- City:c", &[("t", "Trip"), ("c", "City")], "Visits"),
    ("City:c -(<Lives:e)- Person:p", &[("c", "City"), ("p", "Person")], "Lives"),
];

/// The parameters, with the types of their values.
fn parameters() -> Vec<(&'static str, &'static str, Ty)> {
    vec![
        ("INT", "number", Ty::Int),
        ("UINT", "amount", Ty::Uint),
        ("FLOAT", "ratio", Ty::Float),
        ("DOUBLE", "share", Ty::Double),
        ("BOOL", "flag", Ty::Bool),
        ("STRING", "word", Ty::Text),
        ("DATETIME", "moment", Ty::Time),
        ("VERTEX<Person>", "person", Ty::Vertex(Some("Person"))),
        ("VERTEX<Trip>", "trip", Ty::Vertex(Some("Trip"))),
        ("VERTEX", "anything", Ty::Vertex(None)),
        ("SET<INT>", "numbers", Ty::of("SetAccum", Ty::Int)),
        ("BAG<STRING>", "words", Ty::of("BagAccum", Ty::Text)),
        ("LIST<DOUBLE>", "shares", Ty::of("ListAccum", Ty::Double)),
        ("SET<VERTEX<City>>", "cities", Ty::of("SetAccum", Ty::Vertex(Some("City")))),
    ]
}

impl Generator {
    /// Returns the query of a seed; one with a name has no parameters.
    pub(super) fn query(seed: u64, name: Option<&str>) -> Generated {
        let mut this = Self {
            random: Random::new(seed + 1),
            tuples: Vec::new(),
            globals: Vec::new(),
            locals: Vec::new(),
            variables: Vec::new(),
            sets: [Some("Person"), Some("City"), Some("Trip")],
            aliases: Vec::new(),
            edge: None,
            is_element: false,
            depth: 0,
            names: 0,
            keys: Vec::new(),
            printed: BTreeSet::new(),
            reused: BTreeSet::new(),
        };
        let mut parameters = parameters();
        parameters.retain(|_| name.is_none() && this.random.below(2) == 0);
        let declared: Vec<_> =
            parameters.iter().map(|(ty, name, _)| format!("{ty} {name}")).collect();
        let typed = parameters.into_iter().map(|(_, name, ty)| (name.to_owned(), ty));
        this.variables.extend(typed);
        let header = match name {
            Some(name) => format!("CREATE QUERY {name}() FOR GRAPH Travel"),
            None => format!("INTERPRET QUERY ({}) FOR GRAPH Travel", declared.join(", ")),
        };
        let mut lines = vec![format!("{header} {{")];
        for _ in 0..this.random.below(3) {
            lines.push(this.typedef());
        }
        lines.push("EXCEPTION bad (40001);".to_owned());
        lines.push("S0 = {Person.*}; S1 = {City.*}; S2 = {Trip.*};".to_owned());
        for _ in 0..3 + this.random.below(5) {
            lines.push(this.declaration());
        }
        for _ in 0..4 + this.random.below(8) {
            if this.random.below(6) == 0 {
                lines.push(this.declaration());
            }
            lines.push(this.statement());
        }
        lines.push(this.print());
        lines.push("}".to_owned());
        Generated { text: lines.join("\n"), reused: this.reused }
    }

    pub(super) fn name(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    fn is_chosen(&mut self, of: u64) -> bool {
        self.random.below(of) == 0
    }

    fn names_of_tuples(&self) -> Vec<String> {
        self.tuples.iter().map(|(name, _)| name.clone()).collect()
    }

    fn typedef(&mut self) -> String {
        // A heap is sorted by the first field.
        let mut fields = vec![self.random.one_of(&[Ty::Int, Ty::Double, Ty::Text, Ty::Time])];
        for _ in 0..self.random.below(3) {
            let vertex = Ty::Vertex(Some(self.random.one_of(&VERTICES)));
            let scalar = self.random.one_of(&SCALARS);
            fields.push(self.random.one_of(&[scalar.clone(), scalar, vertex]));
        }
        let spelled: Vec<_> =
            fields.iter().enumerate().map(|(n, ty)| format!("{} f{n}", ty.spell(&[]))).collect();
        let name = self.name("Tuple");
        let text = format!("TYPEDEF TUPLE<{}> {name};", spelled.join(", "));
        self.tuples.push((name, fields));
        text
    }

    /// Returns a declaration of an accumulator or variable.
    fn declaration(&mut self) -> String {
        let names = self.names_of_tuples();
        match self.random.below(5) {
            0 => {
                let ty = match self.random.below(4) {
                    0 => Ty::Vertex(Some(self.random.one_of(&VERTICES))),
                    1 => Ty::Vertex(None),
                    _ => self.random.one_of(&SCALARS),
                };
                let name = self.name("v");
                let value = if self.is_chosen(2) { self.value(&ty) } else { None };
                let value = value.map(|value| format!(" = {value}")).unwrap_or_default();
                let text = format!("{} {name}{value};", ty.spell(&names));
                self.variables.push((name, ty));
                text
            }
            1 | 2 => {
                let ty = self.accumulator(1);
                let name = self.name("@a");
                let text = format!("{} {name}{};", ty.spell(&names), dimensions(&ty));
                self.locals.push((name, ty));
                text
            }
            _ => {
                let ty = self.accumulator(2);
                let name = self.name("@@g");
                let text = format!("{} {name}{};", ty.spell(&names), dimensions(&ty));
                self.globals.push((name, ty));
                text
            }
        }
    }

    /// Returns a type of an accumulator that contains others up to a depth.
    fn accumulator(&mut self, depth: usize) -> Ty {
        let tuple = self.random.below(self.tuples.len().max(1) as u64) as usize;
        match self.random.below(if depth == 0 { 9 } else { 15 }) {
            0 | 1 => {
                let sums = [Ty::Int, Ty::Uint, Ty::Float, Ty::Double, Ty::Text];
                Ty::of("SumAccum", self.random.one_of(&sums))
            }
            2 | 3 => {
                let element = match self.random.below(4) {
                    0 => Ty::Vertex(Some(self.random.one_of(&VERTICES))),
                    1 if !self.tuples.is_empty() => Ty::Tuple(tuple),
                    _ => self.random.one_of(&[Ty::Int, Ty::Uint, Ty::Double, Ty::Text, Ty::Time]),
                };
                Ty::of(self.random.one_of(&["MaxAccum", "MinAccum"]), element)
            }
            4 => self.random.one_of(&[Ty::Avg, Ty::Percentile]),
            5 => self.random.one_of(&[Ty::Or, Ty::And]),
            // What is printed of bits that are an element of another accumulator is not certain.
            6 if depth > 0 => Ty::Bits(self.random.one_of(&["BitwiseAndAccum", "BitwiseOrAccum"])),
            6..=8 => {
                let name = self.random.one_of(&["ListAccum", "SetAccum", "BagAccum"]);
                let element = self.element();
                let nested = name == "ListAccum" && depth > 0 && self.is_chosen(4);
                Ty::of(name, if nested { Ty::of("ListAccum", element) } else { element })
            }
            9..=11 => {
                let scalar = self.random.one_of(&SCALARS);
                let vertex = Ty::Vertex(Some(self.random.one_of(&VERTICES)));
                let key = match self.is_chosen(8) && !self.tuples.is_empty() {
                    true => Ty::Tuple(tuple),
                    false => self.random.one_of(&[scalar.clone(), scalar, vertex]),
                };
                let value = match self.is_chosen(2) {
                    true => self.element(),
                    false => self.inner(depth - 1),
                };
                Ty::Map(Box::new((key, value)))
            }
            12 => {
                let element = self.accumulator(0);
                Ty::Array(Box::new(element), self.random.one_of(&["[2]", "[2][3]"]))
            }
            13 if !self.tuples.is_empty() => Ty::Heap(tuple),
            _ => {
                let keys = (0..1 + self.random.below(2)).map(|_| self.random.one_of(&SCALARS));
                let keys = keys.collect();
                let values = (0..1 + self.random.below(2)).map(|_| self.accumulator(0)).collect();
                Ty::Groups(keys, values)
            }
        }
    }

    /// Returns a type of an accumulator that a map contains.
    fn inner(&mut self, depth: usize) -> Ty {
        loop {
            let ty = self.accumulator(depth);
            if !matches!(ty, Ty::Bits(_) | Ty::Heap(_) | Ty::Array(..)) {
                return ty;
            }
        }
    }

    /// Returns a type of elements of collections.
    fn element(&mut self) -> Ty {
        match self.random.below(8) {
            0 | 1 => Ty::Vertex(Some(self.random.one_of(&VERTICES))),
            2 => Ty::Vertex(None),
            3 => Ty::Edge(self.random.one_of(&EDGES)),
            4 if !self.tuples.is_empty() => {
                Ty::Tuple(self.random.below(self.tuples.len() as u64) as usize)
            }
            _ => self.random.one_of(&SCALARS),
        }
    }

    fn statement(&mut self) -> String {
        match self.random.below(if self.depth < 2 { 16 } else { 9 }) {
            0 => self.assign(),
            1 => self.accumulate(&[]).map(|it| it + ";").unwrap_or_else(|| self.print()),
            2 | 3 => self.select(),
            4 => self.assign_set(),
            5..=8 => self.print(),
            9 | 10 => {
                let condition = self.condition();
                let then = self.block();
                let other = match self.is_chosen(2) {
                    true => format!("ELSE {}", self.block()),
                    false => String::new(),
                };
                format!("IF {condition} THEN {then} {other} END;")
            }
            11 => format!("WHILE {} LIMIT 2 DO {} END;", self.condition(), self.block()),
            12 | 13 => self.foreach(),
            14 => {
                let (body, handler) = (self.block(), self.block());
                let raise = format!("IF {} THEN RAISE bad; END;", self.condition());
                format!("TRY {body} {raise} EXCEPTION WHEN bad THEN {handler} END;")
            }
            _ => {
                let ty = self.random.one_of(&[Ty::Int, Ty::Text]);
                let value = self.value(&ty).unwrap_or_default();
                let constant = if ty == Ty::Int { "1" } else { "\"ann\"" };
                let (then, other) = (self.block(), self.block());
                format!("CASE {value} WHEN {constant} THEN {then} ELSE {other} END;")
            }
        }
    }

    fn condition(&mut self) -> String {
        self.value(&Ty::Bool).unwrap_or_default()
    }

    /// Returns statements, after which no set has one type for certain.
    fn block(&mut self) -> String {
        let (variables, depth) = (self.variables.len(), self.depth);
        self.depth += 1;
        self.sets = [None; 3];
        let statements: Vec<_> = (0..1 + self.random.below(3)).map(|_| self.statement()).collect();
        self.sets = [None; 3];
        self.depth = depth;
        self.variables.truncate(variables);
        statements.join(" ")
    }

    fn foreach(&mut self) -> String {
        let mut over = vec![("RANGE[1, 2]".to_owned(), vec![("i", Ty::Int)])];
        for (name, ty) in self.globals.iter().chain(&self.variables) {
            let of = match ty {
                Ty::Of("ListAccum" | "SetAccum" | "BagAccum", element) => {
                    vec![("x", element.value())]
                }
                Ty::Map(entry) => vec![("k", entry.0.clone()), ("x", entry.1.value())],
                Ty::Heap(tuple) => vec![("x", Ty::Tuple(*tuple))],
                _ => continue,
            };
            over.push((name.clone(), of));
        }
        let (over, names) = self.random.one_of(&over);
        let names: Vec<_> = names.into_iter().map(|(name, ty)| (self.name(name), ty)).collect();
        let spelled: Vec<_> = names.iter().map(|(name, _)| name.as_str()).collect();
        let spelled = match spelled.as_slice() {
            [one] => (*one).to_owned(),
            several => format!("({})", several.join(", ")),
        };
        let before = self.variables.len();
        self.variables.extend(names);
        // A list that grows while it is iterated over has no end.
        let globals = self.globals.clone();
        self.globals.retain(|(name, _)| *name != over);
        let body = self.block();
        self.globals = globals;
        self.variables.truncate(before);
        format!("FOREACH {spelled} IN {over} DO {body} END;")
    }

    fn assign(&mut self) -> String {
        let is_variable = |it: &&(String, Ty)| it.0.starts_with('v');
        let known: Vec<_> = self.variables.iter().filter(is_variable).cloned().collect();
        if known.is_empty() {
            return self.print();
        }
        let (name, ty) = self.random.one_of(&known);
        match self.value(&ty) {
            Some(value) => format!("{name} = {value};"),
            None => self.print(),
        }
    }

    fn assign_set(&mut self) -> String {
        let target = self.random.below(3) as usize;
        let (a, b) = (self.random.below(3) as usize, self.random.below(3) as usize);
        let one = self.random.one_of(&VERTICES);
        let (value, ty) = match self.random.below(5) {
            0 => (format!("{{{one}.*}}"), Some(one)),
            1 => (format!("{{{one}.*, {}.*}}", self.random.one_of(&VERTICES)), None),
            2 => (SETS[a].to_owned(), self.sets[a]),
            3 => (format!("{} MINUS {}", SETS[a], SETS[b]), self.sets[a]),
            _ => {
                let same = self.sets[a].filter(|_| self.sets[a] == self.sets[b]);
                let operator = self.random.one_of(&["UNION", "INTERSECT"]);
                (format!("{} {operator} {}", SETS[a], SETS[b]), same)
            }
        };
        self.sets[target] = ty;
        format!("{} = {value};", SETS[target])
    }

    fn select(&mut self) -> String {
        let target = self.random.below(3) as usize;
        let from = self.random.below(3) as usize;
        let pattern = match self.is_chosen(3) {
            true => {
                self.aliases = vec![("s", self.sets[from])];
                self.edge = None;
                format!("{}:s", SETS[from])
            }
            false => {
                let (pattern, aliases, edge) = self.random.one_of(&PATTERNS);
                self.aliases = aliases.iter().map(|(name, ty)| (*name, Some(*ty))).collect();
                self.edge = Some(edge);
                pattern.to_owned()
            }
        };
        let aliases = self.aliases.clone();
        let (selected, ty) = self.random.one_of(&aliases);
        let mut text = format!("{} = SELECT {selected} FROM {pattern}", SETS[target]);
        if self.is_chosen(3) {
            text += &format!(" WHERE {}", self.condition());
        }
        let names: Vec<_> = aliases.iter().map(|(name, _)| *name).collect();
        let accum: Vec<_> =
            (0..self.random.below(5)).filter_map(|_| self.accumulate(&names)).collect();
        if !accum.is_empty() {
            text += &format!(" ACCUM {}", accum.join(", "));
        }
        let alias = self.random.one_of(&aliases);
        (self.aliases, self.edge) = (vec![alias], None);
        let post: Vec<_> =
            (0..self.random.below(3)).filter_map(|_| self.accumulate(&[alias.0])).collect();
        if !post.is_empty() {
            text += &format!(" POST-ACCUM ({}) {}", alias.0, post.join(", "));
        }
        if self.is_chosen(3) {
            let ty = self.random.one_of(&SCALARS);
            self.aliases = vec![(selected, ty_of(&aliases, selected))];
            let value = self.value(&ty).unwrap_or_default();
            text += &format!(" ORDER BY {value} LIMIT {}", 1 + self.random.below(3));
        }
        self.aliases.clear();
        self.sets[target] = ty;
        text + ";"
    }

    /// Returns an input of a global accumulator, or of one of these vertices.
    fn accumulate(&mut self, vertices: &[&str]) -> Option<String> {
        let is_local = !vertices.is_empty() && !self.locals.is_empty() && self.is_chosen(2);
        let (target, ty) = if is_local {
            let (name, ty) = self.random.one_of(&self.locals);
            (format!("{}.{name}", self.random.one_of(vertices)), ty)
        } else if self.globals.is_empty() {
            return None;
        } else {
            self.random.one_of(&self.globals)
        };
        if let Ty::Array(element, dimensions) = &ty {
            let index = if *dimensions == "[2]" { "[1]" } else { "[0][2]" };
            return Some(format!("{target}{index} += {}", self.input(element)?));
        }
        Some(format!("{target} += {}", self.input(&ty)?))
    }
}

fn ty_of(aliases: &[(&'static str, Option<&'static str>)], name: &str) -> Option<&'static str> {
    aliases.iter().find(|(alias, _)| *alias == name).and_then(|(_, ty)| *ty)
}

fn dimensions(ty: &Ty) -> &'static str {
    match ty {
        Ty::Array(_, dimensions) => dimensions,
        _ => "",
    }
}
