use tg_runtime::{Vertex, View};

#[derive(Vertex)]
struct Package {
    #[tg(primary_id)]
    id: String,
}

#[derive(View)]
enum Place {
    Package(Package),
    Name(String),
}

#[derive(View)]
#[tg(of = Package)]
enum Other {
    Package { it: Package },
    None,
}

fn main() {}
