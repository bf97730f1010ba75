//! The values of keys, and the messages about values of the wrong form.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Lit, LitBool, LitInt, LitStr, Path, Token, Type, bracketed, parenthesized, token};

use super::Key;
use super::key::Shape;

pub(super) enum Value {
    Nothing,
    Text(LitStr),
    Bool(LitBool),
    Number(LitInt),
    Literal(Literal),
    Path(Path),
    Type(Box<Type>),
    Pair(Box<(Type, Type)>),
    Types(Vec<Type>),
    Texts(Vec<LitStr>),
    Query(Ident, LitStr),
}

impl Value {
    /// Reads the value after `word`, up to the next comma.
    pub(super) fn parse(key: Key, word: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let bare = input.is_empty() || input.peek(Token![,]);
        match key.shape() {
            Shape::Flag
            | Shape::FlagOrPath
            | Shape::FlagOrLiteral
            | Shape::FlagOrText
            | Shape::FlagOrNumber
                if bare =>
            {
                return Ok(Self::Nothing);
            }
            Shape::Flag => {
                return Err(input
                    .error(format!("`{word}` takes no value: write `{}` alone", key.example())));
            }
            Shape::Pair if input.peek(token::Paren) => {
                return parse_pair(key, input).map(|pair| Self::Pair(Box::new(pair)));
            }
            Shape::Types if input.peek(token::Paren) => {
                return parse_types(key, input).map(Self::Types);
            }
            Shape::Query if input.peek(token::Paren) => {
                return parse_query(key, input).map(|(name, rename)| Self::Query(name, rename));
            }
            _ => {}
        }
        let mismatch =
            || format!("`{word}` takes {}: write `{}`", takes(key.shape()), key.example());
        if bare {
            return Err(syn::Error::new_spanned(word, mismatch()));
        }
        if matches!(key.shape(), Shape::Pair | Shape::Types | Shape::Query)
            || !input.peek(Token![=])
        {
            return Err(input.error(mismatch()));
        }
        input.parse::<Token![=]>()?;
        if input.is_empty() {
            return Err(syn::Error::new_spanned(word, mismatch()));
        }
        if key.shape() == Shape::Type && (input.peek(token::Bracket) || input.peek(token::Paren)) {
            let list: TokenTree = input.parse()?;
            let each = match key {
                Key::From | Key::To => ": write `pair(from = .., to = ..)` once for each pair",
                _ => "",
            };
            let message = format!("`{word}` takes one type, not a list{each}");
            return Err(syn::Error::new_spanned(list, message));
        }
        let start = input.fork();
        let value = Self::parse_shape(key.shape(), input);
        // Before what looks like another key a comma is missing, which is reported as such.
        let at_end = input.is_empty() || input.peek(Token![,]) || input.peek(Ident::peek_any);
        value.ok().filter(|_| at_end).ok_or_else(|| start.error(mismatch()))
    }

    fn parse_shape(shape: Shape, input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(match shape {
            Shape::Text | Shape::FlagOrText => Self::Text(input.parse()?),
            Shape::Bool => Self::Bool(input.parse()?),
            Shape::Number | Shape::FlagOrNumber => {
                let number: LitInt = input.parse()?;
                number.base10_parse::<u32>()?;
                Self::Number(number)
            }
            Shape::Literal | Shape::FlagOrLiteral => Self::Literal(input.parse()?),
            Shape::Path | Shape::FlagOrPath => Self::Path(parse_path(input)?),
            Shape::Type => Self::Type(Box::new(input.parse()?)),
            Shape::Texts => Self::Texts(parse_texts(input)?),
            Shape::Flag | Shape::Pair | Shape::Types | Shape::Query => Self::Nothing,
        })
    }
}

const fn takes(shape: Shape) -> &'static str {
    match shape {
        Shape::Flag => "no value",
        Shape::Text | Shape::FlagOrText => "a text in quotes",
        Shape::Bool => "`true` or `false`",
        Shape::Number | Shape::FlagOrNumber => "a whole number",
        Shape::Literal | Shape::FlagOrLiteral => "a literal",
        Shape::Path | Shape::FlagOrPath => "a path",
        Shape::Type => "a type",
        Shape::Pair => "two types",
        Shape::Types => "types in parentheses",
        Shape::Texts => "a text in quotes, or several in brackets",
        Shape::Query => "the name of a query and its name in Rust",
    }
}

