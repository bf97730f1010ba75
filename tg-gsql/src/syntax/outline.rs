//! The outline of queries and loading jobs: names, and the sources of a job. It is read from the
//! tokens alone, so that it costs little and is available without the features that parse bodies.

use super::{Token, TokenKind, tokens};
use crate::finding::{Finding, Rule};

/// The head of a `CREATE` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The name of the query or job.
    pub name: String,
    /// The graph after `FOR GRAPH`, if the statement names one.
    pub graph: Option<String>,
}

/// A file variable of a loading job, or a path in one of its LOAD statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileVariable {
    /// The name of the variable. The server names a path `__GSQL_FILENAME_0__`, and so on.
    pub name: String,
    /// The options after USING, keys in capitals. Values are without quotes; see [`unescape`].
    pub options: Vec<(String, String)>,
}

impl FileVariable {
    /// Returns the value of an option, by its key in capitals.
    #[must_use]
    pub fn option(&self, key: &str) -> Option<&str> {
        self.options.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }
}

/// Reads the head of the one `CREATE QUERY` that a text consists of.
///
/// ```
/// let outline = tg_gsql::syntax::outline::query("CREATE QUERY q() FOR GRAPH g { PRINT 1; }")?;
/// assert_eq!((outline.name.as_str(), outline.graph.as_deref()), ("q", Some("g")));
/// # Ok::<(), tg_gsql::Finding>(())
/// ```
///
/// # Errors
///
/// A [`Finding`] if the text is anything but one such statement. The body is not checked.
pub fn query(text: &str) -> Result<Outline, Finding> {
    const KINDS: &[&str] = &["OR", "REPLACE", "BATCH", "DISTRIBUTED", "OPENCYPHER", "TEMPLATE"];
    let mut head = Head::new(text, "give one `CREATE QUERY name(..) FOR GRAPH graph { .. }`")?;
    let missing = "the text does not create a query";
    head.expect("CREATE", missing)?;
    while KINDS.iter().any(|kind| head.next_is(kind)) {
        head.at += 1;
    }
    head.expect("QUERY", missing)?;
    let name = head.name(missing)?;
    head.skip_block('(', ')', "the name of the query is not followed by `(..)`")?;
    let mut graph = None;
    loop {
        let unclosed = "a `(` before the `{` of the query is not closed";
        match head.rest() {
            [brace, ..] if brace.is_symbol('{') => break,
            [first, second, third, ..]
                if first.is_word("FOR")
                    && second.is_word("GRAPH")
                    && third.kind == TokenKind::Word =>
            {
                graph = Some(third.text.to_owned());
                head.at += 3;
            }
            [first, second, ..]
                if (first.is_word("SYNTAX") || first.is_word("API"))
                    && matches!(second.kind, TokenKind::Word | TokenKind::String { .. }) =>
            {
                head.at += 2;
            }
            [first, ..] if ["RETURNS", "API", "SYNTAX"].iter().any(|word| first.is_word(word)) => {
                head.at += 1;
                head.skip_block('(', ')', unclosed)?;
            }
            _ => return Err(head.finding("unexpected text between the query's head and its `{`")),
        }
    }
    head.skip_block('{', '}', "the `{` of the query is not closed")?;
    head.end("unexpected text after the query")?;
    Ok(Outline { name, graph })
}

/// Reads the head of the one `CREATE LOADING JOB` that a text consists of.
///
/// # Errors
///
/// A [`Finding`] if the text is anything but one such statement. The body is not checked.
pub fn loading_job(text: &str) -> Result<Outline, Finding> {
    let help = "give one `CREATE LOADING JOB name FOR GRAPH graph { .. }`";
    let mut head = Head::new(text, help)?;
    let missing = "the text does not create a loading job";
    for word in ["CREATE", "LOADING", "JOB"] {
        head.expect(word, missing)?;
    }
    let name = head.name(missing)?;
    let mut graph = None;
    if let [first, second, third, ..] = head.rest()
        && first.is_word("FOR")
        && second.is_word("GRAPH")
        && third.kind == TokenKind::Word
    {
        graph = Some(third.text.to_owned());
        head.at += 3;
    }
    if !matches!(head.rest(), [brace, ..] if brace.is_symbol('{')) {
        return Err(head.finding("the name of the loading job is not followed by `{`"));
    }
    head.skip_block('{', '}', "the `{` of the loading job is not closed")?;
    head.end("unexpected text after the loading job")?;
    Ok(Outline { name, graph })
}

