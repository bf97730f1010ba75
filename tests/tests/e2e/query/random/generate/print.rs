//! The PRINTs of random queries: items, projections and tables.

use std::collections::BTreeSet;

use super::super::types::{COLLECTIONS, SCALARS, Ty, attributes};
use super::{Generator, PATTERNS, SETS};

impl Generator {
    /// Returns a PRINT of one to three items, or a table and its PRINT.
    pub(super) fn print(&mut self) -> String {
        if self.depth == 0 && self.is_chosen(6) {
            return self.table();
        }
        let mut items = Vec::new();
        let (mut keys, mut unnamed) = (BTreeSet::new(), Vec::new());
        for _ in 0..1 + self.random.below(3) {
            let (item, key) = self.item();
            let name = match key {
                // Some PRINTs have the key of another one.
                _ if !self.keys.is_empty() && self.is_chosen(12) => {
                    let name = self.random.one_of(&self.keys);
                    self.reused.insert(name.clone());
                    Some(name)
                }
                Some(key) if self.is_chosen(2) && keys.insert(key.clone()) => {
                    if self.printed.contains(&key) {
                        self.reused.insert(key.clone());
                    }
                    unnamed.push(key);
                    None
                }
                _ => Some(self.name("key")),
            };
            match name {
                None => items.push(item),
                Some(name) if keys.insert(name.clone()) => {
                    items.push(format!("{item} AS {name}"));
                    self.keys.push(name);
                }
                Some(_) => {}
            }
        }
        self.printed.extend(unnamed);
        if items.is_empty() {
            return "PRINT 1 AS one;".to_owned();
        }
        let condition = match self.is_chosen(8) {
            true => format!(" WHERE {}", self.condition()),
            false => String::new(),
        };
        format!("PRINT {}{condition};", items.join(", "))
    }

    /// Returns an item of a PRINT, and its key if it can be printed without AS.
    fn item(&mut self) -> (String, Option<String>) {
        let set = self.random.below(3) as usize;
        let own = |name: String| (name.clone(), Some(name));
        match self.random.below(12) {
            0 | 1 => own(SETS[set].to_owned()),
            2 | 3 => (self.projection(set), Some(SETS[set].to_owned())),
            4 => own(format!("{}.size()", SETS[set])),
            5 if !self.locals.is_empty() => {
                let (name, _) = self.random.one_of(&self.locals);
                (format!("{}.{name}", SETS[set]), Some(SETS[set].to_owned()))
            }
            6 if !self.variables.is_empty() => own(self.random.one_of(&self.variables).0),
            7 | 8 if !self.globals.is_empty() => own(self.random.one_of(&self.globals).0),
            9 | 10 if !self.globals.is_empty() => match self.method() {
                Some(text) => (text, None),
                None => own(self.random.one_of(&self.globals).0),
            },
            _ => {
                let ty = self.random.one_of(&SCALARS);
                (self.value(&ty).unwrap_or_default(), None)
            }
        }
    }

    fn projection(&mut self, set: usize) -> String {
        let name = SETS[set];
        let mut columns = BTreeSet::new();
        for _ in 0..1 + self.random.below(4) {
            let column = match self.random.below(4) {
                0 if self.sets[set] == Some("Person") => {
                    format!("{name}.{}", self.random.one_of(&COLLECTIONS))
                }
                1 if !self.locals.is_empty() => {
                    format!("{name}.{}", self.random.one_of(&self.locals).0)
                }
                2 if self.sets[set].is_some() => {
                    let attributes = attributes(self.sets[set].unwrap_or_default());
                    format!("{name}.{}", self.random.one_of(attributes).0)
                }
                _ => {
                    self.aliases = vec![(name, self.sets[set])];
                    let ty = self.random.one_of(&SCALARS);
                    let value = self.value(&ty).unwrap_or_default();
                    self.aliases.clear();
                    format!("{value} AS {}", self.name("column"))
                }
            };
            columns.insert(column);
        }
        let columns: Vec<_> = columns.into_iter().collect();
        format!("{name}[{}]", columns.join(", "))
    }

    /// Returns a table, and its PRINT.
    fn table(&mut self) -> String {
        let (pattern, aliases, edge) = self.random.one_of(&PATTERNS);
        self.aliases = aliases.iter().map(|(name, ty)| (*name, Some(*ty))).collect();
        self.edge = Some(edge);
        let mut columns = Vec::new();
        for n in 0..1 + self.random.below(2) {
            let ty = self.random.one_of(&SCALARS);
            let value = match self.is_chosen(4) {
                true => aliases[0].0.to_owned(),
                false => self.value(&ty).unwrap_or_default(),
            };
            columns.push(format!("{value} AS c{n}"));
        }
        for n in 0..self.random.below(3) {
            let number = self.random.one_of(&[Ty::Int, Ty::Uint, Ty::Float, Ty::Double]);
            let (number, any) = (self.value(&number), self.random.one_of(&SCALARS));
            let number = number.unwrap_or_default();
            let value = match self.random.below(5) {
                0 => "count(*)".to_owned(),
                1 => format!("sum({number})"),
                2 => format!("avg({number})"),
                3 => format!("max({})", self.value(&any).unwrap_or_default()),
                _ => format!("count(DISTINCT {})", self.value(&any).unwrap_or_default()),
            };
            columns.push(format!("{value} AS n{n}"));
        }
        self.aliases.clear();
        self.edge = None;
        let name = self.name("T");
        let columns = columns.join(", ");
        format!("SELECT {columns} INTO {name} FROM {pattern}; PRINT {name};")
    }
}
