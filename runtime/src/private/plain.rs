//! Replies of numbers, read where they are.
//!
//! The `redis` crate's conversion takes a reply apart, value by value; and since an error may hide in a
//! table, that is searched first. A reply that is made of nothing but integers needs neither. What doesn't
//! look exactly like that takes the usual way, which decides what it is.

use redis::Value;

/// A type that a reply of integers can be read as.
pub trait Plain: Sized {
    /// Whether it is. A derived type has the trait in any case.
    const IS: bool = true;

    /// The value, if the reply is what the type says, to the letter.
    fn read(reply: &Value) -> Option<Self>;
}

/// How to read a reply as a `T`, if that is known.
///
/// `Probe::<T>::PLAIN` is the inherent constant where `T` is [`Plain`], and else [`NotPlain`]'s.
#[derive(Debug)]
pub struct Probe<T>(std::marker::PhantomData<T>);

/// Reads a reply.
pub type Read<T> = fn(&Value) -> Option<T>;

impl<T: Plain> Probe<T> {
    /// The type's own way.
    pub const PLAIN: Option<Read<T>> = if T::IS { Some(T::read) } else { None };
}

/// For all other types.
pub trait NotPlain<T> {
    /// Nothing.
    const PLAIN: Option<Read<T>> = None;
}

impl<T> NotPlain<T> for Probe<T> {}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Plain for $integer {
            #[inline]
            fn read(reply: &Value) -> Option<Self> {
                match reply {
                    Value::Int(value) => Self::try_from(*value).ok(),
                    _ => None,
                }
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

impl Plain for bool {
    #[inline]
    fn read(reply: &Value) -> Option<Self> {
        match reply {
            Value::Int(value) => Some(*value != 0),
            _ => None,
        }
    }
}

impl<T: Plain> Plain for Vec<T> {
    const IS: bool = T::IS;

    fn read(reply: &Value) -> Option<Self> {
        let Value::Array(items) = reply else { return None };
        let mut values = Self::with_capacity(items.len());
        for item in items {
            values.push(T::read(item)?);
        }
        Some(values)
    }
}

macro_rules! tuples {
    ($(($($name:ident)+))*) => {$(
        impl<$($name: Plain),+> Plain for ($($name,)+) {
            const IS: bool = true $(&& $name::IS)+;

            #[inline]
            #[allow(non_snake_case)]
            fn read(reply: &Value) -> Option<Self> {
                match reply {
                    Value::Array(items) => match items.as_slice() {
                        [$($name),+] => Some(($($name::read($name)?,)+)),
                        _ => None,
                    },
                    _ => None,
                }
            }
        }
    )*};
}

tuples!((A)(A B)(A B C)(A B C D)(A B C D E)(A B C D E F)(A B C D E F G)(A B C D E F G H));

#[cfg(test)]
mod tests {
    use redis::{FromRedisValue, Value};

    use super::{NotPlain as _, Plain, Probe};

    fn agrees<T: Plain + FromRedisValue + PartialEq + std::fmt::Debug>(reply: &Value) -> bool {
        let plain = T::read(reply);
        assert!(plain.is_none() || plain == T::from_redis_value_ref(reply).ok(), "{reply:?} is {plain:?}");
        plain.is_some()
    }

    #[test]
    fn what_is_read_is_what_the_redis_crate_reads() {
        let nested = Value::ServerError(match redis::parse_redis_value(b"-ERR nested\r\n") {
            Ok(Value::ServerError(error)) => error,
            other => panic!("{other:?}"),
        });
        let scalars = [-1, 0, 1, 9, 255, 256, i64::MAX, i64::MIN].map(Value::Int);
        for value in &scalars {
            assert!(agrees::<bool>(value) && agrees::<i64>(value));
            agrees::<u8>(value);
            agrees::<u64>(value);
        }
        let pair = Value::Array(vec![Value::Int(1), Value::Int(9)]);
        assert!(agrees::<(bool, u64)>(&pair) && agrees::<Vec<i64>>(&pair) && agrees::<Vec<u8>>(&pair));
        assert!(agrees::<Vec<i64>>(&Value::Array(Vec::new())));
        for other in [Value::Nil, Value::Okay, Value::BulkString(b"7".to_vec()), Value::Double(1.0), nested.clone()] {
            let tables = [Value::Array(vec![Value::Int(1), other.clone()]), Value::Set(vec![other.clone(); 2]), other];
            for table in &tables {
                assert!(!agrees::<(bool, u64)>(table) && !agrees::<Vec<i64>>(table) && !agrees::<u64>(table));
            }
        }
        assert!(!agrees::<(bool, u64)>(&Value::Array(vec![Value::Int(1)])));
    }

    #[test]
    fn the_probe_knows_plain_types_from_others() {
        assert!(Probe::<(bool, u64)>::PLAIN.is_some());
        assert!(Probe::<(bool, String)>::PLAIN.is_none());
        assert!(Probe::<Option<u64>>::PLAIN.is_none());
    }
}
