//! The requirements of a user's type as a key.

use std::fmt::Debug;
use std::hash::Hash;

/// The capabilities of a key besides being written and read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` lacks what a key needs",
    label = "a key is cloned, shown, compared and hashed",
    note = "write `#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]` on it"
)]
pub trait CanBeKey: Clone + Debug + Ord + Hash + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Debug + Ord + Hash + Send + Sync + 'static> CanBeKey for T {}
