//! One token for all clones of a connection, and one request for it at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use secrecy::SecretString;

use super::{Freshness, Token};
use crate::error::Result;

/// The source of the time, which tests replace.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The time before the next refresh after one has failed, in which the old token is used.
const PAUSE: Duration = Duration::from_secs(15);

/// The result of a request for a token.
#[derive(Debug, Clone)]
pub(crate) enum Grant {
    Token(Token),
    /// The authentication of the server is off: no token is needed until a request without one is
    /// rejected.
    NotNeeded,
}

impl Grant {
    fn freshness(&self, now: SystemTime) -> Freshness {
        match self {
            Self::Token(token) => token.freshness(now),
            Self::NotNeeded => Freshness::Fresh,
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Token(own), Self::Token(other)) => own.is(other.secret()),
            (Self::NotNeeded, Self::NotNeeded) => true,
            _ => false,
        }
    }

    fn into_secret(self) -> Option<SecretString> {
        match self {
            Self::Token(token) => Some(token.text),
            Self::NotNeeded => None,
        }
    }
}

type Minting = BoxFuture<'static, Result<Grant>>;

/// The token of a connection.
///
/// All callers wait for one shared future, and each of them drives it. It continues when the task
/// that started it is dropped, and ends when no caller waits.
pub(crate) struct TokenCache {
    slot: Arc<Mutex<Slot>>,
    clock: Clock,
}

#[derive(Default)]
struct Slot {
    cached: Option<Grant>,
    pending: Option<WeakShared<Minting>>,
    paused_until: Option<SystemTime>,
}

impl TokenCache {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { slot: Arc::default(), clock }
    }

    /// Returns the token, from `mint` if there is none or it expires soon. `mint` gets the token
    /// that must not be returned again, if there is one.
    ///
    /// While a token is replaced ahead of its expiry, one caller waits for the new one and the
    /// others get the old one.
    pub(crate) async fn get(
        &self,
        mint: impl FnOnce(Option<SecretString>) -> Minting,
    ) -> Result<Grant> {
        let (pending, fallback) = {
            let now = (self.clock)();
            let mut slot = lock(&self.slot);
            let cached = slot.cached.as_ref().map(|grant| (grant.clone(), grant.freshness(now)));
            match cached {
                Some((grant, Freshness::Fresh)) => return Ok(grant),
                Some((grant, Freshness::Due)) => {
                    let paused = slot.paused_until.is_some_and(|end| now < end);
                    if paused || slot.pending().is_some() {
                        return Ok(grant);
                    }
                    (self.start(&mut slot, mint(None)), Some(grant))
                }
                Some((_, Freshness::Spent)) | None => {
                    (slot.pending().unwrap_or_else(|| self.start(&mut slot, mint(None))), None)
                }
            }
        };
        match (pending.await, fallback) {
            (Err(error), Some(old)) => {
                tracing::warn!(%error, "the token could not be refreshed ahead of its expiry");
                lock(&self.slot).paused_until = Some((self.clock)() + PAUSE);
                Ok(old)
            }
            (result, _) => result,
        }
    }

    /// Replaces a grant that the server rejected. Of any number of callers with the same rejected
    /// grant, one mints.
    pub(crate) async fn replace(
        &self,
        rejected: &Grant,
        mint: impl FnOnce(Option<SecretString>) -> Minting,
    ) -> Result<Grant> {
        let pending = {
            let mut slot = lock(&self.slot);
            match &slot.cached {
                Some(cached) if cached.is(rejected) => slot.cached = None,
                Some(newer) => return Ok(newer.clone()),
                None => {}
            }
            slot.pending()
                .unwrap_or_else(|| self.start(&mut slot, mint(rejected.clone().into_secret())))
        };
        pending.await
    }

    fn start(&self, slot: &mut Slot, mint: Minting) -> Shared<Minting> {
        let target = Arc::clone(&self.slot);
        let pending = async move {
            let result = mint.await;
            let mut slot = lock(&target);
            slot.pending = None;
            if let Ok(grant) = &result {
                slot.cached = Some(grant.clone());
                slot.paused_until = None;
            }
            result
        };
        let pending = pending.boxed().shared();
        slot.pending = pending.downgrade();
        pending
    }
}

impl Slot {
    fn pending(&self) -> Option<Shared<Minting>> {
        self.pending.as_ref()?.upgrade()
    }
}

