//! Stores of tokens: files that processes share, and stores with a fault.

use std::time::Duration;

use tg_runtime::client::{FileTokenStore, StoreFuture, Token, TokenStore};

use super::mints;
use crate::goods::{Goods, builder, connect, in_all_versions, serve};

/// A store with a fault.
struct Store(Stored);

#[derive(Clone, Copy)]
enum Stored {
    Token(&'static str),
    Panic,
    /// No answer.
    Nothing,
}

impl TokenStore for Store {
    fn load<'a>(&'a self, _: &'a str) -> StoreFuture<'a, Option<Token>> {
        match self.0 {
            Stored::Token(text) => Box::pin(async move { Ok(Some(Token::new(text, None))) }),
            Stored::Panic => panic!("a fault of the store"),
            Stored::Nothing => Box::pin(std::future::pending()),
        }
    }

    fn save<'a>(&'a self, _: &'a str, _: &'a Token) -> StoreFuture<'a, ()> {
        match self.0 {
            Stored::Token(_) => Box::pin(async { Ok(()) }),
            Stored::Panic => Box::pin(async { panic!("a fault of the store") }),
            Stored::Nothing => Box::pin(std::future::pending()),
        }
    }
}

in_all_versions! {
    async fn a_stored_token_that_no_header_can_carry_is_replaced(server) {
        connect(&server).await;
        for text in ["", "a\nb", "\0"] {
            server.forget_requests();
            let store = Store(Stored::Token(text));
            let graph: Goods = builder(&server).token_store(store).connect().await.unwrap();
            assert_eq!(graph.depots.count().await.unwrap(), 0);
            assert_eq!(mints(&server), 1, "{text:?}");
        }
    }

    async fn a_store_that_panics_or_hangs_is_left_out(server) {
        connect(&server).await;
        for state in [Stored::Panic, Stored::Nothing] {
            server.forget_requests();
            let limit = Duration::from_millis(500);
            let builder = builder(&server).token_store(Store(state)).request_timeout(limit);
            let graph: Goods = builder.connect().await.unwrap();
            let (a, b) = tokio::join!(graph.depots.count(), graph.depots.count());
            assert_eq!((a.unwrap(), b.unwrap()), (0, 0));
            assert_eq!(mints(&server), 1);
        }
    }

    async fn processes_share_a_token_through_a_file(server) {
        connect(&server).await;
        server.forget_requests();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        let connect = async || {
            builder(&server).token_store(FileTokenStore::new(&path)).connect().await.unwrap()
        };
        let first: Goods = connect().await;
        let second: Goods = connect().await;
        assert_eq!(mints(&server), 1);
        let token = first.get_token().await.unwrap();
        assert_eq!(second.get_token().await.unwrap().expose(), token.expose());

        server.expire_tokens();
        second.depots.count().await.unwrap();
        assert_eq!(mints(&server), 2, "a rejected token is not taken from the store again");
        first.depots.count().await.unwrap();
        assert_eq!(mints(&server), 2, "the other process finds the new one there");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_token_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let server = serve(tg_emulator::Generation::V4).start().await.unwrap();
    crate::goods::connect(&server).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens.json");
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    let connect =
        async || builder(&server).token_store(FileTokenStore::new(&path)).connect().await.unwrap();
    connect().await;
    assert_eq!(mode(), 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    // A file with too wide permissions is not used.
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    server.forget_requests();
    connect().await;
    assert_eq!(mints(&server), 1);
    assert_eq!(mode(), 0o600);

    std::fs::write(&path, "not what it was").unwrap();
    connect().await;
    assert_eq!(mints(&server), 2);
}

#[cfg(unix)]
#[tokio::test]
async fn a_token_file_can_be_a_link_and_not_a_pipe() {
    let server = serve(tg_emulator::Generation::V4).start().await.unwrap();
    crate::goods::connect(&server).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("real")).unwrap();
    let (file, link) = (folder.path().join("real/tokens.json"), folder.path().join("link"));
    std::os::unix::fs::symlink("real/tokens.json", &link).unwrap();
    let connect = async |path: &std::path::Path| {
        builder(&server).token_store(FileTokenStore::new(path)).connect().await.unwrap()
    };
    server.forget_requests();
    for _ in 0..2 {
        connect(&link).await;
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(std::fs::read_to_string(&file).unwrap().contains("token"));
    }
    assert_eq!(mints(&server), 1);
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    connect(&pipe).await;
    assert!(!std::fs::metadata(&pipe).unwrap().is_file());
}