/// Reads the file variables of a loading job, in the order of their first mention. Unknown
/// statements are skipped, so that a job of a newer server can be read.
///
/// ```
/// let job = r#"CREATE LOADING JOB j FOR GRAPH g {
///     DEFINE FILENAME f;
///     LOAD f TO VERTEX Package VALUES ($0, $1) USING separator="|", HEADER="true";
/// }"#;
/// let variables = tg_gsql::syntax::outline::file_variables(job);
/// assert_eq!(variables[0].name, "f");
/// assert_eq!(variables[0].option("SEPARATOR"), Some("|"));
/// ```
#[must_use]
pub fn file_variables(text: &str) -> Vec<FileVariable> {
    let tokens: Vec<_> = tokens(text).filter(|token| !token.is_comment()).collect();
    let mut variables = Vec::new();
    let mut paths = 0;
    let ends = |token: &Token<'_>| matches!(token.kind, TokenKind::Symbol(';' | '{' | '}'));
    for statement in tokens.split(ends) {
        match statement {
            [define, filename, name, ..]
                if define.is_word("DEFINE")
                    && filename.is_word("FILENAME")
                    && name.kind == TokenKind::Word =>
            {
                variable(&mut variables, name.text);
            }
            [load, source, rest @ ..] if load.is_word("LOAD") => match source.kind {
                TokenKind::Word if !source.is_word("TEMP_TABLE") => {
                    variable(&mut variables, source.text).options = options(rest);
                }
                TokenKind::String { .. } => {
                    let name = format!("__GSQL_FILENAME_{paths}__");
                    variable(&mut variables, &name).options = options(rest);
                    paths += 1;
                }
                _ => {}
            },
            _ => {}
        }
    }
    variables
}

/// Returns `true` if the text declares a parameter of this name that is a collection of vertices of
/// one type, such as `SET<VERTEX<Package>> name`.
#[must_use]
pub fn declares_typed_vertices(text: &str, name: &str) -> bool {
    let mut depth = 0_usize;
    let mut head = Vec::new();
    for token in tokens(text).filter(|token| !token.is_comment()) {
        match token.kind {
            TokenKind::Symbol('(') => depth += 1,
            TokenKind::Symbol(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 {
            head.push(token);
        } else if !head.is_empty() {
            break;
        }
    }
    head.windows(6).any(|window| match window {
        [vertex, open, ty, close, outer, parameter] => {
            vertex.is_word("VERTEX")
                && open.is_symbol('<')
                && ty.kind == TokenKind::Word
                && close.is_symbol('>')
                && outer.is_symbol('>')
                && parameter.kind == TokenKind::Word
                && parameter.text == name
        }
        _ => false,
    })
}

/// Resolves the escapes in the options SEPARATOR and EOL: `\t`, `\n`, `\r`, `\\`, and decimal codes
/// such as `\29`, where a code from 128 on is the character of Unicode. Any other backslash is part
/// of the value.
#[must_use]
pub fn unescape(value: &str) -> Vec<u8> {
    let bytes = value.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        let digits = bytes[at..].iter().take(3).take_while(|it| it.is_ascii_digit()).count();
        let code = value.get(at..at + digits).and_then(|digits| digits.parse::<u8>().ok());
        if let (Some(code), true) = (code, digits > 0) {
            let mut character = [0; 2];
            plain.extend_from_slice(char::from(code).encode_utf8(&mut character).as_bytes());
            at += digits;
            continue;
        }
        let escaped = match bytes.get(at) {
            Some(b't') => b'\t',
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b'\\') => b'\\',
            _ => {
                plain.push(byte);
                continue;
            }
        };
        plain.push(escaped);
        at += 1;
    }
    plain
}

fn variable<'v>(variables: &'v mut Vec<FileVariable>, name: &str) -> &'v mut FileVariable {
    let known = variables.iter().position(|known| known.name == name);
    let at = known.unwrap_or_else(|| {
        variables.push(FileVariable { name: name.to_owned(), options: Vec::new() });
        variables.len() - 1
    });
    &mut variables[at]
}

/// Returns the options after the last USING of a LOAD.
fn options(load: &[Token<'_>]) -> Vec<(String, String)> {
    let Some(using) = load.iter().rposition(|token| token.is_word("USING")) else {
        return Vec::new();
    };
    let mut options = Vec::new();
    for option in load[using + 1..].split(|token| token.is_symbol(',')) {
        let [key, equals, value] = option else { continue };
        let plain = (value.kind == TokenKind::Word).then(|| value.text.to_owned());
        if let (TokenKind::Word, true, Some(value)) =
            (key.kind, equals.is_symbol('='), value.string_value().or(plain))
        {
            options.push((key.text.to_ascii_uppercase(), value));
        }
    }
    options
}

/// The tokens of a statement, and a position in them.
struct Head<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
    help: &'static str,
}

