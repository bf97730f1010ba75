//! The table of endpoints: its rows, and how a request finds one.
//!
//! Every endpoint is one row, in the `endpoints.rs` of its server. Dispatch, rights, the license,
//! the statistics of requests and RESTPP's own list of endpoints read the rows.

use serde_json::{Map, Value, json};

use super::Reply;
use crate::config::{Generation, Version};
use crate::request::{Call, Request};

/// An endpoint of a server whose errors are `E`.
pub(super) struct Endpoint<E> {
    /// The methods, separated by blanks; `*` for all.
    methods: &'static str,
    /// The path. A segment in braces matches any one segment, `{..}` at the end any number, and
    /// square brackets at the beginning hold what may be left out.
    pub(super) template: &'static str,
    /// The only generation that has it; both if `None`.
    generation: Option<Generation>,
    /// The first version that has it.
    since: Version,
    pub(super) access: Access,
    /// Needs a valid license, and its requests are part of the statistics.
    pub(super) licensed: bool,
    /// The description in the list of endpoints; `None` if it is not in there.
    parameters: Option<&'static [Parameter]>,
    pub(super) handler: Handler<E>,
}

/// Answers a call; the segments are those that the braces of the template match.
pub(super) type Handler<E> = fn(&Call<'_>, &[&str]) -> Result<Reply, E>;

/// The callers that an endpoint accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Everyone, without credentials.
    Open,
    /// Every user.
    User,
    /// A user with a role: in the graph that the path or `?graph=` names, else in any.
    Role,
    /// A user with this privilege in the global scope.
    Global(&'static str),
    /// A user with this privilege in the graph of `?graph=`, or in the global scope.
    Graph(&'static str),
}

/// A parameter: its name and how it is described.
pub(super) type Parameter = (&'static str, Form);

/// The form of a parameter.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// `true` or `false`, which is the default.
    Flag,
    /// A number, and its default if there is one.
    Number(&'static str, Option<u64>),
    /// Text of at most this many characters.
    Text(u32),
    /// One of several texts, the default first.
    OneOf(&'static [&'static str]),
    /// The name of a type in the path.
    Type,
    /// An id in the path, of at most this many characters.
    Id(u32),
}

impl<E> Endpoint<E> {
    /// An endpoint of both generations, for users with a role.
    pub(super) const fn new(
        methods: &'static str,
        template: &'static str,
        handler: Handler<E>,
    ) -> Self {
        let access = Access::Role;
        let (generation, since) = (None, Version::V3_6);
        let (licensed, parameters) = (false, None);
        Self { methods, template, generation, since, access, licensed, parameters, handler }
    }

    pub(super) const fn only(self, generation: Generation) -> Self {
        Self { generation: Some(generation), ..self }
    }

    pub(super) const fn since(self, since: Version) -> Self {
        Self { since, ..self }
    }

    pub(super) const fn access(self, access: Access) -> Self {
        Self { access, ..self }
    }

    pub(super) const fn open(self) -> Self {
        self.access(Access::Open)
    }

    pub(super) const fn user(self) -> Self {
        self.access(Access::User)
    }

    pub(super) const fn licensed(self) -> Self {
        Self { licensed: true, ..self }
    }

    pub(super) const fn listed(self, parameters: &'static [Parameter]) -> Self {
        Self { parameters: Some(parameters), ..self }
    }

    fn is_in(&self, version: Version) -> bool {
        version >= self.since && self.generation.is_none_or(|only| only == version.generation())
    }

    fn takes(&self, method: &str) -> bool {
        self.methods == "*" || self.methods.split(' ').any(|known| known == method)
    }
}

/// Returns the endpoint of a request, which is the first row that fits, and the segments of its
/// path that the braces of the template match.
pub(super) fn find<'r, E>(
    table: &'static [Endpoint<E>],
    version: Version,
    request: &'r Request,
) -> Option<(&'static Endpoint<E>, Vec<&'r str>)> {
    table.iter().find_map(|endpoint| {
        let fits = endpoint.is_in(version) && endpoint.takes(request.method.as_str());
        let captures = fits.then(|| captures(endpoint.template, &request.segments)).flatten();
        captures.map(|captures| (endpoint, captures))
    })
}

fn captures<'r>(template: &str, path: &'r [String]) -> Option<Vec<&'r str>> {
    if let Some((optional, rest)) = template.strip_prefix('[').and_then(|it| it.split_once(']')) {
        let first = optional.trim_start_matches('/');
        let skipped = usize::from(path.first().is_some_and(|segment| segment == first));
        return captures(rest, &path[skipped..]);
    }
    let mut captures = Vec::new();
    let mut path = path.iter().map(String::as_str);
    for part in template.split('/').skip(1) {
        match part {
            "{..}" => {
                captures.extend(path);
                return Some(captures);
            }
            _ if part.starts_with('{') => captures.push(path.next()?),
            _ if path.next()? != part => return None,
            _ => {}
        }
    }
    path.next().is_none().then_some(captures)
}