/// A path, bare or, as serde has it, in quotes.
fn parse_path(input: ParseStream<'_>) -> syn::Result<Path> {
    if input.peek(LitStr) {
        input.parse::<LitStr>()?.parse_with(Path::parse_mod_style)
    } else {
        input.parse()
    }
}

fn parse_types(key: Key, input: ParseStream<'_>) -> syn::Result<Vec<Type>> {
    let content;
    parenthesized!(content in input);
    let at = content.span();
    Punctuated::<Type, Token![,]>::parse_terminated(&content)
        .map(|types| types.into_iter().collect())
        .or_else(|_| {
            // The rest belongs to the value that is reported.
            content.parse::<TokenStream>()?;
            Err(syn::Error::new(at, format!("expected types: write `{}`", key.example())))
        })
}

fn parse_texts(input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    if !input.peek(token::Bracket) {
        return Ok(vec![input.parse()?]);
    }
    let content;
    bracketed!(content in input);
    let texts = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
    Ok(texts.into_iter().collect())
}

fn parse_query(key: Key, input: ParseStream<'_>) -> syn::Result<(Ident, LitStr)> {
    let content;
    parenthesized!(content in input);
    let at = content.span();
    let parsed = (|| {
        let name = content.call(Ident::parse_any)?;
        content.parse::<Token![,]>()?;
        let word: Ident = content.parse()?;
        content.parse::<Token![=]>()?;
        let rename = content.parse()?;
        content.parse::<Option<Token![,]>>()?;
        if word == "rename" && content.is_empty() {
            Ok((name, rename))
        } else {
            Err(content.error("not a name"))
        }
    })();
    parsed.or_else(|_: syn::Error| {
        // The rest belongs to the value that is reported.
        content.parse::<TokenStream>()?;
        Err(syn::Error::new(
            at,
            format!("expected a query and its name: write `{}`", key.example()),
        ))
    })
}

fn parse_pair(key: Key, input: ParseStream<'_>) -> syn::Result<(Type, Type)> {
    let content;
    let parens = parenthesized!(content in input);
    let mismatch = |span| {
        let message = format!("a pair has one `from` and one `to`: write `{}`", key.example());
        syn::Error::new(span, message)
    };
    let (mut from, mut to) = (None, None);
    while !content.is_empty() {
        let at = content.span();
        let parsed = parse_end(&content, &mut from, &mut to);
        if parsed.is_err() {
            // The rest belongs to the value that is reported.
            content.parse::<TokenStream>()?;
            return Err(mismatch(at));
        }
    }
    from.zip(to).ok_or_else(|| mismatch(parens.span.join()))
}

fn parse_end(
    content: ParseStream<'_>,
    from: &mut Option<Type>,
    to: &mut Option<Type>,
) -> syn::Result<()> {
    let word: Ident = content.parse()?;
    let end = match word.to_string().as_str() {
        "from" if from.is_none() => from,
        "to" if to.is_none() => to,
        _ => return Err(content.error("neither `from` nor `to`")),
    };
    content.parse::<Token![=]>()?;
    *end = Some(content.parse()?);
    content.parse::<Option<Token![,]>>()?;
    Ok(())
}

/// The literal of `schema_default`, with its sign.
pub(crate) struct Literal {
    sign: Option<Token![-]>,
    pub(crate) lit: Lit,
}

impl Literal {
    pub(crate) const fn is_negative(&self) -> bool {
        self.sign.is_some()
    }
}

impl Parse for Literal {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let sign: Option<Token![-]> = input.parse()?;
        let lit: Lit = input.parse()?;
        match (&sign, &lit) {
            (_, Lit::Int(_) | Lit::Float(_)) | (None, Lit::Str(_) | Lit::Bool(_)) => {
                Ok(Self { sign, lit })
            }
            _ => Err(syn::Error::new_spanned(lit, "expected a text, a number, `true` or `false`")),
        }
    }
}

impl ToTokens for Literal {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.sign.to_tokens(tokens);
        self.lit.to_tokens(tokens);
    }
}