impl<'t> Head<'t> {
    /// A string or comment that is not closed could hide other statements, so it is an error.
    fn new(text: &'t str, help: &'static str) -> Result<Self, Finding> {
        let tokens: Vec<_> = tokens(text)
            .filter(|token| token.kind != (TokenKind::Comment { closed: true }))
            .collect();
        let open = tokens.iter().find_map(|token| match token.kind {
            TokenKind::String { closed: false } => Some((token.span, "this string is not closed")),
            TokenKind::Comment { .. } => Some((token.span, "this comment is not closed")),
            _ => None,
        });
        match open {
            Some((span, message)) => Err(Finding::new(Rule::Unclosed, span, message).help(help)),
            None => Ok(Self { tokens, at: 0, help }),
        }
    }

    fn rest(&self) -> &[Token<'t>] {
        &self.tokens[self.at.min(self.tokens.len())..]
    }

    fn next_is(&self, word: &str) -> bool {
        self.rest().first().is_some_and(|token| token.is_word(word))
    }

    fn expect(&mut self, word: &str, message: &str) -> Result<(), Finding> {
        if !self.next_is(word) {
            return Err(self.finding(message));
        }
        self.at += 1;
        Ok(())
    }

    fn name(&mut self, message: &str) -> Result<String, Finding> {
        match self.rest() {
            [name, ..] if name.kind == TokenKind::Word => {
                let name = name.text.to_owned();
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.finding(message)),
        }
    }

    /// Skips the block that begins here, and the blocks in it.
    fn skip_block(&mut self, open: char, close: char, message: &str) -> Result<(), Finding> {
        let mut depth = 0_usize;
        for (index, token) in self.rest().iter().enumerate() {
            if token.is_symbol(open) {
                depth += 1;
            } else if token.is_symbol(close) {
                depth = depth.saturating_sub(1);
            }
            if depth == 0 {
                if index == 0 {
                    break;
                }
                self.at += index + 1;
                return Ok(());
            }
        }
        Err(self.finding(message))
    }

    fn end(&self, message: &str) -> Result<(), Finding> {
        match self.rest().iter().all(|token| token.is_symbol(';')) {
            true => Ok(()),
            false => Err(self.finding(message)),
        }
    }

    /// Creates a finding at the next token, or at the last one if the text ends here.
    fn finding(&self, message: &str) -> Finding {
        let token = self.rest().first().or(self.tokens.last());
        let span = token.map(|token| token.span).unwrap_or_default();
        Finding::new(Rule::Syntax, span, message).help(self.help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: &str = r#"CREATE LOADING JOB load_all FOR GRAPH Goods {
        // DEFINE FILENAME hidden;
        DEFINE FILENAME f = "/data/a;b.csv";
        DEFINE FILENAME g;
        DEFINE FILENAME unused;
        DEFINE HEADER h = "id", "weight";
        LOAD f TO VERTEX Package VALUES ($"id", gsql_concat($1, ";}")),
               TO EDGE stored_at VALUES ($0, $2) WHERE $1 != ""
            USING header="true", SEPARATOR="|", QUOTE="double", EOL="\r\n";
        LOAD g TO VERTEX Depot VALUES ($"code":"n", $"city") USING JSON_FILE="true";
        LOAD "/data/c.csv" TO VERTEX Depot VALUES ($0, $1) USING SEPARATOR="\t";
        LOAD TEMP_TABLE t TO VERTEX Depot VALUES ($"a", _);
    }"#;

    #[test]
    fn a_job_has_file_variables_with_options() {
        let variables = file_variables(JOB);
        let names: Vec<_> = variables.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["f", "g", "unused", "__GSQL_FILENAME_0__"]);
        let f = &variables[0];
        assert_eq!((f.option("HEADER"), f.option("SEPARATOR")), (Some("true"), Some("|")));
        assert_eq!((f.option("QUOTE"), f.option("EOL")), (Some("double"), Some("\\r\\n")));
        assert_eq!(variables[1].option("JSON_FILE"), Some("true"));
        assert!(variables[2].options.is_empty());
        assert_eq!(variables[3].option("SEPARATOR"), Some("\\t"));
    }

