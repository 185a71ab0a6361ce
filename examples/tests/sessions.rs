//! Sessions live as long as they are used, under names that change; a user has so many and no more.

mod support;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::{Extension, Router, middleware::from_fn_with_state, routing::get};
use redis_script_examples::session_layer::{forget, remember, require_session, session_id};
use redis_script_examples::sessions::{Session, SessionId, Sessions};
use redis_script_examples::unique;
use std::time::Duration;
use support::{Shared, at_once, on_both, query};
use tokio::time::sleep;
use tower::ServiceExt as _;

on_both!(
    a_session_lives_while_it_is_used,
    it_remembers_until_it_ends,
    a_new_name_keeps_the_session,
    of_many_rotations_one_wins,
    a_user_has_at_most_so_many,
    many_logins_at_once,
    all_sessions_of_a_user_end_at_once,
    any_user_will_do,
    what_is_forged_is_nobody,
    the_middleware_rolls_the_cookie,
    a_handler_has_the_last_word,
);

fn sessions<C: Shared>(conn: C, ttl_ms: u64) -> Sessions<C> {
    Sessions { conn, ttl: Duration::from_millis(ttl_ms), most: 3 }
}

async fn a_session_lives_while_it_is_used(conn: impl Shared) {
    let sessions = sessions(conn, 400);
    let id = sessions.login(&unique("user"), &[]).await.unwrap();
    for _ in 0..4 {
        sleep(Duration::from_millis(200)).await;
        assert!(sessions.touch(&id).await.unwrap().is_some(), "twice its time to live, but used");
    }
    sleep(Duration::from_millis(500)).await;
    assert!(sessions.touch(&id).await.unwrap().is_none());
    assert!(!sessions.set(&id, "a", "b").await.unwrap());
    assert_eq!(sessions.rotate(&id).await.unwrap(), None);
    assert!(sessions.of_user(id.user()).await.unwrap().is_empty());
    assert!(sessions.touch(&id).await.unwrap().is_none(), "and nothing of that brought it back");
}

async fn it_remembers_until_it_ends(conn: impl Shared) {
    let sessions = sessions(conn, 60_000);
    let id = sessions.login(&unique("user"), &[("role", "user"), ("", "empty")]).await.unwrap();
    assert!(sessions.set(&id, "basket", "7 apples\r\n").await.unwrap());
    let session = sessions.touch(&id).await.unwrap().unwrap();
    assert_eq!((session.fields["role"].as_str(), session.fields["basket"].as_str()), ("user", "7 apples\r\n"));
    assert_eq!(session.fields[""], "empty");
    assert!(sessions.destroy(&id).await.unwrap());
    assert!(!sessions.destroy(&id).await.unwrap());
    assert!(sessions.touch(&id).await.unwrap().is_none());
}

async fn a_new_name_keeps_the_session(conn: impl Shared) {
    let sessions = sessions(conn, 60_000);
    let id = sessions.login(&unique("user"), &[("role", "user")]).await.unwrap();
    let new = sessions.rotate(&id).await.unwrap().unwrap();
    assert!(sessions.touch(&id).await.unwrap().is_none(), "the old name is worth nothing");
    assert_eq!(sessions.touch(&new).await.unwrap().unwrap().fields["role"], "user");
    assert_eq!(sessions.of_user(id.user()).await.unwrap(), [new]);
}

async fn of_many_rotations_one_wins(conn: impl Shared) {
    let sessions = sessions(conn, 60_000);
    let id = sessions.login(&unique("user"), &[]).await.unwrap();
    let rotated = at_once(64, |_| {
        let (sessions, id) = (sessions.clone(), id.clone());
        async move { sessions.rotate(&id).await.unwrap() }
    });
    let rotated: Vec<_> = rotated.await.into_iter().flatten().collect();
    assert_eq!(rotated.len(), 1);
    assert_eq!(sessions.of_user(id.user()).await.unwrap(), rotated);
}

async fn a_user_has_at_most_so_many(conn: impl Shared) {
    let sessions = sessions(conn, 60_000);
    // One after another, and more than one within a millisecond.
    for _ in 0..20 {
        let user = unique("user");
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(sessions.login(&user, &[]).await.unwrap());
        }
        // The first one was used last.
        sessions.touch(&ids[0]).await.unwrap();
        let fourth = sessions.login(&user, &[]).await.unwrap();
        assert!(sessions.touch(&ids[1]).await.unwrap().is_none(), "unused for longest");
        assert_eq!(sessions.of_user(&user).await.unwrap(), [ids[2].clone(), ids[0].clone(), fourth]);
    }
}

