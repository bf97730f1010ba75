//! Inputs: statements of real scripts with tokens and bytes changed, and arbitrary bytes.

use tg_gsql::syntax::parse;

const SCRIPTS: &[&str] = &[
    include_str!("../../tests/scripts/catalog.gsql"),
    include_str!("../../tests/scripts/citations.gsql"),
    include_str!("../../tests/scripts/client_tests.gsql"),
    include_str!("../../tests/scripts/drug_reports.gsql"),
    include_str!("../../tests/scripts/exported.gsql"),
    include_str!("../../tests/scripts/fraud.gsql"),
    include_str!("../../tests/scripts/identities.gsql"),
    include_str!("../../tests/scripts/legacy.gsql"),
    include_str!("../../tests/scripts/movies.gsql"),
    include_str!("../../tests/scripts/social_benchmark.gsql"),
    include_str!("../../tests/scripts/supply.gsql"),
    include_str!("../../tests/scripts/tutorial.gsql"),
    include_str!("../../tests/scripts/vectors.gsql"),
    include_str!("../../tests/scripts/windows.gsql"),
];

const QUERIES: &[&str] = &[
    include_str!("../../tests/queries/chained_else.gsql"),
    include_str!("../../tests/queries/control.gsql"),
    include_str!("../../tests/queries/cypher.gsql"),
    include_str!("../../tests/queries/data.gsql"),
    include_str!("../../tests/queries/declarations.gsql"),
    include_str!("../../tests/queries/empty.gsql"),
    include_str!("../../tests/queries/expressions.gsql"),
    include_str!("../../tests/queries/gql.gsql"),
    include_str!("../../tests/queries/interpreted.gsql"),
    include_str!("../../tests/queries/mixed_else.gsql"),
    include_str!("../../tests/queries/names.gsql"),
    include_str!("../../tests/queries/nested_else.gsql"),
    include_str!("../../tests/queries/one_hop.gsql"),
    include_str!("../../tests/queries/packaged.gsql"),
    include_str!("../../tests/queries/parameters.gsql"),
    include_str!("../../tests/queries/patterns.gsql"),
    include_str!("../../tests/queries/sets.gsql"),
    include_str!("../../tests/queries/snapshot.gsql"),
    include_str!("../../tests/queries/subquery.gsql"),
    include_str!("../../tests/queries/tables.gsql"),
];

/// Data statements of the shell.
const DATA: &[&str] = &[
    "UPSERT A VALUES (\"x\", 3, _, [1, 2], (1 -> \"a\"), SET(1), e(1, 2));",
    "UPSERT A -(e)-> B VALUES (\"x\", (\"y\", 3), 1, 2.5)",
    "SELECT a, b FROM A WHERE a > 3 AND b == \"x\" OR NOT a IN (1, 2) ORDER BY a DESC LIMIT 3",
    "SELECT count() FROM A -(e)-> B WHERE from_id == \"x\"",
    "DELETE FROM A WHERE a BETWEEN 1 AND 3",
];

/// A schema that changed statements refer to.
pub const SCHEMA: &str = "CREATE VERTEX A (PRIMARY_ID id STRING, a INT, b STRING)
CREATE VERTEX B (x INT, y STRING, PRIMARY KEY (y, x))
CREATE DIRECTED EDGE e (FROM A, TO B | FROM B, TO A, DISCRIMINATOR(d INT), w FLOAT) WITH REVERSE_EDGE=\"r\"
CREATE GRAPH g (A, B, e)
CREATE SCHEMA_CHANGE JOB j FOR GRAPH g { ADD VERTEX L (PRIMARY_ID id UINT); ADD UNDIRECTED EDGE u (FROM L, TO A); }
RUN SCHEMA_CHANGE JOB j
";

