use redis_script::ScriptError;

#[derive(Debug, ScriptError)]
struct NoEnum;

#[derive(Debug, ScriptError)]
enum NoOther {
    Limit,
}

#[derive(Debug, ScriptError)]
enum Codes {
    #[code(LIMIT)]
    NoText,
    #[code("over limit")]
    TwoWords,
    #[code("GONE")]
    First,
    Gone,
    #[code("A")]
    #[code("B")]
    Both,
    Fields(String, String),
    #[script_error(others)]
    Others,
    #[script_error(other)]
    #[code("X")]
    Other,
    #[script_error(other)]
    Second(redis_script::Error),
}

fn main() {}
