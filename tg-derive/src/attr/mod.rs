//! The one reader of `#[tg(..)]`, shared by every macro.
//!
//! It knows the form of each value, reports a value that does not fit and reads on, so that one
//! build reports all mistakes of a type. The meaning of the keys is left to the models.

mod case;
mod key;
mod place;
mod value;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitInt, LitStr, Meta, Path, Token, Type};

pub(crate) use case::Case;
pub(crate) use key::Key;
use place::Guess;
pub(crate) use place::Place;
pub(crate) use value::Literal;

use crate::problems::Problems;
use value::Value;

/// The keys of one item, each at most once (except `pair` and `query`).
#[derive(Default)]
pub(crate) struct Attrs {
    entries: Vec<Entry>,
    is_doubtful: bool,
}

struct Entry {
    key: Key,
    /// The key as it was written.
    word: Ident,
    value: Value,
}

impl Attrs {
    /// Reads every `#[tg(..)]` among the attributes of an item.
    pub(crate) fn read(attributes: &[Attribute], place: &Place, problems: &mut Problems) -> Self {
        let mut attrs = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("tg")) {
            match &attribute.meta {
                Meta::List(list) => attrs.read_list(list.tokens.clone(), place, problems),
                other => problems.at(other, "write the keys in parentheses: `#[tg(key = value)]`"),
            }
        }
        attrs
    }

    /// Reads the arguments of an attribute macro.
    pub(crate) fn read_arguments(
        arguments: TokenStream,
        place: &Place,
        problems: &mut Problems,
    ) -> Self {
        let mut attrs = Self::default();
        attrs.read_list(arguments, place, problems);
        attrs
    }

    fn read_list(&mut self, list: TokenStream, place: &Place, problems: &mut Problems) {
        let entries = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(problem) = self.read_entry(input, place, problems) {
                    self.is_doubtful = true;
                    problems.push(problem);
                    skip_to_comma(input);
                }
                if !input.is_empty() && !input.peek(Token![,]) {
                    problems.push(input.error("write a `,` between two keys"));
                    if !input.peek(Ident::peek_any) {
                        skip_to_comma(input);
                    }
                }
                input.parse::<Option<Token![,]>>()?;
            }
            Ok(())
        };
        if let Err(problem) = entries.parse2(list) {
            problems.push(problem);
        }
    }

    fn read_entry(
        &mut self,
        input: ParseStream<'_>,
        place: &Place,
        problems: &mut Problems,
    ) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error(format!("expected a key; {}", place.vocabulary())));
        }
        let word = input.call(Ident::parse_any)?;
        let spelling = word.unraw().to_string();
        let known = Key::parse(&spelling).filter(|key| place.keys.contains(key));
        let Some(key) = known else {
            problems.at(&word, place.refusal(&spelling));
            self.guess(word, place.guess(&spelling), input);
            return Ok(());
        };
        let value = Value::parse(key, &word, input)?;
        match self.entry(key).filter(|_| !key.is_repeated()) {
            None => self.entries.push(Entry { key, word, value }),
            Some(first) if first.word == word => {
                problems.at(word, format!("duplicate key `{spelling}`; keep one"));
            }
            Some(first) => problems.at(
                &word,
                format!("`{word}` is the same key as `{}`; keep one of them", first.word),
            ),
        }
        Ok(())
    }

    /// Reads an unknown key as the one that was probably meant, so that one build also reports the
    /// mistakes that depend on it.
    fn guess(&mut self, word: Ident, guess: Guess, input: ParseStream<'_>) {
        match guess {
            Guess::Key(key) => match Value::parse(key, &word, input) {
                Ok(value) if key.is_repeated() || !self.has(key) => {
                    self.entries.push(Entry { key, word, value });
                }
                Ok(_) => {}
                Err(_) => self.is_doubtful = true,
            },
            Guess::KeyElsewhere => {}
            Guess::None => self.is_doubtful = true,
        }
        skip_to_comma(input);
    }

    fn entry(&self, key: Key) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    fn value(&self, key: Key) -> Option<&Value> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The key as it was written, if it is there. Messages point at it.
    pub(crate) fn word(&self, key: Key) -> Option<&Ident> {
        self.entry(key).map(|entry| &entry.word)
    }

    pub(crate) fn has(&self, key: Key) -> bool {
        self.entry(key).is_some()
    }

    /// Returns `true` if something could not be read: a key that seems to be missing may be there.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.is_doubtful
    }

    /// The keys other than these.
    pub(crate) fn others(&self, than: &[Key]) -> impl Iterator<Item = &Ident> {
        self.entries.iter().filter(|entry| !than.contains(&entry.key)).map(|entry| &entry.word)
    }

    pub(crate) fn text(&self, key: Key) -> Option<&LitStr> {
        match self.value(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn number(&self, key: Key) -> Option<&LitInt> {
        match self.value(key)? {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(crate) fn literal(&self, key: Key) -> Option<&Literal> {
        match self.value(key)? {
            Value::Literal(literal) => Some(literal),
            _ => None,
        }
    }

    pub(crate) fn path(&self, key: Key) -> Option<&Path> {
        match self.value(key)? {
            Value::Path(path) => Some(path),
            _ => None,
        }
    }

    pub(crate) fn ty(&self, key: Key) -> Option<&Type> {
        match self.value(key)? {
            Value::Type(ty) => Some(ty),
            _ => None,
        }
    }

    /// The value of a `= true` or `= false`.
    pub(crate) fn is_true(&self, key: Key) -> Option<bool> {
        match self.value(key)? {
            Value::Bool(value) => Some(value.value),
            _ => None,
        }
    }

    /// Each `pair(from = A, to = B)`.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&Type, &Type)> {
        self.entries.iter().filter_map(|entry| match &entry.value {
            Value::Pair(pair) => Some((&pair.0, &pair.1)),
            _ => None,
        })
    }

    /// The case of `rename_all`; reports one that serde does not have.
    pub(crate) fn case(&self, problems: &mut Problems) -> Option<Case> {
        let text = self.text(Key::RenameAll)?;
        let case = Case::parse(&text.value());
        if case.is_none() {
            let names = Case::ALL.map(|(name, _)| name);
            let message = match tg_gsql::suggest::nearest(&text.value(), names) {
                Some(near) => format!("unknown case; did you mean \"{near}\"?"),
                None => format!("unknown case; the cases are \"{}\"", names.join("\", \"")),
            };
            problems.at(text, message);
        }
        case
    }

    /// The texts of a list.
    pub(crate) fn texts(&self, key: Key) -> &[LitStr] {
        match self.value(key) {
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// Each `query(name, rename = "..")`.
    pub(crate) fn renamed_queries(&self) -> impl Iterator<Item = (&Ident, &LitStr)> {
        self.entries.iter().filter_map(|entry| match &entry.value {
            Value::Query(name, rename) => Some((name, rename)),
            _ => None,
        })
    }

    /// The types in parentheses after the key.
    pub(crate) fn types(&self, key: Key) -> &[Type] {
        match self.value(key) {
            Some(Value::Types(types)) => types,
            _ => &[],
        }
    }
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        // A stream that is not empty has a next token tree.
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
