//! The one key of `tigergraph.toml` that macros read: `schema`, at the top.
//!
//! The file is also the configuration of the command line, which reads it with a TOML library. The
//! macros do without one, to keep builds short: they skip other keys and their values.

use tg_gsql::suggest::nearest;

/// The reason why the key cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// From 1.
    pub(super) line: usize,
    pub(super) message: String,
}

/// Reads the value of `schema` in a `tigergraph.toml`, if it is there.
///
/// # Errors
///
/// If the key is not a text or is there twice, or if the lines before it are not TOML.
pub(super) fn schema(text: &str) -> Result<Option<String>, Problem> {
    let mut reader = Reader { text: text.strip_prefix('\u{feff}').unwrap_or(text), at: 0 };
    let found = reader.keys();
    let line = reader.text[..reader.at].matches('\n').count() + 1;
    found.map_err(|message| Problem { line, message })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

type Read<T> = Result<T, String>;

/// Returns `true` if a key was probably meant to be `schema`. The other keys are the command
/// line's.
fn is_misspelt(key: &str) -> bool {
    nearest(key, ["schema"]).is_some()
}

const REMEDY: &str = "write `schema = \"schema/goods.gsql\"`";

impl Reader<'_> {
    fn keys(&mut self) -> Read<Option<String>> {
        let mut schema = None;
        loop {
            self.blank();
            match self.peek() {
                None => return Ok(schema),
                // Keys below a table's name are those of the table.
                Some('[') => {
                    let start = self.at;
                    self.skip_while(|c| c == '[' || c == ' ' || c == '\t');
                    let name = self.key_part();
                    self.at = start;
                    return match name.as_deref() {
                        Ok("schema") => Err(format!("`schema` is a text, not a table: {REMEDY}")),
                        _ => Ok(schema),
                    };
                }
                Some(_) => {}
            }
            let key = self.key()?;
            match key.as_slice() {
                [one] if one == "schema" => {
                    if schema.is_some() {
                        return Err("`schema` is here twice: keep one".to_owned());
                    }
                    schema = Some(self.path()?);
                }
                [first, ..] if first == "schema" => {
                    return Err(format!("`schema` is a text, not a table: {REMEDY}"));
                }
                // A misspelt `schema` would silently leave every type unchecked.
                [one] if is_misspelt(one) => {
                    return Err(format!("unknown key `{one}`; did you mean `schema`?"));
                }
                _ => self.skip_value()?,
            }
            self.end_of_line()?;
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn eat(&mut self, expected: &str) -> bool {
        let there = self.text[self.at..].starts_with(expected);
        if there {
            self.at += expected.len();
        }
        there
    }

    fn skip_while(&mut self, passes: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&passes) {
            self.next();
        }
    }

    fn space(&mut self) {
        self.skip_while(|c| c == ' ' || c == '\t');
    }

    fn comment(&mut self) {
        if self.peek() == Some('#') {
            self.skip_while(|c| c != '\n');
        }
    }

    /// Skips empty lines and comments.
    fn blank(&mut self) {
        loop {
            let before = self.at;
            self.skip_while(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
            self.comment();
            if self.at == before {
                return;
            }
        }
    }

    fn end_of_line(&mut self) -> Read<()> {
        self.space();
        self.comment();
        self.eat("\r");
        match self.peek() {
            None | Some('\n') => Ok(()),
            Some(_) => Err("one key per line: start a new line after the value".to_owned()),
        }
    }

    /// Reads a key and its `=`.
    fn key(&mut self) -> Read<Vec<String>> {
        let mut parts = vec![self.key_part()?];
        loop {
            self.space();
            if self.eat(".") {
                self.space();
                parts.push(self.key_part()?);
            } else if self.eat("=") {
                self.space();
                return Ok(parts);
            } else {
                return Err("a line is `key = value`".to_owned());
            }
        }
    }

    fn key_part(&mut self) -> Read<String> {
        if matches!(self.peek(), Some('"' | '\'')) {
            return self.text_in_quotes();
        }
        let start = self.at;
        self.skip_while(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        match &self.text[start..self.at] {
            "" => Err("a line is `key = value`".to_owned()),
            part => Ok(part.to_owned()),
        }
    }

    fn path(&mut self) -> Read<String> {
        let rest = &self.text[self.at..];
        if rest.starts_with("\"\"\"") || rest.starts_with("'''") {
            return Err(format!("the path is on one line: {REMEDY}"));
        }
        if !rest.starts_with(['"', '\'']) {
            return Err(format!("`schema` is a path in quotes: {REMEDY}"));
        }
        let path = self.text_in_quotes()?;
        if path.trim().is_empty() {
            return Err(format!("`schema` is empty: {REMEDY}, or remove the line"));
        }
        Ok(path)
    }

    /// Reads a text on one line: in `"` with escapes, in `'` without.
    fn text_in_quotes(&mut self) -> Read<String> {
        let quote = self.next();
        let mut text = String::new();
        loop {
            match self.peek() {
                None | Some('\n') => return Err("the text has no closing quote".to_owned()),
                found if found == quote => {
                    self.next();
                    return Ok(text);
                }
                Some('\\') if quote == Some('"') => {
                    self.next();
                    text.push(self.escape()?);
                }
                Some(found) => {
                    self.next();
                    text.push(found);
                }
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        let digits = match self.next() {
            Some('b') => return Ok('\u{8}'),
            Some('t') => return Ok('\t'),
            Some('n') => return Ok('\n'),
            Some('f') => return Ok('\u{c}'),
            Some('r') => return Ok('\r'),
            Some(same @ ('"' | '\\')) => return Ok(same),
            Some('u') => 4,
            Some('U') => 8,
            _ => 0,
        };
        let code = self.text.get(self.at..self.at + digits).filter(|_| digits > 0);
        let code = code.filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let found =
            code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        self.at += found.map_or(0, |_| digits);
        found.ok_or_else(|| {
            "TOML has no such escape; a backslash is `\\\\`, or write the text in `'`".to_owned()
        })
    }

    /// Skips a value of any kind.
    fn skip_value(&mut self) -> Read<()> {
        let mut open = 0_usize;
        loop {
            let rest = &self.text[self.at..];
            let quotes = ["\"\"\"", "'''"].into_iter().find(|quotes| rest.starts_with(quotes));
            if let Some(quotes) = quotes {
                self.skip_long_text(quotes)?;
                continue;
            }
            match self.peek() {
                None if open > 0 => return Err("the value is never closed".to_owned()),
                None => return Ok(()),
                Some('"' | '\'') => {
                    self.text_in_quotes()?;
                    continue;
                }
                Some('#') if open > 0 => {
                    self.comment();
                    continue;
                }
                Some('\n' | '\r' | '#') if open == 0 => return Ok(()),
                Some('[' | '{') => open += 1,
                Some(']' | '}') => open = open.saturating_sub(1),
                Some(_) => {}
            }
            self.next();
        }
    }

    fn skip_long_text(&mut self, quotes: &str) -> Read<()> {
        self.at += quotes.len();
        while !self.eat(quotes) {
            match self.next() {
                Some('\\') if quotes.starts_with('"') => {
                    self.next();
                }
                Some(_) => {}
                None => return Err("the text has no closing quotes".to_owned()),
            }
        }
        // Two more may belong to the text.
        self.skip_while(|c| quotes.starts_with(c));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_found_among_others() {
        let found = |text| schema(text).unwrap();
        assert_eq!(found("schema = \"schema/goods.gsql\""), Some("schema/goods.gsql".to_owned()));
        assert_eq!(found("  \"schema\"='a\\b' # old\r\nurl = 1\r\n"), Some("a\\b".to_owned()));
        assert_eq!(found("schema = \"\\u0061\\\\\""), Some("a\\".to_owned()));
        let later = "# x\nurl = \"http://[::1]\" # y\na.b = [ # [\n 1, '''\n]''',\n {c = \"]\"}]\n\
                      n = \"\"\"\nschema = \\\"no\\\"\"\"\"\"\nschema = \"s\"\n[cli]\nschema = 1";
        assert_eq!(found(later), Some("s".to_owned()));
        assert_eq!(found("\u{feff}[cli]\nschema = \"x\""), None);
        assert_eq!(found(""), None);
    }

    /// The command line reads the file with this library.
    #[test]
    fn the_value_is_that_of_a_toml_library() {
        let before = [
            "",
            "# schema = \"no\"\n\n",
            "url = \"http://[::1]:14240\" # schema\r\n",
            "a.\"b c\".d = 'x#\"'\n",
            "list = [\n  \"]\", # [\n  ']',\n  { schema = 1 },\n]\n",
            "long = \"\"\"\nschema = \\\"\"\"\\\"\nschema = 'no' \"\"\"\"\n",
            "long = '''a\nschema = \"no\"'''''\n",
            "n = 1_000.5e-3\nt = 1979-05-27T07:32:00Z\nb = true\n",
            "[table]\n",
            "[[tables]]\nx = {}\n",
        ];
        let keys = [
            "schema = \"schema/goods.gsql\"",
            "\"schema\"  =  'C:\\goods\\x.gsql' # x",
            "'schema' = \"a\\t\\\"\\\\\\u00e9\\U0001F600\"",
            "schema = \"\"",
            "schema = 'a'\nschema = 'b'",
            "schema = 5",
            "schema = goods.gsql",
            "schema = \"a",
            "schema.file = 'x'",
            "schemas = 'x'",
            "schema='a b.gsql' # ours\r\ngraph = \"G\"",
            "\n  schema\t=\t'grün.gsql'",
            "schema = 'a' 'b'",
            "schema = \"\\q\"",
        ];
        for (before, key) in before.iter().flat_map(|it| keys.iter().map(move |key| (it, key))) {
            for after in ["", "\n", "\nuser = 'x'\n[cli]\nschema = 'no'\n"] {
                let text = format!("{before}{key}{after}");
                let expected =
                    toml::from_str::<toml::Table>(&text).map(|it| it.get("schema").cloned());
                match (schema(&text), expected) {
                    (Ok(found), Ok(expected)) => {
                        let expected = expected.as_ref().and_then(|it| it.as_str());
                        assert_eq!(found.as_deref(), expected, "{text}");
                    }
                    // Lines after a table's name are not read.
                    (Ok(None), Err(_)) => assert!(before.starts_with('['), "{text}"),
                    (Ok(Some(_)), Err(error)) => panic!("{text}: {error}"),
                    // A path is a text that is not empty.
                    (Err(_), Ok(expected)) => {
                        let path = expected.as_ref().and_then(|it| it.as_str());
                        assert!(path.is_none_or(str::is_empty), "{text}");
                    }
                    (Err(_), Err(_)) => {}
                }
            }
        }
    }

    #[test]
    fn a_mistake_is_reported_with_its_line() {
        let message = |text| {
            let problem = schema(text).unwrap_err();
            format!("{}: {}", problem.line, problem.message)
        };
        for (text, expected) in [
            ("\nschema = goods.gsql", "2: `schema` is a path in quotes"),
            ("schema = \"\"", "1: `schema` is empty"),
            ("schema = \"a\nb\"", "1: the text has no closing quote"),
            ("schema = \"C:\\goods\"", "1: TOML has no such escape"),
            ("schema = \"a\" \"b\"", "1: one key per line"),
            ("schema = '''a'''", "1: the path is on one line"),
            ("schema = 'a'\nschema = 'a'", "2: `schema` is here twice"),
            ("schema.file = 'a'", "1: `schema` is a text, not a table"),
            ("url = 'a'\n[schema]\nfile = 'a'", "2: `schema` is a text, not a table"),
            ("url = 'a'\nshema = 'a'", "2: unknown key `shema`; did you mean `schema`?"),
            ("goods.gsql", "1: a line is `key = value`"),
            ("= 1", "1: a line is `key = value`"),
            ("x = [\n1", "2: the value is never closed"),
            ("x = \"\"\"\n", "2: the text has no closing quotes"),
        ] {
            assert!(message(text).starts_with(expected), "{}", message(text));
        }
    }
}
