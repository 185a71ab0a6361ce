//! The shapes of the types that can be told by their names.

use std::sync::{Mutex, PoisonError};

use crate::Shape;

impl Shape {
    /// The shape of a Rust type as it is written; [`Shape::Unknown`] for types that aren't well known.
    ///
    /// ```
    /// use redis_script_shape::Shape;
    ///
    /// assert_eq!(Shape::of_type("(bool, i64)"), Shape::Tuple(&[Shape::Bool, Shape::Integer]));
    /// assert_eq!(Shape::of_type("u8"), Shape::Range { least: 0, most: 255 });
    /// assert_eq!(Shape::of_type("std::option::Option < String >"), Shape::Optional(&Shape::String));
    /// assert_eq!(Shape::of_type("MyReply"), Shape::Unknown);
    /// ```
    pub fn of_type(text: &str) -> Self {
        let text: String = text.chars().filter(|char| !char.is_whitespace()).collect();
        if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
            return tuple(&text, inner);
        }
        let (path, arguments) = match text.split_once('<') {
            Some((path, rest)) => (path, rest.strip_suffix('>').map(list).unwrap_or_default()),
            None => (&*text, Vec::new()),
        };
        let name = path.rsplit(':').next().unwrap_or(path);
        match (name, &arguments[..]) {
            ("bool", []) => Self::Bool,
            ("i64" | "i128" | "isize", []) => Self::Integer,
            ("u64" | "u128" | "usize", []) => Self::unsigned(64),
            ("i8", []) => Self::signed(8),
            ("i16", []) => Self::signed(16),
            ("i32", []) => Self::signed(32),
            ("u8", []) => Self::unsigned(8),
            ("u16", []) => Self::unsigned(16),
            ("u32", []) => Self::unsigned(32),
            ("f32" | "f64", []) => Self::Float,
            ("String", []) | ("Box" | "Arc" | "Rc", ["str"]) => Self::String,
            ("Vec" | "Box" | "Arc" | "Rc", ["u8" | "[u8]"]) | ("Bytes", []) => Self::Bytes,
            ("Option", [inner]) => lasting(&text, || Self::Optional(leaked(Self::of_type(inner)))),
            ("Vec" | "HashSet" | "BTreeSet", [inner, ..]) => {
                lasting(&text, || Self::List(leaked(Self::of_type(inner))))
            }
            ("HashMap" | "BTreeMap", [_, _, ..]) => Self::Map,
            _ => Self::Unknown,
        }
    }
}

fn tuple(text: &str, inner: &str) -> Shape {
    let items = list(inner);
    match (&items[..], inner.ends_with(',')) {
        ([], _) => Shape::Unit,
        // In brackets, for their own sake.
        ([only], false) => Shape::of_type(only),
        _ => lasting(text, || {
            let items: Vec<Shape> = items.iter().map(|item| Shape::of_type(item)).collect();
            Shape::Tuple(items.leak())
        }),
    }
}

/// The shape of the type that is written so. Shapes refer to each other for ever, as constants do; so each is
/// made once, however often its type is met.
fn lasting(text: &str, make: impl FnOnce() -> Shape) -> Shape {
    static KNOWN: Mutex<Vec<(String, Shape)>> = Mutex::new(Vec::new());
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    for (name, shape) in known().iter() {
        if name == text {
            return *shape;
        }
    }
    let shape = make();
    known().push((text.to_owned(), shape));
    shape
}

fn leaked(shape: Shape) -> &'static Shape {
    Box::leak(Box::new(shape))
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
