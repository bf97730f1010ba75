use tg_runtime::Vertex;

#[derive(Vertex)]
union Package {
    id: u64,
}

fn main() {}
