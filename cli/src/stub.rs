//! `cargo redis-script stub`: the annotated function for a script, ready to paste.

use crate::counts;
use crate::inputs::{self, Input};
use crate::outcome::{Outcome, note, trouble, unreadable};
use crate::sources::Projects;
use redis_script_analysis::{Arity, ElementList, Entries, Header, Script, VectorUsage, elements, snake_case};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

/// Prints the function for the script at `file`.
pub(crate) fn run(file: &Path) -> io::Result<Outcome> {
    let input = match inputs::read_one(file) {
        Ok(input) => input,
        Err(error) => return Ok(unreadable(&error)),
    };
    let joined = input.complete().script;
    if let Some(outcome) = inputs::unjoined(&joined) {
        return Ok(outcome);
    }
    let script = match Script::parse_joined(&joined) {
        Ok(script) => script,
        Err(diagnostics) => {
            let first = diagnostics.first().map_or("", |diagnostic| diagnostic.message.as_str());
            note(format_args!("`cargo redis-script check {}` shows where", file.display()));
            return Ok(trouble(format_args!("`{}` is no script that a server would load: {first}", file.display()))
                .min(Outcome::Errors));
        }
    };
    let mut out = io::stdout().lock();
    out.write_all(function(&input, &script).as_bytes())?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// A parameter for a key or an argument.
struct Parameter {
    name: String,
    ty: String,
}

/// What is taken for `KEYS`, or for `ARGV`.
struct Parameters {
    fixed: Vec<Parameter>,
    rest: Option<Parameter>,
}

fn function(input: &Input, script: &Script) -> String {
    let header = Header::of(script);
    let elements = elements(script);
    let mut names = HashSet::from(["conn".to_owned()]);
    let keys = Parameters::new("key", &header.keys, &script.usage().keys, &elements.keys, &mut names);
    let args = Parameters::new("arg", &header.args, &script.usage().args, &elements.args, &mut names);
    let mut text = String::from("use redis_script::redis_script;\n\n");
    let _ = writeln!(text, "#[redis_script({})]", attribute(&input.path, &keys, &args));
    let _ = writeln!(text, "pub async fn {}(", function_name(&input.path));
    text.push_str("    conn: &mut impl redis_script::redis::aio::ConnectionLike,\n");
    for parameters in [&keys, &args] {
        for Parameter { name, ty } in &parameters.fixed {
            let _ = writeln!(text, "    {name}: {ty},");
        }
        if let Some(Parameter { name, ty }) = &parameters.rest {
            let _ = writeln!(text, "    {name}: &[{ty}],");
        }
    }
    text.push_str(") -> redis_script::Result<redis_script::redis::Value>;\n");
    text
}

fn attribute(file: &Path, keys: &Parameters, args: &Parameters) -> String {
    let types: Vec<String> = args
        .fixed
        .iter()
        .map(|arg| arg.ty.clone())
        .chain(args.rest.iter().map(|rest| format!("..{}", rest.ty)))
        .collect();
    let args = if types.is_empty() { String::new() } else { format!(", args = ({})", types.join(", ")) };
    format!("file = {:?}, keys = {}{args}", script_name(file), counts::show(keys.arity()))
}

/// The path that finds the script from any source file of its package: from the package's root.
fn script_name(file: &Path) -> String {
    let absolute = file.canonicalize().ok();
    let inside = absolute.as_deref().and_then(|file| {
        let root = Projects::default().package(file.parent()?)?;
        file.strip_prefix(root).ok().map(Path::to_owned)
    });
    let name = inside.or_else(|| file.file_name().map(Into::into)).unwrap_or_default();
    let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn function_name(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    identifier(&stem).unwrap_or_else(|| "script".to_owned())
}

impl Parameters {
    /// As many as the header lists, and as the script reads; a header that lists fewer is out of date.
    fn new(
        noun: &str,
        header: &Entries,
        usage: &VectorUsage,
        elements: &ElementList,
        names: &mut HashSet<String>,
    ) -> Self {
        let open = usage.dynamic.is_some() || usage.escapes.is_some();
        let read = usage.highest().max(elements.highest());
        let arity = match header.arity() {
            Some(arity) if arity.fixed >= read || arity.variadic => arity,
            _ => Arity { fixed: read, optional: 0, variadic: open },
        };
        // The last arguments that it only reads where they are there.
        let counted = noun == "arg" && !arity.variadic && usage.is_exact() && arity.fixed == usage.highest();
        let required = if counted { usage.highest_required() } else { arity.fixed };
        let fixed = (1..=arity.fixed).map(|index| {
            let element = elements.get(index);
            let local = element.and_then(|element| element.name.as_deref());
            let name = header.name(index).or(local).and_then(identifier).unwrap_or_else(|| format!("{noun}{index}"));
            let ty = if element.is_some_and(|element| element.number) && noun == "arg" { "i64" } else { "&str" };
            let ty = if index > required { format!("Option<{ty}>") } else { ty.to_owned() };
            Parameter { name: unique(name, names), ty }
        });
        let fixed = fixed.collect();
        let rest = arity.variadic.then(|| Parameter { name: unique(format!("{noun}s"), names), ty: "&str".to_owned() });
        Self { fixed, rest }
    }

    fn arity(&self) -> Arity {
        let fixed = u32::try_from(self.fixed.len()).unwrap_or(u32::MAX);
        if self.rest.is_some() { Arity::at_least(fixed) } else { Arity::exactly(fixed) }
    }
}

/// A name as Rust takes it; `None` if there is nothing left of it.
fn identifier(name: &str) -> Option<String> {
    let ascii: String = name.chars().map(|symbol| if symbol.is_ascii_alphanumeric() { symbol } else { '_' }).collect();
    let name = snake_case(&ascii);
    if name.is_empty() {
        return None;
    }
    let name = if name.starts_with(|first: char| first.is_ascii_digit()) { format!("script_{name}") } else { name };
    // `type`, `match`, `self`: no identifiers.
    Some(if syn::parse_str::<syn::Ident>(&name).is_ok() { name } else { format!("{name}_") })
}

fn unique(name: String, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(name);
    taken.insert(free.clone());
    free
}
