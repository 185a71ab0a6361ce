//! What a Rust type takes from a reply, as plain data.

/// How a type is read from a reply, the way the `redis` crate reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Nothing is known: no reply is wrong.
    #[default]
    Unknown,
    /// `()`: takes anything.
    Unit,
    /// `bool`: an integer, `"0"`, `"1"`, OK, and null as `false`.
    Bool,
    /// `i64`, `u32`, ..: an integer, or a text of one.
    Integer,
    /// `f64`, `f32`: a number, or a text of one.
    Float,
    /// `String`: any text, and numbers.
    String,
    /// `Vec<u8>` and its like: any bytes.
    Bytes,
    /// `Option`: null, or what is inside.
    Option(Box<Shape>),
    /// `Vec`, slices, sets: an array; null is an empty one.
    List(Box<Shape>),
    /// A tuple or a struct read by position: an array of that length.
    Tuple(Vec<Shape>),
    /// `HashMap` and its like: an array of keys and values, or a map.
    Map,
}

impl Shape {
    /// What is inside of `Option`s.
    pub fn required(&self) -> &Self {
        match self {
            Self::Option(inner) => inner.required(),
            other => other,
        }
    }
}

impl Shape {
    /// The shape of a Rust type as it is written; [`Shape::Unknown`] for types that aren't well known.
    ///
    /// ```
    /// use redis_script_analysis::Shape;
    ///
    /// assert_eq!(Shape::of_type("(bool, u64)"), Shape::Tuple(vec![Shape::Bool, Shape::Integer]));
    /// assert_eq!(Shape::of_type("std::option::Option < String >"), Shape::Option(Box::new(Shape::String)));
    /// assert_eq!(Shape::of_type("MyReply"), Shape::Unknown);
    /// ```
    pub fn of_type(text: &str) -> Self {
        let text: String = text.chars().filter(|char| !char.is_whitespace()).collect();
        if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
            return tuple(inner);
        }
        let (path, arguments) = match text.split_once('<') {
            Some((path, rest)) => (path, rest.strip_suffix('>').map(list).unwrap_or_default()),
            None => (&*text, Vec::new()),
        };
        let name = path.rsplit("::").next().unwrap_or(path);
        match (name, &arguments[..]) {
            ("bool", []) => Self::Bool,
            ("i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128" | "usize", []) => {
                Self::Integer
            }
            ("f32" | "f64", []) => Self::Float,
            ("String", []) | ("Box" | "Arc" | "Rc", ["str"]) => Self::String,
            ("Vec" | "Box" | "Arc" | "Rc", ["u8" | "[u8]"]) | ("Bytes", []) => Self::Bytes,
            ("Option", [inner]) => Self::Option(Box::new(Self::of_type(inner))),
            ("Vec" | "HashSet" | "BTreeSet", [inner, ..]) => Self::List(Box::new(Self::of_type(inner))),
            ("HashMap" | "BTreeMap", [_, _, ..]) => Self::Map,
            _ => Self::Unknown,
        }
    }
}

fn tuple(inner: &str) -> Shape {
    let items = list(inner);
    match (&items[..], inner.ends_with(',')) {
        ([], _) => Shape::Unit,
        // In brackets, for their own sake.
        ([only], false) => Shape::of_type(only),
        _ => Shape::Tuple(items.into_iter().map(Shape::of_type).collect()),
    }
}

/// Splits at the commas that are outside of all brackets.
fn list(text: &str) -> Vec<&str> {
    let (mut depth, mut start) = (0_i32, 0);
    let mut items = Vec::new();
    for (at, char) in text.char_indices() {
        match char {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&text[start..]);
    items.retain(|item| !item.is_empty());
    items
}
