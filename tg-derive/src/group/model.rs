//! What an attribute group is: a record that others take in.

use syn::DeriveInput;

use crate::attr::Place;
use crate::problems::Problems;
use crate::record::{Naming, Places, Record};

/// Attributes that several types share.
pub(crate) struct Group<'a> {
    pub(crate) record: Record<'a>,
}

const PLACES: Places = Places {
    what: "an attribute group",
    may_be_empty: false,
    naming: Naming::Server,
    container: Place::GROUP,
    field: Place::GROUP_FIELD,
};

impl<'a> Group<'a> {
    /// Reads the annotated struct.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub(crate) fn read(input: &'a DeriveInput) -> syn::Result<Self> {
        let mut problems = Problems::default();
        let group = Record::read_unnamed(input, &PLACES, &mut problems).map(|record| {
            record
                .refuse_type_parameters("the attributes of a group are listed once", &mut problems);
            record.refuse_lifetimes("a group is read as well as written", &mut problems);
            record.refuse_types(&mut problems);
            Self { record }
        });
        problems.finish(group)
    }
}
