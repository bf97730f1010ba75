//! Answers as a server may spell them: any key order, any white space, any escapes.

use proptest::prelude::*;

use crate::record::{Parcel, Size};

/// A spelling that a generator chose: a source of small choices that runs in a circle.
#[derive(Debug, Clone)]
pub(crate) struct Spelling {
    choices: Vec<u8>,
    next: usize,
}

pub(crate) fn spellings() -> impl Strategy<Value = Spelling> {
    prop::collection::vec(any::<u8>(), 1..64).prop_map(|choices| Spelling { choices, next: 0 })
}

impl Spelling {
    /// The spelling of a server: compact, in the order of the schema.
    pub(crate) fn plain() -> Self {
        Self { choices: vec![0], next: 0 }
    }

    fn choose(&mut self, of: usize) -> usize {
        let choice = usize::from(self.choices[self.next]) % of;
        self.next = (self.next + 1) % self.choices.len();
        choice
    }

    fn space(&mut self) -> &'static str {
        ["", "", " ", "\n\t", "\r\n  "][self.choose(5)]
    }

    pub(crate) fn string(&mut self, text: &str) -> String {
        let mut json = String::from("\"");
        for character in text.chars() {
            let must = matches!(character, '"' | '\\');
            match self.choose(6) {
                1 => {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        json.push_str(&format!("\\u{unit:04X}"));
                    }
                }
                2 if character == '/' => json.push_str("\\/"),
                3 if character == '\n' => json.push_str("\\n"),
                3 if character == '\u{8}' => json.push_str("\\b"),
                _ if must => json.extend(['\\', character]),
                _ => json.push(character),
            }
        }
        json.push('"');
        json
    }

    fn joined(&mut self, open: char, members: &[String], close: char) -> String {
        let mut json = format!("{open}{}", self.space());
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                json.push_str(&format!("{},{}", self.space(), self.space()));
            }
            json.push_str(member);
        }
        json.push_str(self.space());
        json.push(close);
        json
    }

    pub(crate) fn array(&mut self, members: &[String]) -> String {
        self.joined('[', members, ']')
    }

    /// An object; its members move when the spelling is not plain, and strangers come among them.
    pub(crate) fn object(&mut self, members: Vec<(&str, String)>) -> String {
        let members = members.into_iter().map(|(key, value)| (self.string(key), value)).collect();
        self.moved(members)
    }

    fn moved(&mut self, mut members: Vec<(String, String)>) -> String {
        for index in (1..members.len()).rev() {
            let moved = self.choose(3);
            if moved > 0 {
                members.swap(index, index - moved.min(index));
            }
        }
        if self.choose(4) == 1 {
            let place = self.choose(members.len() + 1);
            let stranger = self.string("}]{[\"\\:,");
            members.insert(
                place,
                ("\"stranger\"".to_owned(), format!("{{\"deep\":[{stranger},[],{{}}]}}")),
            );
        }
        let members: Vec<String> = members
            .into_iter()
            .map(|(key, value)| format!("{key}{}:{}{value}", self.space(), self.space()))
            .collect();
        self.joined('{', &members, '}')
    }

    fn map(&mut self, entries: impl IntoIterator<Item = (String, String)>) -> String {
        let members: Vec<String> = entries
            .into_iter()
            .map(|(key, value)| format!("{}:{}", self.string(&key), self.string(&value)))
            .collect();
        self.joined('{', &members, '}')
    }

    fn size(&mut self, size: &Size) -> String {
        let unit = self.string(&size.unit);
        self.object(vec![("width", size.width.to_string()), ("unit", unit)])
    }

    pub(crate) fn attributes(&mut self, parcel: &Parcel) -> String {
        let list: Vec<String> = parcel.list.iter().map(|text| self.string(text)).collect();
        let doubles: Vec<String> =
            parcel.doubles.iter().map(|number| format!("{number:?}")).collect();
        let set: Vec<String> = parcel.set.iter().map(ToString::to_string).collect();
        let sizes: Vec<String> = parcel.sizes.iter().map(|size| self.size(size)).collect();
        let map = parcel.map.iter().map(|(key, moment)| (key.clone(), moment.to_string()));
        let numbered = parcel.numbered.iter().map(|(key, text)| (key.to_string(), text.clone()));
        let mut members = vec![
            ("id", self.string(&parcel.id)),
            ("int", parcel.int.to_string()),
            ("small", parcel.small.to_string()),
            ("uint", parcel.uint.to_string()),
            ("float", format!("{:e}", parcel.float)),
            ("double", format!("{}", parcel.double)),
            ("flag", parcel.flag.to_string()),
            ("text", self.string(&parcel.text)),
            ("moment", self.string(&parcel.moment.to_string())),
            ("binary", self.string(std::str::from_utf8(parcel.binary.as_ref()).unwrap())),
            ("list", self.array(&list)),
            ("doubles", self.array(&doubles)),
            ("set", self.array(&set)),
            ("map", self.map(map)),
            ("numbered", self.map(numbered)),
            ("size", self.size(&parcel.size)),
            ("sizes", self.array(&sizes)),
        ];
        if let Some(note) = &parcel.note {
            members.push(("note", self.string(note)));
        }
        self.object(members)
    }

    pub(crate) fn row(&mut self, parcel: &Parcel) -> String {
        let members = vec![
            ("v_id", self.string(&parcel.id)),
            ("v_type", self.string("Parcel")),
            ("attributes", self.attributes(parcel)),
        ];
        self.object(members)
    }

    pub(crate) fn answer(&mut self, parcels: &[Parcel]) -> String {
        let rows: Vec<String> = parcels.iter().map(|parcel| self.row(parcel)).collect();
        let version =
            self.object(vec![("edition", "\"enterprise\"".to_owned()), ("schema", "3".to_owned())]);
        let members = vec![
            ("version", version),
            ("error", "false".to_owned()),
            ("message", self.string("results\":[\\ \n")),
            ("results", self.array(&rows)),
            ("code", self.string("REST-0000")),
        ];
        // The rows are found by their key as every server spells it.
        self.moved(members.into_iter().map(|(key, value)| (format!("\"{key}\""), value)).collect())
    }
}
