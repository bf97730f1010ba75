//! The generator of expressions.

use super::generate::Generator;
use super::types::{Ty, attributes};

impl Generator {
    /// Returns an expression of a type; none if nothing in scope has it.
    pub(super) fn value(&mut self, ty: &Ty) -> Option<String> {
        if self.depth < 6 && self.random.below(4) == 0 {
            self.depth += 1;
            let value = self.compound(ty);
            self.depth -= 1;
            if value.is_some() {
                return value;
            }
        }
        let known = self.known(ty);
        if !known.is_empty() && self.random.below(4) != 0 {
            return Some(self.random.one_of(&known));
        }
        self.literal(ty).or_else(|| known.first().cloned())
    }

    /// Returns what is in scope and of the type.
    fn known(&self, ty: &Ty) -> Vec<String> {
        let mut known = Vec::new();
        for (alias, vertex) in &self.aliases {
            let own = vertex.map(attributes).unwrap_or_default();
            let own = own.iter().filter(|it| it.1 == *ty).map(|it| it.0);
            let locals = self.locals.iter().filter(|it| it.1.value() == *ty);
            known.extend(own.map(|name| format!("{alias}.{name}")));
            known.extend(locals.map(|(name, _)| format!("{alias}.{name}")));
            let is_vertex = matches!(ty, Ty::Vertex(None))
                || matches!((ty, vertex), (Ty::Vertex(Some(a)), Some(b)) if a == b);
            // The name of a printed set is not a vertex.
            if is_vertex && !alias.starts_with('S') {
                known.push((*alias).to_owned());
            }
        }
        if let Some(edge) = self.edge {
            let own = attributes(edge).iter().filter(|it| it.1 == *ty);
            known.extend(own.map(|(name, _)| format!("e.{name}")));
            if *ty == Ty::Edge(edge) {
                known.push("e".to_owned());
            }
        }
        let named = self.globals.iter().chain(&self.variables);
        known.extend(named.filter(|it| it.1.value() == *ty).map(|it| it.0.clone()));
        if self.is_element && matches!(ty, Ty::Vertex(_) | Ty::Edge(_)) {
            known.retain(|it| !it.contains('@') && !it.starts_with('v'));
        }
        known
    }

    fn literal(&mut self, ty: &Ty) -> Option<String> {
        let text = match ty {
            Ty::Int => self.random.one_of(&["0", "3", "-2", "9000000000"]),
            Ty::Uint => self.random.one_of(&["0", "7"]),
            Ty::Float | Ty::Double => self.random.one_of(&["0.5", "-2.25", "3", "1e300"]),
            Ty::Bool => self.random.one_of(&["TRUE", "FALSE", "(1 < 2)"]),
            Ty::Text => self.random.one_of(&["\"\"", "\"a b\"", "\"Gr\u{fc}n, \\\"x\\\"\""]),
            Ty::Time => "to_datetime(\"2024-02-29 12:00:00\")",
            Ty::Vertex(None | Some("Person")) => "to_vertex(\"ann\", \"Person\")",
            Ty::Vertex(Some("City")) => "to_vertex(\"9\", \"City\")",
            Ty::Vertex(_) => "to_vertex(\"2026,N 1\", \"Trip\")",
            Ty::Tuple(number) => {
                let (name, fields) = self.tuples[*number].clone();
                let fields: Option<Vec<_>> = fields.iter().map(|ty| self.value(ty)).collect();
                return Some(format!("{name}({})", fields?.join(", ")));
            }
            Ty::Of("ListAccum", element) => {
                return Some(format!("[{}, {}]", self.value(element)?, self.value(element)?));
            }
            Ty::Of("SetAccum" | "BagAccum", element) => {
                return Some(format!("({}, {})", self.value(element)?, self.value(element)?));
            }
            _ => return None,
        };
        Some(text.to_owned())
    }