async fn many_logins_at_once(conn: impl Shared) {
    let sessions = sessions(conn, 60_000);
    let user = unique("user");
    let ids = at_once(64, |_| {
        let (sessions, user) = (sessions.clone(), user.clone());
        async move { sessions.login(&user, &[]).await.unwrap() }
    });
    let mut alive = 0;
    for id in ids.await {
        alive += usize::from(sessions.touch(&id).await.unwrap().is_some());
    }
    assert_eq!((alive, sessions.of_user(&user).await.unwrap().len()), (3, 3));
}

async fn all_sessions_of_a_user_end_at_once(conn: impl Shared) {
    let sessions = sessions(conn, 60_000);
    let (user, other) = (unique("user"), unique("user"));
    let ids = [sessions.login(&user, &[]).await.unwrap(), sessions.login(&user, &[]).await.unwrap()];
    let others = sessions.login(&other, &[]).await.unwrap();
    sessions.destroy_all(&user).await.unwrap();
    for id in &ids {
        assert!(sessions.touch(id).await.unwrap().is_none());
    }
    assert!(sessions.touch(&others).await.unwrap().is_some());
}

async fn any_user_will_do(mut conn: impl Shared) {
    let sessions = sessions(conn.clone(), 60_000);
    for user in ["", "{", "}", "{}", "a b", "ünïcode", "a;b=c", "."] {
        let id = sessions.login(user, &[]).await.unwrap();
        let parsed = SessionId::parse(&id.cookie()).unwrap();
        assert_eq!((parsed.user(), &parsed), (user, &id));
        assert!(sessions.touch(&parsed).await.unwrap().is_some(), "{user:?}");
        sessions.destroy_all(user).await.unwrap();
    }
    assert_eq!(query::<u64>(&mut conn, &["EXISTS", "sessions:{u}"]).await, 0);
}

async fn what_is_forged_is_nobody(conn: impl Shared) {
    let sessions = sessions(conn, 60_000);
    let id = sessions.login(&unique("user"), &[]).await.unwrap();
    let cookie = id.cookie();
    for forged in
        ["", ".", "u.", "u61", "u6.00000000000000000000000000000000", &cookie[1..], &cookie[..cookie.len() - 1]]
    {
        assert_eq!(SessionId::parse(forged), None, "{forged:?}");
    }
    assert_eq!(SessionId::parse(&cookie.to_uppercase()), None, "one text for one name");
    let (user, _) = cookie.split_once('.').unwrap();
    let guessed = SessionId::parse(&format!("{user}.{:032x}", 1)).unwrap();
    assert!(sessions.touch(&guessed).await.unwrap().is_none());
    assert!(!format!("{id:?}").contains(cookie.split_once('.').unwrap().1), "no log shows it");
}

fn app<C: Shared>(sessions: Sessions<C>) -> Router {
    Router::new()
        .route("/", get(|Extension(session): Extension<Session>| async move { session.id.user().to_owned() }))
        .route("/bye", get(|| async { [forget()] }))
        .layer(from_fn_with_state(sessions, require_session))
}

async fn ask(app: &Router, path: &str, cookie: &str) -> (StatusCode, HeaderMap) {
    let request = Request::builder().uri(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    (response.status(), response.headers().clone())
}

async fn the_middleware_rolls_the_cookie(conn: impl Shared) {
    let sessions = sessions(conn, 60_000);
    let id = sessions.login(&unique("user"), &[]).await.unwrap();
    let app = app(sessions.clone());
    let cookie = format!("theme=dark; sid={}; other=1", id.cookie());
    let (status, headers) = ask(&app, "/", &cookie).await;
    assert_eq!(status, StatusCode::OK);
    let set = headers[header::SET_COOKIE].to_str().unwrap();
    assert_eq!(set, format!("sid={}; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax", id.cookie()));
    assert_eq!(remember(&sessions, &id).1, set);

    for (cookie, forgets) in [("", false), ("sid=", false), ("sid=nonsense", false), ("sidx=1", false)] {
        let (status, headers) = ask(&app, "/", cookie).await;
        assert_eq!((status, headers.contains_key(header::SET_COOKIE)), (StatusCode::UNAUTHORIZED, forgets), "{cookie}");
    }
    sessions.destroy(&id).await.unwrap();
    let (status, headers) = ask(&app, "/", &cookie).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("sid=; Max-Age=0;"));
    let mut headers = HeaderMap::new();
    headers.append(header::COOKIE, "a=b".parse().unwrap());
    headers.append(header::COOKIE, format!("sid={}", id.cookie()).parse().unwrap());
    assert_eq!(session_id(&headers), Some(id));
}

async fn a_handler_has_the_last_word(conn: impl Shared) {
    let sessions = sessions(conn, 60_000);
    let id = sessions.login(&unique("user"), &[]).await.unwrap();
    let (status, headers) = ask(&app(sessions), "/bye", &format!("sid={}", id.cookie())).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers.get_all(header::SET_COOKIE).iter().count(), 1);
    assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("sid=; "));
}
