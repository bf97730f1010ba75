use tg_runtime::{schema::ReadVertex, Id, Vertex};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: u64,
    size: usize,
    weight_kg: f64,
}

fn read<V: ReadVertex>() {}

fn main() {
    read::<Package>();
    let package = Package { id: 1, size: 2, weight_kg: 0.5 };
    let _: u64 = package.key();
    let _ = Package::COLUMNS.weight_kg.gt(1.0);
    let _: Id<Package> = Id::new(7_u64);
}
