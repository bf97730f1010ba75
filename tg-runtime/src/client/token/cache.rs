//! One token for all clones of a connection, and one request for it at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, ready};
use secrecy::SecretString;

use super::{Freshness, Token};
use crate::client::shared::{Pending, SharedWork, finished};
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
/// One task at a time requests a token. Callers with a valid token do not wait for it, and those
/// without one wait until their own deadline.
pub(crate) struct TokenCache {
    slot: Arc<Mutex<Slot>>,
    requests: SharedWork<Grant>,
    clock: Clock,
}

#[derive(Default)]
struct Slot {
    cached: Option<Grant>,
    paused_until: Option<SystemTime>,
}

impl TokenCache {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { slot: Arc::default(), requests: SharedWork::new(), clock }
    }

    /// Returns the token, from `mint` if there is none or it has expired. `mint` gets the token
    /// that must not be returned again, if there is one. A token that expires soon is returned,
    /// and replaced in the meantime.
    pub(crate) async fn get(
        &self,
        mint: impl Fn(Option<SecretString>) -> Minting,
    ) -> Result<Grant> {
        {
            let now = (self.clock)();
            let slot = lock(&self.slot);
            if let Some(grant) = &slot.cached {
                let freshness = grant.freshness(now);
                let paused = slot.paused_until.is_some_and(|end| now < end);
                if freshness == Freshness::Due && !paused && !self.requests.is_running() {
                    drop(self.start(&mint, None));
                }
                if freshness != Freshness::Spent {
                    return Ok(grant.clone());
                }
            }
        }
        finished(|| {
            let slot = lock(&self.slot);
            match &slot.cached {
                // It arrived in the meantime.
                Some(grant) if grant.freshness((self.clock)()) != Freshness::Spent => {
                    ready(Some(Ok(grant.clone()))).boxed().shared()
                }
                _ => self.start(&mint, None),
            }
        })
        .await
    }

    /// Replaces a grant that the server rejected. Of any number of callers with the same rejected
    /// grant, one mints.
    pub(crate) async fn replace(
        &self,
        rejected: &Grant,
        mint: impl Fn(Option<SecretString>) -> Minting,
    ) -> Result<Grant> {
        finished(|| {
            let mut slot = lock(&self.slot);
            match &slot.cached {
                Some(cached) if cached.is(rejected) => slot.cached = None,
                Some(newer) => return ready(Some(Ok(newer.clone()))).boxed().shared(),
                None => {}
            }
            self.start(&mint, rejected.clone().into_secret())
        })
        .await
    }

    /// Starts a request for a token, unless there is one. The caller has locked the slot, so that
    /// no token arrives unseen.
    fn start(
        &self,
        mint: &impl Fn(Option<SecretString>) -> Minting,
        rejected: Option<SecretString>,
    ) -> Pending<Grant> {
        self.requests.join(|| {
            let (slot, clock) = (Arc::clone(&self.slot), Arc::clone(&self.clock));
            let minting = mint(rejected);
            async move {
                let result = minting.await;
                let mut slot = lock(&slot);
                match &result {
                    Ok(grant) => {
                        *slot = Slot { cached: Some(grant.clone()), paused_until: None };
                    }
                    Err(error) if slot.cached.is_some() => {
                        tracing::warn!(%error, "the token could not be refreshed");
                        slot.paused_until = clock().checked_add(PAUSE);
                    }
                    Err(_) => {}
                }
                result
            }
            .boxed()
        })
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

        fn mint(self: &Arc<Self>) -> impl Fn(Option<SecretString>) -> Minting + use<> {
            let server = Arc::clone(self);
            move |_| {
                let server = Arc::clone(&server);
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
    async fn a_valid_token_is_used_while_a_task_refreshes_it() {
        let server = Server::new(1, false);
        let cache = server.cache();
        assert_eq!(server.get(&cache).await.unwrap(), "1");
        server.now.store(850, Ordering::SeqCst);
        for _ in 0..10 {
            // No caller waits, and none that stops to wait takes the request with it.
            assert_eq!(server.get(&cache).now_or_never().unwrap().unwrap(), "1");
        }
        server.answers.add_permits(1);
        while server.get(&cache).await.unwrap() == "1" {
            tokio::task::yield_now().await;
        }
        assert_eq!(server.get(&cache).await.unwrap(), "2");
        assert_eq!(server.minted.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_request_continues_without_its_callers() {
        let server = Server::new(0, false);
        let cache = server.cache();
        for _ in 0..10 {
            assert!(server.get(&cache).now_or_never().is_none());
            tokio::task::yield_now().await;
        }
        server.answers.add_permits(1);
        assert_eq!(server.get(&cache).await.unwrap(), "1");
        assert_eq!(server.minted.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_failed_refresh_is_not_repeated_at_once() {
        let server = Server::new(1, false);
        let cache = server.cache();
        assert_eq!(server.get(&cache).await.unwrap(), "1");
        server.now.store(850, Ordering::SeqCst);
        let fail = |_| async { Err(Error::bare(503, "no")) }.boxed();
        assert_eq!(text(&cache.get(fail).await.unwrap()), "1");
        while cache.requests.is_running() {
            tokio::task::yield_now().await;
        }
        assert_eq!(server.get(&cache).await.unwrap(), "1");
        assert!(!cache.requests.is_running());
        server.now.store(866, Ordering::SeqCst);
        assert_eq!(server.get(&cache).await.unwrap(), "1");
        assert!(cache.requests.is_running());
    }

    #[tokio::test]
    async fn a_panic_is_an_error_of_its_callers_alone() {
        let server = Server::new(1, false);
        let cache = server.cache();
        let error = cache.get(|_| async { panic!("no") }.boxed()).await.unwrap_err();
        assert!(error.message().contains("panicked"), "{error}");
        assert_eq!(server.get(&cache).await.unwrap(), "1");
    }

    #[test]
    fn a_request_of_a_runtime_that_ended_is_started_again() {
        let server = Server::new(0, false);
        let cache = server.cache();
        let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
        let first = runtime();
        first.block_on(async { assert!(server.get(&cache).now_or_never().is_none()) });
        drop(first);
        server.answers.add_permits(1);
        assert_eq!(runtime().block_on(server.get(&cache)).unwrap(), "1");
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
