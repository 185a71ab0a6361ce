//! Puts the servers' words together, one line a command.

use super::facts::{Command, Docs, Product, Server, Version};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What no server says of itself.
///
/// `call()` refuses these under `no-writes`, though COMMAND doesn't flag them as writes (`MAY_REPLICATE` in the servers' sources).
const MAY_REPLICATE: &[&str] = &["pfcount", "publish", "spublish"];
/// Vector sets have no docs; they came with Redis 8.0.
const MODULES: Version = (8, 0);

/// `Redis 7.0.15, Valkey 9.1.2`.
pub(crate) fn names(servers: &[Server]) -> String {
    let name = |server: &Server| {
        let product = if server.product == Product::Redis { "Redis" } else { "Valkey" };
        format!("{product} {}", server.full_version)
    };
    servers.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The whole file.
pub(crate) fn write(servers: &[Server]) -> String {
    let all_names: BTreeSet<_> = servers.iter().flat_map(|server| server.commands.keys()).collect();
    let mut file = format!(
        "//! The commands of the servers. Written by `cargo xtask commands`: change that, not this.\n\
         //!\n\
         //! From `COMMAND` and `COMMAND DOCS` of {}.\n\
         //! Of versions between these and before them, all that is known is what later servers say about\n\
         //! when a command or an argument came.\n\
         \n\
         use super::availability::Versions::{{All, Before, Never, Since}};\n\
         use super::command::Keys::{{After, At, Counted, Elsewhere, Range}};\n\
         use super::command::flag::{{BLOCKING, CONTAINER, DENYOOM, MAY_REPLICATE, NOSCRIPT, NOSCRIPT_BEFORE_7_2, READ, WRITE}};\n\
         use super::command::{{Command, command}};\n\
         use crate::declaration::Version as V;\n\
         \n\
         #[rustfmt::skip]\n\
         pub(super) const COMMANDS: &[Command] = &[\n",
        names(servers)
    );
    for name in all_names {
        let _ = writeln!(file, "    {},", line(name, servers));
    }
    file.push_str("];\n");
    file
}

fn line(name: &str, servers: &[Server]) -> String {
    let newest = servers.iter().rev().find_map(|server| server.commands.get(name));
    let newest = newest.expect("the name is from one of them");
    let arity = latest(name, servers).map_or(newest.arity, |command| command.arity);
    let mut line = format!("command(\"{name}\", {arity}, {}", flags(name, newest, servers));
    let keys = servers.iter().rev().find_map(|server| server.commands.get(name)?.keys.as_ref());
    let _ = write!(line, ", &[{}]", keys.map(|keys| keys.join(", ")).unwrap_or_default());
    for product in [Product::Redis, Product::Valkey] {
        let _ = write!(line, ", {}", versions(name, product, servers));
    }
    line.push(')');
    for (at, old) in arities(name, servers) {
        let _ = write!(line, ".arity_before({at}, {old})");
    }
    line
}

/// The command as the newest Redis has it, or if it has none, the newest Valkey.
fn latest<'a>(name: &str, servers: &'a [Server]) -> Option<&'a Command> {
    let of = |product| servers.iter().rev().filter(move |server| server.product == product);
    of(Product::Redis).chain(of(Product::Valkey)).find_map(|server| server.commands.get(name))
}

fn flags(name: &str, newest: &Command, servers: &[Server]) -> String {
    let noscript = |server: &&Server| server.commands.get(name).is_some_and(|command| command.is("noscript"));
    let was_noscript = servers.iter().filter(|server| server.version >= (7, 0)).any(|server| noscript(&server));
    let mut flags = Vec::new();
    let said = [("WRITE", "write"), ("READ", "readonly"), ("DENYOOM", "denyoom"), ("BLOCKING", "blocking")];
    flags.extend(said.iter().filter(|(_, flag)| newest.is(flag)).map(|(name, _)| *name));
    if MAY_REPLICATE.contains(&name) {
        flags.push("MAY_REPLICATE");
    }
    if newest.is("noscript") {
        flags.push("NOSCRIPT");
    } else if was_noscript {
        // Since then, scripts may call blocking commands, which don't block: <https://github.com/redis/redis/pull/11568>.
        assert!(newest.is("blocking"), "{name} is noscript no more: since when?");
        flags.push("NOSCRIPT_BEFORE_7_2");
    }
    if newest.container {
        flags.push("CONTAINER");
    }
    if flags.is_empty() { "0".to_owned() } else { flags.join(" | ") }
}

/// Which versions of `product` have the command.
fn versions(name: &str, product: Product, servers: &[Server]) -> String {
    let mut known = servers.iter().filter(|server| server.product == product);
    let have: Vec<_> = known.clone().filter(|server| server.commands.contains_key(name)).collect();
    let (Some(first), Some(last)) = (have.first(), have.last()) else { return "Never".to_owned() };
    if let Some(gone) = known.find(|server| server.version > last.version) {
        return format!("Before({})", shown(gone.version));
    }
    let since = have.iter().rev().find_map(|server| server.docs.get(name)?.since);
    // A subcommand of old has no entry where the server knew only containers.
    let since = since.unwrap_or(if first.commands[name].is("module") { MODULES } else { (0, 0) });
    let oldest = if product == Product::Redis { (6, 2) } else { (7, 2) };
    if since <= oldest { "All".to_owned() } else { format!("Since({})", shown(since)) }
}

/// The arities that Redis had, each with the version that ended it.
fn arities(name: &str, servers: &[Server]) -> Vec<(String, i64)> {
    let redis = servers.iter().filter(|server| server.product == Product::Redis);
    let have: Vec<_> = redis.filter_map(|server| Some((server, server.commands.get(name)?))).collect();
    let changed = have.windows(2).filter(|pair| pair[0].1.arity != pair[1].1.arity);
    let change = |pair: &[(&Server, &Command)]| {
        let between = |version: &&Version| pair[0].0.version < **version && **version <= pair[1].0.version;
        let history = pair[1].0.docs.get(name).map(|Docs { history, .. }| history);
        let at = history.and_then(|history| history.iter().find(between)).copied();
        (shown(at.unwrap_or(pair[1].0.version)), pair[0].1.arity)
    };
    changed.map(change).collect()
}

fn shown((major, minor): Version) -> String {
    format!("V({major}, {minor})")
}
