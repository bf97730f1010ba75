use crate::edge::Edge;
use crate::testing::{expanded, item, mistakes};

#[test]
fn a_directed_edge_with_reverse_and_discriminator() {
    let source = r#"
        #[tg(from = Package, to = Depot, reverse = "holds")]
        pub struct StoredAt {
            pub since: DateTime,
            #[tg(discriminator)]
            pub slot: i64,
        }"#;
    insta::assert_snapshot!(expanded(&item(source), Edge::read), @r#"
    #[allow(deprecated, non_camel_case_types, non_snake_case)]
    const _: () = {
        #[doc(hidden)]
        #[allow(dead_code, missing_docs)]
        pub struct StoredAtColumns {
            pub slot: ::tg_runtime::schema::Column<
                StoredAt,
                i64,
                ::tg_runtime::schema::Immutable,
            >,
            pub since: ::tg_runtime::schema::Column<StoredAt, DateTime>,
        }
        #[automatically_derived]
        impl ::core::clone::Clone for StoredAtColumns {
            fn clone(&self) -> Self {
                *self
            }
        }
        #[automatically_derived]
        impl ::core::marker::Copy for StoredAtColumns {}
        #[automatically_derived]
        impl ::tg_runtime::schema::Edge for StoredAt {
            type From = <Package as ::tg_runtime::__private::EdgeEnd>::Id;
            type To = <Depot as ::tg_runtime::__private::EdgeEnd>::Id;
            type Columns = StoredAtColumns;
            const SPEC: ::tg_runtime::schema::EdgeSpec = ::tg_runtime::schema::EdgeSpec {
                name: "StoredAt",
                directed: true,
                pairs: &[
                    ::tg_runtime::schema::PairSpec {
                        from: <Package as ::tg_runtime::__private::EdgeEnd>::NAME,
                        to: <Depot as ::tg_runtime::__private::EdgeEnd>::NAME,
                    },
                ],
                attributes: &[
                    ::tg_runtime::schema::AttributeSpec::new(
                        "slot",
                        <i64 as ::tg_runtime::__private::StoredField>::TYPE,
                    ),
                    ::tg_runtime::schema::AttributeSpec::new(
                        "since",
                        <DateTime as ::tg_runtime::__private::StoredField>::TYPE,
                    ),
                ],
                discriminators: 1usize,
                reverse: ::core::option::Option::Some("holds"),
                global: false,
                renamed_from: ::core::option::Option::None,
            };
            const COLUMNS: StoredAtColumns = StoredAtColumns {
                slot: ::tg_runtime::schema::Column::new("slot"),
                since: ::tg_runtime::schema::Column::new("since"),
            };
            fn encode(&self, __out: &mut ::tg_runtime::value::Encoder) {
                <i64 as ::tg_runtime::__private::StoredField>::write(
                    &self.slot,
                    "\"slot\":{\"value\":",
                    __out,
                );
                <DateTime as ::tg_runtime::__private::StoredField>::write(
                    &self.since,
                    "\"since\":{\"value\":",
                    __out,
                );
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::schema::ReadEdge for StoredAt {
            fn decode(
                __row: &mut ::tg_runtime::value::Row<'_>,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                ::core::result::Result::Ok(Self {
                    slot: <i64 as ::tg_runtime::__private::StoredField>::read(
                        __row,
                        "slot",
                    )?,
                    since: <DateTime as ::tg_runtime::__private::StoredField>::read(
                        __row,
                        "since",
                    )?,
                })
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::schema::Connects<Package, Depot> for StoredAt {}
        #[automatically_derived]
        impl ::tg_runtime::schema::HasSource<Package> for StoredAt {}
        #[automatically_derived]
        impl ::tg_runtime::schema::HasTarget<Depot> for StoredAt {}
        #[automatically_derived]
        impl<__Graph> ::tg_runtime::schema::EndpointsIn<__Graph> for StoredAt
        where
            __Graph: ::tg_runtime::schema::Declares<Package>
                + ::tg_runtime::schema::Declares<Depot>,
        {}
        #[automatically_derived]
        impl ::tg_runtime::schema::Reversible for StoredAt {
            const REVERSE: &'static ::core::primitive::str = "holds";
        }
        #[automatically_derived]
        impl ::tg_runtime::schema::Discriminated for StoredAt {
            type Discriminator = <i64 as ::tg_runtime::__private::StoredKey>::Owned;
        }
    };
    "#);
}

#[test]
fn an_end_of_several_types_is_any_id() {
    let source = "#[tg(pair(from = A, to = C), pair(from = B, to = C), undirected)] struct Leads;";
    let expanded = expanded(&item(source), Edge::read);
    assert!(expanded.contains("type From = ::tg_runtime::schema::AnyId;"), "{expanded}");
    assert!(
        expanded.contains("type To = <C as ::tg_runtime::__private::EdgeEnd>::Id;"),
        "{expanded}"
    );
    assert!(expanded.contains("directed: false"), "{expanded}");
    assert!(expanded.contains("::tg_runtime::schema::Connects<B, C> for Leads"), "{expanded}");
}

#[test]
fn every_mistake_is_reported_at_its_token() {
    let source = r#"
        #[tg(from = A, undirected, reverse = "a b")]
        struct Leads {
            #[tg(discriminator, default)]
            slot: bool,
        }"#;
    assert_eq!(
        mistakes(&item(source), Edge::read),
        [
            "bool: a discriminator is STRING, INT, UINT or DATETIME: write `String`, an integer \
             such as `i64`, or `DateTime`",
            "default: a discriminator is always given, so `default` has no meaning: remove it",
            "from: an edge has two ends: write `to = ..` next to it",
            "\"a b\": `a b` is not a GSQL identifier; use letters, digits and `_`, such as `a_b`",
            "reverse: an undirected edge is its own reverse: remove \
             `reverse`, or remove `undirected`",
        ]
    );
}

#[test]
fn the_placeholder_of_an_edge_without_ends_connects_everything() {
    let placeholder = expanded(&item("#[tg(from = A)] struct Leads { size: usize }"), Edge::read);
    for expected in [
        "::tg_runtime::schema::Connects<__From, __To> for Leads",
        "type From = ::tg_runtime::schema::AnyId;",
        "name: \"\"",
    ] {
        assert!(placeholder.contains(expected), "{placeholder}");
    }
}
