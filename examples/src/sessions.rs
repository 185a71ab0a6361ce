//! Sessions of users, as a web service keeps them: each under a name that nobody can guess, at most so many for a user,
//! over when they are not used.
//!
//! Stands on the crate `rand`. [`session_layer`](crate::session_layer) is the middleware for axum.

use redis_script::redis::{self, aio::ConnectionLike};
use redis_script::{Result, redis_script};
use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::time::Duration;

/// Starts a session, and ends the oldest ones of a user who has more than `most`. Gives the names of those.
#[redis_script(file = "lua/session_login.lua", keys = 2, args = (&str, Duration, u64, ..&str))]
pub async fn login(
    conn: &mut impl ConnectionLike,
    session: &str,
    sessions: &str,
    name: &str,
    #[arg(millis)] ttl: Duration,
    most: u64,
    fields: &[&str],
) -> Result<Vec<String>>;

/// Lets a session live on. Gives what it remembers; nothing if it is over.
#[redis_script(file = "lua/session_touch.lua", keys = 2, args = (&str, Duration))]
pub async fn touch(
    conn: &mut impl ConnectionLike,
    session: &str,
    sessions: &str,
    name: &str,
    #[arg(millis)] ttl: Duration,
) -> Result<HashMap<String, String>>;

/// Remembers something in a session, if it is not over. Gives whether it did.
#[redis_script(file = "lua/session_set.lua", keys = 2, args = (&str, &str, &str))]
pub async fn set(
    conn: &mut impl ConnectionLike,
    session: &str,
    sessions: &str,
    name: &str,
    field: &str,
    value: &str,
) -> Result<bool>;

/// Gives a session another name, and keeps all else. Gives whether it did, or the session is over.
#[redis_script(file = "lua/session_rotate.lua", keys = 3, args = (&str, &str))]
pub async fn rotate(
    conn: &mut impl ConnectionLike,
    session: &str,
    sessions: &str,
    renamed: &str,
    name: &str,
    new_name: &str,
) -> Result<bool>;

/// Ends a session. Gives whether there was one.
#[redis_script(file = "lua/session_destroy.lua", keys = 2, args = (&str))]
pub async fn destroy(conn: &mut impl ConnectionLike, session: &str, sessions: &str, name: &str) -> Result<bool>;

/// The names of a user's sessions.
#[redis_script(file = "lua/session_list.lua", keys = 1, flags = ["no-writes"])]
pub async fn list(conn: &mut impl ConnectionLike, sessions: &str) -> Result<Vec<String>>;

/// A session's name and whose it is: what stands in the cookie.
///
/// The user is part of it, since all keys of a user have one hash tag. It is written in hexadecimal digits, so that any
/// name fits into a cookie and a key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionId {
    user: String,
    name: String,
}

impl SessionId {
    fn new(user: &str) -> Self {
        Self { user: user.to_owned(), name: format!("{:032x}", rand::random::<u128>()) }
    }

    /// What stands in a cookie; `None` if it is no session's name. Whether there is such a session is not known yet.
    pub fn parse(cookie: &str) -> Option<Self> {
        let (user, name) = cookie.strip_prefix('u')?.split_once('.')?;
        let bytes = user.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        let user = String::from_utf8(bytes.collect::<Option<_>>()?).ok()?;
        let parsed = Self { user, name: name.to_owned() };
        // One text for one name: other ways to write it are nobody's.
        let is_name = name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_name && parsed.cookie() == cookie).then_some(parsed)
    }

    /// What to put into the cookie. A secret: who has it is the user.
    pub fn cookie(&self) -> String {
        format!("{}.{}", hexadecimal(&self.user), self.name)
    }

    /// Whose it is, if the session is not over.
    pub fn user(&self) -> &str {
        &self.user
    }

    fn key(&self) -> String {
        format!("session:{{{}}}:{}", hexadecimal(&self.user), self.name)
    }
}

impl fmt::Debug for SessionId {
    /// Without the name, which opens the door to whoever reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionId").field("user", &self.user).finish_non_exhaustive()
    }
}

/// What is known of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// What it remembers.
    pub fields: HashMap<String, String>,
}

/// All sessions.
#[derive(Clone, Debug)]
pub struct Sessions<C> {
    /// A connection that can be cloned.
    pub conn: C,
    /// How long a session lives after it was last used.
    pub ttl: Duration,
    /// How many a user may have.
    pub most: u64,
}

impl<C: ConnectionLike + Clone + Send> Sessions<C> {
    /// Starts a session of `user`, which remembers the fields. Of a user who has too many, the one that was unused
    /// for longest ends.
    pub async fn login(&self, user: &str, fields: &[(&str, &str)]) -> Result<SessionId> {
        let id = SessionId::new(user);
        let fields: Vec<&str> = fields.iter().flat_map(|(field, value)| [*field, *value]).collect();
        login(&mut self.conn.clone(), &id.key(), &sessions_of(user), &id.name, self.ttl, self.most, &fields).await?;
        Ok(id)
    }

    /// The session, which lives on from now; `None` if it is over.
    pub async fn touch(&self, id: &SessionId) -> Result<Option<Session>> {
        let mut conn = self.conn.clone();
        let fields = touch(&mut conn, &id.key(), &sessions_of(&id.user), &id.name, self.ttl).await?;
        Ok((!fields.is_empty()).then(|| Session { id: id.clone(), fields }))
    }

    /// Remembers something. Gives `false` if the session is over.
    pub async fn set(&self, id: &SessionId, field: &str, value: &str) -> Result<bool> {
        set(&mut self.conn.clone(), &id.key(), &sessions_of(&id.user), &id.name, field, value).await
    }

    /// Gives the session another name, under which it goes on; `None` if it is over. Do so whenever a user gets more
    /// rights, so that nobody has them who knew the name before.
    pub async fn rotate(&self, id: &SessionId) -> Result<Option<SessionId>> {
        let new = SessionId::new(&id.user);
        let sessions = sessions_of(&id.user);
        let mut conn = self.conn.clone();
        let rotated = rotate(&mut conn, &id.key(), &sessions, &new.key(), &id.name, &new.name).await?;
        Ok(rotated.then_some(new))
    }

    /// Ends the session. Gives `false` if it was over.
    pub async fn destroy(&self, id: &SessionId) -> Result<bool> {
        destroy(&mut self.conn.clone(), &id.key(), &sessions_of(&id.user), &id.name).await
    }

    /// The sessions of a user; the one that was unused for longest comes first.
    pub async fn of_user(&self, user: &str) -> Result<Vec<SessionId>> {
        let names = list(&mut self.conn.clone(), &sessions_of(user)).await?;
        Ok(names.into_iter().map(|name| SessionId { user: user.to_owned(), name }).collect())
    }

    /// Ends all sessions of a user, at once.
    pub async fn destroy_all(&self, user: &str) -> Result<()> {
        Ok(redis::cmd("DEL").arg(sessions_of(user)).query_async(&mut self.conn.clone()).await?)
    }
}

fn sessions_of(user: &str) -> String {
    format!("sessions:{{{}}}", hexadecimal(user))
}

/// With a letter ahead, since a cluster takes the empty hash tag `{}` for none.
fn hexadecimal(user: &str) -> String {
    user.bytes().fold("u".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
