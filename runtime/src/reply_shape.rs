//! What a type takes from a reply, for the compiler.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

pub use redis_script_shape::{Field, Shape};

/// What a type takes from a script's reply, so that the compiler can say where a script returns something else.
///
/// The types that the `redis` crate converts have it, and `#[derive(FromReply)]` adds it. Implement it for a type
/// whose [`redis::FromRedisValue`] is written by hand; a type without it is not checked.
///
/// ```
/// use redis::{FromRedisValue, ParsingError, Value};
/// use redis_script::{ReplyShape, Shape, redis_script};
///
/// struct Celsius(f64);
///
/// impl FromRedisValue for Celsius {
///     fn from_redis_value(value: Value) -> Result<Self, ParsingError> {
///         f64::from_redis_value(value).map(Self)
///     }
/// }
///
/// impl ReplyShape for Celsius {
///     const SHAPE: Shape = Shape::Float;
/// }
///
/// // Without `tostring` this would be an error: a server cuts the fraction of a number off.
/// #[redis_script(source = "return tostring(36.6)", keys = 0)]
/// async fn temperature(conn: &mut impl redis::aio::ConnectionLike) -> redis_script::Result<Celsius>;
/// ```
pub trait ReplyShape {
    /// What it takes. It must take whatever the type's conversion takes: what it leaves out is an error of the
    /// compiler.
    const SHAPE: Shape;
}

macro_rules! shapes {
    ($($shape:expr; $($type:ty)*,)*) => {$($(
        impl ReplyShape for $type {
            const SHAPE: Shape = $shape;
        }
    )*)*};
}

shapes! {
    Shape::Unit; (),
    Shape::Bool; bool,
    Shape::signed(8); i8,
    Shape::signed(16); i16,
    Shape::signed(32); i32,
    Shape::Integer; i64 i128 isize,
    Shape::unsigned(8); u8,
    Shape::unsigned(16); u16,
    Shape::unsigned(32); u32,
    Shape::unsigned(64); u64 u128 usize,
    Shape::Float; f32 f64,
    Shape::String; String Box<str> Arc<str> Rc<str>,
}

impl<T: ReplyShape> ReplyShape for Option<T> {
    const SHAPE: Shape = Shape::Optional(&T::SHAPE);
}

macro_rules! lists {
    ($($type:ty)*) => {$(
        impl<T: ReplyShape> ReplyShape for $type {
            const SHAPE: Shape = list::<T>();
        }
    )*};
}

lists!(Vec<T> Box<[T]> Arc<[T]>);

/// Bytes are a text.
const fn list<T: ReplyShape>() -> Shape {
    if matches!(T::SHAPE, Shape::Range { least: 0, most: 255 }) { Shape::Bytes } else { Shape::List(&T::SHAPE) }
}

impl<T: ReplyShape, const N: usize> ReplyShape for [T; N] {
    // An array of tuples may come flat, one of bytes as a text, and one of a single item without an array.
    const SHAPE: Shape = match T::SHAPE {
        Shape::Integer | Shape::Range { .. } | Shape::Float | Shape::Bool | Shape::String
            if N > 1 && size_of::<T>() > 1 =>
        {
            Shape::Tuple(&const { [T::SHAPE; N] })
        }
        _ => Shape::Unknown,
    };
}

macro_rules! pointers {
    ($($type:ty)*) => {$(
        impl<T: ReplyShape> ReplyShape for $type {
            const SHAPE: Shape = T::SHAPE;
        }
    )*};
}

pointers!(Box<T> Arc<T> Rc<T>);

impl<T: ReplyShape, S> ReplyShape for HashSet<T, S> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}

impl<T: ReplyShape> ReplyShape for BTreeSet<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}

impl<K, V, S> ReplyShape for HashMap<K, V, S> {
    const SHAPE: Shape = Shape::Map;
}

impl<K, V> ReplyShape for BTreeMap<K, V> {
    const SHAPE: Shape = Shape::Map;
}

macro_rules! tuples {
    ($(($($name:ident)+))*) => {$(
        impl<$($name: ReplyShape),+> ReplyShape for ($($name,)+) {
            const SHAPE: Shape = Shape::Tuple(&[$($name::SHAPE),+]);
        }
    )*};
}

tuples!((A)(A B)(A B C)(A B C D)(A B C D E)(A B C D E F)(A B C D E F G)(A B C D E F G H)
    (A B C D E F G H I)(A B C D E F G H I J)(A B C D E F G H I J K)(A B C D E F G H I J K L));
