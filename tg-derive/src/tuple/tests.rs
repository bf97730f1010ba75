use crate::testing::{expanded, item, mistakes};
use crate::tuple::Tuple;

#[test]
fn numbers_have_the_size_of_their_type_and_texts_their_own() {
    let source = "struct Size { width: i32, #[tg(size = 10)] unit: String }";
    let item = item(source);
    let expanded = expanded(&item, Tuple::read);
    insta::assert_snapshot!(expanded, @r#"
    #[allow(deprecated, non_camel_case_types, non_snake_case)]
    const _: () = {
        #[automatically_derived]
        impl ::tg_runtime::value::Tuple for Size {
            const SPEC: ::tg_runtime::value::TupleSpec = ::tg_runtime::value::TupleSpec {
                name: "Size",
                fields: &[
                    ::tg_runtime::value::TupleFieldSpec {
                        name: "width",
                        ty: <i32 as ::tg_runtime::value::Attribute>::TYPE,
                        size: ::tg_runtime::__private::tuple_size(
                            <i32 as ::tg_runtime::value::Attribute>::TYPE,
                            <i32 as ::tg_runtime::value::TupleField>::SIZE,
                        ),
                    },
                    ::tg_runtime::value::TupleFieldSpec {
                        name: "unit",
                        ty: <String as ::tg_runtime::value::Attribute>::TYPE,
                        size: 10,
                    },
                ],
            };
        }
        #[automatically_derived]
        impl ::tg_runtime::value::Attribute for Size {
            type Kind = ::tg_runtime::value::kind::Tuple;
            const TYPE: ::tg_runtime::value::AttributeType = ::tg_runtime::value::AttributeType::Tuple(
                &<Self as ::tg_runtime::value::Tuple>::SPEC,
            );
            fn encode(&self, __out: &mut ::tg_runtime::value::Encoder) {
                __out
                    .tuple(
                        "[\"width\",\"unit\"]",
                        |__out| {
                            __out.item::<i32>(&self.width);
                            __out.item_text::<String>(&self.unit, 10);
                        },
                    );
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::body::Parameter for Size {
            fn argument(&self) -> ::tg_runtime::body::Argument {
                ::tg_runtime::body::Argument::attribute(self)
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::value::ReadAttribute for Size {
            fn decode(
                __input: &mut ::tg_runtime::value::Decoder<'_>,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                let __row = &mut __input.object()?;
                ::core::result::Result::Ok(Self {
                    width: <i32 as ::tg_runtime::__private::StoredField>::read(
                        __row,
                        "width",
                    )?,
                    unit: <String as ::tg_runtime::__private::StoredField>::read(
                        __row,
                        "unit",
                    )?,
                })
            }
        }
    };
    "#);
}

#[test]
fn every_mistake_is_reported_at_its_token() {
    let source =
        "struct Size<T> { value: T, unit: String, #[tg(size = 0)] name: String, sizes: Vec<i64> }";
    assert_eq!(
        mistakes(&item(source), Tuple::read),
        [
            "T: a tuple is one type on the server, so it has no parameters: name the types",
            "Vec<i64>: a tuple has a fixed size, so it has no collections: \
             make it an attribute of its own",
            "unit: a STRING in a tuple needs its size in characters: write `#[tg(size = 40)]`",
            "0: the size is at least 1 character",
        ]
    );
}
