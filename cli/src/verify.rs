//! `cargo redis-script verify`: what a server says of scripts.

use crate::command::Verify;
use crate::inputs::{self, Input};
use crate::outcome::{BOLD, Outcome, RED, note, trouble, unreadable};
use redis_script::redis::{Connection, RedisResult, Value, cmd};
use redis_script::testing::Server;
use redis_script_analysis::{Declaration, Diagnostic, MinServer, Script, Version};
use std::io::{self, Write as _};
use std::path::Path;

/// Compiles every script that was named, and reports what the server rejects, and what it lacks.
pub(crate) fn run(verify: &Verify) -> io::Result<Outcome> {
    let private = match &verify.server {
        Some(_) => None,
        None => match Server::start() {
            Ok(server) => Some(server),
            Err(error) => return Ok(trouble(error)),
        },
    };
    let client = match (&verify.server, &private) {
        (Some(url), _) => redis_script::redis::Client::open(url.as_str()),
        (None, private) => Ok(private.as_ref().expect("one of the two is there").client()),
    };
    let target = client.and_then(|client| {
        let mut connection = client.get_connection()?;
        let server = Target::of(&mut connection)?;
        Ok((connection, server, client.get_connection_info().addr().to_string()))
    });
    let (mut connection, server, address) = match target {
        Ok(target) => target,
        Err(error) => return Ok(trouble(format_args!("can't reach the server: {error}"))),
    };
    let place = if private.is_some() { "a private server".to_owned() } else { address.clone() };
    let mut outcome = Outcome::Clean;
    let (mut taken, mut rejected) = (0, 0);
    for input in inputs::read(&verify.paths, Path::new("<stdin>")) {
        let input = match input {
            Ok(input) => input,
            Err(error) => {
                outcome = unreadable(&error);
                continue;
            }
        };
        let complete = input.complete().script;
        if let Some(broken) = inputs::unjoined(&complete) {
            outcome = outcome.max(broken);
            continue;
        }
        let input = Input { text: complete.text().to_vec(), ..input };
        let verdict = server.verdict(&mut connection, &input);
        match verdict {
            Ok(complaints) if complaints.is_empty() => taken += 1,
            Ok(complaints) => {
                rejected += 1;
                outcome = outcome.max(Outcome::Errors);
                report(&complaints)?;
            }
            Err(error) => return Ok(trouble(format_args!("{}: {error}", input.path.display()))),
        }
    }
    if private.is_none() {
        note(format_args!(
            "{address} now has the scripts that it compiled in its cache, until SCRIPT FLUSH or a restart"
        ));
    }
    let scripts = |count: usize| format!("{count} script{}", if count == 1 { "" } else { "s" });
    let bad = if rejected > 0 { format!("{RED}, {rejected} not{RED:#}") } else { String::new() };
    anstream::eprintln!("{} fit {} ({place}){bad}", scripts(taken), server.name);
    Ok(outcome)
}

fn report(complaints: &[String]) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for complaint in complaints {
        writeln!(out, "{RED}error{RED:#}: {BOLD}{}{BOLD:#}", complaint.split('\n').next().unwrap_or_default())?;
        for line in complaint.split('\n').skip(1) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    out.flush()
}

/// The server that is asked.
struct Target {
    /// `Redis 7.0.15`.
    name: String,
    version: MinServer,
}

impl Target {
    fn of(connection: &mut Connection) -> RedisResult<Self> {
        let info: String = cmd("INFO").arg("server").query(connection)?;
        let field = |name: &str| info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let number = |text: &str| {
            let mut numbers = text.split('.').map(|part| part.parse().unwrap_or(0));
            Version(numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
        };
        Ok(match (field("valkey_version"), field("redis_version").unwrap_or("of an unknown version")) {
            (Some(valkey), _) => Self {
                name: format!("Valkey {valkey}"),
                version: MinServer { redis: None, valkey: Some(number(valkey)) },
            },
            (None, redis) => {
                Self { name: format!("Redis {redis}"), version: MinServer { redis: Some(number(redis)), valkey: None } }
            }
        })
    }

    /// Everything that keeps a script from running on the server; an error where the server can't be asked.
    fn verdict(&self, connection: &mut Connection, input: &Input) -> RedisResult<Vec<String>> {
        let path = input.path.display().to_string();
        let reply = cmd("SCRIPT").arg("LOAD").arg(&input.text).query::<Value>(connection);
        if let Err(error) = reply {
            // Its verdict on the script, and not on whoever asks.
            if error.code() != Some("ERR") && !error.to_string().contains("user_script") {
                return Err(error);
            }
            return Ok(vec![format!(
                "{} rejects the script: {}\n  --> {path}",
                self.name,
                rejection(&error.to_string(), &path)
            )]);
        }
        let Ok(script) = Script::parse(&input.text) else { return Ok(Vec::new()) };
        let mut complaints = self.lacking_commands(connection, &script, &path)?;
        complaints.extend(self.lacking_names(&script, &path));
        Ok(complaints)
    }

    /// The commands that the script calls by name and the server doesn't have: modules, renamed ones and all.
    fn lacking_commands(&self, connection: &mut Connection, script: &Script, path: &str) -> RedisResult<Vec<String>> {
        let mut lacking = Vec::new();
        for command in script.commands() {
            // Before 7.0 a server knows nothing of subcommands.
            let old = self.version.redis.is_some_and(|version| version < Version(7, 0));
            let (name, known) = match command.split_once(' ') {
                Some((container, _)) if old => (container.to_owned(), container),
                Some(_) => (command.replace(' ', "|"), command.as_str()),
                None => (command.clone(), command.as_str()),
            };
            let info: Vec<Value> = cmd("COMMAND").arg("INFO").arg(name).query(connection)?;
            if matches!(info.as_slice(), [Value::Nil]) {
                lacking.push(format!("{} has no command `{known}`\n  --> {path}", self.name));
            }
        }
        Ok(lacking)
    }

    /// The globals and fields of libraries that other versions have.
    fn lacking_names(&self, script: &Script, path: &str) -> Vec<String> {
        let check = |min_server| script.check(&Declaration { min_server, ..Declaration::default() });
        let newest = Version(u16::MAX, 0);
        let anywhere =
            check(MinServer { redis: self.version.redis.map(|_| newest), valkey: self.version.valkey.map(|_| newest) });
        let is_name = |finding: &Diagnostic| matches!(finding.lint, "undefined_global" | "unknown_api_field");
        let elsewhere = |finding: &Diagnostic| {
            !anywhere.iter().any(|found| found.lint == finding.lint && found.span == finding.span)
        };
        let lacking = check(self.version).into_iter().filter(|finding| is_name(finding) && elsewhere(finding));
        lacking
            .map(|finding| {
                let snippet = finding.snippet(path, script.text()).unwrap_or_default();
                format!("on {}: {}\n{snippet}", self.name, finding.message)
            })
            .collect()
    }
}

/// `user_script:3: ..` as `lua/x.lua:3: ..`, without the client's words around it.
fn rejection(error: &str, path: &str) -> String {
    let text = error.split_once(": ").filter(|(kind, _)| kind.contains("error")).map_or(error, |(_, text)| text);
    text.replace("user_script:", &format!("{path}:"))
}
