use tg_runtime::Vertex;

#[derive(Vertex)]
enum Package {
    Small { id: String },
}

fn main() {}
