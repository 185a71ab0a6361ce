//! What one server says about its commands.

use super::resp::Reply;
use std::collections::BTreeMap;

/// Major and minor number.
pub(crate) type Version = (u16, u16);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Product {
    Redis,
    Valkey,
}

pub(crate) struct Server {
    pub(crate) product: Product,
    pub(crate) version: Version,
    /// With the patch number.
    pub(crate) full_version: String,
    /// By lower-case name, `config|get` for a subcommand.
    pub(crate) commands: BTreeMap<String, Command>,
    pub(crate) docs: BTreeMap<String, Docs>,
}

pub(crate) struct Command {
    pub(crate) arity: i64,
    flags: Vec<String>,
    /// As Rust expressions; `None` where the server is too old to say.
    pub(crate) keys: Option<Vec<String>>,
    pub(crate) container: bool,
}

#[derive(Default)]
pub(crate) struct Docs {
    pub(crate) since: Option<Version>,
    /// When something was added or changed.
    pub(crate) history: Vec<Version>,
}

impl Server {
    pub(crate) fn new(info: &Reply, commands: &Reply, docs: &Reply) -> Option<Self> {
        let field = |name: &str| info.text().lines().find_map(|line| line.strip_prefix(name));
        let valkey = field("valkey_version:");
        let full_version = valkey.or_else(|| field("redis_version:"))?.to_owned();
        let mut server = Self {
            product: if valkey.is_some() { Product::Valkey } else { Product::Redis },
            version: version(&full_version)?,
            full_version,
            commands: BTreeMap::new(),
            docs: BTreeMap::new(),
        };
        for command in commands.items() {
            server.add(command);
        }
        docs.pairs().for_each(|(name, docs)| server.add_docs(name, docs));
        (!server.commands.is_empty()).then_some(server)
    }

    fn add(&mut self, command: &Reply) {
        let [name, arity, flags, rest @ ..] = command.items() else { return };
        let name = name.text().to_lowercase();
        // Two traps for HTTP requests, no commands.
        if name == "post" || name == "host:" {
            return;
        }
        let subcommands = rest.get(6).map_or(&[][..], Reply::items);
        let command = Command {
            arity: arity.integer(),
            flags: flags.items().iter().map(|flag| flag.text().to_owned()).collect(),
            keys: rest.get(5).map(|specs| specs.items().iter().map(key).collect()),
            container: !subcommands.is_empty(),
        };
        self.commands.insert(name, command);
        for command in subcommands {
            self.add(command);
        }
    }

    fn add_docs(&mut self, name: &str, docs: &Reply) {
        let history = docs.get("history").map_or(&[][..], Reply::items);
        let entry = Docs {
            since: docs.get("since").and_then(|since| version(since.text())),
            history: history.iter().filter_map(|entry| version(entry.items().first()?.text())).collect(),
        };
        self.docs.insert(name.to_lowercase(), entry);
        if let Some(subcommands) = docs.get("subcommands") {
            subcommands.pairs().for_each(|(name, docs)| self.add_docs(name, docs));
        }
    }
}

impl Command {
    pub(crate) fn is(&self, flag: &str) -> bool {
        self.flags.iter().any(|known| known == flag)
    }
}

fn version(text: &str) -> Option<Version> {
    let mut parts = text.trim().split('.').map_while(|part| part.parse().ok());
    Some((parts.next()?, parts.next().unwrap_or(0)))
}

/// A key specification as an expression of the table.
fn key(spec: &Reply) -> String {
    let part = |part: &str, name: &str| spec.get(part)?.get("spec")?.get(name);
    let number = |at: &str, name: &str| part(at, name).map(Reply::integer);
    let index = number("begin_search", "index");
    let last = number("find_keys", "lastkey");
    match (index, last, number("find_keys", "keynumidx")) {
        (Some(at), Some(0), _) => format!("At({at})"),
        (Some(at), Some(last), _) => format!("Range({at}, {last}, {})", number("find_keys", "keystep").unwrap_or(1)),
        (Some(at), _, Some(count)) => format!("Counted({})", at + count),
        _ => match part("begin_search", "keyword") {
            Some(word) => format!("After(\"{}\")", word.text()),
            None => "Elsewhere".to_owned(),
        },
    }
}
