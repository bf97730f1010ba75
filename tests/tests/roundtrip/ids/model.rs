//! A vertex type for every kind of key, and an edge between any two of them.

use tg_runtime::Attribute;
use tg_runtime::prelude::*;

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Named {
    #[tg(primary_id)]
    pub(crate) id: String,
    pub(crate) mark: i64,
}

/// Its id is not an attribute, so no filter can name it.
#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Unlisted {
    #[tg(primary_id, as_attribute = false)]
    pub(crate) id: String,
    pub(crate) mark: i64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Signed {
    #[tg(primary_id)]
    pub(crate) number: i64,
    pub(crate) mark: i64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Unsigned {
    #[tg(primary_id)]
    pub(crate) number: u64,
    pub(crate) mark: i64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Dated {
    #[tg(primary_id)]
    pub(crate) at: DateTime,
    pub(crate) mark: i64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Tagged {
    #[tg(primary_id)]
    pub(crate) tag: Tag,
    pub(crate) mark: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Attribute)]
pub(crate) struct Tag(pub(crate) String);

/// Its key is an attribute by declaration.
#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Keyed {
    #[tg(primary_key)]
    pub(crate) code: String,
    pub(crate) mark: i64,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
pub(crate) struct Composed {
    #[tg(primary_key)]
    pub(crate) street: String,
    #[tg(primary_key)]
    pub(crate) house: u64,
    #[tg(primary_key)]
    pub(crate) since: DateTime,
    pub(crate) mark: i64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Named, to = Named, reverse = "linked_from")]
pub(crate) struct Linked {
    pub(crate) mark: i64,
}

/// Converts a text to a key of every kind.
#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(
    pair(from = Named, to = Unlisted),
    pair(from = Named, to = Signed),
    pair(from = Named, to = Unsigned),
    pair(from = Named, to = Dated),
    pair(from = Named, to = Tagged),
    pair(from = Named, to = Keyed),
    pair(from = Named, to = Composed),
    reverse = "meant_by"
)]
pub(crate) struct Means {
    pub(crate) mark: i64,
}

#[tigergraph(graph = "Keys", auth = "secret")]
pub(crate) struct Keys {
    pub(crate) named: Vertices<Named>,
    pub(crate) unlisted: Vertices<Unlisted>,
    pub(crate) signed: Vertices<Signed>,
    pub(crate) unsigned: Vertices<Unsigned>,
    pub(crate) dated: Vertices<Dated>,
    pub(crate) tagged: Vertices<Tagged>,
    pub(crate) keyed: Vertices<Keyed>,
    pub(crate) composed: Vertices<Composed>,
    pub(crate) linked: Edges<Linked>,
    pub(crate) means: Edges<Means>,
}

pub(crate) fn named(id: &str, mark: i64) -> Named {
    Named { id: id.to_owned(), mark }
}

/// Texts with a special meaning in a path, a query string, JSON, a filter or a gateway.
pub(crate) const AWKWARD: &[&str] = &[
    "0",
    " ",
    "a b",
    " a ",
    "/",
    "a/b",
    "//",
    "a/",
    "/a",
    "?",
    "a?b=c",
    "#",
    "a#b",
    "%",
    "%2F",
    "%00",
    "100%",
    "+",
    "a+b",
    "&",
    "a&b=c",
    "=",
    ",",
    "a,b",
    "a\\,b",
    ";",
    ":",
    "@",
    "\"",
    "\"a\"",
    "'",
    "`",
    "\\",
    "a\\",
    "\\\"",
    "\\u0041",
    "\n",
    "a\nb\r\n",
    "\t",
    "\0",
    "\u{1}\u{1f}\u{7f}",
    "[1]",
    "{\"a\":1}",
    "<>|^",
    "*",
    "_",
    "~!$()",
    "null",
    "true",
    "-1",
    "\u{e9}",
    "e\u{301}",
    "\u{130}i\u{df}",
    "\u{20ac}",
    "\u{200b}",
    "\u{202e}abc",
    "\u{feff}",
    "\u{1F69A}",
    "\u{10FFFF}",
    "...",
];

/// Texts that are another place when they are alone in a path.
pub(crate) const DOTS: &[&str] = &[".", ".."];
