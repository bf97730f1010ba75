//! Mistakes in a text, each with its remedy.

use crate::suggest::nearest_of;
use crate::syntax::{Name, Span};

/// One mistake in a text. The macros render it as a compile error, the command line with an excerpt
/// ([`report`](crate::report)), the emulator as the server would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: Rule,
    /// The position in the text that was parsed.
    pub span: Span,
    /// A description of the mistake: a sentence without its full stop.
    pub message: String,
    /// The remedy, if there is an obvious one.
    pub help: Option<String>,
}

impl Finding {
    pub(crate) fn new(rule: Rule, span: Span, message: impl Into<String>) -> Self {
        Self { rule, span, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Creates a finding about an unknown name, with "did you mean" if one of the candidates is
    /// similar.
    pub(crate) fn unknown(
        rule: Rule,
        name: &Name,
        message: String,
        candidates: &mut dyn Iterator<Item = &str>,
    ) -> Self {
        let near = nearest_of(&name.value, candidates);
        let help = near.map(|near| format!("did you mean `{near}`?"));
        Self { rule, span: name.span, message, help }
    }

    /// Returns the finding in a text that contains the parsed one from the byte `start` on.
    #[must_use]
    pub fn after(self, start: usize) -> Self {
        Self { span: self.span.after(start), ..self }
    }

    /// Returns `true` if the server would reject the text because of it; otherwise it is a warning.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.rule.severity() == Severity::Error
    }
}

/// The severity of a broken rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Accepted, but likely to cause problems later.
    Warning,
    /// The server rejects it.
    Error,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $severity:ident $name:literal,)*) => {
        /// The rules that a text can break.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$doc])* $rule,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            /// Returns the name of the rule in reports and settings.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$rule => $name,)*
                }
            }

            /// Returns the severity of breaking the rule.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$rule => Severity::$severity,)*
                }
            }
        }
    };
}

