use redis_script::Key;

#[derive(Key)]
#[key("bucket:{users}")]
struct BucketKey {
    users: Vec<u64>,
}

fn main() {}
