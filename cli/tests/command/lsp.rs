//! The language server, by a client that is a script.

use crate::place::Place;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

struct Client {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    /// What the server asked for by itself.
    asked: Vec<Value>,
    root: String,
    id: i64,
}

impl Client {
    /// A client that has been introduced to the server.
    fn start(place: &Place) -> Self {
        let mut client = Self::unknown(place);
        let watches = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
        let root = client.root.clone();
        let started =
            client.request("initialize", json!({ "processId": null, "rootUri": root, "capabilities": watches }));
        assert_eq!(started["result"]["capabilities"]["positionEncoding"], "utf-16", "{started}");
        client.notify("initialized", json!({}));
        client
    }

    fn unknown(place: &Place) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cargo-redis-script"))
            .arg("lsp")
            .current_dir(place.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let root = format!("file://{}", place.path().canonicalize().unwrap().display());
        Self { child, stdin, stdout, asked: Vec::new(), root, id: 0 }
    }

    fn uri(&self, file: &str) -> String {
        format!("{}/{file}", self.root)
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.stdin.write_all(bytes).unwrap();
        self.stdin.flush().unwrap();
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    fn notify(&mut self, method: &str, params: impl Into<Value>) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params.into() }));
    }

    /// The next message, or none where the server is gone.
    fn read(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.stdout.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.stdout.read_exact(&mut body).unwrap();
        Some(serde_json::from_slice(&body).unwrap())
    }

    fn request(&mut self, method: &str, params: impl Into<Value>) -> Value {
        self.id += 1;
        let id = self.id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params.into() }));
        loop {
            let message = self.read().expect("the server is gone");
            if message["id"] == id {
                return message;
            }
            self.asked.push(message);
        }
    }

    /// Opens a text, and waits for what is found in it.
    fn open(&mut self, file: &str, text: &str) -> Vec<Value> {
        let uri = self.uri(file);
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "lua", "version": 1, "text": text } }),
        );
        self.findings(&uri, Some(1))
    }

    fn change(&mut self, file: &str, text: &str, version: i64) -> Vec<Value> {
        let uri = self.uri(file);
        let document = json!({ "uri": uri, "version": version });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
        );
        self.findings(&uri, Some(version))
    }

    /// What is published of a text, of this version.
    fn findings(&mut self, uri: &str, version: Option<i64>) -> Vec<Value> {
        loop {
            let message = self.read().expect("the server is gone");
            let params = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"].as_i64() == version
            {
                return params["diagnostics"].as_array().unwrap().clone();
            }
            self.asked.push(message);
        }
    }

    fn at(&mut self, method: &str, file: &str, line: u32, character: u32) -> Value {
        let uri = self.uri(file);
        let params = json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } });
        self.request(method, params)["result"].clone()
    }

    fn hover(&mut self, file: &str, line: u32, character: u32) -> String {
        let hover = self.at("textDocument/hover", file, line, character);
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Shuts the server down, and gives its exit status.
    fn end(mut self) -> i32 {
        assert_eq!(self.request("shutdown", Value::Null)["result"], Value::Null);
        self.notify("exit", Value::Null);
        self.child.wait().unwrap().code().unwrap()
    }
}

