use redis_script::Key;

#[derive(Key)]
struct Missing {
    user: u64,
}

#[derive(Key)]
#[key(bucket)]
struct NoText(u64);

#[derive(Key)]
#[key("bucket:{0}", hash = 0)]
struct UnknownOption(u64);

#[derive(Key)]
#[key("bucket:{0}", tag = "0")]
struct TagIsText(u64);

#[derive(Key)]
#[key("bucket:{0}")]
#[key("barrel:{0}")]
struct Twice(u64);

#[derive(Key)]
#[key("a")]
enum Kind {
    A,
}

fn main() {}