rules! {
    /// The text does not follow the grammar.
    Syntax Error "syntax",
    /// A string, comment, parenthesis or brace is opened and never closed.
    Unclosed Error "unclosed",
    /// No statement of the language begins like this.
    UnknownStatement Error "unknown-statement",
    /// More nested parentheses than a realistic text has.
    TooDeep Error "too-deep",
    /// A comma before a closing parenthesis.
    TrailingComma Warning "trailing-comma",

    /// A name that is not an identifier.
    InvalidName Error "invalid-name",
    /// A name that the schema language reserves.
    ReservedName Error "reserved-name",
    /// A name that no query can use.
    ReservedInQueries Warning "reserved-in-queries",
    /// The name of a new type or graph belongs to another one.
    NameInUse Error "name-in-use",
    /// Two attributes, fields or members of one name in one place.
    Duplicate Error "duplicate",

    /// No such graph.
    UnknownGraph Error "unknown-graph",
    /// No such vertex type, edge type or tuple where one is changed, dropped or listed.
    UnknownType Error "unknown-type",
    /// An edge type joins a vertex type that is not there.
    UnknownEndpoint Error "unknown-endpoint",
    /// HAVING or ORDER BY uses an alias that its SELECT does not select.
    OtherAlias Error "other-alias",
    /// No such attribute, vector attribute or index.
    UnknownAttribute Error "unknown-attribute",
    /// No such attribute type, and no tuple of that name.
    UnknownAttributeType Error "unknown-attribute-type",

    /// Parameters that the type does not accept, or lacks: `FIXED_BINARY`, `STRING(8)`.
    TypeParameters Error "type-parameters",
    /// A type that cannot be in a LIST, SET or MAP.
    ElementType Error "element-type",
    /// A type that a tuple's field cannot have.
    FieldType Error "field-type",
    /// A spelling that new servers no longer accept.
    Deprecated Warning "deprecated",
    /// Something that servers do not accept, or no longer: graphs and loading by tags,
    /// discriminators of virtual edges.
    Unsupported Error "unsupported",

    /// A vertex type without a key, with two, or with one that is not in its place.
    Key Error "key",
    /// A type that a primary id, a primary key or a discriminator cannot have.
    KeyType Error "key-type",
    /// A default that is not a value of the attribute's type.
    DefaultType Error "default-type",
    /// A BOOL default without quotes, which servers reject.
    UnquotedBool Warning "unquoted-bool",
    /// A default in single quotes, which servers store as part of the text.
    QuotedDefault Warning "quoted-default",

    /// An option that the statement does not have.
    UnknownOption Error "unknown-option",
    /// A value that the option cannot have.
    OptionValue Error "option-value",
    /// A limit of servers, or of this crate, is exceeded.
    Limit Error "limit",
    /// A reverse edge of an undirected edge type.
    ReverseOfUndirected Error "reverse-of-undirected",
    /// An index on an attribute that cannot have one.
    Index Error "index",
    /// A vector attribute with missing or impossible parameters.
    Vector Error "vector",

    /// A script drops something that it has not created.
    NothingToDrop Warning "nothing-to-drop",
    /// The type to be dropped is still used.
    InUse Error "in-use",
    /// A change to a global type where only local ones can be changed, or the reverse.
    Scope Error "scope",
    /// The statement needs a graph and none is in use.
    NoGraph Error "no-graph",
    /// An edge type joins a vertex type that its graph does not contain.
    EndpointNotInGraph Error "endpoint-not-in-graph",
    /// No such job.
    UnknownJob Error "unknown-job",

    /// A loading job uses a file variable, header, line filter or temporary table that it does
    /// not define.
    UnknownDefinition Error "unknown-definition",
    /// A column that a temporary table or a header does not have.
    UnknownColumn Error "unknown-column",
    /// A column by its name, of a file whose lines have none.
    NoHeader Warning "no-header",
    /// A loading job with both LOAD and DELETE.
    MixedJob Error "mixed-job",
    /// Two LOADs of one source with different parameters.
    UsingDiffers Error "using-differs",
    /// Too many values for a type, or too few for its key.
    ValueCount Error "value-count",
    /// Attributes that a destination gives no value.
    MissingValues Warning "missing-values",
    /// `_` for an id, a part of a key or of a discriminator.
    SkippedKey Error "skipped-key",
    /// The end of an edge may be of several types and the value does not determine which.
    EndpointType Error "endpoint-type",
    /// A literal that is not a value of the attribute's type.
    LiteralType Error "literal-type",
    /// A token function that is not the server's own.
    UnknownFunction Warning "unknown-function",
    /// More or fewer arguments than a function accepts.
    Arguments Error "arguments",
    /// An unknown reducer, or one that does not fit the value.
    Reducer Error "reducer",
    /// `flatten` where only a single value is possible.
    Flatten Error "flatten",
    /// A run of a loading job where the path of a file is missing.
    NoPath Error "no-path",

    /// A name that a query does not declare.
    UnknownName Error "unknown-name",
    /// An accumulator that a query does not declare.
    UnknownAccumulator Error "unknown-accumulator",
    /// A function, tuple or query that does not exist.
    UndefinedFunction Error "undefined-function",
    /// A method that a value does not have.
    UnknownMethod Error "unknown-method",
    /// A value of another type than its place in a query takes.
    TypeMismatch Error "type-mismatch",
    /// A pattern that no edge can match.
    ImpossibleHop Error "impossible-hop",
    /// An alias of a pattern with the name of a parameter, which it hides.
    HiddenParameter Warning "hidden-parameter",
    /// A RETURN without RETURNS, or the reverse.
    Returns Error "returns",
    /// An assignment to something that cannot be assigned in its place.
    ReadOnly Error "read-only",
    /// A query for another graph than the one that it is checked against.
    OtherGraph Error "other-graph",
    /// A query that calls itself in every run.
    EndlessRecursion Error "endless-recursion",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_names_are_unique_kebab_case() {
        let mut names: Vec<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Rule::ALL.len());
    }
}