fn codes(findings: &[Value]) -> Vec<&str> {
    findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

const RUST: &str = "\n#[redis_script(file = \"take.lua\", keys = 1, args = (u64, ..&str), min_server = \"redis 6.2\")]\nfn take(c: &mut C, bucket: &str, tokens: u64, names: &[&str]) -> R<u64>;\n";

fn project(text: &str) -> Place {
    Place::with(&[("Cargo.toml", "[package]\nname = \"p\""), ("src/lib.rs", RUST), ("src/take.lua", text)])
}

#[test]
fn findings_follow_what_is_typed() {
    let place = project("return 1\n");
    let mut client = Client::start(&place);
    let found = client.open("src/take.lua", "local s = '𝄞' return redis.call('GET', KEYS[2], ARGV[1], ARGV[2])\n");
    let finding = found.iter().find(|finding| finding["code"] == "key_out_of_range").unwrap();
    let range = json!({ "start": { "line": 0, "character": 40 }, "end": { "line": 0, "character": 47 } });
    assert_eq!(
        (&finding["range"], &finding["severity"], &finding["source"]),
        (&range, &json!(1), &json!("redis-script"))
    );
    assert!(finding["message"].as_str().unwrap().contains("help: "), "{finding}");
    assert_eq!(codes(&client.change("src/take.lua", "return (", 2)), ["lua_syntax"]);
    assert_eq!(client.change("src/take.lua", "return { KEYS[1], ARGV[1], ARGV[2] }", 3), [Value::Null; 0]);
    let uri = client.uri("src/take.lua");
    client.change("src/take.lua", "return (", 4);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(client.findings(&uri, None), [Value::Null; 0]);
    assert_eq!(client.end(), 0);
}

#[test]
fn what_rust_declares_is_read_again() {
    let place = project("return 1\n");
    let mut client = Client::start(&place);
    assert_eq!(
        codes(&client.open("src/take.lua", "return { KEYS[1], KEYS[2], ARGV[1], ARGV[2] }")),
        ["key_out_of_range"]
    );
    place.write(
        "src/lib.rs",
        RUST.replace("keys = 1", "keys = 2").replace("tokens: u64", "to: &str, tokens: u64").as_bytes(),
    );
    let (uri, source) = (client.uri("src/take.lua"), client.uri("src/lib.rs"));
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": source, "type": 2 }] }));
    assert!(!codes(&client.findings(&uri, Some(1))).contains(&"key_out_of_range"));
    let registered = client.asked.iter().find(|message| message["method"] == "client/registerCapability");
    assert_eq!(registered.unwrap()["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(client.end(), 0);
}

fn range(line: u32, from: u32, to: u32) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } })
}

/// A function of an inline script, which is written as `literal`.
fn inline(literal: &str) -> String {
    format!("// \u{e4}\n#[redis_script(source = {literal}, keys = 1)]\nfn f(c: &mut C, key: &str) -> R<u64>;\n")
}

#[test]
fn scripts_in_rust_files_are_checked_where_they_are_written() {
    let place = project("return { KEYS[1], ARGV[1], ARGV[2] }\n");
    let mut client = Client::start(&place);
    let raw = "r#\"local s = \"\u{1d11e}\"\nreturn KEYS[2] .. s\"#";
    let found = client.open("src/lib.rs", &inline(raw));
    let wrong = found.iter().find(|finding| finding["code"] == "key_out_of_range").unwrap();
    assert_eq!(
        (&wrong["range"], &wrong["severity"], &wrong["source"]),
        (&range(2, 7, 14), &json!(1), &json!("redis-script"))
    );
    // Escaped: `"local s = \"x\"\nreturn KEYS[2] .. s"`.
    let escaped = r#""local s = \"\u{1d11e}\"\n return KEYS[2] .. s""#;
    let found = client.change("src/lib.rs", &inline(escaped), 2);
    let wrong = found.iter().find(|finding| finding["code"] == "key_out_of_range").unwrap();
    let start = u32::try_from(inline(escaped).lines().nth(1).unwrap().find("KEYS").unwrap()).unwrap();
    assert_eq!(wrong["range"], range(1, start, start + 7));
    // What has no place in the script is at all of it.
    let found = client.change("src/lib.rs", &inline("\"return 1\""), 3);
    assert_eq!((codes(&found), &found[0]["range"]), (vec!["unused_key"], &range(1, 24, 34)));
    assert_eq!(codes(&client.change("src/lib.rs", &inline("\"return (\""), 4)), ["lua_syntax"]);
    assert_eq!(client.change("src/lib.rs", &inline("\"return KEYS[1]\""), 5), [Value::Null; 0]);
    assert_eq!(client.hover("src/lib.rs", 1, 30), "");
    assert_eq!(client.at("textDocument/definition", "src/lib.rs", 1, 30), Value::Null);
    client.change("src/lib.rs", &inline("\"return (\""), 6);
    // A script that is gone has no findings.
    assert_eq!(client.change("src/lib.rs", "fn main() {}", 7), [Value::Null; 0]);
    // A file that isn't saved yet.
    assert_eq!(codes(&client.open("src/new.rs", &inline("\"return nothing .. KEYS[1]\""))), ["undefined_global"]);
    assert_eq!(client.end(), 0);
}

