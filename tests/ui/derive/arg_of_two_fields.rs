use redis_script::ToArg;

#[derive(ToArg)]
struct Range(u64, u64);

#[derive(ToArg)]
struct Nothing;

#[derive(ToArg)]
union Bits {
    float: f64,
    bits: u64,
}

fn main() {}
