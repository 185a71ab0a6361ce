use redis_script::ScriptError;

#[derive(Debug, ScriptError)]
enum TakeError {
    Limit(u64),
    #[script_error(other)]
    Other(redis_script::Error),
}

fn main() {}
