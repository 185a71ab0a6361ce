//! The register of every script in the program.

use redis_script::testing::Server;
use redis_script::{preload_all, redis_script, scripts};

#[redis_script(source = "return 'function'", keys = 0)]
fn function(conn: &mut impl redis::ConnectionLike) -> redis_script::Result<String>;

mod deep {
    #[redis_script::redis_script(source = "return 'deep'", keys = 0)]
    pub(crate) async fn deep(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<String>;
}

struct Named(redis::Client);

impl Named {
    #[redis_script(source = "return 'method'", keys = 0, connection = self.0.get_connection()?)]
    fn method(&self) -> redis_script::Result<String>;

    #[redis_script(source = "return 'with data'", keys = 0, connection = self.0.get_connection()?, data = WITH_DATA)]
    fn with_data(&self) -> redis_script::Result<String>;
}

#[cfg(any())]
#[redis_script(source = "return 'left out'", keys = 0)]
fn left_out(conn: &mut impl redis::ConnectionLike) -> redis_script::Result<String>;

#[test]
fn holds_functions_and_methods() {
    #[redis_script(source = "return 'inner'", keys = 0)]
    fn inner(conn: &mut impl redis::ConnectionLike) -> redis_script::Result<String>;

    let server = Server::start().unwrap();
    let mut conn = server.client().get_connection().unwrap();
    let mut names: Vec<&str> = scripts().map(redis_script::Script::name).collect();
    names.sort_unstable();
    assert_eq!(names, ["deep", "function", "inner", "method", "with_data"]);

    preload_all(&mut conn).unwrap();
    let all = [Function::SCRIPT, deep::Deep::SCRIPT, Inner::SCRIPT, Named::WITH_DATA];
    assert!(redis_script::missing(&mut conn, all).unwrap().is_empty());
    assert_eq!(function(&mut conn).unwrap(), "function");
    assert_eq!(inner(&mut conn).unwrap(), "inner");
    let owner = Named(server.client());
    assert_eq!((owner.method().unwrap(), owner.with_data().unwrap()), ("method".to_owned(), "with data".to_owned()));
}
