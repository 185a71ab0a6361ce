use redis_script::redis_script;

#[redis_script(source = "return redis.call('GET', KEYS[1])", keys = 1)]
struct Run;

fn main() {}