const NASTY: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "`",
    "/*",
    "*/",
    "//",
    "#",
    "{",
    "}",
    "(",
    ")",
    "<",
    ">",
    ";",
    ",",
    "|",
    "*",
    "\\",
    "\r",
    "\n",
    "\n\n",
    "\t",
    "\u{feff}",
    "\u{a0}",
    "é",
    "“",
    "日本",
    "$",
    "$0",
    "$\"a\":\"b\"",
    "@",
    "@@x'",
    "-1",
    "1e308",
    "1e-320",
    ".5",
    "1..2",
    "99999999999999999999",
    "340282366920938463463374607431768211456",
    "_",
    "->",
    "==",
    "PRIMARY KEY",
    "DEFAULT",
    "WITH",
    "FROM *",
    "TO *",
    "a",
    "A",
    "B",
    "e",
    "g",
    "L",
    "u",
    "r",
    "j",
    "id",
    "SET",
    "LIST<INT>",
    "MAP<STRING, DOUBLE>",
    "COMPRESS",
    "BEGIN",
    "END",
    "\nEND\n",
    "\nLS\n",
    "USE GRAPH g",
    "USE GLOBAL",
    "DROP ALL",
    "DROP JOB *",
    "TRUE",
    "true",
    "\"true\"",
    "\"2024-02-30\"",
    "STRING(3)",
    "FIXED_BINARY(0)",
    "((((((((",
    "<<<<",
    "TAGS (a) BY OR",
    "CREATE GRAPH h AS g: a",
    "ADD",
    "ALTER VERTEX A",
    "ADD INDEX i ON (a)",
    "ADD VECTOR ATTRIBUTE v (DIMENSION=3)",
    "DROP ATTRIBUTE (a)",
    "WHERE NOT",
    "IS EMPTY",
    "IN (",
    "BETWEEN",
    "REDUCE(",
    "flatten(",
];

/// A source of inputs; the same seed gives the same inputs.
pub struct Mutator {
    state: u64,
    statements: &'static [&'static str],
    words: &'static [&'static str],
}

impl Mutator {
    pub fn new(seed: u64) -> Self {
        let statements: Vec<_> = SCRIPTS
            .iter()
            .flat_map(|script| parse(script).statements.into_iter().map(|it| it.span.of(script)))
            .collect();
        let words: Vec<_> =
            SCRIPTS.iter().chain(QUERIES).flat_map(|script| script.split_whitespace()).collect();
        Self {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            statements: statements.leak(),
            words: words.leak(),
        }
    }

    pub fn input(&mut self) -> String {
        match self.below(100) {
            0..10 => self.bytes(),
            10..20 => self.soup(),
            21..45 => {
                let query = self.pick(QUERIES);
                self.changed(query.to_owned())
            }
            45..50 => {
                let data = self.pick(DATA);
                self.changed(data.to_owned())
            }
            20 => {
                let script = self.pick(SCRIPTS);
                self.changed(script.to_owned())
            }
            choice => {
                let mut text = if choice < 60 { SCHEMA.to_owned() } else { String::new() };
                for _ in 0..=self.below(3) {
                    text += self.pick(self.statements);
                    text += [" ", "\n", ";\n", "; // c\n", "\n\n", " /* c */ "][self.below(6)];
                }
                self.changed(text)
            }
        }
    }

    /// Returns the text with up to eight changes of tokens, bytes and order.
    fn changed(&mut self, mut text: String) -> String {
        for _ in 0..self.below(9) {
            let at = self.boundary(&text);
            match self.below(8) {
                0 => text.truncate(at),
                1 => text.insert_str(at, self.pick(NASTY)),
                2 => {
                    let word = self.pick(self.words);
                    text.insert_str(at, &format!(" {word} "));
                }
                3 => {
                    let end = self.token_end(&text, at);
                    text.replace_range(at..end, "");
                }
                4 => {
                    let end = self.token_end(&text, at);
                    text.replace_range(at..end, self.pick(NASTY));
                }
                5 => {
                    let end = self.token_end(&text, at);
                    let token = text[at..end].to_owned();
                    let to = self.boundary(&text);
                    text.insert_str(to, &token);
                }
                6 => {
                    let end = self.boundary(&text);
                    if at < end {
                        let part = text[at..end].to_owned();
                        text.replace_range(at..end, "");
                        let to = self.boundary(&text);
                        text.insert_str(to, &part);
                    }
                }
                _ => {
                    let end = self.token_end(&text, at);
                    let swapped: String = text[at..end]
                        .chars()
                        .map(|c| {
                            if c.is_ascii_lowercase() {
                                c.to_ascii_uppercase()
                            } else {
                                c.to_ascii_lowercase()
                            }
                        })
                        .collect();
                    text.replace_range(at..end, &swapped);
                }
            }
        }
        text
    }

    fn bytes(&mut self) -> String {
        let length = self.below(100);
        let bytes: Vec<u8> = (0..length).map(|_| self.next() as u8).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn soup(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.below(30) {
            if self.below(2) == 0 {
                text += self.pick(NASTY);
            } else {
                text += self.pick(self.words);
            }
            text += ["", " ", "\n"][self.below(3)];
        }
        text
    }

    fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Returns the end of the word or character that begins at a position.
    fn token_end(&mut self, text: &str, at: usize) -> usize {
        let word = text[at..].bytes().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let first = text[at..].chars().next().map_or(0, char::len_utf8);
        at + word.max(first)
    }

    fn pick(&mut self, from: &'static [&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// xorshift64*
    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}
