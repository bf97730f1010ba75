//! Loading jobs as text.

use super::layout::{Layout, WIDTH, statement};
use crate::model::Literal;
use crate::syntax::ast::{
    Column, Deleted, Destination, EndType, Load, LoadDelete, LoadExpr, LoadSource, LoadValue,
    LoadingJob, LoadingStep, OptionDecl, RunLoadingJob, Target,
};
use crate::syntax::{Name, Spanned};

const INDENT: usize = 4;

/// `CREATE LOADING JOB ...`, one statement of the job on each line that is wide enough.
#[must_use]
pub fn loading_job(job: &LoadingJob) -> String {
    let kind = if job.online_post { "ONLINE_POST" } else { "LOADING" };
    let mut text = format!("CREATE {kind} JOB {}", job.name.value);
    if let Some(graph) = &job.graph {
        text += " FOR GRAPH ";
        text += &graph.value;
    }
    text += " {\n";
    for step in &job.steps {
        text += &" ".repeat(INDENT);
        text += &self::step(&step.value);
        text += ";\n";
    }
    text + "}"
}

/// `RUN LOADING JOB ...`
#[must_use]
pub fn run_loading_job(run: &RunLoadingJob) -> String {
    let mut text = String::from(if run.legacy { "RUN JOB" } else { "RUN LOADING JOB" });
    for (flag, value) in &run.flags {
        text += " -";
        text += &flag.value;
        if let Some(value) = value {
            text += " ";
            text += &value.value;
        }
    }
    text += " ";
    text += &run.name.value;
    let option = |(key, value): &(Name, Option<Spanned<String>>)| match value {
        Some(value) if is_number(&value.value) => format!("{}={}", key.value, value.value),
        Some(value) => format!("{}={}", key.value, quoted(&value.value)),
        None => key.value.clone(),
    };
    if !run.using.is_empty() {
        text += " USING ";
        text += &run.using.iter().map(option).collect::<Vec<_>>().join(", ");
    }
    text
}

fn step(step: &LoadingStep) -> String {
    match step {
        LoadingStep::Filename { name, path: None } => format!("DEFINE FILENAME {}", name.value),
        LoadingStep::Filename { name, path: Some(path) } => {
            format!("DEFINE FILENAME {} = {}", name.value, quoted(&path.value))
        }
        LoadingStep::Header { name, columns } => {
            let columns: Vec<_> = columns.iter().map(|column| quoted(&column.value)).collect();
            format!("DEFINE HEADER {} = {}", name.value, columns.join(", "))
        }
        LoadingStep::LineFilter { name, condition } => {
            format!("DEFINE INPUT_LINE_FILTER {} = {}", name.value, expr(&condition.value))
        }
        LoadingStep::Load(load) => self::load(load),
        LoadingStep::Delete(delete) => self::delete(delete),
    }
}

/// Prints one line if there is one destination and it fits, otherwise one line per part.
fn load(load: &Load) -> String {
    let head = match &load.source {
        None => "LOAD".to_owned(),
        Some(source) => format!("LOAD {}", self::source(source)),
    };
    let mut tail = String::new();
    if let Some(tags) = &load.tags {
        tail = format!("TAGS ({}) BY {}", names(&tags.names), tags.by.value);
    }
    if !load.using.is_empty() {
        let space = if tail.is_empty() { "" } else { " " };
        tail += &format!("{space}{}", using(&load.using));
    }
    if let [only] = &load.destinations[..] {
        let line = format!("{head} {} {tail}", destination(&only.value, 0));
        let line = line.trim_end();
        if INDENT + line.len() < WIDTH && !line.contains('\n') {
            return line.to_owned();
        }
    }
    let margin = format!("\n{}", " ".repeat(2 * INDENT));
    let destinations: Vec<_> =
        load.destinations.iter().map(|it| destination(&it.value, 2 * INDENT)).collect();
    let mut text = head + &margin + &destinations.join(&format!(",{margin}"));
    if !tail.is_empty() {
        text += &margin;
        text += &tail;
    }
    text
}

fn destination(destination: &Destination, indent: usize) -> String {
    let head = match &destination.target {
        Target::Vertex(name) => format!("TO VERTEX {}", name.value),
        Target::Edge(name) => format!("TO EDGE {}", name.value),
        Target::TempTable { name, columns } => {
            format!("TO TEMP_TABLE {} ({})", name.value, names(columns))
        }
        Target::Vector { attribute, vertex } => {
            format!("TO VECTOR ATTRIBUTE {} ON VERTEX {}", attribute.value, vertex.value)
        }
    };
    let values: Vec<_> = destination.values.iter().map(value).collect();
    let layout = Layout { indent, ..Layout::default() };
    let mut text = statement(&format!("{head} VALUES "), &values, layout);
    text += &condition(destination.filter.as_ref());
    if let Some(option) = &destination.option {
        text += &format!(" OPTION ({})", option.value);
    }
    text
}

