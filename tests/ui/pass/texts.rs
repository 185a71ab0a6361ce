//! What servers get is the file, byte for byte, whatever is in it.
#![deny(warnings)]

use redis_script::{Result, redis_script};

#[redis_script(file = "lua/quotes.lua", keys = 0)]
fn quotes(conn: &mut redis::Connection) -> Result<String>;

#[redis_script(file = "lua/directions.lua", keys = 0)]
fn directions(conn: &mut redis::Connection) -> Result<String>;

#[redis_script(file = "lua/line_ends.lua", keys = 0, allow(line_endings))]
fn line_ends(conn: &mut redis::Connection) -> Result<String>;

fn main() {
    for (script, text) in [
        (Quotes::SCRIPT, include_str!("lua/quotes.lua")),
        (Directions::SCRIPT, include_str!("lua/directions.lua")),
        (LineEnds::SCRIPT, include_str!("lua/line_ends.lua")),
    ] {
        assert_eq!(script.source(), text);
        assert_eq!(script.sha1(), redis::Script::new(text).get_hash());
    }
    let _ = (quotes, directions, line_ends);
}
