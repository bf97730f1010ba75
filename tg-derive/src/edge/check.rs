//! An edge, compared with its type in the schema file.

use quote::quote;
use syn::Type;
use syn::spanned::Spanned;
use tg_gsql::model::{EdgeType, EndpointPair};

use super::Edge;
use super::model::Ends;
use crate::attr::Key;
use crate::paths::item_of;
use crate::snapshot::{Check, Owner, last_name, list};

/// Compares an edge with its type in a schema.
pub(crate) fn compare(edge: &Edge<'_>, check: &mut Check<'_>) {
    let record = &edge.record;
    let Some(found) = check.find::<EdgeType>((&record.name, record.ident, &record.attrs)) else {
        return;
    };
    // An argument that could not be read may be one of these.
    if !record.attrs.is_doubtful() {
        direction(edge, found, check);
        reverse(edge, found, check);
        pairs(edge, found, check);
    }
    discriminator(edge, found, check);
    let owner = Owner {
        what: "edge type",
        name: &found.name,
        attributes: &found.attributes,
        discriminators: found.discriminators,
        vectors: &[],
    };
    check.attributes(record, record.fields.iter(), &owner, None);
}

fn direction(edge: &Edge<'_>, found: &EdgeType, check: &mut Check<'_>) {
    let attrs = &edge.record.attrs;
    let (name, file) = (&found.name, check.file);
    match (edge.directed, found.directed) {
        (true, false) => {
            let message = format!("`{name}` is UNDIRECTED in {file}");
            match (attrs.word(Key::Reverse), attrs.word(Key::Directed)) {
                (Some(word), directed) => {
                    let also = if directed.is_some() { ", and remove `directed`" } else { "" };
                    let remedy = format!("write `undirected` instead of `reverse`{also}");
                    check.at(word, format!("{message}: {remedy}"));
                }
                (None, Some(word)) => check.at(word, format!("{message}: write `undirected`")),
                (None, None) => {
                    check.at(edge.record.ident, format!("{message}: write `#[tg(undirected)]`"));
                }
            }
        }
        (false, true) => {
            let remedy = match &found.reverse {
                Some(reverse) => {
                    format!("write `reverse = \"{reverse}\"` instead of `undirected`")
                }
                None => "remove `undirected`".to_owned(),
            };
            let message = format!("`{name}` is DIRECTED in {file}: {remedy}");
            check.at(attrs.word(Key::Undirected), message);
        }
        _ => {}
    }
}

fn reverse(edge: &Edge<'_>, found: &EdgeType, check: &mut Check<'_>) {
    // The wrong direction is reported already.
    if edge.reverse == found.reverse || edge.directed != found.directed {
        return;
    }
    let (name, file, text) = (&found.name, check.file, edge.record.attrs.text(Key::Reverse));
    match (&found.reverse, text) {
        (Some(reverse), Some(text)) => {
            let message = format!(
                "the reverse edge of `{name}` is called `{reverse}` in \
                 {file}: write `\"{reverse}\"`"
            );
            check.at(text, message);
        }
        (Some(reverse), None) => {
            let message = format!(
                "`{name}` has the reverse edge `{reverse}` in {file}: write \
                 `#[tg(reverse = \"{reverse}\")]`"
            );
            check.at(edge.record.ident, message);
        }
        (None, text) => {
            let message = format!("`{name}` has no reverse edge in {file}: remove `reverse`");
            check.at(text, message);
        }
    }
}

/// Compares the pairs by the Rust names of their vertex types. A type that the schema does not have
/// may be renamed, and one that it has may have another name there: the compiler decides.
fn pairs(edge: &Edge<'_>, found: &EdgeType, check: &mut Check<'_>) {
    let record = &edge.record;
    let pairs: Vec<(&Ends, String, String)> =
        edge.pairs.iter().map(|ends| (ends, last_name(&ends.from), last_name(&ends.to))).collect();
    let is_vertex = |name: &str| check.catalog.vertices.iter().any(|vertex| vertex.name == name);
    let all_known = pairs.iter().all(|(_, from, to)| is_vertex(from) && is_vertex(to));
    let mut sound = true;
    for (ends, from, to) in &pairs {
        let known = is_vertex(from) && is_vertex(to);
        if known && !found.joins(from, to) {
            let (at, message) = misjoined(ends, (from, to), found, check.file);
            check.at(at, message);
            sound = false;
        } else {
            assert_pair(ends, found, check);
        }
    }
    // If all pairs are in the schema and there are as many, none is missing.
    let may_lack = edge.pairs.len() < found.pairs.len();
    if !(sound && may_lack) || record.attrs.has(Key::Partial) {
        return;
    }
    let is_declared = |pair: &EndpointPair| {
        pairs.iter().any(|(_, from, to)| {
            (*from == pair.from && *to == pair.to)
                || (!found.directed && *from == pair.to && *to == pair.from)
        })
    };
    let missing: Vec<&EndpointPair> =
        found.pairs.iter().filter(|pair| !is_declared(pair)).collect();
    if all_known && !missing.is_empty() {
        let lines: Vec<_> = missing
            .iter()
            .map(|pair| format!("pair(from = {}, to = {})", pair.from, pair.to))
            .collect();
        let instead = match edge.pairs.as_slice() {
            [Ends { from, to }] if record.attrs.has(Key::From) => format!(
                " next to `pair(from = {}, to = {})` instead of `from` and `to`",
                last_name(from),
                last_name(to)
            ),
            _ => String::new(),
        };
        let message = format!(
            "`{}` joins more vertex types in {}: write {}{instead}, or \
             accept it with `#[tg(partial)]`",
            found.name,
            check.file,
            list(&lines),
        );
        check.at(record.ident, message);
    } else if !all_known {
        for pair in missing {
            assert_declared(edge, pair, found, check);
        }
    }
}

