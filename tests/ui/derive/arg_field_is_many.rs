use redis_script::ToArg;

#[derive(ToArg)]
struct Ids(Vec<u64>);

#[derive(ToArg)]
struct Limit {
    limit: Option<u64>,
}

fn main() {}
