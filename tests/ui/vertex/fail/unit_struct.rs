use tg_runtime::Vertex;

#[derive(Vertex)]
struct Package;

fn main() {}
