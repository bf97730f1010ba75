use crate::group::Group;
use crate::testing::{expanded, item, mistakes};

#[test]
fn the_columns_are_generic_over_the_type_that_includes_them() {
    let item = item(
        "pub struct Audit { pub author: String, #[tg(schema_default = 1)] pub revision: i64 }",
    );
    insta::assert_snapshot!(expanded(&item, Group::read), @r#"
    #[allow(deprecated, non_camel_case_types, non_snake_case)]
    const _: () = {
        #[doc(hidden)]
        #[allow(dead_code, missing_docs)]
        pub struct AuditColumns<__Owner> {
            pub author: ::tg_runtime::schema::Column<__Owner, String>,
            pub revision: ::tg_runtime::schema::Column<__Owner, i64>,
            __owner: ::core::marker::PhantomData<fn() -> __Owner>,
        }
        #[automatically_derived]
        impl<__Owner> ::core::clone::Clone for AuditColumns<__Owner> {
            fn clone(&self) -> Self {
                *self
            }
        }
        #[automatically_derived]
        impl<__Owner> ::core::marker::Copy for AuditColumns<__Owner> {}
        #[automatically_derived]
        impl<__Owner> ::tg_runtime::schema::ColumnSet for AuditColumns<__Owner> {
            const ALL: Self = AuditColumns {
                author: ::tg_runtime::schema::Column::new("author"),
                revision: ::tg_runtime::schema::Column::new("revision"),
                __owner: ::core::marker::PhantomData,
            };
        }
        #[automatically_derived]
        impl ::tg_runtime::schema::AttributeGroup for Audit {
            type Columns<__Owner> = AuditColumns<__Owner>;
            const ATTRIBUTES: &'static [::tg_runtime::schema::AttributeSpec] = &[
                ::tg_runtime::schema::AttributeSpec::new(
                    "author",
                    <String as ::tg_runtime::__private::StoredField>::TYPE,
                ),
                ::tg_runtime::schema::AttributeSpec {
                    default: ::core::option::Option::Some("1"),
                    ..::tg_runtime::schema::AttributeSpec::new(
                        "revision",
                        <i64 as ::tg_runtime::__private::StoredField>::TYPE,
                    )
                },
            ];
            fn encode(&self, __out: &mut ::tg_runtime::value::Encoder) {
                <String as ::tg_runtime::__private::StoredField>::write(
                    &self.author,
                    "\"author\":{\"value\":",
                    __out,
                );
                <i64 as ::tg_runtime::__private::StoredField>::write(
                    &self.revision,
                    "\"revision\":{\"value\":",
                    __out,
                );
            }
            fn decode(
                __row: &mut ::tg_runtime::value::Row<'_>,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                ::core::result::Result::Ok(Self {
                    author: <String as ::tg_runtime::__private::StoredField>::read(
                        __row,
                        "author",
                    )?,
                    revision: <i64 as ::tg_runtime::__private::StoredField>::read(
                        __row,
                        "revision",
                    )?,
                })
            }
        }
    };
    "#);
}

#[test]
fn every_mistake_is_reported_at_its_token() {
    let source = "struct Audit<'a, T> { author: &'a str, #[tg(primary_id)] value: T }";
    let messages = mistakes(&item(source), Group::read);
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(
        messages[0].starts_with("primary_id: `primary_id` is a key of a field of a vertex"),
        "{messages:?}"
    );
    assert!(
        messages[1].starts_with("T: the attributes of a group are listed once"),
        "{messages:?}"
    );
    assert!(messages[2].starts_with("'a: a group is read as well as written"), "{messages:?}");
}
