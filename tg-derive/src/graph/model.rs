//! The model of a graph: a name, a way to authenticate, and handles.

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, GenericArgument, Ident, PathArguments, Type, Visibility};

use super::auth::Auth;
use crate::attr::{Attrs, Key, Place};
use crate::paths::Runtime;
use crate::problems::Problems;
use crate::queries::Queries;
use crate::record::{check_type_name, named_fields};
use crate::snapshot::{self, Snapshot};
use crate::types::{bare, same, spell};

/// A graph.
pub(crate) struct Graph<'a> {
    pub(crate) rt: Runtime,
    pub(crate) attrs: Attrs,
    pub(crate) input: &'a DeriveInput,
    pub(crate) name: String,
    pub(crate) auth: Auth,
    pub(crate) handles: Vec<Handle<'a>>,
    /// The tuples that the schema declares first.
    pub(crate) tuples: Vec<Type>,
    pub(crate) queries: Queries,
    snapshot: Option<Snapshot>,
    /// `false` for what is not a struct with named fields and without parameters.
    pub(crate) is_plain_struct: bool,
}

/// A field of a graph.
pub(crate) struct Handle<'a> {
    pub(crate) vis: &'a Visibility,
    /// The attributes that stay on the field, such as its docs.
    pub(crate) attrs: Vec<&'a syn::Attribute>,
    pub(crate) ident: &'a Ident,
    /// `Vertices<Package>`
    pub(crate) ty: &'a Type,
    /// `Package`
    pub(crate) of: &'a Type,
    pub(crate) kind: HandleKind,
    /// `true` if the graph need not have every vertex type that the edge joins.
    pub(crate) partial: bool,
}

impl Handle<'_> {
    /// Returns `true` if the graph can make the handle.
    pub(crate) fn is_sound(&self) -> bool {
        matches!(self.kind, HandleKind::Vertices | HandleKind::Edges)
    }
}

/// The kind of a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HandleKind {
    Vertices,
    Edges,
    /// A second handle of a type that has one, which is a mistake.
    Repeated,
    /// Another type, which is a mistake.
    Unknown,
}

impl<'a> Graph<'a> {
    /// Reads the arguments and the annotated struct.
    pub(crate) fn read(
        arguments: TokenStream,
        input: &'a DeriveInput,
        problems: &mut Problems,
    ) -> Self {
        let attrs = Attrs::read_arguments(arguments, &Place::GRAPH, problems);
        let name = read_name(&attrs, input, problems);
        let auth = read_auth(&attrs, input, problems);
        refuse_derives(input, problems);
        refuse_generics(input, problems);
        let handles = read_handles(input, attrs.has(Key::Empty), problems);
        let (mut queries, mut snapshot) = (Queries::default(), None);
        if attrs.has(Key::Queries) {
            snapshot = snapshot::find(&attrs, &input.ident);
            queries = Queries::read(&attrs, &name, snapshot.as_ref(), problems);
        }
        Self {
            queries,
            snapshot,
            rt: Runtime::of(&attrs),
            input,
            name,
            auth,
            is_plain_struct: handles.is_some() && input.generics.params.is_empty(),
            handles: handles.unwrap_or_default(),
            tuples: attrs.types(Key::Tuples).to_vec(),
            attrs,
        }
    }

    /// Returns `true` if the type of a handle of this kind may have another name on the server: the
    /// schema has no such type of the Rust name.
    pub(crate) fn has_renamed(&self, kind: HandleKind) -> bool {
        let is_known = |handle: &Handle<'_>| {
            self.has_type(kind, &snapshot::last_name(handle.of)) == Some(true)
        };
        self.handles.iter().any(|handle| handle.kind == kind && !is_known(handle))
    }

    /// Returns `true` if the graph has the type in the schema file; `None` without a file.
    pub(crate) fn has_type(&self, kind: HandleKind, name: &str) -> Option<bool> {
        let catalog = self.snapshot.as_ref()?.catalog()?;
        catalog.graph(&self.name)?;
        Some(match kind {
            HandleKind::Edges => catalog.edge(&self.name, name).is_some(),
            _ => catalog.vertex(&self.name, name).is_some(),
        })
    }

    /// The attributes that stay on the struct: all but the derives that the macro replaces.
    pub(crate) fn remaining_attrs(&self) -> impl Iterator<Item = &'a syn::Attribute> {
        self.input.attrs.iter().filter(|attribute| written_derives(attribute).is_empty())
    }
}

fn read_name(attrs: &Attrs, input: &DeriveInput, problems: &mut Problems) -> String {
    if let Some(text) = attrs.text(Key::Graph) {
        check_type_name(text, problems);
        return text.value();
    }
    if !attrs.is_doubtful() {
        problems.at(
            &input.ident,
            format!(
                "the name of the graph is missing: write `#[tigergraph(graph = \"{}\", ..)]`",
                input.ident
            ),
        );
    }
    input.ident.to_string()
}