fn delete(delete: &LoadDelete) -> String {
    let mut text = match &delete.deleted {
        Deleted::Vertex { name, id } => {
            format!("DELETE VERTEX {} (PRIMARY_ID {})", name.value, expr(&id.value))
        }
        Deleted::Edge { name, from, to, discriminator } => {
            let name = name.as_ref().map_or("*", |name| &name.value);
            let mut text = format!("DELETE EDGE {name} (FROM {}", value(from));
            if let Some(to) = to {
                text += &format!(", TO {}", value(to));
            }
            if !discriminator.is_empty() {
                text += &format!(", DISCRIMINATOR ({})", exprs(discriminator));
            }
            text + ")"
        }
    };
    if let Some(source) = &delete.source {
        text += &format!(" FROM {}", self::source(source));
    }
    text += &condition(delete.filter.as_ref());
    if !delete.using.is_empty() {
        text += " ";
        text += &using(&delete.using);
    }
    text
}

fn source(source: &LoadSource) -> String {
    match source {
        LoadSource::Variable(name) => name.value.clone(),
        LoadSource::Path(path) => quoted(&path.value),
        LoadSource::TempTable(name) => format!("TEMP_TABLE {}", name.value),
    }
}

fn condition(filter: Option<&Spanned<LoadExpr>>) -> String {
    filter.map_or_else(String::new, |filter| format!(" WHERE {}", expr(&filter.value)))
}

fn using(options: &[OptionDecl]) -> String {
    let option = |option: &OptionDecl| {
        format!("{}={}", option.key.value.to_ascii_uppercase(), quoted(&option.value.value))
    };
    format!("USING {}", options.iter().map(option).collect::<Vec<_>>().join(", "))
}

fn value(value: &LoadValue) -> String {
    let text = expr(&value.expr.value);
    match &value.ty {
        None => text,
        Some(EndType::Named(name)) => format!("{text} {}", name.value),
        Some(EndType::Column(name)) => format!("{text} {}", column(&name.value)),
    }
}

fn names(names: &[Name]) -> String {
    names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", ")
}

fn exprs(all: &[Spanned<LoadExpr>]) -> String {
    all.iter().map(|it| expr(&it.value)).collect::<Vec<_>>().join(", ")
}

/// Returns a value or a condition, as in a loading job.
#[must_use]
pub fn load_expr(value: &LoadExpr) -> String {
    expr(value)
}

fn expr(value: &LoadExpr) -> String {
    let not = |negated: &bool| if *negated { "NOT " } else { "" };
    match value {
        LoadExpr::Skip => "_".to_owned(),
        LoadExpr::Column(name) => column(name),
        LoadExpr::Literal(Literal::String(text)) => quoted(text),
        LoadExpr::Literal(literal) => literal.to_string(),
        LoadExpr::Word(word) => word.clone(),
        LoadExpr::Call { name, arguments } => format!("{}({})", name.value, exprs(arguments)),
        LoadExpr::Entry(key, value) => format!("({} -> {})", expr(&key.value), expr(&value.value)),
        LoadExpr::Group(items) => format!("({})", exprs(items)),
        LoadExpr::Prefix(operator, operand) => {
            let operand = expr(&operand.value);
            let tight = operator.len() == 1 && operand.starts_with(['$', '(']);
            format!("{operator}{}{operand}", if tight { "" } else { " " })
        }
        LoadExpr::Chain(first, rest) => {
            let mut text = expr(&first.value);
            for (operator, operand) in rest {
                text += &format!(" {operator} {}", expr(&operand.value));
            }
            text
        }
        LoadExpr::Is { operand, negated, what } => {
            format!("{} IS {}{what}", expr(&operand.value), not(negated))
        }
        LoadExpr::In { operand, negated, among } => {
            format!("{} {}IN ({})", expr(&operand.value), not(negated), exprs(among))
        }
        LoadExpr::Between { operand, negated, bounds } => format!(
            "{} {}BETWEEN {} AND {}",
            expr(&operand.value),
            not(negated),
            expr(&bounds.0.value),
            expr(&bounds.1.value)
        ),
    }
}

fn column(column: &Column) -> String {
    match column {
        Column::Index(index) => format!("${index}"),
        Column::Named(keys) => {
            let keys: Vec<_> = keys.iter().map(|key| quoted(key)).collect();
            format!("${}", keys.join(":"))
        }
        Column::System(name) => format!("${name}"),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns a string in quotes. A backslash that does not escape anything remains as it is:
/// separators are written as `\t`.
fn quoted(text: &str) -> String {
    // Plain quotes end with their line.
    let quotes = if text.contains(['\n', '\r']) { "\"\"\"" } else { "\"" };
    let mut quoted = quotes.to_owned();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let escapes = c == '\\' && matches!(rest.peek(), None | Some('"' | '\'' | '\\'));
        if c == '"' || escapes {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted + quotes
}
