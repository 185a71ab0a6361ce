//! Durations and points in time as numbers, by a unit that is said: `#[arg(millis)]`.

use std::time::{Duration, SystemTime};

use redis::{NumericBehavior, RedisWrite, ToRedisArgs, ToSingleRedisArg};

use super::{Argument, refuse};

/// What a unit can be said of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no time, so it has no unit",
    label = "a unit is for a `Duration` or a `SystemTime`",
    note = "leave `#[arg(..)]` out: a number is sent as it is"
)]
pub trait Time {
    /// How long it is, or how long after 1970; nothing for a point in time before that.
    fn elapsed(&self) -> Option<Duration>;

    /// What becomes of a part of a unit: a duration is rounded up, so that none but zero is zero; a point in time
    /// is rounded down, as clocks are.
    const ROUNDS_UP: bool;
}

impl Time for Duration {
    const ROUNDS_UP: bool = true;

    #[inline]
    fn elapsed(&self) -> Option<Duration> {
        Some(*self)
    }
}

impl Time for SystemTime {
    const ROUNDS_UP: bool = false;

    #[inline]
    fn elapsed(&self) -> Option<Duration> {
        self.duration_since(Self::UNIX_EPOCH).ok()
    }
}

impl<T: Time> Time for &T {
    const ROUNDS_UP: bool = T::ROUNDS_UP;

    #[inline]
    fn elapsed(&self) -> Option<Duration> {
        (**self).elapsed()
    }
}

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Whole seconds.
    Secs,
    /// Whole milliseconds.
    Millis,
    /// Whole microseconds.
    Micros,
    /// Nanoseconds.
    Nanos,
    /// Seconds, with a fraction.
    SecsF64,
}

/// A time as an argument.
struct In<T>(T, Unit);

/// So many of a unit.
#[inline]
pub fn timed<T: Time>(time: T, unit: Unit) -> impl Argument {
    In(time, unit)
}

impl<T: Time> ToRedisArgs for In<T> {
    #[inline]
    fn write_redis_args<W: RedisWrite + ?Sized>(&self, out: &mut W) {
        let Some(elapsed) = self.0.elapsed() else {
            return refuse(out, "is a time before 1970, which has no number here");
        };
        let (per_second, word) = match self.1 {
            Unit::SecsF64 => return elapsed.as_secs_f64().write_redis_args(out),
            Unit::Secs => (1, "seconds"),
            Unit::Millis => (1_000, "milliseconds"),
            Unit::Micros => (1_000_000, "microseconds"),
            Unit::Nanos => (1_000_000_000, "nanoseconds"),
        };
        match whole(elapsed, per_second, T::ROUNDS_UP) {
            Some(number) => number.write_redis_args(out),
            None => refuse(out, format_args!("has more {word} than fit into a 64-bit number")),
        }
    }

    #[inline]
    fn describe_numeric_behavior(&self) -> NumericBehavior {
        if self.1 == Unit::SecsF64 { NumericBehavior::NumberIsFloat } else { NumericBehavior::NumberIsInteger }
    }
}

impl<T: Time> ToSingleRedisArg for In<T> {}

/// So many of a unit, of which there are `per_second`; nothing if the servers' own integers can't hold them.
#[inline]
fn whole(elapsed: Duration, per_second: u32, rounds_up: bool) -> Option<i64> {
    let nanos = 1_000_000_000 / per_second;
    let part = if rounds_up { elapsed.subsec_nanos().div_ceil(nanos) } else { elapsed.subsec_nanos() / nanos };
    let number = elapsed.as_secs().checked_mul(u64::from(per_second))?.checked_add(u64::from(part))?;
    i64::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_round_up_and_points_in_time_down() {
        let one = Duration::new(1, 1);
        assert_eq!((whole(one, 1, true), whole(one, 1, false)), (Some(2), Some(1)));
        assert_eq!((whole(one, 1_000, true), whole(one, 1_000, false)), (Some(1_001), Some(1_000)));
        assert_eq!(whole(one, 1_000_000_000, true), Some(1_000_000_001));
        let hair = Duration::from_nanos(1);
        assert_eq!((whole(hair, 1, true), whole(Duration::ZERO, 1, true)), (Some(1), Some(0)));
        assert_eq!(whole(Duration::new(1, 999_999_999), 1, true), Some(2));
    }

    #[test]
    fn what_does_not_fit_is_nothing() {
        let most = Duration::from_millis(i64::MAX.unsigned_abs());
        assert_eq!(whole(most, 1_000, true), Some(i64::MAX));
        assert_eq!(whole(most + Duration::from_nanos(1), 1_000, true), None);
        assert_eq!(whole(most + Duration::from_nanos(1), 1_000, false), Some(i64::MAX));
        for per_second in [1, 1_000, 1_000_000, 1_000_000_000] {
            assert_eq!(whole(Duration::MAX, per_second, true), None);
        }
    }
}
