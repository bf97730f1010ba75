//! The query string.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Parameters in the order in which they came; a name may come several times.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Splits at `&`, then each at its first `=`, so that a filter may hold more of them raw.
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

    /// All of them.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a parameter, unless it is empty.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// What a parameter lists, joined by commas or as several of the name.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(known, _)| known == name);
        let names = values.flat_map(|(_, value)| value.split(','));
        names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    }

    /// Whether a flag is set; anything but `true` in any case is not.
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