/// Locks the slot. A poisoned lock is used, because the slot is consistent at every point.
fn lock(slot: &Mutex<Slot>) -> MutexGuard<'_, Slot> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
    use std::time::UNIX_EPOCH;

    use tokio::sync::Semaphore;

    use super::*;
    use crate::error::Error;

    /// A server that numbers its tokens, which expire after 1,000 seconds, and answers on a permit.
    struct Server {
        minted: AtomicUsize,
        now: AtomicU64,
        answers: Semaphore,
        fails: bool,
    }

    impl Server {
        fn new(answers: usize, fails: bool) -> Arc<Self> {
            let answers = Semaphore::new(answers);
            Arc::new(Self { minted: AtomicUsize::new(0), now: AtomicU64::new(0), answers, fails })
        }

        fn cache(self: &Arc<Self>) -> Arc<TokenCache> {
            let server = Arc::clone(self);
            Arc::new(TokenCache::new(Arc::new(move || server.time())))
        }

        fn time(&self) -> SystemTime {
            UNIX_EPOCH + Duration::from_secs(self.now.load(Ordering::SeqCst))
        }

        fn mint(self: &Arc<Self>) -> impl FnOnce(Option<SecretString>) -> Minting + use<> {
            let server = Arc::clone(self);
            move |_| {
                async move {
                    let number = server.minted.fetch_add(1, Ordering::SeqCst) + 1;
                    server.answers.acquire().await.unwrap().forget();
                    if server.fails {
                        return Err(Error::bare(503, "no"));
                    }
                    let expires = server.time() + Duration::from_secs(1000);
                    let mut token = Token::new(number.to_string(), Some(expires));
                    token.issued = Some(server.time());
                    Ok(Grant::Token(token))
                }
                .boxed()
            }
        }

        async fn get(self: &Arc<Self>, cache: &TokenCache) -> Result<String> {
            Ok(text(&cache.get(self.mint()).await?))
        }
    }

    fn text(grant: &Grant) -> String {
        let Grant::Token(token) = grant else { panic!("no token") };
        token.expose().to_owned()
    }

    #[tokio::test]
    async fn a_thousand_cold_tasks_cause_one_request() {
        let server = Server::new(0, false);
        let cache = server.cache();
        let tasks: Vec<_> = (0..1000)
            .map(|_| {
                let (server, cache) = (Arc::clone(&server), Arc::clone(&cache));
                tokio::spawn(async move { server.get(&cache).await })
            })
            .collect();
        // Dropped while it waits for the answer: the others continue with the same request.
        tokio::task::yield_now().await;
        tasks[0].abort();
        server.answers.add_permits(1000);
        for task in tasks.into_iter().skip(1) {
            assert_eq!(task.await.unwrap().unwrap(), "1");
        }
        assert_eq!(server.minted.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn an_error_is_shared_and_not_cached() {
        let server = Server::new(0, true);
        let cache = server.cache();
        let answer = async { server.answers.add_permits(2) };
        let (a, b, ()) = tokio::join!(server.get(&cache), server.get(&cache), answer);
        assert!(a.is_err() && b.is_err());
        assert_eq!(server.minted.load(Ordering::SeqCst), 1);
        assert!(server.get(&cache).await.is_err());
        assert_eq!(server.minted.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn one_task_refreshes_ahead_and_the_others_use_the_old_token() {
        let server = Server::new(1, false);
        let cache = server.cache();
        assert_eq!(server.get(&cache).await.unwrap(), "1");
        server.now.store(850, Ordering::SeqCst);
        let refreshing = {
            let (server, cache) = (Arc::clone(&server), Arc::clone(&cache));
            tokio::spawn(async move { server.get(&cache).await })
        };
        while server.minted.load(Ordering::SeqCst) < 2 {
            tokio::task::yield_now().await;
        }
        assert_eq!(server.get(&cache).await.unwrap(), "1");
        server.answers.add_permits(1);
        assert_eq!(refreshing.await.unwrap().unwrap(), "2");
        assert_eq!(server.get(&cache).await.unwrap(), "2");
    }

    #[tokio::test]
    async fn a_spent_token_is_waited_for() {
        let server = Server::new(2, false);
        let cache = server.cache();
        assert_eq!(server.get(&cache).await.unwrap(), "1");
        server.now.store(995, Ordering::SeqCst);
        assert_eq!(server.get(&cache).await.unwrap(), "2");
    }

    #[tokio::test]
    async fn a_rejected_token_is_replaced_once_for_any_number_of_callers() {
        let server = Server::new(10, false);
        let cache = server.cache();
        let rejected = cache.get(server.mint()).await.unwrap();
        for _ in 0..3 {
            let grant = cache.replace(&rejected, server.mint()).await.unwrap();
            assert_eq!(text(&grant), "2");
        }
        assert_eq!(server.minted.load(Ordering::SeqCst), 2);
    }
}
