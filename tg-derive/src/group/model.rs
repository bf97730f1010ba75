//! The model of an attribute group: a record that others include.

use syn::DeriveInput;

use crate::attr::Place;
use crate::problems::Problems;
use crate::record::{Naming, Places, Record};

/// Attributes that several types share.
pub(crate) struct Group<'a> {
    pub(crate) record: Record<'a>,
}

const PLACES: Places = Places {
    kind: "an attribute group",
    may_be_empty: false,
    naming: Naming::Server,
    container: Place::GROUP,
    field: Place::GROUP_FIELD,
};

impl<'a> Group<'a> {
    /// Reads the annotated struct.
    pub(crate) fn read(input: &'a DeriveInput, problems: &mut Problems) -> Self {
        let mut record = Record::read_unnamed(input, &PLACES, problems);
        record.refuse_type_parameters("the attributes of a group are listed once", problems);
        record.refuse_lifetimes("a group is read as well as written", problems);
        record.refuse_types(problems);
        Self { record }
    }
}
