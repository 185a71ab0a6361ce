use redis_script::ToArg;

#[derive(ToArg)]
#[arg(rename_all = "snakecase")]
enum Mode {
    Shared,
    Timed(u64),
    #[arg(rename = "shared")]
    Other,
    #[arg(rename_all = "lowercase")]
    Third,
    #[arg(rename = 3)]
    Fourth,
    #[arg(rename = "a", rename = "b")]
    Fifth,
}

#[derive(ToArg)]
enum Twice {
    #[arg(rename = "Second")]
    First,
    Second,
}

#[derive(ToArg)]
enum Never {}

#[derive(ToArg)]
#[arg(rename = "x")]
struct Id(u64);

fn main() {}
