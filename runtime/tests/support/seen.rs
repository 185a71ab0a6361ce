//! A subscriber that keeps what it is told.
#![allow(dead_code, unreachable_pub, reason = "each test program uses its part")]

use std::{
    collections::BTreeMap,
    fmt::{Debug, Write as _},
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

pub type Fields = BTreeMap<String, String>;

/// Clones share what was told.
#[derive(Clone, Default)]
pub struct Seen(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    spans: Vec<Fields>,
    events: Vec<String>,
    entered: Vec<u64>,
}

impl Seen {
    /// The fields of each span; its name is `name`.
    pub fn spans(&self) -> Vec<Fields> {
        self.0.lock().unwrap().spans.clone()
    }

    /// The level, message and fields of each event, and how many spans it is in.
    pub fn events(&self) -> Vec<String> {
        self.0.lock().unwrap().events.clone()
    }
}

impl Subscriber for Seen {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("redis_script")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Text(Fields::new());
        fields.0.insert("name".to_owned(), attributes.metadata().name().to_owned());
        attributes.record(&mut fields);
        let mut inner = self.0.lock().unwrap();
        inner.spans.push(fields.0);
        Id::from_u64(inner.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut fields = Text(Fields::new());
        values.record(&mut fields);
        self.0.lock().unwrap().spans[usize::try_from(id.into_u64()).unwrap() - 1].extend(fields.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Text(Fields::new());
        event.record(&mut fields);
        let mut inner = self.0.lock().unwrap();
        let mut text = format!("{} in {}", event.metadata().level(), inner.entered.len());
        for (name, value) in fields.0 {
            let _ = write!(text, " {name}={value}");
        }
        inner.events.push(text);
    }

    fn enter(&self, id: &Id) {
        self.0.lock().unwrap().entered.push(id.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.pop();
    }
}

struct Text(Fields);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}
