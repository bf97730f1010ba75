//! The impls of a tuple that could not be read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::attr::Place;
use crate::queried;
use crate::record::{Hollow, in_const};

/// Impls that make uses of the type compile.
pub(crate) fn hollow(input: &DeriveInput) -> TokenStream {
    let hollow = Hollow::of(input, &Place::TUPLE);
    let rt = &hollow.rt;
    let (of_tuple, of_element) = (hollow.header(&rt.tuple()), hollow.header(&rt.element()));
    let (tuple_spec, attribute) = (rt.tuple_spec(), hollow.attribute());
    let queried = queried::hollow(&hollow);
    in_const(&quote! {
        #of_tuple {
            const SPEC: #tuple_spec = #tuple_spec { name: "", fields: &[] };
        }
        #attribute
        #of_element {}
        #queried
    })
}
