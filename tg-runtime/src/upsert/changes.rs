//! Changes of single attributes, each with the operator that the server applies to the stored
//! value.

use crate::schema::Column;
use crate::value::kind::Kind;
use crate::value::{Attribute, Encoder};

type Change = Box<dyn FnOnce(&mut Encoder) + Send>;

/// The changes of one vertex or edge.
#[derive(Default)]
pub(crate) struct Changes {
    changes: Vec<Change>,
}

impl Changes {
    pub(crate) fn push<Owner, A: Attribute + Send + 'static>(
        &mut self,
        column: Column<Owner, A>,
        value: A,
        operator: Option<&'static str>,
    ) {
        let name = column.name();
        // Nothing is added to a value, or compared with it, for `None`.
        let replaces = matches!(operator, None | Some("ignore_if_exists"));
        if replaces && value.is_absent() {
            let none = if column.none().is_empty() { A::TYPE.unset() } else { column.none() };
            self.changes.push(Box::new(move |out| out.clear(name, none, operator)));
        } else {
            self.changes.push(Box::new(move |out| out.change(name, &value, operator)));
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.changes.len()
    }

    pub(crate) fn write(self, out: &mut Encoder) {
        self.changes.into_iter().for_each(|change| change(out));
    }
}

/// The type that the value for an attribute of type `A` is converted into.
pub(crate) type Assigned<A> = <<A as Attribute>::Kind as Kind>::Assigned<A>;

/// Converts the value of a change.
pub(crate) fn assigned<A: Attribute>(value: impl Into<Assigned<A>>) -> A {
    A::Kind::assigned(value.into())
}

/// Gives an update the public methods that change attributes of `$owner`. They end in its method
/// `change(column, value, operator)`.
macro_rules! change_methods {
    ($owner:ident) => {
        /// Replaces the value. `None` clears it: the attribute gets the value that its field
        /// declares with `#[tg(none)]`, or else the one of a new attribute: 0, `false`, an empty
        /// text or collection, or 1970-01-01 00:00:00. For an `Option` the value may be without
        /// `Some`.
        pub fn set<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<$crate::upsert::Assigned<A>>,
        ) -> Self
        where
            A: Attribute + Send + 'static,
        {
            self.change(column, $crate::upsert::assigned(value), None)
        }

        /// Adds to the value. This is not repeated when it is unknown whether it was executed.
        pub fn add<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<$crate::upsert::Assigned<A>>,
        ) -> Self
        where
            A: Numeric + Send + 'static,
        {
            self.change(column, $crate::upsert::assigned(value), Some("add"))
        }

        /// Keeps the larger of both values.
        pub fn max<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<$crate::upsert::Assigned<A>>,
        ) -> Self
        where
            A: Comparable + Send + 'static,
        {
            self.change(column, $crate::upsert::assigned(value), Some("max"))
        }

        /// Keeps the smaller of both values.
        pub fn min<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<$crate::upsert::Assigned<A>>,
        ) -> Self
        where
            A: Comparable + Send + 'static,
        {
            self.change(column, $crate::upsert::assigned(value), Some("min"))
        }

        /// Makes the value true if both are.
        pub fn and<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<$crate::upsert::Assigned<A>>,
        ) -> Self
        where
            A: Boolean + Send + 'static,
        {
            self.change(column, $crate::upsert::assigned(value), Some("and"))
        }

        /// Makes the value true if one of both is.
        pub fn or<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<$crate::upsert::Assigned<A>>,
        ) -> Self
        where
            A: Boolean + Send + 'static,
        {
            self.change(column, $crate::upsert::assigned(value), Some("or"))
        }

        /// Sets the value only in what this creates; what exists keeps its own.
        pub fn set_if_absent<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<$crate::upsert::Assigned<A>>,
        ) -> Self
        where
            A: Attribute + Send + 'static,
        {
            self.change(column, $crate::upsert::assigned(value), Some("ignore_if_exists"))
        }
    };
}

pub(crate) use change_methods;
