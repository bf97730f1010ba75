//! Updates of what the server never changes, and with values of another type.

use tg_runtime::prelude::*;

#[derive(Vertex)]
struct Shelf {
    #[tg(primary_key)]
    hall: String,
    #[tg(primary_key)]
    number: i64,
    note: Option<String>,
    size: i64,
}

#[derive(Edge)]
#[tg(from = Shelf, to = Shelf)]
struct Moved {
    #[tg(discriminator)]
    moved_on: DateTime,
    pieces: i64,
}

fn main() {
    let _ = |shelves: &Vertices<Shelf>, moves: &Edges<Moved>, day: DateTime| {
        let _ = shelves.update(("A", 1)).set(|s| s.hall, "B");
        let _ = shelves.update(("A", 1)).set(|s| s.size, "large");
        let _ = shelves.update(("A", 1)).set(|s| s.note, 5);
        let _ = moves.update_parallel(("A", 1), ("B", 2), &day).set(|m| m.moved_on, day);
    };
}
