//! Vector indexes that a test marks as being rebuilt.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The indexes that are being rebuilt. Indexes of the emulator are ready as soon as a vector is
/// written, unless a test marks them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rebuilds(Arc<Mutex<Vec<Rebuild>>>);

#[derive(Debug)]
struct Rebuild {
    vertex_type: String,
    attribute: String,
    /// The number of further status requests; `None` until it is finished by hand.
    left: Option<usize>,
}

impl Rebuilds {
    fn list(&self) -> MutexGuard<'_, Vec<Rebuild>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begin(&self, vertex_type: &str, attribute: &str, left: Option<usize>) {
        let (vertex_type, attribute) = (vertex_type.to_owned(), attribute.to_owned());
        self.list().push(Rebuild { vertex_type, attribute, left });
    }

    fn finish(&self, vertex_type: &str, attribute: &str) {
        self.list().retain(|it| it.vertex_type != vertex_type || it.attribute != attribute);
    }

    /// Returns `true` if an index that `covers` accepts, by its type and attribute, is being
    /// rebuilt. The call counts as a status request.
    pub(crate) fn is_rebuilding(&self, covers: impl Fn(&str, &str) -> bool) -> bool {
        let mut list = self.list();
        let mut any = false;
        list.retain_mut(|it| {
            if !covers(&it.vertex_type, &it.attribute) || it.left == Some(0) {
                return it.left != Some(0);
            }
            any = true;
            it.left = it.left.map(|left| left - 1);
            true
        });
        any
    }
}

/// An index marked as being rebuilt by [`Handle::rebuild_vectors`]. Dropping this changes nothing.
///
/// [`Handle::rebuild_vectors`]: crate::Handle::rebuild_vectors
pub struct VectorRebuild {
    rebuilds: Rebuilds,
    vertex_type: String,
    attribute: String,
}

impl VectorRebuild {
    pub(crate) fn new(rebuilds: Rebuilds, vertex_type: &str, attribute: &str) -> Self {
        rebuilds.begin(vertex_type, attribute, None);
        let (vertex_type, attribute) = (vertex_type.to_owned(), attribute.to_owned());
        Self { rebuilds, vertex_type, attribute }
    }

    /// Ends the rebuild after this many status requests that found it under way.
    pub fn for_questions(self, questions: usize) -> Self {
        self.finish();
        self.rebuilds.begin(&self.vertex_type, &self.attribute, Some(questions));
        self
    }

    /// Ends the rebuild.
    pub fn finish(&self) {
        self.rebuilds.finish(&self.vertex_type, &self.attribute);
    }
}

impl fmt::Debug for VectorRebuild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VectorRebuild({}.{})", self.vertex_type, self.attribute)
    }
}