#[test]
fn what_rust_declares_is_read_while_it_is_typed() {
    let place = project("return 1\n");
    let mut client = Client::start(&place);
    let script = client.uri("src/take.lua");
    let text = "return { KEYS[1], KEYS[2], ARGV[1], ARGV[2] }";
    assert_eq!(codes(&client.open("src/take.lua", text)), ["key_out_of_range"]);
    let two = RUST.replace("keys = 1", "keys = 2").replace("tokens: u64", "to: &str, tokens: u64");
    client.open("src/lib.rs", &two);
    // Not Rust, on its way to another text: what was declared last counts.
    let typed = |client: &mut Client, text: &str, version: i64| {
        let document = json!({ "uri": client.uri("src/lib.rs"), "version": version });
        let changes = json!([{ "text": text }]);
        client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    };
    typed(&mut client, &two.replace("keys = 2,", "keys = \"("), 2);
    let again = client.change("src/take.lua", text, 2);
    assert!(!codes(&again).contains(&"key_out_of_range"), "{again:?}");
    typed(&mut client, &two.replace("keys = 2", "keys = 1").replace("to: &str, ", ""), 3);
    assert_eq!(codes(&client.findings(&script, Some(2))), ["key_out_of_range"]);
    typed(&mut client, &two, 4);
    assert!(!codes(&client.findings(&script, Some(2))).contains(&"key_out_of_range"));
    // Closed without being saved: the file counts.
    let rust = client.uri("src/lib.rs");
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": rust } }));
    assert_eq!(codes(&client.findings(&script, Some(2))), ["key_out_of_range"]);
    assert_eq!(client.end(), 0);
}

#[test]
fn hover_tells_commands_and_parameters() {
    let place = project("return 1\n");
    let mut client = Client::start(&place);
    client.open("src/take.lua", "local call = redis.call\nlocal n = call('hpexpire', KEYS[1], ARGV[1])\nreturn { ARGV[3], n, call('CONFIG', 'GET', 'x') }\n");
    let command = client.hover("src/take.lua", 1, 17);
    for part in ["**HPEXPIRE**", "at least 5 arguments", "writes", "since Redis 7.4", "not on Redis before 7.4"] {
        assert!(command.contains(part), "{part} in {command}");
    }
    assert!(client.hover("src/take.lua", 2, 36).contains("**CONFIG GET**"));
    let key = client.hover("src/take.lua", 1, 29);
    assert!(key.starts_with("`KEYS[1]` is `bucket: &str` of `take` (") && key.contains("src/lib.rs:2)"), "{key}");
    assert!(client.hover("src/take.lua", 1, 39).contains("`tokens: u64` of `take`"));
    assert!(client.hover("src/take.lua", 2, 12).contains("`names: &[&str]` of `take`"));
    assert_eq!(client.hover("src/take.lua", 2, 3), "");
    // Without a function: what the script's own comment says.
    client.open("other.lua", "-- KEYS[1] the queue\nreturn KEYS[1]\n");
    assert!(client.hover("other.lua", 1, 8).contains("`queue`"));
    assert_eq!(client.end(), 0);
}

#[test]
fn the_definition_is_the_rust_function_or_the_local() {
    let place = project("return 1\n");
    let mut client = Client::start(&place);
    client.open("src/take.lua", "local n = KEYS[1]\nreturn n\n");
    let functions = client.at("textDocument/definition", "src/take.lua", 0, 12);
    let start = json!({ "line": 1, "character": 0 });
    assert_eq!(functions, json!([{ "uri": client.uri("src/lib.rs"), "range": { "start": start, "end": start } }]));
    let local = client.at("textDocument/definition", "src/take.lua", 1, 7);
    assert_eq!(local["range"]["start"], json!({ "line": 0, "character": 6 }));
    assert_eq!(client.end(), 0);
}

