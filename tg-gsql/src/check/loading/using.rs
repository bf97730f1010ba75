//! The parameters after `USING`.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use super::definitions::Definitions;
use crate::check::Checker;
use crate::finding::Rule;
use crate::syntax::Name;
use crate::syntax::ast::{LoadSource, LoadingJob, LoadingStep, OptionDecl};

const PARAMETERS: &[&str] = &[
    "SEPARATOR",
    "EOL",
    "QUOTE",
    "HEADER",
    "USER_DEFINED_HEADER",
    "REJECT_LINE_RULE",
    "JSON_FILE",
    "NEW_VERTEX_ONLY",
    "VERTEX_MUST_EXIST",
];

/// Returns the value of a parameter.
pub(super) fn parameter<'a>(using: &'a [OptionDecl], key: &str) -> Option<&'a str> {
    let found = using.iter().find(|option| option.key.value.eq_ignore_ascii_case(key))?;
    Some(&found.value.value)
}

/// Returns `true` if a parameter is `"true"`.
pub(super) fn is_true(using: &[OptionDecl], key: &str) -> bool {
    parameter(using, key).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The identity of a source: its kind and name.
type Source<'a> = (Discriminant<LoadSource>, &'a str);

impl Checker<'_> {
    pub(super) fn load_using(&mut self, using: &[OptionDecl], defined: &Definitions<'_>) {
        self.distinct_options(using);
        for option in using {
            let value = option.value.value.as_str();
            match option.key.value.to_ascii_uppercase().as_str() {
                "SEPARATOR" if !is_separator(value) => {
                    let expected = "one character, \"\\t\", or its decimal code: \"\\29\"";
                    self.wrong_value(Rule::OptionValue, option, expected);
                }
                "EOL" if value.is_empty() => {
                    self.wrong_value(
                        Rule::OptionValue,
                        option,
                        "the end of each line, such as \"\\n\"",
                    );
                }
                "QUOTE" if !is_one_of(value, &["single", "double"]) => {
                    self.wrong_value(Rule::OptionValue, option, "\"single\" or \"double\"");
                }
                "HEADER" | "JSON_FILE" | "NEW_VERTEX_ONLY" | "VERTEX_MUST_EXIST"
                    if !is_one_of(value, &["true", "false"]) =>
                {
                    self.wrong_value(Rule::OptionValue, option, "\"true\" or \"false\"");
                }
                "USER_DEFINED_HEADER" => {
                    let define = format!("`DEFINE HEADER {value} = \"column\", ...;`");
                    self.defined(&option.value, &defined.header_names(), "header", &define);
                }
                "REJECT_LINE_RULE" => {
                    let define = format!("`DEFINE INPUT_LINE_FILTER {value} = ...;`");
                    self.defined(&option.value, &defined.filter_names(), "line filter", &define);
                }
                // Parameters of a run; servers accept them here, too.
                "SEPARATOR" | "EOL" | "QUOTE" | "HEADER" | "JSON_FILE" | "NEW_VERTEX_ONLY"
                | "VERTEX_MUST_EXIST" | "CONCURRENCY" | "BATCH_SIZE" | "EOF" => {}
                _ => self.unknown_option(option, PARAMETERS),
            }
        }
    }

    /// Checks that all LOADs of one source have the same parameters: its lines are read once.
    pub(super) fn equal_using(&mut self, job: &LoadingJob) {
        let mut seen: HashMap<Source<'_>, Vec<(String, String)>> = HashMap::new();
        for step in &job.steps {
            let LoadingStep::Load(load) = &step.value else { continue };
            let Some(source) = &load.source else { continue };
            let mut using: Vec<_> = load.using.iter().map(normal).collect();
            using.sort();
            let key = (discriminant(source), name_of(source).value.as_str());
            match seen.get(&key) {
                Some(known) if *known != using => {
                    let name = name_of(source);
                    let message = format!("`{}` is read with other parameters above", name.value);
                    let help = "write the same USING in all LOADs of one source";
                    self.error_with_help(Rule::UsingDiffers, name.span, message, help);
                }
                Some(_) => {}
                None => {
                    seen.insert(key, using);
                }
            }
        }
    }
}

fn normal(option: &OptionDecl) -> (String, String) {
    (option.key.value.to_ascii_uppercase(), option.value.value.to_ascii_lowercase())
}

fn name_of(source: &LoadSource) -> &Name {
    match source {
        LoadSource::Variable(name) | LoadSource::Path(name) | LoadSource::TempTable(name) => name,
    }
}

/// Returns `true` for one character, `\t` and the like, or a decimal code such as `\29`.
fn is_separator(value: &str) -> bool {
    let mut characters = value.chars();
    match (characters.next(), characters.as_str()) {
        (Some('\\'), code) => code.len() <= 3,
        (Some(_), rest) => rest.is_empty(),
        (None, _) => false,
    }
}

fn is_one_of(value: &str, known: &[&str]) -> bool {
    known.iter().any(|it| it.eq_ignore_ascii_case(value))
}
