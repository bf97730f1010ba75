//! The only place that spells a path into the runtime.

use proc_macro_crate::{FoundCrate, crate_name};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, Type};

use crate::attr::{Attrs, Key};

/// The path of `tg-runtime` in the user's crate: its name in `Cargo.toml`, or `crate = path`.
pub(crate) struct Runtime(TokenStream);

impl Runtime {
    pub(crate) fn of(attrs: &Attrs) -> Self {
        match attrs.path(Key::Crate) {
            Some(path) => Self::at(path),
            None => Self::found(),
        }
    }

    /// The name that `Cargo.toml` gives `tg-runtime`.
    fn found() -> Self {
        match crate_name("tg-runtime") {
            Ok(FoundCrate::Name(name)) => {
                let name = Ident::new(&name, Span::call_site());
                Self(quote!(::#name))
            }
            // The examples and tests of the crate itself, or a crate that has it by another one.
            Ok(FoundCrate::Itself) | Err(_) => Self(quote!(::tg_runtime)),
        }
    }

    fn at(path: &Path) -> Self {
        Self(path.to_token_stream())
    }
}

/// Names each item that an expansion may mention.
macro_rules! items {
    ($($name:ident => $($segment:ident)::+;)+) => {
        impl Runtime {
            $(
                pub(crate) fn $name(&self) -> TokenStream {
                    let root = &self.0;
                    quote!(#root::$($segment)::+)
                }
            )+
        }
    };
}

items! {
    column => schema::Column;
    column_set => schema::ColumnSet;
    immutable => schema::Immutable;
    vertex => schema::Vertex;
    read_vertex => schema::ReadVertex;
    edge => schema::Edge;
    read_edge => schema::ReadEdge;
    view => schema::View;
    attribute_group => schema::AttributeGroup;
    connects => schema::Connects;
    has_source => schema::HasSource;
    has_target => schema::HasTarget;
    reversible => schema::Reversible;
    discriminated => schema::Discriminated;
    endpoints_in => schema::EndpointsIn;
    declares => schema::Declares;
    declares_edge => schema::DeclaresEdge;
    edge_end => __private::EdgeEnd;
    stored_field => __private::StoredField;
    written_field => __private::WrittenField;
    stored_key => __private::StoredKey;
    written_key => __private::WrittenKey;
    any_id => schema::AnyId;
    as_id => schema::AsId;
    attribute_spec => schema::AttributeSpec;
    attribute_type => value::AttributeType;
    vertex_spec => schema::VertexSpec;
    edge_spec => schema::EdgeSpec;
    pair_spec => schema::PairSpec;
    key_spec => schema::KeySpec;
    graph_spec => schema::GraphSpec;
    tuple_spec => value::TupleSpec;
    tuple_field_spec => value::TupleFieldSpec;
    vector_metric => schema::VectorMetric;
    count_attributes => __private::count_attributes;
    join_attributes => __private::join_attributes;
    agrees => __private::agrees;
    same_type => __private::same_type;
    same_name => __private::same_name;
    has_attribute => __private::has_attribute;
    unlike_attribute => __private::unlike_attribute;
    has_pair => __private::has_pair;
    handle_name => __private::handle_name;
    is_one_of => __private::is_one_of;
    has_own_names => __private::has_own_names;
    can_default_to => __private::can_default_to;
    can_be_none => __private::can_be_none;
    unset => __private::unset;
    write_or => __private::write_or;
    not_unset => __private::not_unset;
    no_variant => __private::no_variant;
    present_or => __private::present_or;
    one_of => __private::OneOf;
    handle => __private::Handle;
    partial_handle => __private::PartialHandle;
    attribute => value::Attribute;
    read_attribute => value::ReadAttribute;
    kind => value::kind;
    tuple => value::Tuple;
    tuple_field => value::TupleField;
    argument => body::Argument;
    parameter => body::Parameter;
    read_result => body::ReadResult;
    key_part => value::KeyPart;
    id_text => value::IdText;
    encoder => value::Encoder;
    decoder => value::Decoder;
    row => value::Row;
    can_be_key => __private::CanBeKey;
    tuple_size => __private::tuple_size;
    loaded => __private::loaded;
    placeholder => __private::placeholder;
    decode_error => value::DecodeError;
    query_spec => schema::QuerySpec;
    vertex_named => __private::VertexNamed;
    edge_named => __private::EdgeNamed;
    name_hash => __private::name_hash;
    handle_hash => __private::handle_hash;
    has_handle_named => __private::has_handle_named;
    parameter_of => body::ParameterOf;
    query_results => query::QueryResults;
    typed_results => query::TypedResults;
    record => query::Record;
    read_record => query::ReadRecord;
    query_vertex => query::QueryVertex;
    projected => query::Projected;
    untyped_value => query::UntypedValue;
    run_query => query::RunQuery;
    interpret => query::Interpret;
    query_call => __query_call;
    edge_record => EdgeRecord;
    id => Id;
    set_of => SetOf;
    date_time => DateTime;
    client => Client;
    graph => Graph;
    graph_builder => GraphBuilder;
    result => Result;
    secret_string => SecretString;
    token => Token;
    auth => auth;
}

impl Runtime {
    /// Writes a comparison for the compiler: `holds` is a constant expression, and `message` is
    /// reported at `here` if it is false.
    pub(crate) fn assertion(&self, here: Span, holds: &TokenStream, message: &str) -> TokenStream {
        // The compiler reports the call at the span of its path.
        let respan = |mut token: TokenTree| {
            token.set_span(here);
            token
        };
        let agrees: TokenStream = self.agrees().into_iter().map(respan).collect();
        quote_spanned!(here=> const _: () = #agrees(#holds, #message);)
    }
}

/// Writes `<Type as Trait>::item`, with the span of the type: a missing impl is reported there, and
/// with the same message for every item, which the compiler prints once.
pub(crate) fn item_of(ty: &Type, of: &TokenStream, item: &str) -> TokenStream {
    let here = at(ty);
    let item = Ident::new(item, here);
    quote_spanned!(here=> <#ty as #of>::#item)
}

/// The span of some tokens, for code whose errors should point there.
pub(crate) fn at(tokens: &impl Spanned) -> Span {
    tokens.span()
}