    #[test]
    fn a_text_with_one_loading_job_has_an_outline() {
        let outline = loading_job(JOB).unwrap();
        assert_eq!((outline.name.as_str(), outline.graph.as_deref()), ("load_all", Some("Goods")));
        assert_eq!(loading_job("/* x */ create loading job j { }\n;").unwrap().name, "j");
        for text in [
            "",
            "DROP ALL",
            "CREATE LOADING JOB",
            "CREATE LOADING JOB j",
            "CREATE LOADING JOB j {",
            "CREATE LOADING JOB j { } DROP ALL",
            "CREATE LOADING JOB j DROP ALL CREATE LOADING JOB k { }",
            "CREATE LOADING JOB j FOR GRAPH g { \"} ",
            "CREATE LOADING JOB j { DEFINE FILENAME f = \"\n} DROP ALL { \"; }",
            "CREATE LOADING JOB j { } /* DROP ALL",
            "USE GRAPH g CREATE LOADING JOB j { }",
        ] {
            assert!(loading_job(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_text_with_one_query_has_an_outline() {
        for (text, name, graph) in [
            ("CREATE QUERY q() FOR GRAPH g { PRINT 1; }", "q", Some("g")),
            (
                "  create or replace distributed query q_1(INT n = 3, STRING s = \"){\") { { } } ;",
                "q_1",
                None,
            ),
            (
                "CREATE QUERY q(SET<VERTEX<A>> a) RETURNS (SetAccum<INT>) FOR GRAPH g SYNTAX v2 {}",
                "q",
                Some("g"),
            ),
            ("// first }\nCREATE QUERY q() API(\"v2\") { PRINT \"}\"; /* } */ } # end", "q", None),
            (
                "CREATE OR REPLACE OPENCYPHER QUERY c() FOR GRAPH g { MATCH (n {a: 1}) RETURN n }",
                "c",
                Some("g"),
            ),
        ] {
            let outline = query(text).unwrap();
            assert_eq!((outline.name.as_str(), outline.graph.as_deref()), (name, graph), "{text}");
        }
    }

    #[test]
    fn a_text_with_more_or_less_than_one_query_is_rejected() {
        for text in [
            "",
            "DROP ALL",
            "CREATE QUERY",
            "CREATE QUERY q",
            "CREATE QUERY q {}",
            "CREATE VERTEX v() CREATE QUERY q() {}",
            "CREATE QUERY q() {} DROP ALL",
            "CREATE QUERY q() DROP ALL {}",
            "CREATE QUERY q() FOR GRAPH g; DROP ALL; {}",
            "CREATE QUERY q() { PRINT 1;",
            "CREATE QUERY q() { \"}\" ",
            "CREATE QUERY q() }{",
            "CREATE QUERY q)( {}",
        ] {
            let finding = query(text).unwrap_err();
            assert!(finding.help.is_some(), "{text}");
        }
    }

    #[test]
    fn parameters_that_are_typed_vertices_are_found() {
        let text = "INTERPRET QUERY (SET<VERTEX<Package>> packages, set < vertex > any,\n\
                    INT n = f(1), /* SET<VERTEX<A>> none */ SET<VERTEX<Depot>>\n depots = [])\n\
                    FOR GRAPH g { SET<VERTEX<Depot>> inner; PRINT packages; }";
        for name in ["packages", "depots"] {
            assert!(declares_typed_vertices(text, name), "{name}");
        }
        for name in ["any", "n", "package", "g", "none", "inner"] {
            assert!(!declares_typed_vertices(text, name), "{name}");
        }
        for text in ["", "(", "nothing"] {
            assert!(!declares_typed_vertices(text, "a"), "{text}");
        }
    }

    #[test]
    fn separators_may_be_escaped() {
        assert_eq!(unescape("\\t"), b"\t");
        assert_eq!(unescape("\\001"), [1]);
        assert_eq!(unescape("\\29"), [29]);
        assert_eq!(unescape("\\124"), b"|");
        assert_eq!(unescape("\\195\\255"), "Ãÿ".as_bytes());
        assert_eq!(unescape("\\r\\n"), b"\r\n");
        assert_eq!(unescape("\\\\"), b"\\");
        assert_eq!(unescape("\\x|\\"), b"\\x|\\");
        assert_eq!(unescape("é"), "é".as_bytes());
    }

    #[test]
    fn any_text_is_read() {
        for text in ["\"", "'''", "/*", "\"\\", "é\\é", "LOAD", "LOAD f USING", "}}", "USING ="] {
            let _ = (file_variables(text), loading_job(text), query(text));
        }
    }
}
