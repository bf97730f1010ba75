//! No name in an expansion can be shadowed by an item of the user's.

#![deny(warnings)]
#![allow(dead_code, non_camel_case_types)]

mod hostile {
    pub mod core {}
    pub mod std {}
    pub mod alloc {}
    pub mod tg_runtime {}
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Result;
    pub struct Ok;
    pub struct Err;
    pub struct String;
    pub struct Vec;
    pub struct Box;
    pub trait Default {}
    pub trait Clone {}
    pub trait Copy {}
    pub trait Debug {}
    pub trait Into {}
    pub trait From {}
    pub trait Send {}
    pub trait Sync {}
    pub struct str;
    pub struct u32;
    pub struct i64;
    pub struct bool;
    pub struct usize;

    type Text = ::std::string::String;
    type Maybe<T> = ::core::option::Option<T>;

    mod stored_twice {
        pub type Stored = ::core::primitive::i64;
        pub fn store(value: &::core::primitive::i64) -> Stored {
            *value * 2
        }
        pub fn load(stored: Stored) -> ::core::result::Result<::core::primitive::i64, ::std::string::String> {
            ::core::result::Result::Ok(stored / 2)
        }
    }

    #[derive(::core::default::Default, ::tg_runtime::AttributeGroup)]
    pub struct Audit {
        pub created_by: Text,
    }

    #[derive(::core::default::Default, ::tg_runtime::Vertex)]
    #[tg(default)]
    pub struct Package {
        #[tg(primary_id)]
        pub name: Text,
        pub note: Maybe<Text>,
        #[tg(with = stored_twice)]
        pub twice: ::core::primitive::i64,
        #[tg(flatten)]
        pub audit: Audit,
        #[tg(skip)]
        pub cache: Text,
    }

    #[derive(::tg_runtime::Vertex)]
    pub struct Depot {
        #[tg(primary_key)]
        pub country: Text,
        #[tg(primary_key)]
        pub number: ::core::primitive::u32,
        #[tg(default)]
        pub state: Maybe<State>,
        pub size: Maybe<Size>,
    }

    #[derive(Clone_, ::tg_runtime::Attribute)]
    pub enum State {
        Open,
        Shut,
    }
    use ::core::clone::Clone as Clone_;

    #[derive(::tg_runtime::Attribute)]
    #[tg(stored_as = "INT")]
    pub enum Level {
        Low = 1,
        High = 2,
    }

    #[derive(::tg_runtime::Attribute)]
    pub struct Code(Text);

    #[derive(::tg_runtime::Tuple)]
    pub struct Size {
        width: ::core::primitive::i64,
        #[tg(size = 4)]
        unit: Text,
    }

    #[derive(::tg_runtime::Edge)]
    #[tg(from = Package, to = Depot, reverse = "holds")]
    pub struct StoredAt {
        #[tg(discriminator)]
        slot: ::core::primitive::i64,
        level: Level,
    }

    #[derive(::tg_runtime::View)]
    #[tg(of = Package)]
    pub struct Note {
        #[tg(primary_id)]
        name: Text,
        note: Maybe<Text>,
    }
}

fn main() {}
