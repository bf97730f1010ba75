//! Types of variables and accumulators.

use std::collections::BTreeMap;
use std::sync::Arc;

use tg_gsql::model::{Catalog, TupleFieldType};
use tg_gsql::syntax::ast::query::{
    Accumulator, Constant, Expr, ExprKind, Field, Heap, Type, TypeKind,
};

use super::{Compiler, Kind};
use crate::eval::accum::{AccumType, Capacity, GroupType, HeapType};
use crate::eval::plan::Returns;
use crate::eval::ty::{TupleType, Ty};

/// The number of bits of a bitwise accumulator that does not declare it.
const DEFAULT_BITS: usize = 64;
/// The maximum number of bits of a bitwise accumulator.
const MAX_BITS: u64 = 1 << 20;

/// Returns the tuple types of a catalog.
pub(super) fn catalog_tuples(catalog: &Catalog) -> BTreeMap<String, Arc<TupleType>> {
    let field = |ty: TupleFieldType| match ty {
        TupleFieldType::Int(_) => Ty::Int,
        TupleFieldType::Uint(_) => Ty::Uint,
        TupleFieldType::Float => Ty::Float,
        TupleFieldType::Double => Ty::Double,
        TupleFieldType::Bool => Ty::Bool,
        TupleFieldType::DateTime => Ty::DateTime,
        TupleFieldType::String(_) => Ty::Text,
    };
    let tuples = catalog.tuples.iter().map(|tuple| {
        let names = tuple.fields.iter().map(|field| Arc::from(field.name.as_str())).collect();
        let types = tuple.fields.iter().map(|it| field(it.ty)).collect();
        (tuple.name.clone(), Arc::new(TupleType { names, types }))
    });
    tuples.collect()
}

impl Compiler<'_> {
    pub(super) fn ty(&mut self, ty: &Type) -> Ty {
        match &ty.kind {
            TypeKind::Int => Ty::Int,
            TypeKind::Uint => Ty::Uint,
            TypeKind::Float => Ty::Float,
            TypeKind::Double => Ty::Double,
            TypeKind::Bool => Ty::Bool,
            TypeKind::String => Ty::Text,
            TypeKind::DateTime => Ty::DateTime,
            TypeKind::Vertex(ty) => {
                Ty::Vertex(ty.as_ref().and_then(|ty| self.graph.vertex(&ty.value)))
            }
            TypeKind::Edge(_) => Ty::Edge,
            TypeKind::File => Ty::File,
            TypeKind::JsonObject => Ty::JsonObject,
            TypeKind::JsonArray => Ty::JsonArray,
            TypeKind::Set(element) => Ty::Set(self.ty(element).into()),
            TypeKind::Bag(element) => Ty::Bag(self.ty(element).into()),
            TypeKind::List(element) => Ty::List(self.ty(element).into()),
            TypeKind::Map(types) => Ty::Map(self.ty(&types[0]).into(), self.ty(&types[1]).into()),
            TypeKind::Tuple(fields) => Ty::Tuple(self.tuple(fields)),
            TypeKind::Named(name) => match (self.tuples.get(name), self.accum_types.get(name)) {
                (Some(tuple), _) => Ty::Tuple(tuple.clone()),
                (None, Some(accum)) => value_type(&accum.clone()),
                (None, None) => self.no_type(ty),
            },
            TypeKind::Accumulator(_) => value_type(&self.accum_type(ty)),
            _ => self.no_type(ty),
        }
    }

    fn no_type(&mut self, ty: &Type) -> Ty {
        self.unsupported(ty.span, "a type that is not declared");
        Ty::Int
    }

    /// Returns the tuple type with these fields. Fields without names are called by their numbers.
    pub(super) fn tuple(&mut self, fields: &[Field]) -> Arc<TupleType> {
        let names = fields.iter().enumerate().map(|(at, field)| match &field.name {
            Some(name) => Arc::from(name.value.as_str()),
            None => Arc::from(at.to_string().as_str()),
        });
        let names = names.collect();
        let types = fields.iter().map(|field| self.ty(&field.ty)).collect();
        Arc::new(TupleType { names, types })
    }

    pub(super) fn returns(&mut self, ty: &Type) -> Returns {
        match &ty.kind {
            TypeKind::Accumulator(_) => Returns::Accum(Arc::new(self.accum_type(ty))),
            TypeKind::Named(name) => match self.accum_types.get(name) {
                Some(accum) => Returns::Accum(accum.clone()),
                None => Returns::Value(self.ty(ty)),
            },
            _ => Returns::Value(self.ty(ty)),
        }
    }

    pub(super) fn accum_type(&mut self, ty: &Type) -> AccumType {
        let accumulator = match &ty.kind {
            TypeKind::Accumulator(accumulator) => accumulator,
            TypeKind::Named(name) => match self.accum_types.get(name) {
                Some(accum) => return AccumType::clone(accum),
                None if self.tuples.contains_key(name) => return plain(self.ty(ty)),
                None => {
                    self.unsupported(ty.span, "an accumulator of a type that is not declared");
                    return AccumType::Avg;
                }
            },
            _ => {
                let ty = self.ty(ty);
                return plain(ty);
            }
        };
        match &**accumulator {
            Accumulator::Sum(element) => match self.ty(element) {
                ty @ (Ty::Int | Ty::Uint | Ty::Float | Ty::Double | Ty::Text) => AccumType::Sum(ty),
                _ => {
                    self.unsupported(ty.span, "a SumAccum of this element type:");
                    AccumType::Avg
                }
            },
            Accumulator::Max(element) => AccumType::Max(self.ty(element)),
            Accumulator::Min(element) => AccumType::Min(self.ty(element)),
            Accumulator::Avg => AccumType::Avg,
            Accumulator::Or => AccumType::Or,
            Accumulator::And => AccumType::And,
            Accumulator::BitwiseOr(bits) => AccumType::BitOr(width(*bits)),
            Accumulator::BitwiseAnd(bits) => AccumType::BitAnd(width(*bits)),
            Accumulator::PercentileCont(percent) => AccumType::Percentile(percent.unwrap_or(0.0)),
            Accumulator::List(element) => AccumType::List(self.ty(element)),
            Accumulator::Set(element) => AccumType::Set(self.ty(element)),
            Accumulator::Bag(element) => AccumType::Bag(self.ty(element)),
            Accumulator::Map(key, value) => {
                AccumType::Map(self.ty(key), Arc::new(self.accum_type(value)))
            }
            Accumulator::Array(of) => AccumType::Array(Arc::new(self.accum_type(of))),
            Accumulator::Heap(heap) => self.heap(heap),
            Accumulator::GroupBy { keys, values } => {
                let names = keys.iter().chain(values).map(|field| {
                    Arc::from(field.name.as_ref().map_or("", |name| name.value.as_str()))
                });
                let names = names.collect();
                let keys = keys.iter().map(|field| self.ty(&field.ty)).collect();
                let values = values.iter().map(|field| self.accum_type(&field.ty)).collect();
                AccumType::Group(Arc::new(GroupType { names, keys, values }))
            }
            _ => {
                self.unsupported(ty.span, "the accumulator");
                AccumType::Avg
            }
        }
    }

    fn heap(&mut self, heap: &Heap) -> AccumType {
        let (tuple, mut keys) = (self.tuples.get(&heap.tuple.value).cloned(), Vec::new());
        let Some(tuple) = tuple else {
            let what = "is not declared; TYPEDEF TUPLE declares it, before its first use";
            self.problem(heap.tuple.span, format!("the tuple type {} {what}", heap.tuple.value));
            let tuple = Arc::new(TupleType { names: Arc::default(), types: Vec::new() });
            return AccumType::Heap(HeapType { tuple, keys, capacity: Capacity::Unlimited }.into());
        };
        for key in &heap.keys {
            match tuple.names.iter().position(|name| **name == *key.field.value) {
                Some(at) => keys.push((at, key.descending)),
                None => {
                    let (tuple, field) = (&heap.tuple.value, &key.field.value);
                    let what = format!("the tuple {tuple} has no field {field}");
                    self.problem(key.field.span, what);
                }
            }
        }
        let capacity = heap.capacity.as_ref().map_or(Capacity::Unlimited, |it| self.capacity(it));
        AccumType::Heap(Arc::new(HeapType { tuple, keys, capacity }))
    }

    fn capacity(&mut self, expr: &Expr) -> Capacity {
        match &expr.kind {
            ExprKind::Constant(Constant::Int(count)) => {
                Capacity::Fixed(usize::try_from(*count).unwrap_or(usize::MAX))
            }
            ExprKind::Name(name) => match self.variable(name) {
                Some(variable) if matches!(variable.kind, Kind::Parameter | Kind::Variable(_)) => {
                    Capacity::Variable(variable.slot)
                }
                _ => {
                    self.problem(expr.span, format!("the name '{name}' is not defined"));
                    Capacity::Unlimited
                }
            },
            _ => {
                self.unsupported(expr.span, "a capacity that is not a number or a parameter:");
                Capacity::Unlimited
            }
        }
    }
}

