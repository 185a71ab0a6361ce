use redis_script::Key;

#[derive(Key)]
#[key("bucket:{usr}:{kind}", tag = user)]
struct Misspelled {
    user: u64,
    kind: String,
}

#[derive(Key)]
#[key("bucket:{user}", tag = user)]
struct Lacks {
    user: u64,
    kind: String,
}

#[derive(Key)]
#[key("bucket:{user}{kind}")]
struct Adjacent {
    user: u64,
    kind: String,
}

#[derive(Key)]
#[key("bucket:{user}", tag = usr)]
struct WrongTag {
    user: u64,
}

#[derive(Key)]
#[key("{{bucket}}:{0}", tag = 0)]
struct TwoTags(u64);

#[derive(Key)]
#[key("bucket:{0}}")]
struct Alone(u64);

fn main() {}
