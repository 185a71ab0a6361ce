use redis_script::FromReply;

#[derive(FromReply)]
enum Mixed {
    #[reply(1)]
    One,
    #[reply("two")]
    Two,
}

#[derive(FromReply)]
enum Twice {
    #[reply(1)]
    One,
    #[reply(1)]
    AlsoOne,
}

#[derive(FromReply)]
enum Fields {
    #[reply(1)]
    One(u64),
    #[reply(other)]
    Other,
}

#[derive(FromReply)]
enum Others {
    #[reply(0)]
    Zero,
    #[reply(other)]
    Some(u64),
    #[reply(other)]
    More(u64),
}

#[derive(FromReply)]
enum OnlyOther {
    #[reply(other)]
    Some(u64),
}

#[derive(FromReply)]
enum Wrong {
    #[reply(1.5)]
    Fraction,
    #[reply(9223372036854775808)]
    TooLarge,
    #[reply(otherwise)]
    Unknown,
    #[reply()]
    Nothing,
}

#[derive(FromReply)]
#[reply(rename_all = "snakecase")]
enum Rule {
    One,
}

fn main() {}
