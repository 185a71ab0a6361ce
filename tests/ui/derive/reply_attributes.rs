use redis_script::FromReply;

#[derive(FromReply)]
struct Empty;

#[derive(FromReply)]
union Both {
    a: u64,
    b: u64,
}

#[derive(FromReply)]
#[reply(mapped)]
struct Unknown {
    a: u64,
}

#[derive(FromReply)]
#[reply(map)]
struct NoNames(u64, u64);

#[derive(FromReply)]
#[reply(map, transparent)]
struct Excluded {
    a: u64,
}

#[derive(FromReply)]
#[reply(transparent)]
struct TwoFields {
    a: u64,
    b: u64,
}

#[derive(FromReply)]
struct ByPosition {
    #[reply(rename = "x")]
    a: u64,
}

#[derive(FromReply)]
#[reply(map)]
struct ByName {
    #[reply(rename = "x")]
    a: u64,
    #[reply(rename = "x")]
    b: u64,
    #[reply(renamed = "y")]
    c: u64,
    #[reply(default, default)]
    d: u64,
    #[reply(rename)]
    e: u64,
}

fn main() {}
