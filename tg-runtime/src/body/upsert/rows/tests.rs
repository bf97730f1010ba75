use super::*;

fn vertex(body: &mut RowBody, ty: &'static str, id: &str) {
    body.write(|body| body.named_vertex(ty, id, |_| {})).unwrap();
}

fn edge(body: &mut RowBody, from: &str, to: &str) {
    body.write(|body| body.named_edge("E", ("A", from), ("B", to), |_| {})).unwrap();
}

fn text(mut body: UpsertBody<'_>) -> String {
    let mut out = Vec::new();
    body.finish(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn any_rows_can_be_taken_and_an_abandoned_row_leaves_nothing() {
    let mut rows = RowBody::default();
    for id in ["1", "2", "3"] {
        vertex(&mut rows, "A", id);
        edge(&mut rows, id, "x");
        vertex(&mut rows, "B", id);
        assert!(rows.end_row());
        vertex(&mut rows, "B", "lost");
        edge(&mut rows, "lost", "x");
        vertex(&mut rows, "A", "lost");
        rows.abandon_row();
        assert!(!rows.end_row(), "a row without content is not one");
    }
    assert_eq!(rows.rows(), 3);
    let mut expected = UpsertBody::new();
    for id in ["2", "3"] {
        expected.named_vertex("A", id, |_| {}).unwrap();
        expected.named_edge("E", ("A", id), ("B", "x"), |_| {}).unwrap();
        expected.named_vertex("B", id, |_| {}).unwrap();
    }
    assert_eq!(text(rows.part(1..3)), text(expected));
    assert!(!text(rows.part(0..3)).contains("lost"));
    assert_eq!(rows.part(0..3).vertices(), 6);
    assert_eq!((rows.part(2..3).vertices(), rows.part(2..3).edges()), (2, 1));
    assert!(rows.part(1..1).is_empty());
    assert!(rows.lend().is_none(), "edges are grouped");
}

#[test]
fn vertices_of_one_type_are_lent_and_given_back() {
    let mut first = RowBody::default();
    vertex(&mut first, "B", "0");
    assert!(first.end_row());
    first.take();
    let mut rows = first;
    assert!(rows.lend().is_none(), "there are none");
    for id in ["1", "2", "3"] {
        vertex(&mut rows, "A", id);
        assert!(rows.end_row());
    }
    let whole = text(rows.part(0..3));
    for _ in 0..2 {
        let (lent, vertices) = rows.lend().unwrap();
        assert_eq!((std::str::from_utf8(&lent).unwrap(), vertices), (&*whole, 3));
        rows.give_back(lent);
    }
    assert_eq!(text(rows.part(0..3)), whole);
    assert_eq!(text(rows.part(2..3)), whole.replace(r#""1":{},"2":{},"#, ""));
    vertex(&mut rows, "B", "4");
    assert!(rows.lend().is_none(), "there are two types");
}

#[test]
fn rows_are_found_by_the_ends_of_their_edges() {
    let mut rows = RowBody::default();
    for (from, to) in [("1", "x"), ("2", "\"y\\"), ("3", "z"), ("4", "\"y\\")] {
        vertex(&mut rows, "A", from);
        edge(&mut rows, from, "x");
        edge(&mut rows, from, to);
        assert!(rows.end_row());
    }
    let ends = [AnyId::new("B", "\"y\\"), AnyId::new("A", "3"), AnyId::new("A", "x")];
    let found = |rows_: Range<usize>| {
        let (found, edges) = rows.rows_with_ends(rows_, &ends);
        (found.into_iter().map(|it| (it.row, it.end)).collect::<Vec<_>>(), edges)
    };
    assert_eq!(found(0..4), (vec![(1, 0), (2, 1), (3, 0)], 4));
    assert_eq!(found(2..3), (vec![(2, 1)], 2));
    assert_eq!(rows.rows_with_ends(0..4, &[]), (Vec::new(), 0));
}
