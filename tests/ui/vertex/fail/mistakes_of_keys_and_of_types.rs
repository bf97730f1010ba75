use tg_runtime::Vertex;

struct Size;

struct Colour;

#[derive(Vertex)]
struct Package {
    #[tg(primry_id)]
    id: String,
    #[tg(renam = "dimensions")]
    size: Size,
    #[tg(skp)]
    cache: Size,
    weight: u128,
    colour: Option<Colour>,
}

fn key(package: &Package) -> String {
    package.key()
}

fn main() {}
