//! The options after `WITH`.

use super::Checker;
use crate::finding::{Finding, Rule};
use crate::model::Stats;
use crate::syntax::ast::OptionDecl;

const VERTEX: &[&str] = &["STATS", "PRIMARY_ID_AS_ATTRIBUTE"];
const EDGE: &[&str] = &["REVERSE_EDGE"];

/// The options of a vertex type.
pub(super) struct VertexOptions<'a> {
    pub(super) stats: Stats,
    /// The option, and whether it is "true".
    pub(super) id_as_attribute: Option<(&'a OptionDecl, bool)>,
}

impl Checker<'_> {
    pub(super) fn vertex_options<'a>(&mut self, options: &'a [OptionDecl]) -> VertexOptions<'a> {
        self.distinct_options(options);
        let mut read = VertexOptions { stats: Stats::default(), id_as_attribute: None };
        for option in options {
            match option.key.value.to_ascii_uppercase().as_str() {
                "STATS" => read.stats = self.stats(option),
                "PRIMARY_ID_AS_ATTRIBUTE" => {
                    read.id_as_attribute = Some((option, self.truth(option)));
                }
                "TAGGABLE" => {
                    let message = "tags are deprecated since October 2023 and ignored";
                    self.findings.push(Finding::new(Rule::Deprecated, option.key.span, message));
                }
                _ => self.unknown_option(option, VERTEX),
            }
        }
        read
    }

    /// Returns the option that names the reverse type.
    pub(super) fn edge_options<'a>(&mut self, options: &'a [OptionDecl]) -> Option<&'a OptionDecl> {
        self.distinct_options(options);
        let mut reverse = None;
        for option in options {
            if option.key.value.eq_ignore_ascii_case("REVERSE_EDGE") {
                reverse = Some(option);
            } else {
                self.unknown_option(option, EDGE);
            }
        }
        reverse
    }

    pub(super) fn distinct_options(&mut self, options: &[OptionDecl]) {
        for (index, option) in options.iter().enumerate() {
            let same = |other: &OptionDecl| other.key.value.eq_ignore_ascii_case(&option.key.value);
            if options[..index].iter().any(same) {
                let message = format!("the option `{}` is given twice", option.key.value);
                self.error_with_help(Rule::Duplicate, option.key.span, message, "remove one");
            }
        }
    }

    pub(super) fn unknown_option(&mut self, option: &OptionDecl, known: &[&str]) {
        let message = format!("there is no option `{}` here", option.key.value);
        self.unknown(Rule::UnknownOption, &option.key, message, &mut known.iter().copied());
    }

    /// Reports a value; `expected` describes valid ones.
    pub(super) fn wrong_value(&mut self, rule: Rule, option: &OptionDecl, expected: &str) {
        let message = format!("`{}` cannot be \"{}\"", option.key.value, option.value.value);
        self.error_with_help(rule, option.value.span, message, format!("write {expected}"));
    }

    fn stats(&mut self, option: &OptionDecl) -> Stats {
        match option.value.value.to_ascii_lowercase().as_str() {
            "none" => Stats::None,
            "outdegree_by_edgetype" => Stats::OutdegreeByEdgeType,
            _ => {
                self.wrong_value(
                    Rule::OptionValue,
                    option,
                    "\"none\" or \"outdegree_by_edgetype\"",
                );
                Stats::default()
            }
        }
    }

    fn truth(&mut self, option: &OptionDecl) -> bool {
        match option.value.value.to_ascii_lowercase().as_str() {
            "true" => true,
            "false" => false,
            _ => {
                self.wrong_value(Rule::OptionValue, option, "\"true\" or \"false\"");
                false
            }
        }
    }
}
