//! The vocabulary of `#[tg(..)]`: every key, the form of its value, and its names elsewhere.

/// Declares the keys: the variant, the spelling, the form of the value, and a whole example.
macro_rules! keys {
    ($($key:ident: $spelling:literal, $shape:ident, $example:literal;)+) => {
        /// A key of `#[tg(..)]` or `#[tigergraph(..)]`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(clippy::enum_variant_names)] // `primary_key` is the name in GSQL
        pub(crate) enum Key {
            $($key),+
        }

        impl Key {
            const ALL: &[Self] = &[$(Self::$key),+];

            const fn facts(self) -> (&'static str, Shape, &'static str) {
                match self {
                    $(Self::$key => ($spelling, Shape::$shape, $example)),+
                }
            }
        }
    };
}

keys! {
    AsAttribute: "as_attribute", Bool, "as_attribute = false";
    Auth: "auth", Text, "auth = \"secret\"";
    Crate: "crate", Path, "crate = path::to::tg_runtime";
    Default: "default", FlagOrPath, "default` or `default = path::to::function";
    Derives: "derives", Types, "derives(Default, serde::Serialize)";
    Directed: "directed", Flag, "directed";
    Discriminator: "discriminator", Flag, "discriminator";
    Empty: "empty", Flag, "empty";
    Flatten: "flatten", Flag, "flatten";
    From: "from", Type, "from = Package";
    Functions: "functions", Texts, "functions = [\"my_function\"]";
    Global: "global", Flag, "global";
    Graph: "graph", Text, "graph = \"GoodsDelivery\"";
    Index: "index", FlagOrText, "index` or `index = \"name\"";
    Metric: "metric", Text, "metric = \"COSINE\"";
    NoneAs: "none", FlagOrLiteral, "none` or `none = \"unknown\"";
    Of: "of", Type, "of = Package";
    Pair: "pair", Pair, "pair(from = Package, to = Depot)";
    Partial: "partial", Flag, "partial";
    PrimaryId: "primary_id", Flag, "primary_id";
    PrimaryKey: "primary_key", FlagOrNumber, "primary_key` or `primary_key = 1";
    Queries: "queries", Texts, "queries = \"queries\"";
    Query: "query", Query, "query(depot_report, rename = \"report\")";
    Rename: "rename", Text, "rename = \"name\"";
    RenameAll: "rename_all", Text, "rename_all = \"camelCase\"";
    RenamedFrom: "renamed_from", Text, "renamed_from = \"old_name\"";
    Reverse: "reverse", Text, "reverse = \"holds\"";
    Schema: "schema", Text, "schema = \"schema/goods.gsql\"";
    SchemaDefault: "schema_default", Literal, "schema_default = 0";
    Size: "size", Number, "size = 40";
    Skip: "skip", Flag, "skip";
    Stats: "stats", Text, "stats = \"none\"";
    StoredAs: "stored_as", Text, "stored_as = \"INT\"";
    To: "to", Type, "to = Depot";
    Tuples: "tuples", Types, "tuples(Size, Stop)";
    Unchecked: "unchecked", Flag, "unchecked";
    Undirected: "undirected", Flag, "undirected";
    Visibility: "visibility", Text, "visibility = \"pub(crate)\"";
    With: "with", Path, "with = path::to::module";
}

/// The form of the value of a key.
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
    /// Nothing or `= 0.5`
    FlagOrLiteral,
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
    /// `= "text"` or `= ["text", "text"]`
    Texts,
    /// `(name, rename = "text")`, any number of times
    Query,
}

impl Key {
    pub(crate) const fn name(self) -> &'static str {
        self.facts().0
    }

    pub(crate) const fn shape(self) -> Shape {
        self.facts().1
    }

    /// Returns `true` if an item can have the key several times.
    pub(crate) const fn is_repeated(self) -> bool {
        matches!(self, Self::Pair | Self::Query)
    }

    /// An example of the key and its value, for a message that puts it in backquotes.
    pub(crate) const fn example(self) -> &'static str {
        self.facts().2
    }

    /// Returns the key with this spelling. `name` is another spelling of `rename`.
    pub(crate) fn parse(spelling: &str) -> Option<Self> {
        match spelling {
            "name" => Some(Self::Rename),
            _ => Self::ALL.iter().copied().find(|key| key.name() == spelling),
        }
    }

    /// Returns the key that has this name in other libraries or in TigerGraph.
    pub(crate) fn known_elsewhere_as(word: &str) -> Option<Self> {
        Some(match word {
            "id" | "pk" => Self::PrimaryId,
            "key" | "composite_key" => Self::PrimaryKey,
            "primary_id_as_attribute" => Self::AsAttribute,
            "alias" | "column" | "attribute" => Self::Rename,
            "ignore" | "transient" | "skip_serializing" | "skip_deserializing" => Self::Skip,
            "default_value" | "server_default" => Self::SchemaDefault,
            "null" | "nullable" | "none_as" | "none_value" => Self::NoneAs,
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_spelling() {
        for &key in Key::ALL {
            assert_eq!(Key::parse(key.name()), Some(key));
        }
        assert_eq!(Key::parse("name"), Some(Key::Rename));
        assert_eq!(Key::parse("nmae"), None);
    }
}
