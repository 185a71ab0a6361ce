//! A middleware for axum: the session of a request, and a cookie that lives as long as the session does.
//!
//! Stands on the module `sessions` and on the crate `axum`.

use crate::sessions::{Session, SessionId, Sessions};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use redis_script::redis::aio::ConnectionLike;

const COOKIE: &str = "sid";

/// The middleware: answers 401 to a request without a session. To one with a session it adds the [`Session`], for
/// handlers to take as an `Extension<Session>`, and to the answer the cookie anew: as the session, it lives on from
/// each request. A handler that sets the cookie itself, on login or logout, has the last word.
pub async fn require_session<C>(State(sessions): State<Sessions<C>>, mut request: Request, next: Next) -> Response
where
    C: ConnectionLike + Clone + Send + Sync,
{
    let Some(id) = session_id(request.headers()) else { return StatusCode::UNAUTHORIZED.into_response() };
    let session: Session = match sessions.touch(&id).await {
        Ok(Some(session)) => session,
        Ok(None) => return (StatusCode::UNAUTHORIZED, [forget()]).into_response(),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    request.extensions_mut().insert(session);
    let mut response = next.run(request).await;
    if !response.headers().contains_key(header::SET_COOKIE) {
        let (name, value) = remember(&sessions, &id);
        response.headers_mut().insert(name, value);
    }
    response
}

/// The header that gives a browser its session. Scripts in pages can't read it, and other sites' forms don't send it.
pub fn remember<C>(sessions: &Sessions<C>, id: &SessionId) -> (header::HeaderName, HeaderValue) {
    let seconds = sessions.ttl.as_secs();
    set_cookie(&format!("{COOKIE}={}; Max-Age={seconds}", id.cookie()))
}

/// The header that takes it away.
pub fn forget() -> (header::HeaderName, HeaderValue) {
    set_cookie(&format!("{COOKIE}=; Max-Age=0"))
}

/// The session that a request names. Whether there is one, [`Sessions::touch`] knows.
pub fn session_id(headers: &HeaderMap) -> Option<SessionId> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find_map(|(name, value)| (name == COOKIE).then(|| SessionId::parse(value))?)
}

fn set_cookie(pair: &str) -> (header::HeaderName, HeaderValue) {
    let text = format!("{pair}; Path=/; HttpOnly; Secure; SameSite=Lax");
    let value = HeaderValue::from_str(&text).expect("hexadecimal digits and a dot fit into a header");
    (header::SET_COOKIE, value)
}