fn width(bits: Option<u64>) -> usize {
    bits.map_or(DEFAULT_BITS, |bits| bits.clamp(1, MAX_BITS) as usize)
}

/// Returns the accumulator of the values of a map that are of a plain type.
fn plain(ty: Ty) -> AccumType {
    match ty {
        Ty::Int | Ty::Uint | Ty::Float | Ty::Double | Ty::Text => AccumType::Sum(ty),
        Ty::List(element) => AccumType::List(*element),
        Ty::Set(element) => AccumType::Set(*element),
        Ty::Bag(element) => AccumType::Bag(*element),
        other => AccumType::Last(other),
    }
}

/// Returns the type of the values of an accumulator.
pub(super) fn value_type(accum: &AccumType) -> Ty {
    match accum {
        AccumType::Sum(ty) | AccumType::Max(ty) | AccumType::Min(ty) | AccumType::Last(ty) => {
            ty.clone()
        }
        AccumType::Avg | AccumType::Percentile(_) => Ty::Double,
        AccumType::Or | AccumType::And => Ty::Bool,
        AccumType::BitOr(_) | AccumType::BitAnd(_) => Ty::Int,
        AccumType::List(ty) => Ty::List(ty.clone().into()),
        AccumType::Set(ty) => Ty::Set(ty.clone().into()),
        AccumType::Bag(ty) => Ty::Bag(ty.clone().into()),
        AccumType::Map(key, ty) => Ty::Map(key.clone().into(), value_type(ty).into()),
        AccumType::Array(ty) => Ty::List(value_type(ty).into()),
        AccumType::Heap(ty) => Ty::List(Ty::Tuple(ty.tuple.clone()).into()),
        AccumType::Group(ty) => {
            let types = ty.keys.iter().cloned().chain(ty.values.iter().map(value_type)).collect();
            Ty::List(Ty::Tuple(Arc::new(TupleType { names: ty.names.clone(), types })).into())
        }
    }
}
