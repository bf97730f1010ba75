use crate::testing::{expanded, item, mistakes};
use crate::view::{Derived, View};

#[test]
fn names_and_types_are_those_of_the_vertex() {
    let source = r#"
        #[tg(of = Package)]
        struct Weight {
            #[tg(primary_id)]
            id: String,
            #[tg(rename = "weight_kg", default)]
            weight: f64,
        }"#;
    let item = item(source);
    insta::assert_snapshot!(expanded(&item, View::read), @r#"
    #[allow(deprecated, non_camel_case_types, non_snake_case)]
    const _: () = {
        #[automatically_derived]
        impl ::tg_runtime::schema::View for Weight {
            type Of = Package;
            const SELECT: &'static [&'static ::core::primitive::str] = &[
                <Package as ::tg_runtime::schema::Vertex>::COLUMNS.weight_kg.name(),
            ];
            fn decode(
                __row: &mut ::tg_runtime::value::Row<'_>,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                ::core::result::Result::Ok(Self {
                    id: <String as ::tg_runtime::__private::StoredKey>::read(__row)?,
                    weight: match <f64 as ::tg_runtime::__private::StoredField>::present(
                        __row,
                        <Package as ::tg_runtime::schema::Vertex>::COLUMNS.weight_kg.name(),
                    )? {
                        ::core::option::Option::Some(__value) => __value,
                        ::core::option::Option::None => {
                            <f64 as ::core::default::Default>::default()
                        }
                    },
                })
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::body::ReadResult for Weight {
            fn read(
                __input: &mut ::tg_runtime::value::Decoder<'_>,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                __input.view()
            }
        }
        const _: fn(<Package as ::tg_runtime::schema::Vertex>::Columns) = |__columns| {
            let _: ::tg_runtime::schema::Column<Package, f64, _> = __columns.weight_kg;
        };
        const _: fn(
            <Package as ::tg_runtime::schema::Vertex>::Key,
        ) -> <String as ::tg_runtime::__private::StoredKey>::Owned = |__key| __key;
    };
    "#);
}

#[test]
fn every_mistake_is_reported_at_its_token() {
    let source =
        r#"struct Weight { a: f64, #[tg(rename = "a")] b: f64, #[tg(rename = "c d")] e: f64 }"#;
    assert_eq!(
        mistakes(&item(source), View::read),
        [
            "\"a\": field `a` reads `a` already: keep one",
            "\"c d\": `rename` is the name of a field of the vertex: write an identifier",
            "Weight: the vertex of the view is missing: write `#[tg(of = Package)]`",
        ]
    );
}

#[test]
fn an_enum_reads_each_type_into_its_variant() {
    let item = item("enum Place { Package(Package), Depot(crate::Depot) }");
    insta::assert_snapshot!(expanded(&item, Derived::read), @r"
    #[allow(deprecated, non_camel_case_types, non_snake_case)]
    const _: () = {
        #[automatically_derived]
        impl ::tg_runtime::body::ReadResult for Place {
            fn read(
                __input: &mut ::tg_runtime::value::Decoder<'_>,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                let mut __vertex = ::tg_runtime::__private::OneOf::new(__input)?;
                if let ::core::option::Option::Some(__read) = __vertex.read::<Package>() {
                    return __read.map(Self::Package);
                }
                if let ::core::option::Option::Some(__read) = __vertex.read::<crate::Depot>()
                {
                    return __read.map(Self::Depot);
                }
                ::core::result::Result::Err(__vertex.unread())
            }
        }
    };
    ");
}

#[test]
fn mistakes_of_enums_are_reported_at_their_tokens() {
    let source = "#[tg(of = Package)] enum Place<T> { Package(Package), Other(Package), None, \
                  Two(A, B), #[tg(rename = \"x\")] Named { of: T } }";
    assert_eq!(
        mistakes(&item(source), Derived::read),
        [
            "of: `of` is a key of a view, not of an enum that is a view; the keys of an enum that \
             is a view are `crate`",
            "<T>: an enum that is a view has no parameters: remove them",
            "Package: variant `Package` has this type already: keep one",
            "None: a variant of a view has one field, a vertex type: write `None(None)`",
            "Two: a variant of a view has one field, a vertex type: write `Two(Two)`",
            "rename: `rename` is a key of a vertex, not of a variant of a view; a variant of a \
             view has no keys",
            "Named: a variant of a view has one field, a vertex type: write `Named(Named)`",
        ]
    );
    let empty = "Place: an enum that is a view has a variant for each vertex type: write \
                 `Package(Package)`";
    assert_eq!(mistakes(&item("enum Place {}"), Derived::read), [empty]);
}
