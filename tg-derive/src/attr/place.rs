//! The places for keys, and the message about a key in a wrong place.

use tg_gsql::suggest;

use super::Key::{self, *};

/// The meaning of a word that is not a key of its place.
pub(super) enum Guess {
    /// Probably this key of the place.
    Key(Key),
    /// A key, of another place.
    KeyElsewhere,
    None,
}

/// A place for `#[tg(..)]`, and the keys that it takes.
pub(crate) struct Place {
    /// As in "a field of a vertex".
    name: &'static str,
    pub(super) keys: &'static [Key],
}

impl Place {
    pub(crate) const VERTEX: Self = Self {
        name: "a vertex",
        keys: &[
            Rename,
            RenameAll,
            Default,
            RenamedFrom,
            Global,
            Stats,
            Schema,
            Graph,
            Partial,
            Unchecked,
            Crate,
        ],
    };
    pub(crate) const VERTEX_FIELD: Self = Self {
        name: "a field of a vertex",
        keys: &[
            PrimaryId,
            AsAttribute,
            PrimaryKey,
            Rename,
            Default,
            SchemaDefault,
            NoneAs,
            With,
            Flatten,
            Skip,
            Metric,
            Index,
            RenamedFrom,
        ],
    };
    pub(crate) const EDGE: Self = Self {
        name: "an edge",
        keys: &[
            From,
            To,
            Pair,
            Undirected,
            Directed,
            Reverse,
            Rename,
            RenameAll,
            Default,
            RenamedFrom,
            Global,
            Schema,
            Graph,
            Partial,
            Unchecked,
            Crate,
        ],
    };
    pub(crate) const EDGE_FIELD: Self = Self {
        name: "a field of an edge",
        keys: &[
            Discriminator,
            Rename,
            Default,
            SchemaDefault,
            NoneAs,
            With,
            Flatten,
            Skip,
            RenamedFrom,
        ],
    };
    pub(crate) const TUPLE: Self =
        Self { name: "a tuple", keys: &[Rename, RenameAll, Default, Schema, Unchecked, Crate] };
    pub(crate) const TUPLE_FIELD: Self =
        Self { name: "a field of a tuple", keys: &[Size, Rename, Default, With, Skip] };
    pub(crate) const GROUP: Self =
        Self { name: "an attribute group", keys: &[RenameAll, Default, Crate] };
    pub(crate) const GROUP_FIELD: Self = Self {
        name: "a field of an attribute group",
        keys: &[Rename, Default, SchemaDefault, NoneAs, With, Skip, Metric, Index, RenamedFrom],
    };
    pub(crate) const VIEW: Self = Self { name: "a view", keys: &[Of, Default, Crate] };
    pub(crate) const VIEW_FIELD: Self =
        Self { name: "a field of a view", keys: &[PrimaryId, Rename, Default, With, Skip] };
    pub(crate) const VIEW_ENUM: Self = Self { name: "an enum that is a view", keys: &[Crate] };
    pub(crate) const VIEW_VARIANT: Self = Self { name: "a variant of a view", keys: &[] };
    pub(crate) const ENUM: Self =
        Self { name: "an enum that is an attribute", keys: &[StoredAs, RenameAll, Crate] };
    pub(crate) const VARIANT: Self = Self { name: "a variant", keys: &[Rename] };
    pub(crate) const NEWTYPE: Self = Self { name: "a newtype", keys: &[Crate] };
    pub(crate) const NEWTYPE_FIELD: Self = Self { name: "the field of a newtype", keys: &[] };
    pub(crate) const GRAPH: Self = Self {
        name: "a graph",
        keys: &[Graph, Auth, Queries, Query, Functions, Tuples, Empty, Schema, Unchecked, Crate],
    };
    pub(crate) const HANDLE: Self = Self { name: "a handle of a graph", keys: &[Partial] };

    pub(crate) const INCLUDE: Self = Self {
        name: "`include_schema!`",
        keys: &[Auth, Graph, Queries, Functions, Derives, Visibility, Crate],
    };

    const ALL: [Self; 19] = [
        Self::VERTEX,
        Self::VERTEX_FIELD,
        Self::EDGE,
        Self::EDGE_FIELD,
        Self::TUPLE,
        Self::TUPLE_FIELD,
        Self::GROUP,
        Self::GROUP_FIELD,
        Self::VIEW,
        Self::VIEW_FIELD,
        Self::VIEW_ENUM,
        Self::VIEW_VARIANT,
        Self::ENUM,
        Self::VARIANT,
        Self::NEWTYPE,
        Self::NEWTYPE_FIELD,
        Self::GRAPH,
        Self::HANDLE,
        Self::INCLUDE,
    ];

    /// Guesses which key was meant by an unknown word.
    pub(super) fn guess(&self, word: &str) -> Guess {
        if let Some(synonym) = self.synonym(word) {
            Guess::Key(synonym)
        } else if Key::parse(word).is_some() {
            Guess::KeyElsewhere
        } else {
            self.nearest(word).and_then(Key::parse).map_or(Guess::None, Guess::Key)
        }
    }

    fn synonym(&self, word: &str) -> Option<Key> {
        Key::known_elsewhere_as(word).filter(|key| self.keys.contains(key))
    }

    fn nearest(&self, word: &str) -> Option<&'static str> {
        let alias = self.keys.contains(&Rename).then_some("name");
        suggest::nearest(word, self.keys.iter().map(|key| key.name()).chain(alias))
    }

    /// Returns why this word is not a key here, and what to write instead.
    pub(super) fn refusal(&self, word: &str) -> String {
        if let Some(key) = self.synonym(word) {
            return format!("unknown key `{word}`; it is called `{}` here", key.name());
        }
        if let Some(place) = Key::parse(word).and_then(|key| self.other_place_of(key)) {
            return format!(
                "`{word}` is a key of {place}, not of {}; {}",
                self.name,
                self.vocabulary()
            );
        }
        match self.nearest(word) {
            Some(near) => format!("unknown key `{word}`; did you mean `{near}`?"),
            None => format!("unknown key `{word}`; {}", self.vocabulary()),
        }
    }

    /// Lists the keys of this place, as half a sentence.
    pub(super) fn vocabulary(&self) -> String {
        if self.keys.is_empty() {
            return format!("{} has no keys", self.name);
        }
        let names: Vec<_> = self.keys.iter().map(|key| format!("`{}`", key.name())).collect();
        format!("the keys of {} are {}", self.name, names.join(", "))
    }

    /// Returns a place that takes the key: the other one of the same macro, if that does.
    fn other_place_of(&self, key: Key) -> Option<&'static str> {
        let related =
            |place: &Self| place.name.ends_with(self.name.trim_start_matches("a field of "));
        let places = || Self::ALL.into_iter().filter(|place| place.keys.contains(&key));
        places().find(related).or_else(|| places().next()).map(|place| place.name)
    }
}
