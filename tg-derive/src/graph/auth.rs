//! The ways to authenticate.

use proc_macro2::TokenStream;
use quote::quote;
use tg_gsql::suggest;

use crate::attr::{Attrs, Key};
use crate::paths::Runtime;
use crate::problems::Problems;

/// The credentials of a graph, which decide the arguments of `connect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Auth {
    Secret,
    Password,
    Token,
    Jwt,
    None,
}

impl Auth {
    const ALL: [(&'static str, Self); 5] = [
        ("secret", Self::Secret),
        ("password", Self::Password),
        ("token", Self::Token),
        ("jwt", Self::Jwt),
        ("none", Self::None),
    ];

    /// Reads `auth = ".."`; instead of an unknown mode, the one that was probably meant.
    pub(crate) fn read(attrs: &Attrs, problems: &mut Problems) -> Self {
        let Some(text) = attrs.text(Key::Auth) else { return Self::Secret };
        let name = text.value();
        Self::parse(&name).unwrap_or_else(|| {
            let near = suggest::nearest(&name, Self::names());
            let hint = near.map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default();
            problems.at(text, format!("unknown way to authenticate{hint} {}", Self::list()));
            near.and_then(Self::parse).unwrap_or(Self::Secret)
        })
    }

    /// The runtime's type of the mode.
    pub(super) fn path(self, rt: &Runtime) -> TokenStream {
        let auth = rt.auth();
        match self {
            Self::Secret => quote!(#auth::Secret),
            Self::Password => quote!(#auth::Password),
            Self::Token => quote!(#auth::Token),
            Self::Jwt => quote!(#auth::Jwt),
            Self::None => quote!(#auth::None),
        }
    }

    /// The parameters of `connect` after the URL, the call of the builder, and their name in docs.
    pub(super) fn credentials(self, rt: &Runtime) -> (TokenStream, TokenStream, &'static str) {
        let secret = rt.secret_string();
        let into_secret = quote!(impl ::core::convert::Into<#secret>);
        match self {
            Self::Secret => (quote!(secret: #into_secret), quote!(.secret(secret)), "a secret"),
            Self::Password => (
                quote!(user: impl ::core::convert::Into<::std::string::String>, password: #into_secret),
                quote!(.password(user, password)),
                "a user name and a password",
            ),
            Self::Token => (quote!(token: #into_secret), quote!(.token(token)), "a token"),
            Self::Jwt => (quote!(jwt: #into_secret), quote!(.jwt(jwt)), "a JSON web token"),
            Self::None => (quote!(), quote!(), "no credentials"),
        }
    }

    /// The name of the mode.
    #[cfg(feature = "include")]
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, mode)| *mode == self).map_or("secret", |(name, _)| name)
    }

    /// Lists the modes, as a sentence.
    pub(crate) fn list() -> String {
        format!("(the ways are \"{}\")", Self::names().join("\", \""))
    }

    fn names() -> [&'static str; 5] {
        Self::ALL.map(|(name, _)| name)
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, mode)| *mode)
    }
}