    fn compound(&mut self, ty: &Ty) -> Option<String> {
        let (a, b) = (self.value(ty)?, self.value(ty)?);
        let pick = self.random.below(6);
        let text = match ty {
            Ty::Int => match pick {
                0 => format!("length({})", self.value(&Ty::Text)?),
                1 => format!("year({})", self.value(&Ty::Time)?),
                2 => format!("abs({a})"),
                3 => format!("({a} / 2)"),
                _ => format!("({a} {} {b})", self.random.one_of(&["+", "-", "*"])),
            },
            Ty::Uint => format!("({a} + {b})"),
            Ty::Float => format!("({a} * {b})"),
            Ty::Double => match pick {
                0 => format!("sqrt(abs({a}))"),
                1 => format!("({} * 1.5)", self.value(&Ty::Int)?),
                2 => format!("({a} / 2)"),
                _ => format!("({a} - {b})"),
            },
            Ty::Bool => match pick {
                0 => format!("(NOT {a})"),
                1 => format!("({a} OR {b})"),
                2 => format!("({} == {})", self.value(&Ty::Text)?, self.value(&Ty::Text)?),
                3 => format!("({} > {})", self.value(&Ty::Time)?, self.value(&Ty::Time)?),
                _ => format!("({} < {})", self.value(&Ty::Int)?, self.value(&Ty::Double)?),
            },
            Ty::Text => match pick {
                0 => format!("upper({a})"),
                1 => format!("to_string({})", self.value(&Ty::Int)?),
                2 => format!("substr({a}, 0, 2)"),
                _ => format!("({a} + {b})"),
            },
            Ty::Time => format!("datetime_add({a}, INTERVAL 1 DAY)"),
            _ => return None,
        };
        Some(text)
    }

    /// Returns an expression that an accumulator takes.
    pub(super) fn input(&mut self, ty: &Ty) -> Option<String> {
        let before = self.is_element;
        self.is_element |= !matches!(ty, Ty::Of("MaxAccum" | "MinAccum", _));
        let input = self.input_of(ty);
        self.is_element = before;
        input
    }

    fn input_of(&mut self, ty: &Ty) -> Option<String> {
        match ty {
            Ty::Of("SumAccum" | "MaxAccum" | "MinAccum", element) => self.value(element),
            Ty::Of(_, element) => {
                if self.random.below(4) == 0 {
                    self.value(ty)
                } else {
                    self.value(element)
                }
            }
            Ty::Avg | Ty::Percentile => {
                let ty = self.random.one_of(&[Ty::Int, Ty::Double]);
                self.value(&ty)
            }
            Ty::Or | Ty::And => self.value(&Ty::Bool),
            Ty::Bits(_) => self.value(&Ty::Int),
            Ty::Heap(tuple) => self.value(&Ty::Tuple(*tuple)),
            Ty::Map(entry) => {
                Some(format!("({} -> {})", self.value(&entry.0)?, self.input(&entry.1)?))
            }
            Ty::Groups(keys, values) => {
                let keys: Option<Vec<_>> = keys.iter().map(|ty| self.value(ty)).collect();
                let values: Option<Vec<_>> = values.iter().map(|ty| self.input(ty)).collect();
                Some(format!("({} -> {})", keys?.join(", "), values?.join(", ")))
            }
            Ty::Array(..) => None,
            plain => self.value(plain),
        }
    }

    /// Returns a call of a method of a global accumulator, or a part of one.
    pub(super) fn method(&mut self) -> Option<String> {
        let (name, ty) = self.random.one_of(&self.globals);
        let pick = self.random.below(4);
        Some(match &ty {
            Ty::Of("ListAccum", _) if pick < 2 => format!("{name}.get({})", self.random.below(3)),
            Ty::Of("ListAccum" | "SetAccum" | "BagAccum", element) => match pick {
                2 if **element == Ty::Int => {
                    format!("{}({name})", self.random.one_of(&["max", "sum"]))
                }
                3 => format!("{name}.contains({})", self.value(element)?),
                _ => format!("{name}.size()"),
            },
            Ty::Of(_, element) => match &**element {
                Ty::Tuple(_) => format!("{name}.f0"),
                _ => return None,
            },
            Ty::Map(entry) => match pick {
                0 => format!("{name}.size()"),
                1 => format!("{name}.containsKey({})", self.value(&entry.0)?),
                _ => format!("{name}.get({})", self.value(&entry.0)?),
            },
            Ty::Array(_, "[2]") => format!("{name}[1]"),
            Ty::Array(..) => format!("{name}[1][1]"),
            Ty::Heap(_) => {
                format!("{name}.{}", self.random.one_of(&["top()", "top().f0", "size()"]))
            }
            Ty::Groups(keys, values) => {
                let keys: Option<Vec<_>> = keys.iter().map(|ty| self.value(ty)).collect();
                let value = self.random.below(values.len() as u64);
                format!("{name}.get({}).v{value}", keys?.join(", "))
            }
            _ => return None,
        })
    }
}
