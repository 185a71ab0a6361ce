//! What is told to `tracing`: a span for each call, by the names of OpenTelemetry's conventions for databases
//! (<https://opentelemetry.io/docs/specs/semconv/database/redis/>), and events where a call is out of the ordinary.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use redis::ServerError;
use tracing::{Span, field::Empty};

use crate::{Error, Script, call::Head};

/// The scripts whose refusal was told of, by SHA1: once for each is enough to learn that a user lacks a right.
static TOLD: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());

/// The span of a call. (Nothing tells a client whether the server is a Redis or a Valkey.)
pub(super) fn call(head: &Head) -> Span {
    let script = head.script;
    tracing::info_span!(
        target: "redis_script",
        "script",
        otel.name = %Name(head.command(), script.label()),
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = "redis",
        db.operation.name = head.command(),
        db.stored_procedure.name = script.label(),
        db.response.status_code = Empty,
        error.type = Empty,
        redis_script.function = script.name(),
        redis_script.sha1 = script.sha1(),
        redis_script.keys = head.keys,
    )
}

/// The span of a pipeline. It has a procedure's name only if all its calls are of one script.
pub(super) fn pipeline<'a>(atomic: bool, entries: usize, calls: impl Iterator<Item = &'a Head>) -> Span {
    let operation = if atomic { "MULTI" } else { "PIPELINE" };
    let span = tracing::info_span!(
        target: "redis_script",
        "pipeline",
        otel.name = operation,
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = "redis",
        db.operation.name = operation,
        db.operation.batch.size = entries,
        db.stored_procedure.name = Empty,
        db.response.status_code = Empty,
        error.type = Empty,
        redis_script.scripts = Empty,
        redis_script.sha1 = Empty,
        redis_script.keys = Empty,
    );
    if !span.is_disabled() {
        let (mut scripts, mut keys) = (std::collections::BTreeMap::new(), 0);
        for head in calls {
            scripts.insert(head.script.sha1(), head.script.label());
            keys += head.keys;
        }
        let labels: BTreeSet<&str> = scripts.values().copied().collect();
        span.record("redis_script.scripts", tracing::field::debug(labels));
        span.record("redis_script.keys", keys);
        if let (1, Some((sha1, label))) = (scripts.len(), scripts.first_key_value()) {
            span.record("redis_script.sha1", sha1);
            span.record("db.stored_procedure.name", label);
        }
    }
    span
}

pub(super) fn failed(span: &Span, error: &Error) {
    let error_type = error.error_type();
    span.record("otel.status_code", "ERROR");
    span.record("error.type", error_type);
    if error.code().is_some() {
        span.record("db.response.status_code", error_type);
    }
}

pub(super) fn cold(script: &'static Script) {
    tracing::debug!(
        target: "redis_script",
        script = script.label(),
        sha1 = script.sha1(),
        "cold: the server doesn't know the script"
    );
}

pub(super) fn loaded(script: &'static Script) {
    tracing::debug!(
        target: "redis_script",
        script = script.label(),
        sha1 = script.sha1(),
        "loaded: the server knows the script now"
    );
}

/// Told once as a warning, and then quietly, each time that it happens.
pub(super) fn fell_back(script: &'static Script, refusal: Option<&ServerError>) {
    let Some(refusal) = refusal else {
        tracing::debug!(
            target: "redis_script",
            script = script.label(),
            sha1 = script.sha1(),
            "fell back: the script is sent whole, as this connection can't load it on the right server"
        );
        return;
    };
    let code = refusal.code();
    // Nothing panics while it is held.
    if TOLD.lock().unwrap_or_else(PoisonError::into_inner).insert(script.sha1()) {
        tracing::warn!(
            target: "redis_script",
            script = script.label(),
            sha1 = script.sha1(),
            code,
            "fell back: SCRIPT LOAD is refused, so the script is sent whole where the server doesn't know it"
        );
    } else {
        tracing::debug!(target: "redis_script", script = script.label(), sha1 = script.sha1(), code, "fell back again");
    }
}

/// `EVALSHA token_bucket.lua`
struct Name(&'static str, &'static str);

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.0, self.1)
    }
}
