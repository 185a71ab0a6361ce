//! `cargo redis-script lsp`: the Language Server Protocol over standard input and output.
//!
//! A script is checked as it stands in the editor, in a file of its own or in a Rust file; what is declared of it comes
//! from the Rust files, as they stand in the editor or were saved last.

mod actions;
mod document;
mod hover;
mod places;

use crate::check::{Checker, placed};
use crate::command::Given;
use crate::outcome::{Outcome, trouble};
use crate::sources::Declared;
use document::Document;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{self, Notification as _};
use lsp_types::request::{self, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, Diagnostic, FileSystemWatcher, GlobPattern,
    HoverProviderCapability, InitializeParams, OneOf, PositionEncodingKind, PublishDiagnosticsParams, Registration,
    RegistrationParams, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, Url, WatchKind,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Serves until the client says that it is over.
pub(crate) fn run() -> Outcome {
    let (connection, threads) = Connection::stdio();
    let served = serve(&connection);
    // The threads end once nothing is left to write and read.
    drop(connection);
    let done = match served {
        Ok(outcome) => outcome,
        Err(error) => trouble(error),
    };
    // At a message that is none, nobody knows where the next one starts.
    match threads.join() {
        Ok(()) => done,
        Err(error) => trouble(format_args!("can't read the client's messages: {error}")),
    }
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

fn serve(connection: &Connection) -> Result<Outcome, Failed> {
    let (id, params) = match connection.initialize_start() {
        Ok(start) => start,
        Err(error) if error.channel_is_disconnected() => return Ok(Outcome::Trouble),
        Err(error) => return Err(error.into()),
    };
    connection.initialize_finish(
        id,
        json!({
            "capabilities": capabilities(),
            "serverInfo": { "name": "cargo-redis-script", "version": env!("CARGO_PKG_VERSION") },
        }),
    )?;
    let given = Given::default();
    let checker = Checker { given: &given, declared: Declared::default() };
    let mut server = Server { connection, checker, documents: BTreeMap::new(), changed: BTreeSet::new() };
    server.watch(&serde_json::from_value(params).unwrap_or_default())?;
    server.serve()
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::UTF16),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::FULL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL]),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

/// Whoever types is ahead of us: of several changes in so short a time only the last is checked.
const PAUSE: Duration = Duration::from_millis(20);

struct Server<'a> {
    connection: &'a Connection,
    checker: Checker<'a>,
    documents: BTreeMap<Url, Document>,
    /// Those whose findings are to be told anew.
    changed: BTreeSet<Url>,
}

