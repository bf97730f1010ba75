//! Changes of single attributes, each with the operator that the server applies to the stored value.

use crate::value::{Attribute, Encoder};

type Change = Box<dyn FnOnce(&mut Encoder) + Send>;

/// The changes of one vertex or edge.
#[derive(Default)]
pub(crate) struct Changes {
    changes: Vec<Change>,
    /// A value is added to the stored one, so that a second time changes it again.
    pub(crate) adds: bool,
}

impl Changes {
    pub(crate) fn push(
        &mut self,
        name: &'static str,
        value: impl Attribute + Send + 'static,
        operator: Option<&'static str>,
    ) {
        self.adds |= operator == Some("add");
        self.changes.push(Box::new(move |out| out.change(name, &value, operator)));
    }

    pub(crate) fn len(&self) -> usize {
        self.changes.len()
    }

    pub(crate) fn write(self, out: &mut Encoder) {
        self.changes.into_iter().for_each(|change| change(out));
    }
}

/// Gives an update the public methods that change attributes of `$owner`. They end in its method
/// `change(column, value, operator)`.
macro_rules! change_methods {
    ($owner:ident) => {
        /// Replaces the value.
        pub fn set<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<A>,
        ) -> Self
        where
            A: Attribute + Send + 'static,
        {
            self.change(column, value.into(), None)
        }

        /// Adds to the value. This is not repeated when it is unknown whether it was executed.
        pub fn add<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<A>,
        ) -> Self
        where
            A: Numeric + Send + 'static,
        {
            self.change(column, value.into(), Some("add"))
        }

        /// Keeps the larger of both values.
        pub fn max<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<A>,
        ) -> Self
        where
            A: Comparable + Send + 'static,
        {
            self.change(column, value.into(), Some("max"))
        }

        /// Keeps the smaller of both values.
        pub fn min<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<A>,
        ) -> Self
        where
            A: Comparable + Send + 'static,
        {
            self.change(column, value.into(), Some("min"))
        }

        /// Makes the value true if both are.
        pub fn and<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<A>,
        ) -> Self
        where
            A: Boolean + Send + 'static,
        {
            self.change(column, value.into(), Some("and"))
        }

        /// Makes the value true if one of both is.
        pub fn or<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<A>,
        ) -> Self
        where
            A: Boolean + Send + 'static,
        {
            self.change(column, value.into(), Some("or"))
        }

        /// Sets the value only in what this creates; what exists keeps its own.
        pub fn set_if_absent<A>(
            self,
            column: fn($owner::Columns) -> Column<$owner, A>,
            value: impl Into<A>,
        ) -> Self
        where
            A: Attribute + Send + 'static,
        {
            self.change(column, value.into(), Some("ignore_if_exists"))
        }
    };
}

pub(crate) use change_methods;