/// Returns the wrong end of a pair, and the message about it.
fn misjoined<'t>(
    ends: &'t Ends,
    (from, to): (&str, &str),
    found: &EdgeType,
    file: &str,
) -> (&'t Type, String) {
    let message = format!("`{}` leads {} in {file}", found.name, spell(&found.pairs));
    let to_of = found.pairs.iter().find(|pair| pair.from == from);
    let from_of = found.pairs.iter().find(|pair| pair.to == to);
    match (to_of, from_of, found.pairs.as_slice()) {
        (Some(pair), ..) => (&ends.to, format!("{message}: write `to = {}`", pair.to)),
        (None, Some(pair), _) => (&ends.from, format!("{message}: write `from = {}`", pair.from)),
        (None, None, [pair]) => {
            (&ends.from, format!("{message}: write `from = {}, to = {}`", pair.from, pair.to))
        }
        _ => (&ends.from, format!("{message}: write one of these pairs")),
    }
}

fn spell(pairs: &[EndpointPair]) -> String {
    let pairs: Vec<_> =
        pairs.iter().map(|pair| format!("from `{}` to `{}`", pair.from, pair.to)).collect();
    pairs.join(", ")
}

fn assert_pair(Ends { from, to }: &Ends, found: &EdgeType, check: &mut Check<'_>) {
    let rt = check.rt;
    let (spec, has_pair, end, directed) =
        (rt.pair_spec(), rt.has_pair(), rt.edge_end(), found.directed);
    let pairs =
        found.pairs.iter().map(|EndpointPair { from, to }| quote!(#spec { from: #from, to: #to }));
    let message = format!(
        "`{}` leads {} in {}: write one of these pairs",
        found.name,
        spell(&found.pairs),
        check.file
    );
    let here = from.span();
    let (from, to) = (item_of(from, &end, "NAME"), item_of(to, &end, "NAME"));
    check.assert(here, &quote!(#has_pair(&[#(#pairs),*], #from, #to, #directed)), &message);
}

fn assert_declared(edge: &Edge<'_>, pair: &EndpointPair, found: &EdgeType, check: &mut Check<'_>) {
    let rt = check.rt;
    let (spec, has_pair, end, directed) =
        (rt.pair_spec(), rt.has_pair(), rt.edge_end(), found.directed);
    let pairs = edge.pairs.iter().map(|Ends { from, to }| {
        let (from, to) = (item_of(from, &end, "NAME"), item_of(to, &end, "NAME"));
        quote!(#spec { from: #from, to: #to })
    });
    let EndpointPair { from, to } = pair;
    let message = format!(
        "`{}` also leads from `{from}` to `{to}` in {}: write `pair(from = {from}, to = {to})`, or \
         accept it with `#[tg(partial)]`",
        found.name, check.file
    );
    let holds = quote!(#has_pair(&[#(#pairs),*], #from, #to, #directed));
    check.assert(edge.record.ident.span(), &holds, &message);
}

fn discriminator(edge: &Edge<'_>, found: &EdgeType, check: &mut Check<'_>) {
    let (name, file) = (&found.name, check.file);
    let expected: Vec<&str> =
        found.discriminator().iter().map(|attribute| attribute.name.as_str()).collect();
    let is = match expected.as_slice() {
        [] => format!("`{name}` has no discriminator in {file}"),
        parts => format!("`{name}` has DISCRIMINATOR ({}) in {file}", parts.join(", ")),
    };
    let mut sound = true;
    for field in &edge.record.fields {
        let is_part = expected.contains(&field.name.as_str());
        match field.attrs.word(Key::Discriminator) {
            // A name that the schema does not have is reported as such.
            Some(word) if !is_part && found.attribute(&field.name).is_some() => {
                check.at(word, format!("{is}: remove `discriminator` here"));
                sound = false;
            }
            None if is_part => {
                check.at(field.ident, format!("{is}: write `#[tg(discriminator)]` on the field"));
                sound = false;
            }
            _ => {}
        }
    }
    let fields = edge.discriminator();
    let declared: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let moved = fields.iter().zip(&expected).find(|(field, part)| field.name != **part);
    if let (true, Some((field, part))) = (sound && declared.len() == expected.len(), moved)
        && declared.contains(part)
    {
        check.at(
            field.ident,
            format!("{is}, in this order: put the field `{part}` before this one"),
        );
    }
}
