use crate::attribute::Attribute;
use crate::testing::{expanded, item, mistakes};

#[test]
fn an_enum_by_name() {
    let source = r#"
        #[tg(rename_all = "lowercase")]
        enum State { New, #[tg(rename = "on the way")] OnTheWay }"#;
    insta::assert_snapshot!(expanded(&item(source), Attribute::read), @r#"
    #[allow(deprecated, non_camel_case_types, non_snake_case)]
    const _: () = {
        fn __stored(value: &State) -> &'static ::core::primitive::str {
            match value {
                State::New => "new",
                State::OnTheWay => "on the way",
            }
        }
        fn __load(
            text: &::core::primitive::str,
        ) -> ::core::result::Result<State, ::tg_runtime::value::DecodeError> {
            match text {
                "new" => ::core::result::Result::Ok(State::New),
                "on the way" => ::core::result::Result::Ok(State::OnTheWay),
                _ => {
                    ::core::result::Result::Err(
                        ::tg_runtime::__private::no_variant(
                            "one of `new`, `on the way`",
                            text,
                        ),
                    )
                }
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::value::Attribute for State {
            type Kind = ::tg_runtime::value::kind::Choice;
            const TYPE: ::tg_runtime::value::AttributeType = ::tg_runtime::value::AttributeType::String;
            const VARIANTS: &'static [&'static ::core::primitive::str] = &[
                "\"new\"",
                "\"on the way\"",
            ];
            fn encode(&self, __out: &mut ::tg_runtime::value::Encoder) {
                __out.text(__stored(self))
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::value::ReadAttribute for State {
            fn decode(
                __input: &mut ::tg_runtime::value::Decoder<'_>,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                __load(&__input.text()?)
            }
            fn decode_optional(
                __input: &mut ::tg_runtime::value::Decoder<'_>,
            ) -> ::core::result::Result<
                ::core::option::Option<Self>,
                ::tg_runtime::value::DecodeError,
            > {
                let __text = __input.text()?;
                ::tg_runtime::__private::not_unset(__load(&__text), __text.is_empty())
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::value::KeyPart for State
        where
            for<'__key> Self: ::tg_runtime::__private::CanBeKey,
        {
            type Owned = Self;
            const TYPE: ::tg_runtime::value::AttributeType = ::tg_runtime::value::AttributeType::String;
            fn to_owned_part(&self) -> Self {
                ::core::clone::Clone::clone(self)
            }
            fn write_part(&self, __out: &mut ::std::string::String) {
                <::core::primitive::str as ::tg_runtime::value::KeyPart>::write_part(
                    __stored(self),
                    __out,
                )
            }
            fn parse_part(
                __text: &::core::primitive::str,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                __load(__text)
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::body::Parameter for State {
            fn argument(&self) -> ::tg_runtime::body::Argument {
                ::tg_runtime::body::Argument::attribute(self)
            }
        }
    };
    "#);
}

#[test]
fn an_enum_by_number() {
    let expanded = expanded(
        &item("#[tg(stored_as = \"INT\")] enum Level { Low = 1, High = 2 }"),
        Attribute::read,
    );
    assert!(expanded.contains("Level::Low => Level::Low as ::core::primitive::i64"), "{expanded}");
    assert!(expanded.contains("AttributeType::Int"), "{expanded}");
    assert!(expanded.contains("type Kind = ::tg_runtime::value::kind::Int<8>"), "{expanded}");
}

#[test]
fn a_newtype() {
    insta::assert_snapshot!(expanded(&item("struct Code(String);"), Attribute::read), @r#"
    #[allow(deprecated, non_camel_case_types, non_snake_case)]
    const _: () = {
        #[automatically_derived]
        impl ::tg_runtime::value::Attribute for Code {
            type Kind = <String as ::tg_runtime::value::Attribute>::Kind;
            const TYPE: ::tg_runtime::value::AttributeType = <String as ::tg_runtime::value::Attribute>::TYPE;
            const VARIANTS: &'static [&'static ::core::primitive::str] = <String as ::tg_runtime::value::Attribute>::VARIANTS;
            fn encode(&self, __out: &mut ::tg_runtime::value::Encoder) {
                <String as ::tg_runtime::value::Attribute>::encode(&self.0, __out);
            }
            fn is_absent(&self) -> ::core::primitive::bool {
                <String as ::tg_runtime::value::Attribute>::is_absent(&self.0)
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::value::ReadAttribute for Code {
            fn decode(
                __input: &mut ::tg_runtime::value::Decoder<'_>,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                ::core::result::Result::map(
                    <String as ::tg_runtime::value::ReadAttribute>::decode(__input),
                    Self,
                )
            }
            fn decode_optional(
                __input: &mut ::tg_runtime::value::Decoder<'_>,
            ) -> ::core::result::Result<
                ::core::option::Option<Self>,
                ::tg_runtime::value::DecodeError,
            > {
                ::core::result::Result::Ok(
                    ::core::option::Option::map(
                        <String as ::tg_runtime::value::ReadAttribute>::decode_optional(
                            __input,
                        )?,
                        Self,
                    ),
                )
            }
            fn absent() -> ::core::option::Option<Self> {
                ::core::option::Option::map(
                    <String as ::tg_runtime::value::ReadAttribute>::absent(),
                    Self,
                )
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::body::Parameter for Code {
            fn argument(&self) -> ::tg_runtime::body::Argument {
                ::tg_runtime::body::Argument::attribute(self)
            }
        }
        #[automatically_derived]
        impl ::tg_runtime::value::KeyPart for Code
        where
            for<'__inner> String: ::tg_runtime::value::KeyPart<Owned = String>,
            for<'__key> Self: ::tg_runtime::__private::CanBeKey,
        {
            type Owned = Self;
            const TYPE: ::tg_runtime::value::AttributeType = <String as ::tg_runtime::value::KeyPart>::TYPE;
            fn to_owned_part(&self) -> Self {
                ::core::clone::Clone::clone(self)
            }
            fn write_part(&self, __out: &mut ::std::string::String) {
                <String as ::tg_runtime::value::KeyPart>::write_part(&self.0, __out);
            }
            fn parse_part(
                __text: &::core::primitive::str,
            ) -> ::core::result::Result<Self, ::tg_runtime::value::DecodeError> {
                ::core::result::Result::map(
                    <String as ::tg_runtime::value::KeyPart>::parse_part(__text),
                    Self,
                )
            }
        }
        #[automatically_derived]
        impl<__Vertex> ::tg_runtime::schema::AsId<__Vertex> for Code
        where
            __Vertex: ::tg_runtime::schema::Vertex<Key = Code>,
            for<'__inner> Code: ::tg_runtime::value::KeyPart,
        {
            fn write_id(&self, __id: &mut ::tg_runtime::value::IdText) {
                __id.single(self);
            }
        }
        #[automatically_derived]
        impl<__Vertex> ::tg_runtime::schema::AsId<__Vertex> for &Code
        where
            __Vertex: ::tg_runtime::schema::Vertex<Key = Code>,
            for<'__inner> Code: ::tg_runtime::value::KeyPart,
        {
            fn write_id(&self, __id: &mut ::tg_runtime::value::IdText) {
                __id.single(*self);
            }
        }
    };
    "#);
}

#[test]
fn every_mistake_is_reported_at_its_token() {
    let source = r#"
        #[tg(stored_as = "INTT")]
        enum State { New { at: i64 }, #[tg(rename = "New")] Old }"#;
    assert_eq!(
        mistakes(&item(source), Attribute::read),
        [
            "\"INTT\": an enum is stored as \"STRING\" or \"INT\"; did you mean \"INT\"?",
            "{ at: i64 }: a variant that is an attribute has no fields: remove them, or store \
             them as attributes of their own",
            "Old: variant `New` is stored as \"New\" already: give this one another text",
        ]
    );
    assert_eq!(
        mistakes(&item("struct Size { width: i64, height: i64 }"), Attribute::read),
        [
            "Size: an attribute is an enum without fields, or a struct with one unnamed field; for a \
            struct of several fields write `#[derive(Tuple)]`"
        ]
    );
}