/// Returns the endpoints that are listed, by method and path.
pub(super) fn list<E>(table: &[Endpoint<E>], version: Version) -> Map<String, Value> {
    let rows = table.iter().filter(|row| row.is_in(version));
    let listed = rows.filter_map(|row| Some((row, row.parameters?)));
    let entries = listed.flat_map(|(row, parameters)| {
        let entry = move |method| (format!("{method} {}", row.template), described(parameters));
        row.methods.split(' ').map(entry)
    });
    entries.collect()
}

/// Describes the parameters of an endpoint; `null` if it has none.
fn described(parameters: &[Parameter]) -> Value {
    if parameters.is_empty() {
        return Value::Null;
    }
    let entry = |(name, form): &Parameter| ((*name).to_owned(), form.described());
    json!({"parameters": parameters.iter().map(entry).collect::<Map<_, _>>()})
}

impl Form {
    fn described(self) -> Value {
        let counted =
            |ty: &str, least: u32| json!({"max_count": 1, "min_count": least, "type": ty});
        let mut described = match self {
            Self::Flag => counted("BOOL", 0),
            Self::Number(ty, _) => counted(ty, 0),
            Self::Text(_) | Self::OneOf(_) => counted("STRING", 0),
            Self::Id(_) => counted("STRING", 1),
            Self::Type => counted("TYPENAME", 1),
        };
        match self {
            Self::Flag => described["default"] = "false".into(),
            Self::Number(_, Some(default)) => described["default"] = default.to_string().into(),
            Self::Text(length) | Self::Id(length) => described["max_length"] = length.into(),
            Self::OneOf(options) => {
                described["default"] = options.first().copied().into();
                described["options"] = options.into();
            }
            Self::Number(_, None) | Self::Type => {}
        }
        described
    }
}

#[cfg(test)]
mod tests {
    use super::captures;

    #[test]
    fn templates_match_paths() {
        let captures = |template: &str, path: &[&str]| {
            let path: Vec<_> = path.iter().map(|part| (*part).to_owned()).collect();
            captures(template, &path).map(|found| found.join(" "))
        };
        assert_eq!(captures("/a/{x}/b/{y}", &["a", "1", "b", "2"]).as_deref(), Some("1 2"));
        assert_eq!(captures("/a/{x}", &["a"]), None);
        assert_eq!(captures("/a/{x}", &["a", "1", "2"]), None);
        assert_eq!(captures("/a/{..}", &["a", "1", "2"]).as_deref(), Some("1 2"));
        assert_eq!(captures("/a/{..}", &["a"]).as_deref(), Some(""));
        assert_eq!(captures("[/s]/a", &["s", "a"]).as_deref(), Some(""));
        assert_eq!(captures("[/s]/a", &["a"]).as_deref(), Some(""));
        assert_eq!(captures("[/s]/a", &["b", "a"]), None);
    }
}
