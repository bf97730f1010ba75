//! A plan as a person reads it.

use std::fmt::{self, Display, Formatter};

use super::{Action, Copy, CopyOf, Plan};

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let graph = &self.graph;
        if !self.refusals.is_empty() {
            writeln!(f, "The schema of `{graph}` cannot be changed in this way:")?;
            for reason in &self.refusals {
                writeln!(f, "  - {reason}")?;
            }
        } else if self.steps.is_empty() {
            writeln!(f, "The schema of `{graph}` is as expected.")?;
        } else {
            let count = self.steps.len();
            let plural = if count == 1 { "" } else { "s" };
            writeln!(f, "Change the schema of `{graph}` in {count} step{plural}:")?;
        }
        for (index, step) in self.steps.iter().enumerate() {
            writeln!(f)?;
            match &step.action {
                Action::Copy(copy) => writeln!(f, "{}. {copy}", index + 1)?,
                Action::Gsql(script) => {
                    let kind = if step.is_additive() { "adds" } else { "DESTROYS" };
                    writeln!(f, "{}. {kind}", index + 1)?;
                    for line in script.lines() {
                        writeln!(f, "       {line}")?;
                    }
                }
            }
            for loss in &step.losses {
                write!(f, "   loses {loss}")?;
                match self.copied_to(loss) {
                    Some(new) => writeln!(f, ", which is copied to {new} before")?,
                    None => writeln!(f)?,
                }
            }
        }
        if !self.remaining.is_empty() {
            writeln!(f, "\nThese differences stay:")?;
        }
        for it in &self.remaining {
            writeln!(f, "  - {} ({})", it.difference, it.reason)?;
        }
        Ok(())
    }
}

impl Display for Copy {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let names = |f: &mut Formatter<'_>| {
            for (index, (old, new)) in self.attributes.iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                write!(f, "{comma} {old} to {new}")?;
            }
            Ok(())
        };
        match &self.what {
            CopyOf::VertexAttributes(of) | CopyOf::EdgeAttributes(of) => {
                write!(f, "copies in {of}")?;
                names(f)?;
            }
            CopyOf::Vertices { old, new } => write!(f, "copies all vertices of {old} to {new}")?,
            CopyOf::Edges { old, new, .. } => write!(f, "copies all edges of {old} to {new}")?,
        }
        if self.overwrites {
            f.write_str(", overwriting existing data under the new name")?;
        }
        Ok(())
    }
}
