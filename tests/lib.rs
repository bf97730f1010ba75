//! An empty library: this package exists for the tests in `tests/`, and for the code of the READMEs
//! and of `docs`, which its documentation tests run.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../tg-gsql/README.md")]
struct GsqlReadme;

#[cfg(doctest)]
#[doc = include_str!("../tg-derive/README.md")]
struct DeriveReadme;

#[cfg(doctest)]
#[doc = include_str!("../tg-runtime/README.md")]
struct RuntimeReadme;

#[cfg(doctest)]
#[doc = include_str!("../tg-emulator/README.md")]
struct EmulatorReadme;

#[cfg(doctest)]
#[doc = include_str!("../docs/schema.md")]
struct SchemaDocs;

#[cfg(doctest)]
#[doc = include_str!("../docs/guide.md")]
struct Guide;

#[cfg(doctest)]
#[doc = include_str!("../docs/loading.md")]
struct Loading;

#[cfg(doctest)]
#[doc = include_str!("../docs/queries.md")]
struct QueriesDocs;
