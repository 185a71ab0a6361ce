//! The tables about servers agree with the server at hand.

use crate::server::{self, Reply, Server};
use redis_script_analysis::server::command::{self, Command};
use redis_script_analysis::server::reply::{self, Reply as Kind};
use redis_script_analysis::server::{Availability, sandbox};
use redis_script_analysis::{MinServer, Version};
use std::collections::{BTreeMap, BTreeSet};

/// The server as a minimum: what is missing from it is missing.
fn this(server: &mut Server) -> MinServer {
    let server::Version { valkey, major, minor } = server.version();
    let version = Some(Version(major, minor));
    if valkey { MinServer { redis: None, valkey: version } } else { MinServer { redis: version, valkey: None } }
}

/// Whether the server itself should have it; `None` where it depends on the build.
fn expected(availability: Availability, this: MinServer) -> Option<bool> {
    let versions = if this.redis.is_some() { availability.redis } else { availability.valkey };
    let version = this.redis.or(this.valkey).unwrap();
    match versions {
        redis_script_analysis::server::Versions::SomeBuilds => None,
        redis_script_analysis::server::Versions::Before(end) => Some(version < end),
        _ => Some(availability.everywhere(this)),
    }
}

#[test]
fn the_sandbox_is_the_servers() {
    let mut server = Server::start();
    let this = this(&mut server);
    let script = "local names = {}
        for name, value in pairs(_G) do
            names[#names + 1] = name .. ' ' .. type(value)
            if type(value) == 'table' and value ~= _G and value ~= KEYS and value ~= ARGV then
                for field, value in pairs(value) do names[#names + 1] = name .. '.' .. field .. ' ' .. type(value) end
            end
        end
        return names";
    let reply = server.eval(script, &[], &[]);
    let theirs: BTreeSet<String> = reply.items().iter().map(Reply::text).collect();
    let globals = sandbox::globals().iter().map(|entry| (entry.name.to_owned(), entry));
    let fields = sandbox::globals().iter().filter_map(|global| Some((global, sandbox::fields(global.name)?)));
    let fields = fields.filter(|(global, _)| expected(global.availability, this) != Some(false));
    let fields = fields
        .flat_map(|(global, fields)| fields.iter().map(|entry| (format!("{}.{}", global.name, entry.name), entry)));
    let mut ours = BTreeSet::new();
    for (name, entry) in globals.chain(fields) {
        let name = format!("{name} {}", format!("{:?}", entry.holds).to_lowercase());
        if expected(entry.availability, this).unwrap_or_else(|| theirs.contains(&name)) {
            ours.insert(name);
        }
    }
    assert_eq!(ours, theirs);
}

#[test]
fn the_commands_are_the_servers() {
    let mut server = Server::start();
    let this = this(&mut server);
    let theirs = commands(&mut server);
    let mut wrong = Vec::new();
    for ours in command::all() {
        let is_old_subcommand = this.redis == Some(Version(6, 2)) && ours.name.contains('|');
        // Redis 6.2 handles QUIT, and doesn't list it.
        if ours.name == "quit" {
            continue;
        }
        if expected(ours.availability, this) != Some(theirs.contains_key(ours.name)) && !is_old_subcommand {
            wrong.push(format!("{}: {:?}, but {}", ours.name, ours.availability, theirs.contains_key(ours.name)));
        }
    }
    let known = command::NEWEST;
    let is_known = this.redis.is_some_and(|version| version <= known.redis.unwrap())
        || this.valkey.is_some_and(|version| version <= known.valkey.unwrap());
    for (name, (arity, flags)) in &theirs {
        match command::find(name.as_bytes()) {
            Some(ours) => wrong.extend(differences(ours, *arity, flags, this)),
            None if is_known && name != "post" && name != "host:" => wrong.push(format!("{name} is missing")),
            None => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(theirs.len() > 200);
}

fn differences(ours: &Command, arity: i64, flags: &[String], this: MinServer) -> Vec<String> {
    let says = |flag: &str| flags.iter().any(|known| known == flag);
    let old = this.redis == Some(Version(6, 2));
    let arity_then = ours.old_arity(this).map_or(ours.arity, |(_, arity)| arity);
    // Newer servers take more, never fewer; Valkey has a few of its own.
    let fits = i64::from(arity_then) == arity || (arity < 0 && i64::from(ours.arity.abs()) >= -arity);
    let checks = [
        ("arity", fits),
        ("write", says("write") == ours.writes() || ours.is_container() || old),
        ("readonly", says("readonly") == ours.only_reads() || ours.is_container() || old),
        ("denyoom", says("denyoom") == ours.denied_when_out_of_memory() || ours.is_container() || old),
        ("noscript", says("noscript") == ours.refused_in_scripts(this) || old),
        ("blocking", !says("blocking") || ours.blocks()),
    ];
    let wrong = checks.iter().filter(|(_, right)| !right);
    wrong.map(|(what, _)| format!("{}: {what}: {ours:?}, {arity}, {flags:?}", ours.name)).collect()
}

fn commands(server: &mut Server) -> BTreeMap<String, (i64, Vec<String>)> {
    fn add(to: &mut BTreeMap<String, (i64, Vec<String>)>, command: &Reply) {
        let parts = command.items();
        let Reply::Integer(arity) = parts[1] else { panic!("an arity") };
        to.insert(parts[0].text().to_lowercase(), (arity, parts[2].items().iter().map(Reply::text).collect()));
        for subcommand in parts.get(9).map_or(&[][..], Reply::items) {
            add(to, subcommand);
        }
    }
    let mut commands = BTreeMap::new();
    for command in server.call(["COMMAND"]).items() {
        add(&mut commands, command);
    }
    commands
}

#[test]
fn read_only_scripts_are_refused_what_may_replicate() {
    let mut server = Server::start();
    if this(&mut server).redis == Some(Version(6, 2)) {
        return; // has no shebang
    }
    for call in ["'PUBLISH', 'c', 'm'", "'SPUBLISH', 'c', 'm'", "'PFCOUNT', 'k'", "'SORT', 'k'", "'GET', 'k'", "'PING'"]
    {
        let name = call.split('\'').nth(1).unwrap();
        let refused = command::find(name.as_bytes()).unwrap().refused_in_read_only();
        let reply = server.eval(&format!("#!lua flags=no-writes\nreturn redis.call({call})"), &[], &[]);
        assert_eq!(reply.text().contains("read-only scripts"), refused, "{call}: {reply:?}");
    }
}

/// Commands with sample data: some keys are there, some (`none`) are not.
pub(crate) const DATA: &str = "redis.call('FLUSHALL') redis.call('SET', 's', '10') redis.call('RPUSH', 'l', 'a', 'b', 'c', 'd', 'e', 'f')
    redis.call('SADD', 'm', 'a', 'b', 'c') redis.call('HSET', 'h', 'f', '1', 'g', '2') redis.call('ZADD', 'z', 1, 'a', 2, 'b', 3, 'c')
    redis.call('GEOADD', 'geo', 13, 38, 'p', 15, 37, 'q') redis.call('XADD', 'x', '1-1', 'f', 'v')
    redis.call('XGROUP', 'CREATE', 'x', 'g', '0') redis.call('PFADD', 'p', 'a') redis.call('EXPIRE', 's', 100)";

#[test]
fn replies_are_what_the_table_says() {
    let mut server = Server::start();
    let this = this(&mut server);
    let mut seen = BTreeSet::new();
    for sample in include_str!("replies.txt").lines().filter(|line| !line.is_empty()) {
        let words: Vec<&str> = sample.split(' ').collect();
        let top = command::find(words[0].as_bytes()).unwrap_or_else(|| panic!("{sample}"));
        let (command, arguments) = match words.get(1).and_then(|word| command::find_subcommand(top, word.as_bytes())) {
            Some(subcommand) => (subcommand, &words[2..]),
            None => (top, &words[1..]),
        };
        let arguments: Vec<_> = arguments.iter().map(|word| Some(word.as_bytes())).collect();
        let kind = reply::reply(command, &arguments, false);
        seen.insert(command.name);
        assert_ne!(kind, Kind::Unknown, "{sample}");
        if expected(command.availability, this) == Some(false) || command.refused_in_scripts(this) {
            continue;
        }
        let script = format!("{DATA}\nlocal r = redis.call(unpack(ARGV)) {DESCRIBE}");
        let got = server.eval(&script, &[], &words);
        let got = got.text();
        let fits = allowed(kind).contains(&got.as_str());
        assert!(fits, "`{sample}` replies {got}, not {kind:?}");
    }
    let missing: Vec<_> = reply::always_known().filter(|name| !seen.contains(name)).collect();
    assert!(missing.is_empty(), "no sample of {missing:?}");
}

pub(crate) const DESCRIBE: &str = "if type(r) ~= 'table' then return type(r) end if r.ok then return 'status' end
    if r.err then return r.err end return 'array'";

fn allowed(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Integer => &["number"],
        Kind::IntegerOrNull => &["number", "boolean"],
        Kind::Status => &["status"],
        Kind::StatusOrNull => &["status", "boolean"],
        Kind::Bulk => &["string"],
        Kind::BulkOrNull => &["string", "boolean"],
        Kind::Array | Kind::Values(_) => &["array"],
        Kind::ArrayOrNull => &["array", "boolean"],
        Kind::Unknown => &[],
    }
}
