//! The vocabulary of `#[tg(..)]`: every key, what its value looks like, and what else people call it.

/// A key of `#[tg(..)]` or `#[tigergraph(..)]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::enum_variant_names)] // `primary_key` is what GSQL calls it
pub(crate) enum Key {
    AsAttribute,
    Auth,
    Crate,
    Default,
    Derives,
    Directed,
    Discriminator,
    Empty,
    Flatten,
    From,
    Global,
    Graph,
    Index,
    Metric,
    Of,
    Pair,
    Partial,
    PrimaryId,
    PrimaryKey,
    Rename,
    RenameAll,
    RenamedFrom,
    Reverse,
    Schema,
    SchemaDefault,
    Size,
    Skip,
    Stats,
    StoredAs,
    To,
    Tuples,
    Unchecked,
    Undirected,
    Visibility,
    With,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nothing: `skip`
    Flag,
    /// `= "text"`
    Text,
    /// `= true` or `= false`
    Bool,
    /// `= 40`
    Number,
    /// `= 0.5`, or a text, a number, `true`, `false`
    Literal,
    /// `= some::path`
    Path,
    /// Nothing or `= some::path`
    FlagOrPath,
    /// Nothing or `= "text"`
    FlagOrText,
    /// Nothing or `= 2`
    FlagOrNumber,
    /// `= Type`
    Type,
    /// `(from = A, to = B)`, any number of times
    Pair,
    /// `(A, B)`
    Types,
}

impl Key {
    /// The spelling, the shape of the value, and a whole example.
    const fn facts(self) -> (&'static str, Shape, &'static str) {
        match self {
            Self::AsAttribute => ("as_attribute", Shape::Bool, "as_attribute = false"),
            Self::Auth => ("auth", Shape::Text, "auth = \"secret\""),
            Self::Crate => ("crate", Shape::Path, "crate = path::to::tg_runtime"),
            Self::Default => {
                ("default", Shape::FlagOrPath, "default` or `default = path::to::function")
            }
            Self::Derives => ("derives", Shape::Types, "derives(Default, serde::Serialize)"),
            Self::Directed => ("directed", Shape::Flag, "directed"),
            Self::Discriminator => ("discriminator", Shape::Flag, "discriminator"),
            Self::Empty => ("empty", Shape::Flag, "empty"),
            Self::Flatten => ("flatten", Shape::Flag, "flatten"),
            Self::From => ("from", Shape::Type, "from = Package"),
            Self::Global => ("global", Shape::Flag, "global"),
            Self::Graph => ("graph", Shape::Text, "graph = \"GoodsDelivery\""),
            Self::Index => ("index", Shape::FlagOrText, "index` or `index = \"name\""),
            Self::Metric => ("metric", Shape::Text, "metric = \"COSINE\""),
            Self::Of => ("of", Shape::Type, "of = Package"),
            Self::Pair => ("pair", Shape::Pair, "pair(from = Package, to = Depot)"),
            Self::Partial => ("partial", Shape::Flag, "partial"),
            Self::PrimaryId => ("primary_id", Shape::Flag, "primary_id"),
            Self::PrimaryKey => {
                ("primary_key", Shape::FlagOrNumber, "primary_key` or `primary_key = 1")
            }
            Self::Rename => ("rename", Shape::Text, "rename = \"name\""),
            Self::RenameAll => ("rename_all", Shape::Text, "rename_all = \"camelCase\""),
            Self::RenamedFrom => ("renamed_from", Shape::Text, "renamed_from = \"old_name\""),
            Self::Reverse => ("reverse", Shape::Text, "reverse = \"holds\""),
            Self::Schema => ("schema", Shape::Text, "schema = \"schema/goods.gsql\""),
            Self::SchemaDefault => ("schema_default", Shape::Literal, "schema_default = 0"),
            Self::Size => ("size", Shape::Number, "size = 40"),
            Self::Skip => ("skip", Shape::Flag, "skip"),
            Self::Stats => ("stats", Shape::Text, "stats = \"none\""),
            Self::StoredAs => ("stored_as", Shape::Text, "stored_as = \"INT\""),
            Self::To => ("to", Shape::Type, "to = Depot"),
            Self::Tuples => ("tuples", Shape::Types, "tuples(Size, Stop)"),
            Self::Unchecked => ("unchecked", Shape::Flag, "unchecked"),
            Self::Undirected => ("undirected", Shape::Flag, "undirected"),
            Self::Visibility => ("visibility", Shape::Text, "visibility = \"pub(crate)\""),
            Self::With => ("with", Shape::Path, "with = path::to::module"),
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        self.facts().0
    }

    pub(crate) const fn shape(self) -> Shape {
        self.facts().1
    }

    /// How the key is written, for a message that puts it in backquotes.
    pub(crate) const fn example(self) -> &'static str {
        self.facts().2
    }

    /// The key with this spelling. `name` says the same as `rename`.
    pub(crate) fn parse(spelling: &str) -> Option<Self> {
        match spelling {
            "name" => Some(Self::Rename),
            _ => Self::ALL.into_iter().find(|key| key.name() == spelling),
        }
    }

    /// The key that other libraries, or TigerGraph itself, know by this word.
    pub(crate) fn known_elsewhere_as(word: &str) -> Option<Self> {
        Some(match word {
            "id" | "pk" => Self::PrimaryId,
            "key" | "composite_key" => Self::PrimaryKey,
            "primary_id_as_attribute" => Self::AsAttribute,
            "alias" | "column" | "attribute" => Self::Rename,
            "ignore" | "transient" | "skip_serializing" | "skip_deserializing" => Self::Skip,
            "default_value" | "server_default" => Self::SchemaDefault,
            "embed" | "embedded" => Self::Flatten,
            "serialize_with" | "deserialize_with" => Self::With,
            "snapshot" | "schema_file" => Self::Schema,
            "skip_check" | "no_check" => Self::Unchecked,
            "source" => Self::From,
            "target" => Self::To,
            "reverse_edge" | "inverse" => Self::Reverse,
            "repr" => Self::StoredAs,
            "max_len" | "length" | "len" => Self::Size,
            "was" | "old_name" | "previously" => Self::RenamedFrom,
            "indexed" | "secondary_index" => Self::Index,
            "shared" => Self::Global,
            "derive" => Self::Derives,
            "vis" => Self::Visibility,
            _ => return None,
        })
    }

    const ALL: [Self; 35] = [
        Self::AsAttribute,
        Self::Auth,
        Self::Crate,
        Self::Default,
        Self::Derives,
        Self::Directed,
        Self::Discriminator,
        Self::Empty,
        Self::Flatten,
        Self::From,
        Self::Global,
        Self::Graph,
        Self::Index,
        Self::Metric,
        Self::Of,
        Self::Pair,
        Self::Partial,
        Self::PrimaryId,
        Self::PrimaryKey,
        Self::Rename,
        Self::RenameAll,
        Self::RenamedFrom,
        Self::Reverse,
        Self::Schema,
        Self::SchemaDefault,
        Self::Size,
        Self::Skip,
        Self::Stats,
        Self::StoredAs,
        Self::To,
        Self::Tuples,
        Self::Unchecked,
        Self::Undirected,
        Self::Visibility,
        Self::With,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_spelling() {
        for key in Key::ALL {
            assert_eq!(Key::parse(key.name()), Some(key));
        }
        assert_eq!(Key::parse("name"), Some(Key::Rename));
        assert_eq!(Key::parse("nmae"), None);
    }
}
