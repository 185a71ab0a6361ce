//! A web service with users: login, a rolling cookie, more rights under a new name, logout, everywhere if need be. Asks
//! itself; with an address as its argument, it stays there for others to ask.
//!
//! `cargo run -p redis-script-examples --bin sessions [127.0.0.1:3000]`, on `REDIS_URL` or a private server.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Extension, Router, middleware::from_fn_with_state};
use redis_script::redis::aio::MultiplexedConnection;
use redis_script_examples::session_layer::{forget, remember, require_session};
use redis_script_examples::sessions::{Session, Sessions};
use redis_script_examples::{Failure, connect, unique};
use std::{env, time::Duration};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

type Service = Sessions<MultiplexedConnection>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (conn, _server) = connect().await?;
    let sessions = Sessions { conn, ttl: Duration::from_secs(60), most: 2 };
    let app = app(sessions.clone());
    if let Some(address) = env::args().nth(1) {
        println!("on http://{address}/: POST /login/alice, then GET /me");
        return Ok(axum::serve(TcpListener::bind(address).await?, app).await?);
    }
    show(&app, &sessions).await
}

fn app(sessions: Service) -> Router {
    Router::new()
        .route("/me", get(me))
        .route("/admin", post(become_admin))
        .route("/logout", post(logout))
        .route("/logout-everywhere", post(logout_everywhere))
        .route_layer(from_fn_with_state(sessions.clone(), require_session))
        .route("/login/{user}", post(login))
        .with_state(sessions)
}

/// (Where yours asks for a password.)
async fn login(State(sessions): State<Service>, Path(user): Path<String>) -> Result<impl IntoResponse, StatusCode> {
    let id = sessions.login(&user, &[("role", "user")]).await.map_err(unavailable)?;
    Ok([remember(&sessions, &id)])
}

async fn me(Extension(session): Extension<Session>) -> String {
    format!("{}, {}", session.id.user(), session.fields["role"])
}

async fn become_admin(
    State(sessions): State<Service>,
    Extension(session): Extension<Session>,
) -> Result<impl IntoResponse, StatusCode> {
    sessions.set(&session.id, "role", "admin").await.map_err(unavailable)?;
    let id = sessions.rotate(&session.id).await.map_err(unavailable)?.ok_or(StatusCode::UNAUTHORIZED)?;
    Ok([remember(&sessions, &id)])
}

async fn logout(
    State(sessions): State<Service>,
    Extension(session): Extension<Session>,
) -> Result<impl IntoResponse, StatusCode> {
    sessions.destroy(&session.id).await.map_err(unavailable)?;
    Ok([forget()])
}

async fn logout_everywhere(
    State(sessions): State<Service>,
    Extension(session): Extension<Session>,
) -> Result<impl IntoResponse, StatusCode> {
    sessions.destroy_all(session.id.user()).await.map_err(unavailable)?;
    Ok([forget()])
}

fn unavailable(_: redis_script::Error) -> StatusCode {
    StatusCode::SERVICE_UNAVAILABLE
}

async fn show(app: &Router, sessions: &Service) -> Result<(), Failure> {
    let user = unique("user");
    let login = format!("/login/{user}");
    let (_, phone) = ask(app, "POST", &login, "").await?;
    println!("logged in on the phone:   {phone}");
    assert_eq!(ask(app, "GET", "/me", &phone).await?.0, 200);
    assert_eq!(ask(app, "GET", "/me", "").await?.0, 401);

    let (status, admin) = ask(app, "POST", "/admin", &phone).await?;
    println!("more rights, a new name:  {admin}");
    assert!(status == 200 && admin != phone);
    assert_eq!(ask(app, "GET", "/me", &phone).await?.0, 401, "the old name opens nothing");
    assert_eq!(ask(app, "GET", "/me", &admin).await?.0, 200);

    let (_, laptop) = ask(app, "POST", &login, "").await?;
    let (_, tablet) = ask(app, "POST", &login, "").await?;
    println!("laptop and tablet, so that the phone is one too many");
    assert_eq!(ask(app, "GET", "/me", &admin).await?.0, 401);
    assert_eq!(sessions.of_user(&user).await?.len(), 2);

    assert_eq!(ask(app, "POST", "/logout", &laptop).await?.0, 200);
    assert_eq!(ask(app, "GET", "/me", &laptop).await?.0, 401);
    assert_eq!(ask(app, "GET", "/me", &tablet).await?.0, 200);
    assert_eq!(ask(app, "POST", "/logout-everywhere", &tablet).await?.0, 200);
    assert_eq!(ask(app, "GET", "/me", &tablet).await?.0, 401);
    assert!(sessions.of_user(&user).await?.is_empty());
    println!("logged out on the laptop, and then everywhere");
    Ok(())
}

/// The status, and the cookie that the answer sets.
async fn ask(app: &Router, method: &str, path: &str, cookie: &str) -> Result<(u16, String), Failure> {
    let request = Request::builder().method(method).uri(path).header(header::COOKIE, cookie).body(Body::empty())?;
    let response = app.clone().oneshot(request).await?;
    Ok((response.status().as_u16(), cookie_of(response.headers())))
}

fn cookie_of(headers: &HeaderMap) -> String {
    let line = headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    line.split(';').next().unwrap_or_default().to_owned()
}
