//! One token for all clones of a connection, and one request for it at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use secrecy::SecretString;

use super::{Freshness, Token};
use crate::error::Result;

/// Where the time comes from: the system, or a test.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// After a refresh ahead of time has failed, the old token is used this long before the next try.
const PAUSE: Duration = Duration::from_secs(15);

/// What asking for a token led to.
#[derive(Debug, Clone)]
pub(crate) enum Grant {
    Token(Token),
    /// The server's authentication is off: there is no token, and none is needed until a request
    /// without one is rejected.
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

type Flight = BoxFuture<'static, Result<Grant>>;

/// The token of a connection.
///
/// All that wait for a token wait for one shared future. Whoever polls it drives it on, so it does
/// not end when the task that began it is dropped, only when nobody waits any more.
pub(crate) struct TokenCache {
    slot: Arc<Mutex<Slot>>,
    clock: Clock,
}

#[derive(Default)]
struct Slot {
    held: Option<Grant>,
    flight: Option<WeakShared<Flight>>,
    paused_until: Option<SystemTime>,
}

impl TokenCache {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { slot: Arc::default(), clock }
    }

    /// The token, from `mint` if there is none or it is about to end. `mint` gets the token that
    /// must not be handed out again, if there is one.
    ///
    /// While a token is replaced ahead of its end, one caller waits for the new one and the others
    /// get the old.
    pub(crate) async fn get(
        &self,
        mint: impl FnOnce(Option<SecretString>) -> Flight,
    ) -> Result<Grant> {
        let (flight, fallback) = {
            let now = (self.clock)();
            let mut slot = lock(&self.slot);
            let held = slot.held.as_ref().map(|grant| (grant.clone(), grant.freshness(now)));
            match held {
                Some((grant, Freshness::Fresh)) => return Ok(grant),
                Some((grant, Freshness::Due)) => {
                    let paused = slot.paused_until.is_some_and(|end| now < end);
                    if paused || slot.flying().is_some() {
                        return Ok(grant);
                    }
                    (self.start(&mut slot, mint(None)), Some(grant))
                }
                Some((_, Freshness::Spent)) | None => {
                    (slot.flying().unwrap_or_else(|| self.start(&mut slot, mint(None))), None)
                }
            }
        };
        match (flight.await, fallback) {
            (Err(error), Some(old)) => {
                tracing::warn!(%error, "the token could not be refreshed ahead of its end");
                lock(&self.slot).paused_until = Some((self.clock)() + PAUSE);
                Ok(old)
            }
            (result, _) => result,
        }
    }

    /// What takes the place of a grant that the server rejected. Of any number of callers with the
    /// same rejected one, one mints.
    pub(crate) async fn replace(
        &self,
        rejected: &Grant,
        mint: impl FnOnce(Option<SecretString>) -> Flight,
    ) -> Result<Grant> {
        let flight = {
            let mut slot = lock(&self.slot);
            match &slot.held {
                Some(held) if held.is(rejected) => slot.held = None,
                Some(newer) => return Ok(newer.clone()),
                None => {}
            }
            slot.flying()
                .unwrap_or_else(|| self.start(&mut slot, mint(rejected.clone().into_secret())))
        };
        flight.await
    }

    fn start(&self, slot: &mut Slot, mint: Flight) -> Shared<Flight> {
        let target = Arc::clone(&self.slot);
        let flight = async move {
            let result = mint.await;
            let mut slot = lock(&target);
            slot.flight = None;
            if let Ok(grant) = &result {
                slot.held = Some(grant.clone());
                slot.paused_until = None;
            }
            result
        };
        let flight = flight.boxed().shared();
        slot.flight = flight.downgrade();
        flight
    }
}

impl Slot {
    fn flying(&self) -> Option<Shared<Flight>> {
        self.flight.as_ref()?.upgrade()
    }
}

/// No code panics while it holds the lock, and the state is consistent at every point.
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

    /// A server that numbers its tokens, each good for 1,000 seconds, and answers when told to.
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

        fn mint(self: &Arc<Self>) -> impl FnOnce(Option<SecretString>) -> Flight + use<> {
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
        // Dropped while it waits for the answer: the others carry on with the same request.
        tokio::task::yield_now().await;
        tasks[0].abort();
        server.answers.add_permits(1000);
        for task in tasks.into_iter().skip(1) {
            assert_eq!(task.await.unwrap().unwrap(), "1");
        }
        assert_eq!(server.minted.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_failure_is_shared_and_not_kept() {
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
    async fn one_task_refreshes_ahead_and_the_others_go_on_with_the_old_token() {
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
    async fn a_rejected_token_is_replaced_once_however_many_ask() {
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