#[test]
fn fixes_are_code_actions() {
    let place = Place::with(&[]);
    let mut client = Client::start(&place);
    client.open("a.lua", "local s = '𝄞' x = s\r\nif redis.call('EXISTS', KEYS[1]) then return x end\r\n");
    let uri = client.uri("a.lua");
    let range =
        |line: u32| json!({ "start": { "line": line, "character": 15 }, "end": { "line": line, "character": 15 } });
    let mut actions = |range: Value, context: Value| {
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        client.request("textDocument/codeAction", params)["result"].as_array().unwrap().clone()
    };
    let first = actions(range(0), json!({ "diagnostics": [], "only": ["quickfix"] }));
    let [action] = first.as_slice() else { panic!("{first:?}") };
    let place = json!({ "line": 0, "character": 15 });
    let edit = json!({ "range": { "start": place, "end": place }, "newText": "local " });
    assert_eq!((&action["kind"], &action["edit"]["changes"][&uri]), (&json!("quickfix"), &json!([edit])));
    assert_eq!(action["diagnostics"][0]["code"], "global_write");
    let all = actions(range(0), json!({ "diagnostics": [], "only": ["source.fixAll"] }));
    assert_eq!(all[0]["edit"]["changes"][&uri].as_array().unwrap().len(), 2);
    assert_eq!(actions(range(1), json!({ "diagnostics": [] })).len(), 2);
    assert_eq!(client.end(), 0);
}

#[test]
fn what_is_not_understood_is_refused_and_nothing_else_suffers() {
    let place = Place::with(&[]);
    let mut client = Client::start(&place);
    assert_eq!(client.request("textDocument/rename", json!({}))["error"]["code"], -32601);
    assert_eq!(client.request("textDocument/hover", json!({ "position": 1 }))["error"]["code"], -32602);
    client.notify("$/cancelRequest", json!({ "id": 1 }));
    client.notify("$/unknown", json!([1, 2]));
    client.notify("textDocument/didOpen", json!({ "textDocument": 7 }));
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": "file:///x", "version": 1 }, "contentChanges": [] }),
    );
    client.send(&json!({ "jsonrpc": "2.0", "id": 99, "result": null }));
    // Never opened, and behind the end.
    assert_eq!(client.hover("never.lua", 0, 0), "");
    client.open("a.lua", "");
    assert_eq!(client.hover("a.lua", 4_000_000_000, 4_000_000_000), "");
    let untitled = json!({ "uri": "untitled:Untitled-1", "languageId": "lua", "version": 1, "text": "x = 1" });
    client.notify("textDocument/didOpen", json!({ "textDocument": untitled }));
    assert_eq!(codes(&client.findings("untitled:Untitled-1", Some(1))), ["global_write"]);
    assert_eq!(client.end(), 0);
}

#[test]
fn it_ends_with_its_client() {
    let place = Place::with(&[]);
    // `exit` without `shutdown`.
    let mut rude = Client::start(&place);
    rude.notify("exit", Value::Null);
    assert_eq!(rude.child.wait().unwrap().code(), Some(1));
    // The pipe is closed.
    let mut gone = Client::start(&place);
    drop(gone.stdin);
    assert_eq!(gone.child.wait().unwrap().code(), Some(2));
    // No message at all: where the next one starts isn't known.
    for garbage in ["Content-Length: 5\r\n\r\n{nope", "hello\r\n\r\n", "Content-Length: many\r\n\r\n{}"] {
        let mut broken = Client::unknown(&place);
        broken.raw(garbage.as_bytes());
        assert_eq!(broken.child.wait().unwrap().code(), Some(2), "{garbage}");
        let mut said = String::new();
        broken.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(said.contains("error"), "{said}");
    }
}

#[test]
fn a_large_script_is_no_trouble() {
    let place = Place::with(&[]);
    let mut client = Client::start(&place);
    let line = "redis.call('SET', KEYS[1], ARGV[1])\n";
    let mut text = line.repeat(5_000);
    text.push_str("x = 1\n");
    let started = std::time::Instant::now();
    assert_eq!(codes(&client.open("big.lua", &text)), ["global_write"]);
    // Many changes at once are one check.
    let uri = client.uri("big.lua");
    for version in 2..40 {
        text.push_str("-- more\n");
        let document = json!({ "uri": uri, "version": version });
        client.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
        );
    }
    client.findings(&uri, Some(39));
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    assert_eq!(client.end(), 0);
}
