//! The items that generated code uses besides the public traits. Not API: they may change in any
//! release.
//!
//! An expansion mentions a user's type in many lines. All of them use one trait of this module,
//! with the same spelling and span, so that the compiler reports an unsuitable type once.

mod can_be_key;
mod edge_end;
mod field;
#[cfg(feature = "client")]
mod handle;
#[cfg(feature = "client")]
mod handle_named;
mod join;
mod key_field;
mod none;
mod one_of;
#[cfg(feature = "client")]
mod partial_handle;
mod placeholder;
mod snapshot;
mod tuple_size;
mod with;

pub use can_be_key::CanBeKey;
pub use edge_end::EdgeEnd;
pub use field::{StoredField, WrittenField};
#[cfg(feature = "client")]
pub use handle::Handle;
#[cfg(feature = "client")]
pub use handle_named::{EdgeNamed, VertexNamed, handle_hash, has_handle_named, name_hash};
pub use join::{count_attributes, join_attributes};
pub use key_field::{StoredKey, WrittenKey};
pub use none::{can_be_none, no_variant, not_unset, present_or, unset, write_or};
pub use one_of::OneOf;
#[cfg(feature = "client")]
pub use partial_handle::PartialHandle;
pub use placeholder::placeholder;
pub use snapshot::{
    agrees, can_default_to, handle_name, has_attribute, has_own_names, has_pair, is_one_of,
    same_name, same_type, unlike_attribute,
};
pub use tuple_size::tuple_size;
pub use with::loaded;
