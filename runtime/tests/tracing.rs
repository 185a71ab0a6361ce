//! What is told to `tracing`.

mod support;

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use redis::Value;
use redis_test::{MockCmd, MockRedisConnection};
use support::{NOSCRIPT_TEXTS, call, script, server_error};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber::with_default,
};

/// Keeps the text of every event.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<String>>>);

impl Subscriber for Events {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(event.metadata().level().to_string());
        event.record(&mut text);
        self.0.lock().unwrap().push(text.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

#[test]
fn a_refused_load_is_told_once() {
    let script = script("return ARGV[1]");
    let invocation = call::<String>(script, &[], &["secret"]);
    let mut load = redis::cmd("SCRIPT");
    load.arg("LOAD").arg(script.source());
    let mut pipeline = redis::Pipeline::new();
    pipeline.add_command(load).add_command(invocation.cmd().clone());
    let mut whole = redis::cmd("EVAL");
    whole.arg(script.source()).arg(0).arg("secret");
    let missing = || server_error(NOSCRIPT_TEXTS[0]);
    let refusal = || server_error("NOPERM User app has no permissions to run the 'script|load' command");
    let events = Events::default();
    with_default(events.clone(), || {
        for _ in 0..2 {
            let mut conn = MockRedisConnection::new([
                MockCmd::new(invocation.cmd(), Ok(missing())),
                MockCmd::with_values(pipeline.clone(), Ok(vec![refusal(), missing()])),
                MockCmd::new(&whole, Ok(Value::SimpleString("x".to_owned()))),
            ])
            .assert_all_commands_consumed();
            assert_eq!(invocation.invoke(&mut conn).unwrap(), "x");
        }
    });
    let events = events.0.lock().unwrap();
    assert_eq!(events.len(), 1, "{events:?}");
    for part in ["WARN", "SCRIPT LOAD is refused", "script=\"example.lua\"", "code=\"NOPERM\"", script.sha1()] {
        assert!(events[0].contains(part), "{events:?}");
    }
    assert!(!events[0].contains("secret"), "{events:?}");
}
