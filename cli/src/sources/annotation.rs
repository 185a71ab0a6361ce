//! A function that runs a script, and what it declares of it.

use super::literal::Literal;
use super::scan::Annotated;
use redis_script_analysis::{Declaration, Joined};
use redis_script_declaration::config::Config;
use redis_script_declaration::{Args, Complete, Parameter, Places, Positions, Signature, complete};
use std::fmt;
use std::path::{Path, PathBuf};

/// A function that runs a script.
#[derive(Clone, Debug)]
pub(crate) struct Annotation {
    /// Its name, with the modules of its file and the type of its `impl` block.
    pub(crate) function: String,
    /// The Rust file.
    pub(crate) source: PathBuf,
    /// The line of the attribute.
    pub(crate) line: usize,
    /// The script's file; none if the attribute holds the script itself.
    pub(crate) file: Option<PathBuf>,
    /// The script, with what it includes.
    pub(crate) script: Joined,
    /// The files that it includes.
    pub(crate) included: Vec<PathBuf>,
    /// Where the script is in the Rust file, if it is there.
    pub(crate) literal: Option<Literal>,
    /// What is declared of it.
    pub(crate) declaration: Declaration,
    /// The parameters that are keys.
    pub(crate) keys: Parameters,
    /// The parameters that are arguments.
    pub(crate) args: Parameters,
}

/// Parameters as they are written: `bucket: &str`.
#[derive(Clone, Debug)]
pub(crate) struct Parameters {
    fixed: Vec<String>,
    /// The slice that takes all that are left.
    rest: Option<String>,
}

impl Parameters {
    fn of(positions: &Positions) -> Self {
        let show = |parameter: &Parameter| {
            let ty = &parameter.ty;
            // Tokens come with blanks between them.
            let ty = quote::quote!(#ty).to_string();
            let closed = [("& ", "&"), (" < ", "<"), ("< ", "<"), (" >", ">"), (" :: ", "::"), (" ,", ",")];
            let ty = closed.iter().fold(ty, |ty, (open, closed)| ty.replace(open, closed));
            format!("{}: {ty}", parameter.name)
        };
        Self { fixed: positions.fixed.iter().map(show).collect(), rest: positions.rest.as_ref().map(show) }
    }

    /// The parameter that fills the element with this index, from 1.
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        self.fixed.get(index.checked_sub(1)?).or(self.rest.as_ref()).map(String::as_str)
    }
}

/// What keeps a function from being understood.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The Rust file, with line and column where they are known.
    pub(crate) place: String,
    /// The script, as the attribute names it.
    pub(crate) script: Option<String>,
    /// What is wrong.
    pub(crate) message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.message)
    }
}

impl Problem {
    /// Whether it is about a function that seems to run the script at `path`.
    pub(crate) fn names(&self, path: &Path) -> bool {
        let name = self.script.as_deref().and_then(|script| Path::new(script).file_name());
        name.is_some() && name == path.file_name()
    }
}

impl Annotation {
    /// Makes sense of what was found in the Rust file `source` of the package at `package`.
    ///
    /// # Errors
    ///
    /// Everything that the attribute would report about itself, its function and where its script is.
    pub(crate) fn new(
        annotated: Annotated,
        source: &Path,
        package: Option<&Path>,
        config: &Config,
    ) -> Result<Self, Vec<Problem>> {
        let Annotated { scope, place, attribute, item } = annotated;
        let mut errors = Vec::new();
        let args = Args::parse(attribute, &mut errors);
        let script = args.file.as_ref().map(syn::LitStr::value);
        let problem = |line: usize, column: usize, message: String| Problem {
            place: format!("{}:{line}:{}", shown(source).display(), column + 1),
            script: script.clone(),
            message,
        };
        let problems = |errors: Vec<syn::Error>| -> Vec<Problem> {
            let each = errors.into_iter().flatten();
            each.map(|error| {
                // What isn't there has no place of its own; it is missing from the attribute.
                let start =
                    Some(error.span().start()).filter(|start| (start.line, start.column) != (1, 0)).unwrap_or(place);
                problem(start.line, start.column, error.to_string())
            })
            .collect()
        };
        let signature = match Signature::parse(item, args.has_connection, &mut errors) {
            Ok(signature) => signature,
            Err(error) => {
                errors.push(error);
                return Err(problems(errors));
            }
        };
        let declared = redis_script_declaration::Declaration::new(&args, &signature, &mut errors);
        let (keys, arguments) = (Parameters::of(&declared.keys), Parameters::of(&declared.args));
        let declaration = declared.plain(config);
        if !errors.is_empty() {
            return Err(problems(errors));
        }
        let places = Places { beside: source.parent().map(Path::to_owned), root: package.map(Path::to_owned) };
        let (file, text) = match (&script, &args.source) {
            (Some(name), _) => {
                let found = places.find(name).map_err(|message| vec![problem(place.line, place.column, message)])?;
                (Some(found.path), found.text)
            }
            (None, source) => (None, source.as_ref().map(syn::LitStr::value).unwrap_or_default()),
        };
        // Messages name a script in a Rust file as that file: what it includes goes from there.
        let name = shown(file.as_deref().unwrap_or(source)).display().to_string();
        let Complete { script, included } = complete(&name, file.as_deref(), text.into_bytes(), &places);
        let literal = args.source.as_ref().map(Literal::of);
        let name = signature.name.to_string();
        let path: Vec<&str> = scope.iter().map(String::as_str).chain([name.trim_start_matches("r#")]).collect();
        let (function, source, line) = (path.join("::"), source.to_owned(), place.line);
        Ok(Self { function, source, line, file, script, included, literal, declaration, keys, args: arguments })
    }
}

/// A path as people read it: from the current directory, where it is below that.
pub(crate) fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let relative = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    relative.unwrap_or_else(|| path.strip_prefix("./").unwrap_or(path).to_owned())
}
