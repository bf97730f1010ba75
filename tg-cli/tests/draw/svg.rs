//! The picture as XML.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};
use tg_cli::draw::{Format, render};

use crate::schemas::{FLIGHTS, GOODS, HOSTILE, catalog, hostile};

/// Returns the text of all elements of this class.
fn texts<'a>(svg: &'a Document<'_>, class: &str) -> Vec<&'a str> {
    let of_class = |node: &Node<'_, '_>| {
        node.attribute("class").is_some_and(|it| it.split(' ').any(|one| one == class))
    };
    svg.descendants().filter(of_class).filter_map(|node| node.text()).collect()
}

#[test]
fn every_type_is_there_as_text() {
    let drawn = render(&catalog(GOODS), None, Format::Svg).unwrap();
    let svg = Document::parse(&drawn).unwrap();
    let names: BTreeSet<_> = texts(&svg, "name").into_iter().collect();
    let expected = [
        "GoodsDelivery",
        "Package",
        "Depot",
        "Vehicle",
        "Driver",
        "Size",
        "StoredAt",
        "CarriedBy",
        "Drove",
        "Road",
    ];
    assert_eq!(names, expected.into());
    assert_eq!(texts(&svg, "key"), ["id", "code", "plate", "number"]);
    assert!(texts(&svg, "small").contains(&"reverse: Holds"));
    let arrows = svg.descendants().filter(|node| node.has_attribute("marker-end")).count();
    assert_eq!(arrows, 3, "the road has no arrow");
}

#[test]
fn the_picture_has_a_description() {
    let drawn = render(&catalog(FLIGHTS), None, Format::Svg).unwrap();
    let svg = Document::parse(&drawn).unwrap();
    let words = |name| svg.descendants().find(|node| node.has_tag_name(name)).unwrap().text();
    assert_eq!(svg.root_element().attribute("role"), Some("img"));
    assert_eq!(words(("http://www.w3.org/2000/svg", "title")), Some("Graph schema Flights"));
    let output = words(("http://www.w3.org/2000/svg", "desc")).unwrap();
    let sentence = "directed edge type FlownBy from Flight to Plane, reverse edge type Flew.";
    assert!(output.contains(sentence), "{output}");
}

#[test]
fn a_hostile_schema_is_still_one_picture_without_a_script() {
    let drawn = render(&hostile(), None, Format::Svg).unwrap();
    let svg = Document::parse(&drawn).unwrap();
    let mut elements = BTreeSet::new();
    for node in svg.descendants().filter(Node::is_element) {
        elements.insert(node.tag_name().name());
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on"), "{attribute:?}");
        }
    }
    let expected =
        ["svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text", "tspan"];
    assert_eq!(elements, expected.into());
    let names = texts(&svg, "name");
    assert!(names.contains(&HOSTILE[0]) && names.contains(&"two lines   of text"), "{names:?}");
}

#[test]
fn equal_schemas_give_equal_pictures() {
    let draw = || render(&hostile(), None, Format::Svg).unwrap();
    assert_eq!(draw(), draw());
}
