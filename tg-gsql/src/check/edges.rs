//! Edge types: endpoints, discriminators, reverse types.

use std::collections::HashSet;

use super::{Checker, Scope};
use crate::finding::Rule;
use crate::model::{EdgeType, EndpointPair};
use crate::syntax::ast::{EdgeDecl, Ends, OptionDecl, PairDecl};
use crate::syntax::{Name, Span};

impl Checker<'_> {
    pub(crate) fn edge(&mut self, declared: &EdgeDecl) -> EdgeType {
        self.new_name(&declared.name, "edge");
        let pairs = self.pairs(&declared.pairs);
        let all = declared.discriminator.iter().chain(&declared.attributes);
        self.distinct(all.map(|attribute| &attribute.name), "the attribute");
        let mut attributes = self.attributes(&declared.discriminator);
        for (part, declared) in attributes.iter().zip(&declared.discriminator) {
            self.key_type(&part.ty, declared.ty.span, "a discriminator");
        }
        attributes.append(&mut self.attributes(&declared.attributes));
        let reverse = self.edge_options(&declared.options);
        EdgeType {
            name: declared.name.value.clone(),
            directed: declared.directed,
            pairs,
            attributes,
            discriminators: declared.discriminator.len(),
            reverse: reverse.map(|option| self.reverse(declared, option)),
            local_to: self.local_to(),
        }
    }

    fn reverse(&mut self, declared: &EdgeDecl, option: &OptionDecl) -> String {
        if !declared.directed {
            let message =
                format!("the undirected edge type `{}` has no reverse", declared.name.value);
            let help = "leave `REVERSE_EDGE` out, or make the edge type DIRECTED";
            self.error_with_help(Rule::ReverseOfUndirected, option.key.span, message, help);
        } else if option.value.value == declared.name.value {
            let message = "an edge type cannot be its own reverse";
            let help = format!("choose another name, such as `reverse_{}`", declared.name.value);
            self.error_with_help(Rule::NameInUse, option.value.span, message, help);
        } else {
            self.new_name(&option.value, "reverse edge");
        }
        option.value.value.clone()
    }

    /// Returns every pair that the declared ones expand to, each once.
    pub(crate) fn pairs(&mut self, declared: &[PairDecl]) -> Vec<EndpointPair> {
        let mut seen = HashSet::new();
        let mut pairs = Vec::new();
        for PairDecl { from, to } in declared {
            let place = self.place_of(from);
            let (from, to) = (self.ends(from), self.ends(to));
            let count = pairs.len().saturating_add(from.len().saturating_mul(to.len()));
            if !self.pairs_fit(count, place) {
                return pairs;
            }
            for from in &from {
                for to in &to {
                    let pair = EndpointPair { from: from.clone(), to: to.clone() };
                    if seen.insert(pair.clone()) {
                        pairs.push(pair);
                    }
                }
            }
        }
        pairs
    }

    fn place_of(&self, ends: &Ends) -> Span {
        match ends {
            Ends::All(span) => *span,
            Ends::Named(names) => names.first().map(|name| name.span).unwrap_or_default(),
        }
    }

    fn ends(&mut self, ends: &Ends) -> Vec<String> {
        match ends {
            Ends::Named(names) => self.endpoints(names),
            Ends::All(span) => {
                let all: Vec<_> = self.vertex_names().into_iter().map(str::to_owned).collect();
                if all.is_empty() {
                    let message = "`*` matches no vertex type, because there is none yet";
                    self.error(Rule::UnknownEndpoint, *span, message);
                }
                all
            }
        }
    }

    pub(crate) fn endpoints(&mut self, names: &[Name]) -> Vec<String> {
        for name in names {
            if self.find_vertex(&name.value).is_none() {
                let place = match self.scope {
                    Scope::Global => String::new(),
                    Scope::Graph(graph) => format!(" in the graph `{graph}`"),
                };
                let message = format!("there is no vertex type `{}`{place}", name.value);
                let mut known = self.vertex_names().into_iter();
                self.unknown(Rule::UnknownEndpoint, name, message, &mut known);
            }
        }
        names.iter().map(|name| name.value.clone()).collect()
    }
}
