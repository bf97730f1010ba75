//! A graph, compared with the one in the schema file.

use quote::quote;
use syn::spanned::Spanned;
use tg_gsql::model::{EdgeType, VertexType};

use super::Graph;
use super::model::{Handle, HandleKind};
use crate::attr::Key;
use crate::paths::item_of;
use crate::snapshot::{Check, Kind, last_name, list};

/// Compares a graph with the one in a schema.
pub(crate) fn compare(graph: &Graph<'_>, check: &mut Check<'_>) {
    let Some(name) = graph.attrs.text(Key::Graph) else { return };
    if check.known_graph(name).is_none() {
        return;
    }
    for handle in &graph.handles {
        match handle.kind {
            HandleKind::Vertices => compare_handle::<VertexType>(graph, handle, check),
            HandleKind::Edges => compare_handle::<EdgeType>(graph, handle, check),
            HandleKind::Repeated | HandleKind::Unknown => {}
        }
    }
}

/// Compares by the Rust name of the type. The type may be renamed, so the compiler compares its
/// real name; a type that is nowhere in the schema is reported by its own derive.
fn compare_handle<K: Kind>(graph: &Graph<'_>, handle: &Handle<'_>, check: &mut Check<'_>) {
    let (catalog, file, rt, name) = (check.catalog, check.file, check.rt, last_name(handle.of));
    let members: Vec<&str> = K::members(catalog, &graph.name);
    let is_member = members.contains(&name.as_str());
    if !is_member && K::all(catalog).iter().any(|it| it.name() == name) {
        let message = format!(
            "graph `{}` has no {} `{name}` in {file} ({}): remove the handle, \
             or add the type to the graph",
            graph.name,
            K::KIND,
            check.graphs_with::<K>(&name)
        );
        check.at(handle.of, message);
        return;
    }
    let message = format!(
        "`{name}` is not {} of graph `{}` in {file}, which has {}",
        K::A_KIND,
        graph.name,
        if members.is_empty() { "none".to_owned() } else { list(&members) }
    );
    let ident = &graph.input.ident;
    let (of_graph, spec_name, is_one_of, same) =
        (rt.handle(), rt.handle_name(), rt.is_one_of(), rt.same_name());
    let of_graph = if handle.partial { rt.partial_handle() } else { quote!(#of_graph<#ident>) };
    let spec = item_of(handle.ty, &of_graph, "SPEC");
    // The list is long, and most types have their Rust name.
    let quick = is_member.then(|| quote!(#same(#spec_name(#spec), #name) ||));
    let holds = quote!((#quick #is_one_of(#spec_name(#spec), &[#(#members),*])));
    check.assert(handle.of.span(), &holds, &message);
}
