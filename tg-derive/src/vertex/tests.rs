use crate::testing::{expanded, item, mistakes};
use crate::vertex::Vertex;

#[test]
fn a_primary_id_attributes_and_a_skipped_field() {
    let source = r#"
        pub struct Package {
            #[tg(primary_id)]
            pub id: String,
            pub weight_kg: f64,
            #[tg(schema_default = "none", default)]
            note: Option<String>,
            #[tg(skip)]
            cache: u32,
        }"#;
    insta::assert_snapshot!(expanded(&item(source), Vertex::read), @r#"
    #[allow(deprecated, non_camel_case_types, non_snake_case)]
    const _: () = {
        #[doc(hidden)]
        #[allow(dead_code, missing_docs)]
        pub struct PackageColumns {
            pub id: ::tg_runtime::schema::Column<
                Package,
                String,
                ::tg_runtime::schema::Immutable,
            >,
            pub weight_kg: ::tg_runtime::schema::Column<Package, f64>,
            note: ::tg_runtime::schema::Column<Package, Option<String>>,
        }
        #[automatically_derived]
        impl ::core::clone::Clone for PackageColumns {
            fn clone(&self) -> Self {
                *self
            }
        }
        #[automatically_derived]
        impl ::core::marker::Copy for PackageColumns {}
        #[automatically_derived]
        impl ::tg_runtime::schema::Vertex for Package {
            type Key = <String as ::tg_runtime::__private::StoredKey>::Owned;
            type Columns = PackageColumns;
            const SPEC: ::tg_runtime::schema::VertexSpec = ::tg_runtime::schema::VertexSpec {
                name: "Package",
                key: ::tg_runtime::schema::KeySpec::PrimaryId {
                    name: "id",
                    ty: <String as ::tg_runtime::__private::StoredKey>::TYPE,
                    as_attribute: true,
                },
                attributes: &[
                    ::tg_runtime::schema::AttributeSpec::new(
                        "weight_kg",
                        <f64 as ::tg_runtime::__private::StoredField>::TYPE,
                    ),
                    ::tg_runtime::schema::AttributeSpec {
                        default: ::core::option::Option::Some("\"none\""),
                        ..::tg_runtime::schema::AttributeSpec::new(
                            "note",
                            <Option<String> as ::tg_runtime::__private::StoredField>::TYPE,
                        )
                    },
                ],
                outdegrees: true,
                global: false,
                renamed_from: ::core::option::Option::None,
            };
            const COLUMNS: PackageColumns = PackageColumns {
                id: ::tg_runtime::schema::Column::new("id"),
                weight_kg: ::tg_runtime::schema::Column::new("weight_kg"),
                note: ::tg_runtime::schema::Column::new("note"),
            };
            fn key(&self) -> <String as ::tg_runtime::__private::StoredKey>::Owned {
                <String as ::tg_runtime::__private::StoredKey>::owned(&self.id)
            }
            fn write_id(&self, __id: &mut ::tg_runtime::value::IdText) {
                <String as ::tg_runtime::__private::StoredKey>::write_single(&self.id, __id);
            }
            fn encode(&self, __out: &mut ::tg_runtime::value::Encoder) {
                <f64 as ::tg_runtime::__private::StoredField>::write(
                    &self.weight_kg,
                    "\"weight_kg\":{\"value\":",
                    __out,
                );
                <Option<
                    String,
                > as ::tg_runtime::__private::StoredField>::write(
                    &self.note,
                    "\"note\":{\"value\":",
                    __out,
                );
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::body::Parameter for Package {
            fn argument(&self) -> ::tg_runtime::body::Argument {
                ::tg_runtime::body::Argument::vertex(self)
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::schema::ReadVertex for Package {
            fn decode(
                __row: &mut ::tg_runtime::value::Row<'_>,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                ::core::result::Result::Ok(Self {
                    id: <String as ::tg_runtime::__private::StoredKey>::read_attribute(
                        __row,
                        "id",
                    )?,
                    weight_kg: <f64 as ::tg_runtime::__private::StoredField>::read(
                        __row,
                        "weight_kg",
                    )?,
                    note: match <Option<
                        String,
                    > as ::tg_runtime::__private::StoredField>::present(__row, "note")? {
                        ::core::option::Option::Some(__value) => __value,
                        ::core::option::Option::None => {
                            <Option<String> as ::core::default::Default>::default()
                        }
                    },
                    cache: <u32 as ::core::default::Default>::default(),
                })
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::body::ReadResult for Package {
            fn read(
                __input: &mut ::tg_runtime::value::Decoder<'_>,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                __input.vertex()
            }
        }
    };
    "#);
}

#[test]
fn a_composite_key_a_group_and_a_stored_field() {
    let source = r#"
        #[tg(rename = "Parcel", rename_all = "camelCase", crate = rt)]
        struct Package {
            #[tg(primary_key)]
            sender_name: String,
            #[tg(primary_key)]
            number: u32,
            #[tg(flatten)]
            audit: Audit,
            #[tg(with = hex)]
            colour: Colour,
        }"#;
    insta::assert_snapshot!(expanded(&item(source), Vertex::read), @r#"
    #[allow(deprecated, non_camel_case_types, non_snake_case)]
    const _: () = {
        #[doc(hidden)]
        #[allow(dead_code, missing_docs)]
        struct PackageColumns<__Group0: ::core::marker::Copy> {
            sender_name: rt::schema::Column<Package, String, rt::schema::Immutable>,
            number: rt::schema::Column<Package, u32, rt::schema::Immutable>,
            audit: __Group0,
            colour: rt::schema::Column<Package, hex::Stored>,
        }
        #[automatically_derived]
        impl<__Group0: ::core::marker::Copy> ::core::clone::Clone
        for PackageColumns<__Group0> {
            fn clone(&self) -> Self {
                *self
            }
        }
        #[automatically_derived]
        impl<__Group0: ::core::marker::Copy> ::core::marker::Copy
        for PackageColumns<__Group0> {}
        #[automatically_derived]
        impl rt::schema::Vertex for Package {
            type Key = (
                <String as rt::__private::StoredKey>::Owned,
                <u32 as rt::__private::StoredKey>::Owned,
            );
            type Columns = PackageColumns<
                <Audit as rt::schema::AttributeGroup>::Columns<Package>,
            >;
            const SPEC: rt::schema::VertexSpec = rt::schema::VertexSpec {
                name: "Parcel",
                key: rt::schema::KeySpec::PrimaryKey(&["senderName", "number"]),
                attributes: {
                    const PARTS: &[&[rt::schema::AttributeSpec]] = &[
                        &[
                            rt::schema::AttributeSpec::new(
                                "senderName",
                                <String as rt::__private::StoredField>::TYPE,
                            ),
                            rt::schema::AttributeSpec::new(
                                "number",
                                <u32 as rt::__private::StoredField>::TYPE,
                            ),
                        ],
                        <Audit as rt::schema::AttributeGroup>::ATTRIBUTES,
                        &[
                            rt::schema::AttributeSpec::new(
                                "colour",
                                <hex::Stored as rt::__private::StoredField>::TYPE,
                            ),
                        ],
                    ];
                    const ALL: [rt::schema::AttributeSpec; rt::__private::count_attributes(
                        PARTS,
                    )] = rt::__private::join_attributes(PARTS);
                    &ALL
                },
                outdegrees: true,
                global: false,
                renamed_from: ::core::option::Option::None,
            };
            const COLUMNS: PackageColumns<
                <Audit as rt::schema::AttributeGroup>::Columns<Package>,
            > = PackageColumns {
                sender_name: rt::schema::Column::new("senderName"),
                number: rt::schema::Column::new("number"),
                audit: <<Audit as rt::schema::AttributeGroup>::Columns<
                    Package,
                > as rt::schema::ColumnSet>::ALL,
                colour: rt::schema::Column::new("colour"),
            };
            fn key(
                &self,
            ) -> (
                <String as rt::__private::StoredKey>::Owned,
                <u32 as rt::__private::StoredKey>::Owned,
            ) {
                (
                    <String as rt::__private::StoredKey>::owned(&self.sender_name),
                    <u32 as rt::__private::StoredKey>::owned(&self.number),
                )
            }
            fn write_id(&self, __id: &mut rt::value::IdText) {
                <String as rt::__private::StoredKey>::write_part(&self.sender_name, __id);
                <u32 as rt::__private::StoredKey>::write_part(&self.number, __id);
            }
            fn encode(&self, __out: &mut rt::value::Encoder) {
                <Audit as rt::schema::AttributeGroup>::encode(&self.audit, __out);
                <hex::Stored as rt::__private::StoredField>::write(
                    &hex::store(&self.colour),
                    "\"colour\":{\"value\":",
                    __out,
                );
            }
        }
        #[automatically_derived]
        impl rt::body::Parameter for Package {
            fn argument(&self) -> rt::body::Argument {
                rt::body::Argument::vertex(self)
            }
        }
        #[automatically_derived]
        impl rt::schema::ReadVertex for Package {
            fn decode(
                __row: &mut rt::value::Row<'_>,
            ) -> ::core::result::Result<Self, rt::value::DecodeError> {
                ::core::result::Result::Ok(Self {
                    sender_name: <String as rt::__private::StoredField>::read(
                        __row,
                        "senderName",
                    )?,
                    number: <u32 as rt::__private::StoredField>::read(__row, "number")?,
                    audit: <Audit as rt::schema::AttributeGroup>::decode(__row)?,
                    colour: rt::__private::loaded(
                        "colour",
                        hex::load(
                            <hex::Stored as rt::__private::StoredField>::read(
                                __row,
                                "colour",
                            )?,
                        ),
                    )?,
                })
            }
        }
        #[automatically_derived]
        impl rt::body::ReadResult for Package {
            fn read(
                __input: &mut rt::value::Decoder<'_>,
            ) -> ::core::result::Result<Self, rt::value::DecodeError> {
                __input.vertex()
            }
        }
    };
    "#);
}

#[test]
fn a_type_that_borrows_is_only_written() {
    let source =
        "struct Note<'a, T> { #[tg(primary_id, as_attribute = false)] id: &'a str, value: T }";
    let expanded = expanded(&item(source), Vertex::read);
    assert!(expanded.contains("where\n        T: ::tg_runtime::value::Attribute"), "{expanded}");
    assert!(!expanded.contains("ReadVertex"), "{expanded}");
    assert!(!expanded.contains("Column<Note<'a, T>, &'a str>"), "{expanded}");
}

#[test]
fn every_mistake_is_reported_at_its_token() {
    let source = r#"
        #[tg(rename = "Vertex", colour = "red")]
        struct Package {
            #[tg(primary_id)]
            id: Option<String>,
            #[tg(primary_id, primary_id)]
            code: String,
            weight: u128,
        }"#;
    assert_eq!(
        mistakes(&item(source), Vertex::read),
        [
            "colour: unknown key `colour`; the keys of a vertex are `rename`, \
             `rename_all`, `default`, `renamed_from`, `global`, `stats`, `schema`, \
             `graph`, `partial`, `unchecked`, `crate`",
            "primary_id: duplicate key `primary_id`; keep one",
            "\"Vertex\": `Vertex` is a reserved word of GSQL; choose \
             another name, such as `Vertex_`",
            "Option<String>: a primary id is always present: remove the `Option`",
            "u128: TigerGraph stores 64 bits at most: write `u64`",
            "primary_id: `id` is the primary id already; for a key of several fields write \
             `primary_key` on each of them",
        ]
    );
}

#[test]
fn a_placeholder_has_the_key_the_columns_and_what_else_is_sound() {
    let source = "struct Package { #[tg(primary_id)] id: u64, weight: u128, size: Size }";
    let placeholder = expanded(&item(source), Vertex::read);
    for expected in [
        "type Key = <u64 as ::tg_runtime::__private::StoredKey>::Owned",
        "weight: ::tg_runtime::schema::Column<Package, u128>",
        "weight: ::tg_runtime::__private::placeholder()",
        "<Size as ::tg_runtime::__private::StoredField>::read",
        "name: \"\"",
    ] {
        assert!(placeholder.contains(expected), "{placeholder}");
    }
    assert!(!placeholder.contains("u128 as"), "{placeholder}");
}

#[test]
fn a_misspelt_key_is_read_as_the_one_that_was_meant() {
    let source = r#"
        struct Package {
            #[tg(primry_id)]
            id: u64,
            #[tg(skp)]
            cache: Cache,
            #[tg(renam = "select")]
            weight: Option<u128>,
            #[tg(colour = "red")]
            size: u128,
        }"#;
    assert_eq!(
        mistakes(&item(source), Vertex::read),
        [
            "primry_id: unknown key `primry_id`; did you mean `primary_id`?",
            "skp: unknown key `skp`; did you mean `skip`?",
            "renam: unknown key `renam`; did you mean `rename`?",
            "\"select\": `select` is a reserved word of GSQL; choose \
             another name, such as `select_`",
            "colour: unknown key `colour`; the keys of a field of a vertex are `primary_id`, \
             `as_attribute`, `primary_key`, `rename`, `default`, `schema_default`, `none`, `with`, \
             `flatten`, `skip`, `metric`, `index`, `renamed_from`",
            "u128: TigerGraph stores 64 bits at most: write `u64`",
            "u128: TigerGraph stores 64 bits at most: write `u64`",
        ]
    );
}

#[test]
fn every_path_begins_with_the_key_crate() {
    let source = r#"
        #[tg(crate = elsewhere::tg)]
        struct Package {
            #[tg(primary_id)]
            id: String,
            #[tg(none)]
            note: Option<String>,
            #[tg(schema_default = "low", none = "unknown")]
            level: Option<Level>,
        }"#;
    let expanded = expanded(&item(source), Vertex::read);
    assert!(expanded.contains("elsewhere::tg::__private::unset"), "{expanded}");
    assert!(!expanded.contains("tg_runtime"), "{expanded}");
}
