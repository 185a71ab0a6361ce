//! A reply that the compiler calls unfit for a type is one that the type's conversion refuses, or reads as another
//! number where it has no room for the reply's: every pair of a small reply and a type is tried.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::sync::Arc;

use redis::{FromRedisValue, Value};
use redis_script::__private::{Kinds, Returned, Returns, is_misfit};
use redis_script::{ReplyShape, Shape};

/// What the analysis would know of a script that returns just this.
fn returned(reply: &Value, all: &mut Vec<Returned<'static>>) {
    let literal = |text: &[u8]| -> &'static str { String::from_utf8(text.to_vec()).unwrap().leak() };
    let text = |text: &str| {
        let known = [
            (text.parse::<i128>().is_ok(), Kinds::INTEGER_TEXT),
            (text.parse::<f64>().is_ok(), Kinds::FLOAT_TEXT),
            (text == "0" || text == "1", Kinds::BOOL_TEXT),
        ];
        known.into_iter().filter(|(is, _)| *is).fold(Kinds::TEXT, |all, (_, kind)| all.with(kind))
    };
    let (kinds, literal, items): (_, _, &[Value]) = match reply {
        Value::Nil => (Kinds::NULL, None, &[]),
        Value::Int(number) => (Kinds::INTEGER, Some(literal(number.to_string().as_bytes())), &[]),
        Value::BulkString(bytes) => (text(literal(bytes)), Some(literal(bytes)), &[]),
        Value::Okay | Value::SimpleString(_) => (Kinds::STATUS, None, &[]),
        Value::Array(items) => (Kinds::ARRAY.with(Kinds::CERTAIN), None, items),
        other => panic!("{other:?} is not in the test"),
    };
    all.push(Returned { kinds, literal, items: items.len() });
    for item in items {
        returned(item, all);
    }
}

fn replies() -> Vec<Value> {
    let text = |text: &str| Value::BulkString(text.as_bytes().to_vec());
    let mut plain = vec![Value::Nil, Value::Okay, Value::SimpleString("x".into()), text(""), text("x"), text("1.5")];
    plain.extend([text("0"), text("1"), text("7"), Value::Int(0), Value::Int(1), Value::Int(7), Value::Int(-1)]);
    let mut tables = vec![Value::Array(Vec::new())];
    for first in &plain {
        tables.push(Value::Array(vec![first.clone()]));
        tables.extend(plain.iter().map(|second| Value::Array(vec![first.clone(), second.clone()])));
    }
    let nested = tables.clone();
    for table in nested.iter().step_by(3) {
        tables.push(Value::Array(vec![table.clone()]));
        tables.push(Value::Array(vec![table.clone(), table.clone()]));
        tables.push(Value::Array(vec![Value::Int(1), table.clone(), text("a")]));
        tables.push(Value::Array(vec![text("a"), text("b"), table.clone(), Value::Int(3)]));
    }
    plain.extend(tables);
    plain
}

fn check<T: Debug + FromRedisValue + ReplyShape>(replies: &[Value], refused: &mut usize) {
    for reply in replies {
        let mut values = Vec::new();
        returned(reply, &mut values);
        let returns = Returns { values: &values, falls_off: false };
        let is_unfit = (0..values.len()).any(|at| is_misfit(&returns, Some(at), &T::SHAPE));
        if is_unfit {
            *refused += 1;
            for value in [T::from_redis_value(reply.clone()), T::from_redis_value_ref(reply)].into_iter().flatten() {
                let kept = format!("{value:?}").matches("-1").count();
                let is_another = kept < format!("{reply:?}").matches("-1").count();
                assert!(is_another, "{reply:?} is {value:?}: a {}, {:?}", std::any::type_name::<T>(), T::SHAPE);
            }
        }
    }
}

macro_rules! check {
    ($replies:expr, $refused:expr; $($type:ty)*) => {$(check::<$type>($replies, $refused);)*};
}

#[test]
fn what_is_unfit_is_refused() {
    let (replies, mut refused) = (replies(), 0);
    check!(&replies, &mut refused; () bool i8 u8 i64 u64 u128 f32 f64 String Box<u64> Arc<String> Vec<u8> Vec<i8> Vec<u64>);
    check!(&replies, &mut refused; Vec<f64> Vec<bool> Vec<String> Vec<Vec<u8>> Vec<Option<u64>> Vec<(u64, u64)> Box<[String]>);
    check!(&replies, &mut refused; Option<u64> Option<String> Option<Vec<u64>> Option<(String, u64)> Option<Option<bool>>);
    check!(&replies, &mut refused; (u64,) (bool, u64) (String, String) (u64, Option<u64>) (Vec<u64>, u64) ((u64, u64), u64));
    check!(&replies, &mut refused; (u64, Vec<String>, String) Vec<Vec<u64>> [u64; 2] [String; 1] [u8; 2] [(u64, u64); 2]);
    check!(&replies, &mut refused; HashMap<String, u64> BTreeMap<String, String> HashSet<u64> BTreeSet<String>);
    // It is not silent, either.
    assert!(refused > 3000, "{refused}");
}

#[test]
fn shapes_are_those_of_the_names() {
    fn agree<T: ReplyShape>() {
        let name = std::any::type_name::<T>();
        assert_eq!(T::SHAPE, Shape::of_type(name), "{name}");
    }
    agree::<()>();
    agree::<(bool, u64)>();
    agree::<Option<Vec<(String, f64)>>>();
    agree::<Vec<u8>>();
    agree::<Vec<Vec<u8>>>();
    agree::<HashMap<String, u64>>();
    agree::<HashSet<Option<i32>>>();
    agree::<Box<str>>();
}
