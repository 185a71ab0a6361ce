//! What can be written on the command line.

use crate::{counts, lints};
use clap::{ArgAction, ArgMatches, Args, Command as ClapCommand, Error, FromArgMatches, Parser, Subcommand, ValueEnum};
use redis_script_analysis::{Arity, Level, MinServer, Scope, Setting, Shape};
use std::path::PathBuf;

/// Checks the Redis Lua scripts of a project, as the `redis_script` attribute does when it compiles.
#[derive(Debug, Parser)]
#[command(name = "cargo-redis-script", bin_name = "cargo redis-script", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check scripts against what a server would do with them
    Check(Check),
    /// Compile scripts on a server: a private one, or yours
    #[cfg(all(feature = "server", unix))]
    Verify(Verify),
    /// Run a script in the server's own debugger, on a private server
    #[cfg(all(feature = "server", unix))]
    Debug(Debug),
    /// Serve editors over standard input and output: findings while typing, hover, fixes
    #[cfg(feature = "lsp")]
    Lsp,
    /// Print the annotated function for a script, ready to paste
    Stub(Stub),
    /// Print a script as servers get it, with what its `@include` lines name in their place
    Expand(Expand),
    /// List every script that the Rust sources annotate, with its SHA1
    List(List),
    /// Print the page of a lint
    Explain(Explain),
    /// Print the table of all lints
    Lints,
    /// Print the SHA1 of scripts, as `SCRIPT LOAD` and `sha1sum` do; with what they include
    Sha1(Sha1),
}

#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 nothing at error level, 1 errors, 2 misuse or unreadable input.")]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) given: Given,
    /// Mend what can be mended with certainty, show it as a diff, and report the rest
    #[arg(long)]
    pub(crate) fix: bool,
    /// With `--fix`: show the diff, write nothing
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(crate) format: CheckFormat,
    /// The name of what is read from standard input
    #[arg(long, value_name = "PATH", default_value = "<stdin>")]
    pub(crate) stdin_name: PathBuf,
    /// Scripts, Rust files (the scripts that are written in them), directories (both, below them), or `-` for
    /// standard input
    #[arg(value_name = "FILE|DIR", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
}

/// What is said of scripts on the command line, before all that is said elsewhere.
#[derive(Debug, Default, Args)]
pub(crate) struct Given {
    /// How many KEYS the scripts take: `2`, or `1..` for one or more. Left out, it is taken from the
    /// function that annotates the script, else from the comment at its head (`-- KEYS[1] ..`)
    #[arg(long, value_name = "N|N..", value_parser = counts::parse)]
    pub(crate) keys: Option<Arity>,
    /// How many ARGV the scripts take, in the same way
    #[arg(long, value_name = "N|N..", value_parser = counts::parse)]
    pub(crate) args: Option<Arity>,
    /// The Rust type that replies are read as: `u64`, `(bool, u64)`, `Vec<String>`
    #[arg(long, value_name = "TYPE", value_parser = returns)]
    pub(crate) returns: Option<Shape>,
    /// The oldest server that the scripts must run on: `7.0`, `redis 8.0`, `valkey 8.0`
    #[arg(long, value_name = "VERSION", value_parser = min_server)]
    pub(crate) min_server: Option<MinServer>,
    #[command(flatten)]
    pub(crate) levels: Levels,
}

/// How `check` shows its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people, with the line of each finding
    Human,
    /// One object a line
    Json,
    /// A SARIF 2.1.0 log, which code scanning and editors read
    Sarif,
    /// Workflow commands, which GitHub Actions shows beside the changed lines
    Github,
}

#[cfg(all(feature = "server", unix))]
#[derive(Debug, Args)]
#[command(
    after_help = "The private server is `$REDIS_SCRIPT_SERVER`, else `redis-server` or `valkey-server` on the PATH. \
    It keeps nothing and ends with the command.\n\n\
    Exit status: 0 the server takes all of them, 1 it rejects one or lacks what one needs, 2 misuse or no server."
)]
pub(crate) struct Verify {
    /// A server of yours in place of a private one: `redis://127.0.0.1/`
    #[arg(long, value_name = "URL", requires = "load")]
    pub(crate) server: Option<String>,
    /// Say that `--server` may keep the scripts: a server compiles one only by loading it into its cache
    #[arg(long, requires = "server")]
    pub(crate) load: bool,
    /// Scripts, directories (all `*.lua` below them), or `-` for standard input
    #[arg(value_name = "FILE|DIR", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
}

