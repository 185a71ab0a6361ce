//! A middleware for axum that limits the rate of requests, and says so in the headers of its answers.
//!
//! Stands on the module `rate_limiter` and on the crate `axum`.
//!
//! ```no_run
//! use axum::{Router, middleware::from_fn_with_state, routing::get};
//! use redis_script_examples::rate_limit_layer::{Limit, client_address, limit};
//! use redis_script_examples::rate_limiter::SlidingWindow;
//! use std::{sync::Arc, time::Duration};
//!
//! # fn app(conn: redis_script::redis::aio::MultiplexedConnection) -> Router {
//! let limiter = SlidingWindow { prefix: "api".to_owned(), limit: 100, window: Duration::from_secs(60) };
//! let state = Arc::new(Limit { limiter, conn, client: client_address });
//! Router::new().route("/", get(|| async { "hello" })).layer(from_fn_with_state(state, limit))
//! # }
//! ```

use crate::rate_limiter::{Decision, RateLimiter};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use redis_script::redis::aio::ConnectionLike;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// What is limited, and where that is counted.
#[derive(Clone, Debug)]
pub struct Limit<L, C> {
    /// How much each client is allowed.
    pub limiter: L,
    /// A connection that can be cloned: `MultiplexedConnection`, `ConnectionManager`, a cluster's.
    pub conn: C,
    /// Whose request it is. What a client can choose freely, such as a header that no proxy of yours sets, limits nobody.
    pub client: fn(&Request) -> String,
}

/// The address that the request came from, if the server was started with `into_make_service_with_connect_info`.
pub fn client_address(request: &Request) -> String {
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>();
    address.map_or_else(|| "unknown".to_owned(), |ConnectInfo(address)| address.ip().to_string())
}

/// The middleware. Answers 429 to what is over the limit; every answer says in `X-RateLimit-Limit`, `-Remaining` and
/// `-Reset` (in seconds from now) how the client stands, and a 429 in `Retry-After` when to come again.
///
/// Where Redis can't be asked, it answers 503. To let requests through then is as good a choice; it should be made, not
/// happen.
pub async fn limit<L, C>(State(state): State<Arc<Limit<L, C>>>, request: Request, next: Next) -> Response
where
    L: RateLimiter + Send + Sync,
    C: ConnectionLike + Clone + Send + Sync,
{
    let client = (state.client)(&request);
    let mut conn = state.conn.clone();
    let Ok(decision) = state.limiter.check(&mut conn, &client, 1).await else {
        return (StatusCode::SERVICE_UNAVAILABLE, "the rate limit can't be checked").into_response();
    };
    let mut response = if decision.allowed {
        next.run(request).await
    } else {
        (StatusCode::TOO_MANY_REQUESTS, "too many requests").into_response()
    };
    write_headers(response.headers_mut(), &decision);
    response
}

fn write_headers(headers: &mut HeaderMap, decision: &Decision) {
    let mut write = |name: &'static str, value: u64| headers.insert(HeaderName::from_static(name), value.into());
    write("x-ratelimit-limit", decision.limit);
    write("x-ratelimit-remaining", decision.remaining);
    if let Some(reset) = decision.reset_after {
        write("x-ratelimit-reset", whole_seconds(reset));
    }
    if let (false, Some(retry)) = (decision.allowed, decision.retry_after) {
        headers.insert(RETRY_AFTER, HeaderValue::from(whole_seconds(retry).max(1)));
    }
}

/// Rounded up: who comes again after that many is not too early.
fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}
