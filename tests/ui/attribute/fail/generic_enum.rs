use tg_runtime::Attribute;

#[derive(Attribute)]
enum State<T> {
    New,
    #[tg(skip)]
    Other(T),
}

fn main() {}
