//! Vertex sets in braces.

use super::Machine;
use crate::eval::Value;
use crate::eval::plan::SeedNode;
use crate::eval::stop::Stop;
use crate::eval::value::VertexSet;

impl<'a> Machine<'a> {
    /// Returns the vertex set in braces.
    pub(super) fn seeds(&mut self, seeds: &'a [SeedNode]) -> Result<Value, Stop> {
        let mut candidates = self.no_candidates();
        for seed in seeds {
            match seed {
                SeedNode::Types(types) => {
                    let names = types.iter().map(|ty| {
                        let name = &self.cx.graphs.schema().vertex(*ty).name;
                        Value::text(name)
                    });
                    let span = tg_gsql::syntax::Span { start: 0, end: 0 };
                    for name in names.collect::<Vec<_>>() {
                        self.add_candidates(&mut candidates, &name, span)?;
                    }
                }
                SeedNode::Of(node, span) => {
                    let value = self.eval(node)?;
                    self.add_candidates(&mut candidates, &value, *span)?;
                }
            }
        }
        let set = self.all(candidates)?;
        self.budget().fits(VertexSet::bytes(&set))?;
        Ok(Value::Vertices(set))
    }
}
