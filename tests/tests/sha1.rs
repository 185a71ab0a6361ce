//! The SHA1 that the compiler worked out is the one that servers and the redis crate work out.

use redis_script::redis::aio::ConnectionLike;
use redis_script::testing::Server;
use redis_script::{Result, Script, redis_script};
use redis_script_tests::connect;

#[redis_script(file = "lua/lf.lua", keys = 0)]
async fn lf(conn: &mut impl ConnectionLike) -> Result<i64>;

#[redis_script(file = "lua/crlf.lua", keys = 0, allow(line_endings))]
async fn crlf(conn: &mut impl ConnectionLike) -> Result<i64>;

#[redis_script(file = "lua/no_final_newline.lua", keys = 0)]
async fn no_final_newline(conn: &mut impl ConnectionLike) -> Result<i64>;

#[redis_script(file = "lua/non_ascii.lua", keys = 0)]
async fn non_ascii(conn: &mut impl ConnectionLike) -> Result<String>;

#[redis_script(source = "return 'größer' -- 🦀", keys = 0)]
async fn in_the_attribute(conn: &mut impl ConnectionLike) -> Result<String>;

const SCRIPTS: [(&Script, &str); 5] = [
    (Lf::SCRIPT, include_str!("../lua/lf.lua")),
    (Crlf::SCRIPT, include_str!("../lua/crlf.lua")),
    (NoFinalNewline::SCRIPT, include_str!("../lua/no_final_newline.lua")),
    (NonAscii::SCRIPT, include_str!("../lua/non_ascii.lua")),
    (InTheAttribute::SCRIPT, "return 'größer' -- 🦀"),
];

#[test]
fn the_files_are_what_their_names_say() {
    assert!(!Lf::SOURCE.contains('\r') && Lf::SOURCE.ends_with('\n'));
    assert_eq!(Crlf::SOURCE.matches("\r\n").count(), 2, "git must not change the line ends of crlf.lua");
    assert!(!NoFinalNewline::SOURCE.ends_with('\n'));
    assert!(!NonAscii::SOURCE.is_ascii());
}

#[tokio::test]
async fn is_the_one_of_the_server_and_of_the_redis_crate() {
    let server = Server::start().unwrap();
    let mut conn = connect(&server).await;
    for (script, text) in SCRIPTS {
        assert_eq!(script.source(), text, "{}", script.name());
        let loaded: String = redis::cmd("SCRIPT").arg("LOAD").arg(text).query_async(&mut conn).await.unwrap();
        assert_eq!(script.sha1(), loaded, "{}", script.name());
        assert_eq!(script.sha1(), redis::Script::new(text).get_hash(), "{}", script.name());
        assert_eq!(script.sha1().len(), 40);
    }
    assert_eq!((Lf::SHA1, Crlf::SHA1), (Lf::SCRIPT.sha1(), Crlf::SCRIPT.sha1()));
    assert_eq!(crlf(&mut conn).await.unwrap(), 1);
    assert_eq!(lf(&mut conn).await.unwrap(), 1);
    assert_eq!(no_final_newline(&mut conn).await.unwrap(), 1);
    assert_eq!(non_ascii(&mut conn).await.unwrap(), "größer, 数, 🦀");
    assert_eq!(in_the_attribute(&mut conn).await.unwrap(), "größer");
}
