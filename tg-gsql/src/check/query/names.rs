//! The names that a query declares anywhere: a name that is not among them is unknown for certain.

use std::collections::{HashMap, HashSet};

use crate::model::{Attribute, Catalog};
use crate::query::{Types, searched};
use crate::syntax::Name;
use crate::syntax::ast::query::{
    Accumulator, Assign, AssignOp, Column, Expr, ExprKind, Op, Projection, Query, Seed, Select,
    Statement, StatementKind, TableStatement, Target, Type, TypeKind, Value,
};

/// The schema of a query without one.
static NO_CATALOG: Catalog =
    Catalog { tuples: Vec::new(), vertices: Vec::new(), edges: Vec::new(), graphs: Vec::new() };

/// The declarations of a query, of all its scopes together.
pub(crate) struct Names<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) graph: &'a str,
    /// `false` if the types of the graph are not known.
    pub(crate) has_schema: bool,
    /// Parameters and variables, with their types.
    pub(crate) variables: HashMap<&'a str, &'a Type>,
    pub(crate) parameters: HashSet<&'a str>,
    /// Variables of loops, tables, files, exceptions, columns of tables.
    pub(crate) others: HashSet<&'a str>,
    /// Tuples and accumulators of `TYPEDEF`.
    pub(crate) typedefs: HashMap<&'a str, &'a Type>,
    /// `@@name`
    pub(crate) globals: HashMap<&'a str, &'a Type>,
    /// `@name`
    pub(crate) locals: HashMap<&'a str, &'a Type>,
    /// The accumulators of vertices, in the order of the text: name, type, number of dimensions.
    pub(crate) of_vertices: Vec<(&'a str, &'a Type, usize)>,
    /// Vertex sets and the types that they may contain.
    pub(crate) sets: HashMap<&'a str, Types>,
    /// The vertex sets that a statement assigns with `=`.
    pub(crate) assigned: HashSet<&'a str>,
    /// The aliases of all patterns.
    pub(crate) patterns: HashSet<&'a str>,
    /// The edge types that the query creates.
    pub(crate) virtual_edges: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    /// Returns the declarations of a query. Without a schema, every name that is not declared may
    /// be that of a type.
    pub(crate) fn of(query: &'a Query, schema: Option<(&'a Catalog, &'a str)>) -> Self {
        let (catalog, graph) = schema.unwrap_or((&NO_CATALOG, ""));
        let mut names = Self {
            catalog,
            graph,
            has_schema: schema.is_some(),
            variables: HashMap::new(),
            parameters: HashSet::new(),
            others: HashSet::new(),
            typedefs: HashMap::new(),
            globals: HashMap::new(),
            locals: HashMap::new(),
            of_vertices: Vec::new(),
            sets: HashMap::new(),
            assigned: HashSet::new(),
            patterns: HashSet::new(),
            virtual_edges: HashSet::new(),
        };
        for parameter in &query.parameters {
            names.variables.insert(&parameter.name.value, &parameter.ty);
            names.parameters.insert(&parameter.name.value);
        }
        let mut assigned = Vec::new();
        for statement in query.statements() {
            statement.each(&mut |statement| names.declare(statement, &mut assigned));
        }
        names.widen_sets(&assigned);
        names
    }

    fn declare(&mut self, statement: &'a Statement, assigned: &mut Vec<(&'a str, &'a Assign)>) {
        let aliases = self.aliases(statement.paths());
        self.patterns.extend(aliases.vertices.keys().chain(aliases.edges.keys()));
        match &statement.kind {
            StatementKind::Typedef { name, ty } => {
                self.typedefs.insert(&name.value, ty);
            }
            StatementKind::Declare { ty, variables } => {
                for variable in variables {
                    self.variables.insert(&variable.name.value, ty);
                }
            }
            StatementKind::DeclareAccumulators { ty, accumulators, of_edges, .. } => {
                for accumulator in accumulators {
                    if !accumulator.global && !of_edges {
                        let dimensions = accumulator.dimensions.len();
                        self.of_vertices.push((&accumulator.name.value, ty, dimensions));
                    }
                    let kind =
                        if accumulator.global { &mut self.globals } else { &mut self.locals };
                    kind.insert(&accumulator.name.value, ty);
                }
            }
            StatementKind::DeclareFile { name, .. }
            | StatementKind::DeclareException { name, .. } => {
                self.others.insert(&name.value);
            }
            StatementKind::Foreach(it) => {
                self.others.extend(it.variables.iter().map(|name| name.value.as_str()));
            }
            StatementKind::VirtualEdge(edge) => _ = self.virtual_edges.insert(&edge.name.value),
            StatementKind::Table(table) => {
                for name in table.creates() {
                    match &**table {
                        TableStatement::ProjectVertices { .. } => {
                            self.sets.insert(&name.value, None);
                        }
                        _ => _ = self.others.insert(&name.value),
                    }
                }
                match &**table {
                    TableStatement::Init { columns, .. }
                    | TableStatement::Project { columns, .. } => self.columns(columns),
                    TableStatement::Unwind { column, .. } => {
                        self.others.insert(&column.value);
                    }
                    TableStatement::Join(join) => {
                        let aliases = join.of.iter().filter_map(|(_, alias)| alias.as_ref());
                        self.others.extend(aliases.map(|alias| alias.value.as_str()));
                        self.columns(&join.columns);
                    }
                    _ => {}
                }
            }
            StatementKind::SelectInto(select) => {
                if let Projection::Table { columns, into, .. } = &select.projection {
                    self.others.insert(&into.value);
                    self.columns(columns);
                }
            }
            StatementKind::Assign(assign) => {
                if let Target::Name { name, .. } = &assign.target
                    && !self.variables.contains_key(name.value.as_str())
                {
                    if assign.op == AssignOp::Set && !assign.value.is_constant() {
                        self.assigned.insert(&name.value);
                    }
                    self.sets.insert(&name.value, Some(HashSet::new()));
                    assigned.push((&name.value, assign));
                }
            }
            _ => {}
        }
    }

    /// Adds the columns of a table, whose names other statements can use.
    fn columns(&mut self, columns: &'a [Column]) {
        for column in columns {
            match (&column.name, &column.value.kind) {
                (Some(name), _) | (None, ExprKind::Member(_, name)) => {
                    self.others.insert(&name.value);
                }
                (None, ExprKind::Name(name)) => _ = self.others.insert(name),
                _ => {}
            }
        }
    }

    /// Adds to the types of each vertex set those of everything that is assigned to it. A set may
    /// depend on itself, so this repeats until no type is added.
    pub(crate) fn widen_sets(&mut self, assigned: &[(&'a str, &'a Assign)]) {
        loop {
            let mut changed = false;
            for (name, assign) in assigned {
                let new = self.types_assigned(assign);
                let known = self.sets.entry(name).or_default();
                let widened = match (&*known, new) {
                    (None, _) => continue,
                    (Some(_), None) => None,
                    (Some(old), Some(new)) if new.is_subset(old) => continue,
                    (Some(old), Some(new)) => Some(old | &new),
                };
                *known = widened;
                changed = true;
            }
            if !changed {
                return;
            }
        }
    }

    /// Returns the types of the vertices that are assigned to a vertex set.
    pub(crate) fn types_assigned(&self, assign: &Assign) -> Types {
        match (&assign.target, &assign.value) {
            (Target::Name { types, .. }, _) if !types.is_empty() => self.declared_types(types),
            (_, Value::Expr(expr)) => self.types_of_set(expr),
            (_, Value::Select(select)) => self.types_selected(select),
            (_, Value::Load(_)) => None,
        }
    }

    /// Returns the types in `S (A, B) = ..`; `None` if the set can contain any vertex.
    pub(crate) fn declared_types(&self, types: &[Name]) -> Types {
        let known = |ty: &Name| !is_any(&ty.value) && self.is_vertex_type(&ty.value);
        types.iter().map(|ty| known(ty).then(|| ty.value.clone())).collect()
    }

    /// Returns the types of the vertices in an expression that is a vertex set.
    pub(crate) fn types_of_set(&self, expr: &Expr) -> Types {
        match &expr.kind {
            ExprKind::Name(name) => self.types_of_name(name),
            ExprKind::Global(name) => self.types_of_global(name),
            ExprKind::Group(items) if items.len() == 1 => self.types_of_set(&items[0]),
            ExprKind::Chain(first, rest) => {
                let operands = rest.iter().filter(|(op, _)| *op == Op::Union);
                let mut types = self.types_of_set(first)?;
                for (_, operand) in operands {
                    types.extend(self.types_of_set(operand)?);
                }
                let sets = [Op::Union, Op::Intersect, Op::Minus];
                rest.iter().all(|(op, _)| sets.contains(op)).then_some(types)
            }
            ExprKind::Seeds(seeds) => {
                let mut types = HashSet::new();
                for seed in seeds {
                    match &seed.value {
                        Seed::Type(name) if !self.may_name_type(&name.value) => {
                            types.insert(name.value.clone());
                        }
                        Seed::Name(name) => types.extend(self.types_of_name(&name.value)?),
                        Seed::Global(name) => types.extend(self.types_of_global(&name.value)?),
                        _ => return None,
                    }
                }
                Some(types)
            }
            ExprKind::Call { function, arguments, .. }
                if function.value.eq_ignore_ascii_case("vectorSearch") =>
            {
                searched(arguments)
            }
            _ => None,
        }
    }

    /// Returns `true` for a parameter or variable, which may contain the name of a type in `{p.*}`.
    pub(super) fn may_name_type(&self, name: &str) -> bool {
        let is_variable = self.variables.contains_key(name) || self.others.contains(name);
        is_variable && !self.is_vertex_type(name)
    }

    pub(super) fn types_of_name(&self, name: &str) -> Types {
        if let Some(ty) = self.variables.get(name) {
            return of_vertex(ty);
        }
        self.sets.get(name).cloned().flatten()
    }

    fn types_of_global(&self, name: &str) -> Types {
        self.globals.get(name).and_then(|ty| of_vertex(ty))
    }

    /// Returns the types of the vertices that a SELECT selects.
    pub(crate) fn types_selected(&self, select: &Select) -> Types {
        let Projection::Alias(alias) = &select.projection else { return None };
        self.aliases(&select.from).vertices.get(alias.value.as_str()).cloned().flatten()
    }

    /// Returns `true` for a tuple or accumulator of a `TYPEDEF`.
    pub(crate) fn is_tuple(&self, name: &str) -> bool {
        self.typedefs.contains_key(name) || self.catalog.tuple(name).is_some()
    }

    pub(crate) fn is_vertex_type(&self, name: &str) -> bool {
        match self.has_schema {
            true => self.catalog.vertex(self.graph, name).is_some(),
            false => !self.is_declared(name),
        }
    }

    /// Returns `true` if vertices of the type can be in a set.
    pub(crate) fn may_be_vertex_type(&self, name: &str) -> bool {
        !self.has_schema || self.catalog.vertex(self.graph, name).is_some()
    }

    pub(crate) fn is_edge_type(&self, name: &str) -> bool {
        if !self.has_schema {
            return !self.is_declared(name);
        }
        self.catalog.edge(self.graph, name).is_some()
            || self.catalog.edge_by_reverse(self.graph, name).is_some()
    }

    /// Returns the attributes of an edge type, or of the one whose reverse has the name.
    pub(crate) fn edge_attributes(&self, name: &str) -> Option<&'a [Attribute]> {
        let edge = self.catalog.edge(self.graph, name);
        let edge = edge.or_else(|| self.catalog.edge_by_reverse(self.graph, name))?;
        Some(&edge.attributes)
    }

    /// Returns the name of an edge type that an edge of this type is of; `None` if the schema does
    /// not have it.
    pub(crate) fn declared_edge(&self, name: &str) -> Option<String> {
        let edge = self.catalog.edge(self.graph, name);
        let edge = edge.or_else(|| self.catalog.edge_by_reverse(self.graph, name));
        match self.has_schema {
            true => edge.map(|edge| edge.name.clone()),
            false => Some(name.to_owned()),
        }
    }

    /// Returns `true` if the query declares the name.
    pub(crate) fn is_declared(&self, name: &str) -> bool {
        self.variables.contains_key(name)
            || self.others.contains(name)
            || self.sets.contains_key(name)
            || self.typedefs.contains_key(name)
    }
}

/// Returns `true` for a word that means all types.
pub(super) fn is_any(name: &str) -> bool {
    name == "_" || name.eq_ignore_ascii_case("ANY")
}

/// Returns the type of a VERTEX, or of the VERTEX in a collection.
fn of_vertex(ty: &Type) -> Types {
    match &ty.kind {
        TypeKind::Vertex(Some(name)) => Some(HashSet::from([name.value.clone()])),
        TypeKind::Set(element) | TypeKind::Bag(element) | TypeKind::List(element) => {
            of_vertex(element)
        }
        TypeKind::Accumulator(accumulator) => match &**accumulator {
            Accumulator::Set(element)
            | Accumulator::Bag(element)
            | Accumulator::List(element)
            | Accumulator::Max(element)
            | Accumulator::Min(element) => of_vertex(element),
            _ => None,
        },
        _ => None,
    }
}
