//! `tg query diff` and `tg query install`: files compared with the server.

use std::collections::BTreeMap;

use serde::Serialize;
use tg_gsql::query::is_same;
use tg_gsql::syntax::{TokenKind, tokens};
use tg_runtime::Graph as _;
use tg_runtime::query::{StoredQuery, StoredState};

use super::{connect, state};
use crate::args::QueryFilesArgs;
use crate::cmd::Context;
use crate::cmd::connection::Connection;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::report::Report;
use crate::output::table::table;
use crate::query::{self, QueryFile};

/// A query of a file, and what the server has.
#[derive(Debug, Serialize)]
struct Compared<'a> {
    name: &'a str,
    file: &'a str,
    /// The difference, or what was done about it.
    status: String,
    #[serde(skip)]
    text: &'a str,
    #[serde(skip)]
    is_same: bool,
    #[serde(skip)]
    is_installed: bool,
}

pub(super) fn diff(args: &QueryFilesArgs, context: &Context) -> Outcome {
    let files = query::read(&args.files.paths)?;
    query::require_distinct(&files)?;
    require_names(&files)?;
    let connection = connect(&args.connection, context)?;
    let stored = stored(&connection)?;
    let compared = compare(&files, &stored);
    show(&compared, context)?;
    let more: Vec<_> = stored
        .keys()
        .filter(|name| !compared.iter().any(|it| it.name == **name))
        .map(String::as_str)
        .collect();
    if !more.is_empty() {
        context.out.note(&format!("only on the server: {}", more.join(", ")));
    }
    Ok(Exit::of(compared.iter().all(|it| it.is_same && it.is_installed)))
}

pub(super) fn install(args: &QueryFilesArgs, context: &Context) -> Outcome {
    let files = query::read(&args.files.paths)?;
    query::require_distinct(&files)?;
    require_names(&files)?;
    let connection = connect(&args.connection, context)?;
    let graph = connection.name().unwrap_or_default();
    let catalog = connection.wait(async { Ok(connection.graph.schema().read().await?) })?;
    let all = query::parse_all(&files);
    for file in &files {
        let findings = file.check(&catalog, Some(graph), &all);
        Report::new(&file.name, &file.text, &findings).require_sound(context.out)?;
    }
    let stored = stored(&connection)?;
    let mut compared = compare(&files, &stored);
    let order = called_first(&compared);
    let queries = connection.graph.queries();
    let installed = connection.wait(async {
        let mut names = Vec::new();
        for index in order {
            let Compared { name, text, is_same, is_installed, status, .. } = &mut compared[index];
            if !*is_same {
                queries.create(replacing(text)).await?;
                *status = (if stored.contains_key(*name) { "replaced" } else { "created" }).into();
            }
            if !*is_same || !*is_installed {
                names.push((*name).to_owned());
            }
        }
        if !names.is_empty() {
            let installed = names.clone();
            let out = context.out;
            let install = queries.install(names).on_progress(move |installation| {
                out.note(&installation.message);
            });
            install.await?;
            for own in compared.iter_mut().filter(|own| installed.iter().any(|it| it == own.name)) {
                own.status = match own.is_same {
                    true => "installed".to_owned(),
                    false => format!("{}, installed", own.status),
                };
            }
        }
        Ok(())
    });
    show(&compared, context)?;
    installed.map(|()| Exit::Done)
}

/// Reads the queries of the server, by name.
fn stored(connection: &Connection) -> Outcome<BTreeMap<String, StoredQuery>> {
    let all = connection.wait(async { Ok(connection.graph.queries().get_all().await?) })?;
    Ok(all.into_iter().map(|query| (query.name.clone(), query)).collect())
}

/// Rejects files without a query that has a name.
fn require_names(files: &[QueryFile]) -> Outcome<()> {
    let without = |file: &&QueryFile| !file.queries.iter().any(|query| query.name.is_some());
    match files.iter().find(without) {
        None => Ok(()),
        Some(file) => Err(Failure::input(format!("{} has no `CREATE QUERY`", file.name))
            .help("`tg query check` lists the mistakes of files")),
    }
}

fn compare<'a>(
    files: &'a [QueryFile],
    stored: &BTreeMap<String, StoredQuery>,
) -> Vec<Compared<'a>> {
    let all = files.iter().flat_map(|file| file.queries.iter().map(move |query| (file, query)));
    let named = all.filter_map(|(file, query)| Some((file, query, &query.name.as_ref()?.value)));
    named
        .map(|(file, query, name)| {
            let text = file.text_of(query);
            let known = stored.get(name);
            // A draft is created again, so that the server returns its mistakes.
            let is_draft = |known: &StoredQuery| known.state == StoredState::Draft;
            let is_same = known.is_some_and(|known| !is_draft(known) && is_same(text, &known.text));
            let status = match known {
                None => "missing".to_owned(),
                Some(known) if !is_same && !is_draft(known) => "differs".to_owned(),
                Some(known) => state(&known.state).to_owned(),
            };
            let is_installed = known.is_some_and(|known| known.state == StoredState::Installed);
            Compared { name, file: &file.name, status, text, is_same, is_installed }
        })
        .collect()
}

fn show(compared: &[Compared<'_>], context: &Context) -> Outcome<()> {
    context.out.show(&compared, || {
        let row = |it: &Compared<'_>| [it.name.to_owned(), it.status.clone(), it.file.to_owned()];
        table("", &compared.iter().map(row).collect::<Vec<_>>())
    })
}

/// Returns the text with `OR REPLACE`: a query that is dropped first would be lost if the server
/// rejects the new one.
fn replacing(text: &str) -> String {
    let mut tokens = tokens(text).filter(|token| !token.is_comment());
    match (tokens.next(), tokens.next()) {
        (Some(create), Some(next)) if !next.is_word("OR") => {
            let end = create.span.end;
            format!("{} OR REPLACE{}", &text[..end], &text[end..])
        }
        _ => text.to_owned(),
    }
}

/// Returns the positions in an order in which a query comes after those that it calls, as far as
/// they do not call each other.
fn called_first(compared: &[Compared<'_>]) -> Vec<usize> {
    fn visit(index: usize, calls: &[Vec<usize>], seen: &mut [bool], order: &mut Vec<usize>) {
        if std::mem::replace(&mut seen[index], true) {
            return;
        }
        for called in &calls[index] {
            visit(*called, calls, seen, order);
        }
        order.push(index);
    }
    let calls: Vec<Vec<usize>> = compared
        .iter()
        .map(|it| {
            let words = tokens(it.text).filter(|token| token.kind == TokenKind::Word);
            let words: std::collections::BTreeSet<_> = words.map(|token| token.text).collect();
            let is_called = |other: &usize| {
                words.contains(compared[*other].name) && compared[*other].name != it.name
            };
            (0..compared.len()).filter(is_called).collect()
        })
        .collect();
    let (mut seen, mut order) = (vec![false; compared.len()], Vec::new());
    for index in 0..compared.len() {
        visit(index, &calls, &mut seen, &mut order);
    }
    order
}
