use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package(#[tg(primary_id)] String);

fn main() {}
