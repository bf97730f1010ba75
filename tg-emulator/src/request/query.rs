//! The query string.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The parameters in the order in which they were sent; a name can occur several times.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Splits a query string at `&`, and each part at its first `=`: filters contain more.
    ///
    /// A `+` means a blank to the GSQL server and itself to RESTPP.
    pub(crate) fn parse(raw: &str, plus_is_blank: bool) -> Self {
        let decode = |text: &str| {
            let text: Cow<'_, str> =
                if plus_is_blank { text.replace('+', " ").into() } else { text.into() };
            percent_decode_str(&text).decode_utf8_lossy().into_owned()
        };
        let pairs = raw.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// Returns all parameters.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the first value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns all values of a parameter.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the first value of a parameter, unless it is empty.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// Returns the elements of a list, which are joined by commas or sent as several parameters.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(known, _)| known == name);
        let names = values.flat_map(|(_, value)| value.split(','));
        names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    }

    /// Returns `true` if a flag is set: to `true`, in any case.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_and_encoded_filters_are_the_same() {
        for raw in ["filter=a01>=3&limit=2", "filter=a01%3E%3D3&limit=2"] {
            let query = Query::parse(raw, false);
            assert_eq!(query.get("filter"), Some("a01>=3"));
            assert_eq!(query.get("limit"), Some("2"));
            assert_eq!(query.get("sort"), None);
        }
    }

    #[test]
    fn a_plus_is_a_blank_only_where_it_is() {
        assert_eq!(Query::parse("a=x+y%2Bz", true).get("a"), Some("x y+z"));
        assert_eq!(Query::parse("a=x+y", false).get("a"), Some("x+y"));
    }
}
