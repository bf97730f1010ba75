//! The methods that set the conditions of several writes.

/// Adds the conditions of `vertices` or of `edges` to a builder with a field `rules: Rules`.
macro_rules! condition_methods {
    (vertices) => {
        /// Writes only vertices that do not exist yet; the outcome names the others.
        pub fn insert_only(mut self) -> Self {
            self.rules.vertices = $crate::upsert::Existing::New;
            self
        }

        /// Writes only vertices that exist; the outcome names the others.
        pub fn update_only(mut self) -> Self {
            self.rules.vertices = $crate::upsert::Existing::Old;
            self
        }
    };
    (edges) => {
        /// Writes only edges whose ends both exist, in the graph or in the same request; the outcome
        /// names the missing vertices.
        pub fn ends_must_exist(mut self) -> Self {
            self.rules.ends_must_exist = true;
            self
        }

        /// Writes only edges whose source exists, in the graph or in the same request; the outcome
        /// names the missing vertices.
        pub fn source_must_exist(mut self) -> Self {
            self.rules.source_must_exist = true;
            self
        }

        /// Writes only edges whose target exists, in the graph or in the same request; the outcome
        /// names the missing vertices.
        pub fn target_must_exist(mut self) -> Self {
            self.rules.target_must_exist = true;
            self
        }
    };
}

pub(crate) use condition_methods;
