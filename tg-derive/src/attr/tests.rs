use super::{Attrs, Key, Place};
use crate::problems::Problems;
use crate::testing::{item, messages};

fn read(keys: &str, place: &Place) -> (Attrs, Vec<String>) {
    let item = item(&format!("{keys} struct S;"));
    let mut problems = Problems::default();
    let attrs = Attrs::read(&item.attrs, place, &mut problems);
    (attrs, messages(problems))
}

#[test]
fn several_attributes_are_one_list() {
    let (attrs, messages) = read(
        r#"#[tg(rename = "a", default)] #[doc = "x"] #[tg(with = "a::b",)] #[tg()]"#,
        &Place::VERTEX_FIELD,
    );
    assert!(messages.is_empty(), "{messages:?}");
    assert_eq!(attrs.text(Key::Rename).unwrap().value(), "a");
    assert!(attrs.has(Key::Default) && attrs.path(Key::Default).is_none());
    assert_eq!(attrs.path(Key::With).unwrap().segments.len(), 2);
}

#[test]
fn reading_goes_on_after_a_mistake() {
    let (attrs, messages) = read(
        r#"#[tg(nmae = f(1, 2), skip = true, rename = "a" default, 3, with)]"#,
        &Place::VERTEX_FIELD,
    );
    assert_eq!(
        messages,
        [
            "nmae: unknown key `nmae`; did you mean `name`?",
            "=: `skip` takes no value: write `skip` alone",
            "default: write a `,` between two keys",
            "3: expected a key; the keys of a field of a vertex are `primary_id`, `as_attribute`, \
             `primary_key`, `rename`, `default`, `schema_default`, `none`, `with`, `flatten`, `skip`, \
             `metric`, `index`, `renamed_from`",
            "with: `with` takes a path: write `with = path::to::module`",
        ]
    );
    assert!(attrs.is_doubtful());
    assert!(attrs.has(Key::Rename) && attrs.has(Key::Default) && !attrs.has(Key::Skip));
}

#[test]
fn a_key_in_the_wrong_place_is_reported_with_the_right_one() {
    let message = |keys, place: &Place| read(keys, place).1.remove(0);
    assert!(
        message("#[tg(primary_id)]", &Place::VERTEX).contains("is a key of a field of a vertex")
    );
    assert!(message("#[tg(reverse = \"x\")]", &Place::VERTEX).contains("is a key of an edge"));
    assert!(
        message("#[tg(rename_all = \"x\")]", &Place::EDGE_FIELD).contains("is a key of an edge,")
    );
    assert!(message("#[tg(id)]", &Place::VERTEX_FIELD).contains("it is called `primary_id` here"));
}

#[test]
fn name_and_rename_are_one_key() {
    let (_, messages) = read(r#"#[tg(rename = "a", name = "b")]"#, &Place::VERTEX);
    assert_eq!(messages, ["name: `name` is the same key as `rename`; keep one of them"]);
}