impl Server<'_> {
    fn serve(&mut self) -> Result<Outcome, Failed> {
        loop {
            let received = if self.changed.is_empty() {
                self.connection.receiver.recv().ok()
            } else {
                match self.connection.receiver.recv_timeout(PAUSE) {
                    Err(error) if error.is_timeout() => {
                        self.tell_findings()?;
                        continue;
                    }
                    received => received.ok(),
                }
            };
            let Some(message) = received else { return Ok(Outcome::Trouble) };
            match message {
                Message::Request(request) => {
                    if self.connection.handle_shutdown(&request)? {
                        return Ok(Outcome::Clean);
                    }
                    let response = self.answer(request);
                    self.connection.sender.send(response.into())?;
                }
                // Without a `shutdown` before it.
                Message::Notification(notification) if notification.method == notification::Exit::METHOD => {
                    return Ok(Outcome::Errors);
                }
                Message::Notification(notification) => self.hear(notification),
                Message::Response(_) => {}
            }
        }
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let answer = match method.as_str() {
            request::HoverRequest::METHOD => parse(params).map(|params| hover::hover(self, &params)),
            request::GotoDefinition::METHOD => parse(params).map(|params| places::definition(self, &params)),
            request::CodeActionRequest::METHOD => parse(params).map(|params| actions::actions(self, &params)),
            _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is not served"))),
        };
        respond(id, answer)
    }

    /// What can't be understood of a notification is left out: there is nobody to tell.
    fn hear(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            notification::DidOpenTextDocument::METHOD => {
                if let Ok(lsp_types::DidOpenTextDocumentParams { text_document: opened }) = parse(params) {
                    self.set(&opened.uri, opened.text, opened.version);
                }
            }
            notification::DidChangeTextDocument::METHOD => {
                if let Ok(lsp_types::DidChangeTextDocumentParams { text_document, content_changes }) = parse(params)
                    && let Some(change) = content_changes.into_iter().rfind(|change| change.range.is_none())
                {
                    self.set(&text_document.uri, change.text, text_document.version);
                }
            }
            notification::DidCloseTextDocument::METHOD => {
                if let Ok(lsp_types::DidCloseTextDocumentParams { text_document }) = parse(params) {
                    self.close(text_document.uri);
                }
            }
            // A Rust file may declare something else of every script.
            notification::DidSaveTextDocument::METHOD | notification::DidChangeWatchedFiles::METHOD => {
                self.checker.declared.forget();
                self.changed.extend(self.documents.keys().cloned());
            }
            _ => {}
        }
    }

    fn set(&mut self, uri: &Url, text: String, version: i32) {
        let document = Document::new(uri, text, version);
        if !document.is_rust() {
            self.changed.insert(uri.clone());
        } else if self.checker.declared.edit(&document.input.path, Some(document.text().to_owned())) {
            self.changed.extend(self.documents.keys().cloned());
            self.changed.insert(uri.clone());
        }
        self.documents.insert(uri.clone(), document);
    }

    fn close(&mut self, uri: Url) {
        if let Some(closed) = self.documents.remove(&uri)
            && closed.is_rust()
            && self.checker.declared.edit(&closed.input.path, None)
        {
            self.changed.extend(self.documents.keys().cloned());
        }
        self.changed.insert(uri);
    }

    fn tell_findings(&mut self) -> Result<(), Failed> {
        for uri in std::mem::take(&mut self.changed) {
            let document = self.documents.get(&uri);
            let diagnostics: Vec<Diagnostic> = match document {
                Some(document) => {
                    let found = findings(&mut self.checker, document);
                    found.iter().map(|finding| document.diagnostic(finding)).collect()
                }
                None => Vec::new(),
            };
            let version = document.map(|document| document.version);
            let params = PublishDiagnosticsParams { uri, diagnostics, version };
            self.notify::<notification::PublishDiagnostics>(params)?;
        }
        Ok(())
    }

    fn notify<N: notification::Notification>(&self, params: N::Params) -> Result<(), Failed> {
        Ok(self.connection.sender.send(Notification::new(N::METHOD.to_owned(), params).into())?)
    }

    /// Asks the client to tell when a Rust file or a manifest changes, if it can.
    fn watch(&self, params: &InitializeParams) -> Result<(), Failed> {
        let workspace = params.capabilities.workspace.as_ref();
        let watches = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        if watches.and_then(|watches| watches.dynamic_registration) != Some(true) {
            return Ok(());
        }
        let files = |glob: &str| FileSystemWatcher {
            glob_pattern: GlobPattern::String(glob.to_owned()),
            kind: Some(WatchKind::all()),
        };
        let sources: Vec<_> = ["**/*.rs", "**/Cargo.toml", "**/redis-script.toml"].map(files).into();
        let registration = Registration {
            id: "sources".to_owned(),
            method: notification::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: Some(json!({ "watchers": sources })),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        let method = request::RegisterCapability::METHOD.to_owned();
        let request = Request::new(RequestId::from("watch".to_owned()), method, params);
        Ok(self.connection.sender.send(request.into())?)
    }
}

/// What is to be said of the script itself. What is found in files that it includes is said where those are open.
fn findings(checker: &mut Checker, document: &Document) -> Vec<redis_script_analysis::Diagnostic> {
    if document.is_rust() {
        return written(checker, document);
    }
    let complete = document.input.complete();
    let found = checker.diagnostics(&document.input, &complete.script);
    found.into_iter().filter(|(file, _)| *file == 0).map(|(_, finding)| finding).collect()
}

/// What is to be said of the scripts that are written in a Rust file.
fn written(checker: &mut Checker, document: &Document) -> Vec<redis_script_analysis::Diagnostic> {
    let annotations = checker.declared.written_in(&document.input.path);
    let found = annotations.iter().flat_map(|annotation| {
        let own = checker.written(annotation).into_iter().filter(|(file, _)| *file == 0);
        own.map(|(_, finding)| placed(finding, annotation.literal.as_ref(), document.text()))
    });
    found.collect()
}

type Refused = (ErrorCode, String);

fn parse<T: DeserializeOwned>(params: Value) -> Result<T, Refused> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn respond(id: RequestId, answer: Result<Value, Refused>) -> Response {
    match answer {
        Ok(value) => Response::new_ok(id, value),
        Err((code, message)) => Response::new_err(id, code as i32, message),
    }
}