fn read_auth(attrs: &Attrs, input: &DeriveInput, problems: &mut Problems) -> Auth {
    if !attrs.has(Key::Auth) && !attrs.is_doubtful() {
        let ways = Auth::list();
        problems.at(
            &input.ident,
            format!(
                "the way to authenticate is missing: write \
                 `#[tigergraph(.., auth = \"secret\")]` {ways}"
            ),
        );
    }
    Auth::read(attrs, problems)
}

/// Reports derives of `Clone` and `Debug`: the macro writes both, `Debug` without secrets.
fn refuse_derives(input: &DeriveInput, problems: &mut Problems) {
    for derived in input.attrs.iter().flat_map(written_derives) {
        problems.at(&derived, "`#[tigergraph]` implements this itself: remove it here");
    }
}

/// The `Clone` and `Debug` in a `#[derive(..)]`.
fn written_derives(attribute: &syn::Attribute) -> Vec<syn::Path> {
    let mut written = Vec::new();
    if attribute.path().is_ident("derive") {
        // The compiler reports a derive that does not parse.
        let _ = attribute.parse_nested_meta(|derive| {
            let last = derive.path.segments.last();
            if last.is_some_and(|last| last.ident == "Clone" || last.ident == "Debug") {
                written.push(derive.path);
            }
            Ok(())
        });
    }
    written
}

fn refuse_generics(input: &DeriveInput, problems: &mut Problems) {
    if !input.generics.params.is_empty() {
        problems.at(
            &input.generics,
            "a graph is one graph on the server, so it has no parameters: remove them",
        );
    }
}

fn read_handles<'a>(
    input: &'a DeriveInput,
    may_be_empty: bool,
    problems: &mut Problems,
) -> Option<Vec<Handle<'a>>> {
    let Ok(fields) = named_fields(&input.data) else {
        problems.at(&input.ident, not_a_graph(&input.data));
        return None;
    };
    let mut handles: Vec<Handle<'a>> = Vec::with_capacity(fields.len());
    for field in fields {
        let keys = Attrs::read(&field.attrs, &Place::HANDLE, problems);
        let Some(ident) = &field.ident else { continue };
        let (mut kind, of) = handle_type(&field.ty).unwrap_or_else(|| {
            problems.at(&field.ty, not_a_handle(&field.ty));
            (HandleKind::Unknown, &field.ty)
        });
        if let Some(first) = handles.iter().find(|handle| same(handle.of, of)) {
            let message =
                format!("`{}` has the handle `{}` already: keep one", spell(of), first.ident);
            problems.at(of, message);
            kind = HandleKind::Repeated;
        }
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg")) {
            problems.at(
                attribute,
                "the handles of a graph are the same in every build: \
                 write `cfg` on the whole struct",
            );
        }
        let attrs = field
            .attrs
            .iter()
            .filter(|attribute| ["tg", "cfg"].iter().all(|name| !attribute.path().is_ident(name)));
        let (attrs, vis, ty) = (attrs.collect(), &field.vis, &field.ty);
        if let Some(word) = keys.word(Key::Partial)
            && kind == HandleKind::Vertices
        {
            problems.at(word, "only a handle of edges can be `partial`: remove it");
        }
        let partial = keys.has(Key::Partial);
        handles.push(Handle { attrs, vis, ident, ty, of, kind, partial });
    }
    if fields.is_empty() && !may_be_empty {
        problems.at(
            &input.ident,
            "a graph needs handles: write a field such as `packages: Vertices<Package>`, \
             or `empty` if it has no types",
        );
    }
    Some(handles)
}

/// Reads `Vertices<V>` or `Edges<E>`.
fn handle_type(ty: &Type) -> Option<(HandleKind, &Type)> {
    let Type::Path(path) = bare(ty) else { return None };
    let last = path.path.segments.last()?;
    let kind = match last.ident.to_string().as_str() {
        "Vertices" => HandleKind::Vertices,
        "Edges" => HandleKind::Edges,
        _ => return None,
    };
    let PathArguments::AngleBracketed(list) = &last.arguments else { return None };
    match list.args.first() {
        Some(GenericArgument::Type(of)) if list.args.len() == 1 => Some((kind, of)),
        _ => None,
    }
}

fn not_a_handle(ty: &Type) -> String {
    let spelled = spell(ty);
    let plain = spelled.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == ':');
    let bare_handle = spelled == "Vertices" || spelled == "Edges";
    if plain && !bare_handle {
        format!(
            "the fields of a graph are handles: write `Vertices<{spelled}>` if it is a vertex \
             type, `Edges<{spelled}>` if it is an edge type"
        )
    } else {
        "the fields of a graph are handles: write `Vertices<V>` for a vertex type `V`, \
         `Edges<E>` for an edge type `E`"
            .to_owned()
    }
}

fn not_a_graph(data: &Data) -> &'static str {
    match data {
        Data::Struct(_) => {
            "a graph is a struct with named fields: write `struct Name { \
             packages: Vertices<Package> }`"
        }
        Data::Enum(_) | Data::Union(_) => {
            "a graph is a struct with one handle per field: write `struct Name { \
             packages: Vertices<Package> }`"
        }
    }
}