#[cfg(all(feature = "server", unix))]
#[derive(Debug, Args)]
#[command(
    after_help = "Commands, one a line: `step`, `next`, `continue`, `list`, `print [NAME]`, `break [LINE|-LINE|0]`, \
    `trace`, `eval CODE`, `redis COMMAND ..`, `abort`, `restart`, `quit`; `help` tells more. What the script writes is \
    rolled back at the end.\n\n\
    Exit status: 0 the script ended, or `quit`; 1 it raised an error; 2 misuse or no server."
)]
pub(crate) struct Debug {
    /// The script
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// KEYS
    #[arg(long, value_name = "KEY", num_args = 0.., allow_negative_numbers = true)]
    pub(crate) keys: Vec<std::ffi::OsString>,
    /// ARGV
    #[arg(long, value_name = "ARG", num_args = 0.., allow_negative_numbers = true)]
    pub(crate) args: Vec<std::ffi::OsString>,
}

#[derive(Debug, Args)]
pub(crate) struct Stub {
    /// The script
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Expand {
    /// The script, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// How the list is shown; `json` is one object a line
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub(crate) format: ListFormat,
    /// The directory whose Rust sources are read
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) directory: PathBuf,
}

/// How `list` shows its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    Human,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The lint; `lints` prints their names
    #[arg(value_name = "LINT", value_parser = lint)]
    pub(crate) lint: String,
}

#[derive(Debug, Args)]
pub(crate) struct Sha1 {
    /// The scripts, or `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

/// `--allow`, `--warn` and `--deny`, in the order in which they were written: the last one counts.
#[derive(Debug, Default)]
pub(crate) struct Levels(pub(crate) Vec<Setting>);

const LEVELS: [(&str, Option<Level>, &str); 3] = [
    ("allow", None, "Say nothing of a lint, or of the group `strict`"),
    ("warn", Some(Level::Warn), "Report a lint, or the group `strict`, as warnings"),
    ("deny", Some(Level::Error), "Report a lint, or the group `strict`, as errors"),
];

impl Args for Levels {
    fn augment_args(command: ClapCommand) -> ClapCommand {
        LEVELS.into_iter().fold(command, |command, (name, _, help)| {
            let arg = clap::Arg::new(name).long(name).value_name("LINT").help(help).value_delimiter(',');
            command.arg(arg.action(ArgAction::Append).value_parser(lint_or_group))
        })
    }

    fn augment_args_for_update(command: ClapCommand) -> ClapCommand {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Levels {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut levels = Self::default();
        levels.update_from_arg_matches(matches)?;
        Ok(levels)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        let mut written = Vec::new();
        for (name, level, _) in LEVELS {
            let places = matches.indices_of(name).into_iter().flatten();
            let lints = matches.get_many::<String>(name).into_iter().flatten();
            written.extend(
                places
                    .zip(lints)
                    .map(|(place, lint)| (place, Setting { lint: lint.clone(), level, scope: Scope::All })),
            );
        }
        written.sort_by_key(|(place, _)| *place);
        self.0 = written.into_iter().map(|(_, setting)| setting).collect();
        Ok(())
    }
}

/// The name of a lint; for any other, the error says which one it may have been meant to be.
fn lint(text: &str) -> Result<String, String> {
    one_of(text, &lints::names().collect::<Vec<_>>())
}

/// The same, or the group `strict`.
fn lint_or_group(text: &str) -> Result<String, String> {
    one_of(text, &lints::names().chain(["strict"]).collect::<Vec<_>>())
}

fn one_of(text: &str, names: &[&str]) -> Result<String, String> {
    if names.contains(&text) {
        return Ok(text.to_owned());
    }
    let spelled = text.replace('-', "_");
    let closest = redis_script_analysis::closest(&spelled, names.iter().copied());
    let help = closest.map_or_else(
        || "`cargo redis-script lints` prints their names".to_owned(),
        |closest| format!("did you mean `{closest}`?"),
    );
    Err(format!("there is no such lint; {help}"))
}

/// A type, or the `Result` of one.
fn returns(text: &str) -> Result<Shape, String> {
    let ty: syn::Type =
        syn::parse_str(text).map_err(|error| format!("expected a Rust type, such as `u64`: {error}"))?;
    let reply = redis_script_declaration::reply_type(&ty).unwrap_or(&ty);
    Ok(Shape::of_type(&quote::quote!(#reply).to_string()))
}

fn min_server(text: &str) -> Result<MinServer, String> {
    redis_script_declaration::min_server(text)
}
