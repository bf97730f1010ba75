//! Vector attributes.

use super::Checker;
use crate::finding::Rule;
use crate::model::{Metric, VectorAttribute};
use crate::syntax::Name;
use crate::syntax::ast::OptionDecl;

/// The limit of the Enterprise edition; that of the Community edition is 4096.
const MAX_DIMENSIONS: u32 = 32_768;

const PARAMETERS: &[&str] = &["DIMENSION", "METRIC", "INDEXTYPE", "DATATYPE"];

impl Checker<'_> {
    pub(crate) fn vector(&mut self, name: &Name, parameters: &[OptionDecl]) -> VectorAttribute {
        self.attribute_name(name);
        self.distinct_options(parameters);
        let mut vector =
            VectorAttribute { name: name.value.clone(), dimension: 0, metric: Metric::default() };
        let mut has_dimension = false;
        for parameter in parameters {
            let value = parameter.value.value.to_ascii_uppercase();
            match (parameter.key.value.to_ascii_uppercase().as_str(), value.as_str()) {
                ("DIMENSION", _) => {
                    has_dimension = true;
                    match value.parse() {
                        Ok(dimension @ 1..=MAX_DIMENSIONS) => vector.dimension = dimension,
                        _ => self.wrong_value(Rule::Vector, parameter, "a number from 1 to 32768"),
                    }
                }
                ("METRIC", "COSINE") => vector.metric = Metric::Cosine,
                ("METRIC", "L2") => vector.metric = Metric::L2,
                ("METRIC", "IP") => vector.metric = Metric::InnerProduct,
                ("METRIC", _) => {
                    self.wrong_value(Rule::Vector, parameter, "\"COSINE\", \"L2\" or \"IP\"");
                }
                ("INDEXTYPE", "HNSW") | ("DATATYPE", "FLOAT") => {}
                ("INDEXTYPE", _) => self.wrong_value(Rule::Vector, parameter, "\"HNSW\""),
                ("DATATYPE", _) => self.wrong_value(Rule::Vector, parameter, "\"FLOAT\""),
                _ => self.unknown_option(parameter, PARAMETERS),
            }
        }
        if !has_dimension {
            let message = format!("the vector attribute `{}` needs a dimension", name.value);
            let help = "write how many numbers a vector has: `DIMENSION=1536`";
            self.error_with_help(Rule::Vector, name.span, message, help);
        }
        vector
    }
}
