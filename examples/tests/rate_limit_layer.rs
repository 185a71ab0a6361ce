//! What a client of a limited service sees, over HTTP.

mod support;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::{Router, middleware::from_fn_with_state, routing::get};
use redis_script::redis::aio::ConnectionLike;
use redis_script::testing::Server;
use redis_script_examples::rate_limit_layer::{Limit, client_address, limit};
use redis_script_examples::rate_limiter::{RateLimiter, SlidingWindow, TokenBucket};
use redis_script_examples::unique;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use support::{Shared, at_once, on_both};
use tower::ServiceExt as _;

on_both!(it_counts_down_and_then_refuses, each_client_has_its_own, many_at_once);

fn app<L, C>(limiter: L, conn: C) -> Router
where
    L: RateLimiter + Send + Sync + 'static,
    C: ConnectionLike + Clone + Send + Sync + 'static,
{
    let state = Arc::new(Limit { limiter, conn, client: client_address });
    Router::new().route("/", get(|| async { "hello" })).layer(from_fn_with_state(state, limit))
}

fn sliding(limit: u64) -> SlidingWindow {
    SlidingWindow { prefix: unique("layer"), limit, window: Duration::from_secs(60) }
}

async fn ask(app: &Router, address: &str) -> (StatusCode, HeaderMap) {
    let mut request = Request::new(Body::empty());
    request.extensions_mut().insert(ConnectInfo::<SocketAddr>(address.parse().unwrap()));
    let response = app.clone().oneshot(request).await.unwrap();
    (response.status(), response.headers().clone())
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    Some(headers.get(name)?.to_str().unwrap().parse().unwrap())
}

async fn it_counts_down_and_then_refuses(conn: impl Shared) {
    let app = app(sliding(3), conn);
    for left in [2, 1, 0] {
        let (status, headers) = ask(&app, "203.0.113.7:1").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(number(&headers, "x-ratelimit-limit"), Some(3));
        assert_eq!(number(&headers, "x-ratelimit-remaining"), Some(left));
        assert_eq!(number(&headers, "x-ratelimit-reset"), Some(60));
        assert_eq!(number(&headers, "retry-after"), None);
    }
    let (status, headers) = ask(&app, "203.0.113.7:2").await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!((number(&headers, "x-ratelimit-limit"), number(&headers, "x-ratelimit-remaining")), (Some(3), Some(0)));
    for name in ["x-ratelimit-reset", "retry-after"] {
        assert!((1..=60).contains(&number(&headers, name).unwrap()), "{headers:?}");
    }
}

async fn each_client_has_its_own(conn: impl Shared) {
    let bucket = TokenBucket { prefix: unique("layer"), capacity: 1, refill_per_second: 0.5 };
    let app = app(bucket, conn);
    assert_eq!(ask(&app, "203.0.113.7:1").await.0, StatusCode::OK);
    assert_eq!(ask(&app, "203.0.113.7:9").await.0, StatusCode::TOO_MANY_REQUESTS, "another port, the same client");
    assert_eq!(ask(&app, "[2001:db8::1]:1").await.0, StatusCode::OK);
}

async fn many_at_once(conn: impl Shared) {
    let app = app(sliding(20), conn);
    let statuses = at_once(64, |_| {
        let app = app.clone();
        async move { ask(&app, "203.0.113.7:1").await.0 }
    });
    let statuses = statuses.await;
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::OK).count(), 20);
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count(), 44);
}

#[tokio::test]
async fn without_redis_it_says_that_it_cannot_tell() {
    let server = Server::start().unwrap();
    let app = app(sliding(3), server.client().get_multiplexed_async_connection().await.unwrap());
    assert_eq!(ask(&app, "203.0.113.7:1").await.0, StatusCode::OK);
    drop(server);
    assert_eq!(ask(&app, "203.0.113.7:1").await.0, StatusCode::SERVICE_UNAVAILABLE);
}
