//! What the Rust sources of a project declare of its scripts.

mod annotation;
mod literal;
mod project;
mod scan;
pub(crate) mod walk;

pub(crate) use annotation::{Annotation, Problem, shown};
pub(crate) use literal::Literal;
pub(crate) use project::Projects;

use redis_script_declaration::config::Config;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The functions below a directory that run scripts.
#[derive(Default)]
pub(crate) struct Sources {
    /// Those that can be made sense of, in the order of files and lines.
    pub(crate) annotations: Vec<Annotation>,
    /// What is wrong with the others.
    pub(crate) problems: Vec<Problem>,
}

impl Sources {
    /// Reads every Rust file below `root`.
    pub(crate) fn read(root: &Path, projects: &mut Projects) -> Self {
        Self::read_with(root, projects, &HashMap::new())
    }

    /// The same, with these texts in the place of what is in their files, or of files that aren't there yet.
    fn read_with(root: &Path, projects: &mut Projects, open: &HashMap<PathBuf, String>) -> Self {
        let mut sources = Self::default();
        for (file, text) in open.iter().filter(|(file, _)| file.starts_with(root)) {
            sources.read_text(file, text, projects);
        }
        for file in walk::files(root, "rs") {
            match file {
                Ok(file) if open.contains_key(&file) => {}
                Ok(file) => sources.read_file(&file, projects),
                Err(error) => sources.problems.push(Problem {
                    place: root.display().to_string(),
                    script: None,
                    message: error.to_string(),
                }),
            }
        }
        sources
    }

    fn read_file(&mut self, file: &Path, projects: &mut Projects) {
        let problem = |message| Problem { place: shown(file).display().to_string(), script: None, message };
        let source = match std::fs::read(file) {
            Ok(source) => source,
            Err(error) => return self.problems.push(problem(error.to_string())),
        };
        if let Ok(source) = String::from_utf8(source) {
            self.read_text(file, &source, projects);
        }
    }

    fn read_text(&mut self, file: &Path, source: &str, projects: &mut Projects) {
        // Most files have none; they needn't be tokens for that.
        if !source.contains(scan::NAME) {
            return;
        }
        let found = match scan::scan(source) {
            Ok(found) => found,
            Err(error) => {
                let (place, message) = (shown(file).display().to_string(), format!("this is no Rust: {error}"));
                return self.problems.push(Problem { place, script: None, message });
            }
        };
        let package = file.parent().and_then(|directory| projects.package(directory));
        let config = package.as_deref().map(|package| projects.config(package)).unwrap_or_default();
        for annotated in found {
            match Annotation::new(annotated, file, package.as_deref(), &config) {
                Ok(annotation) => self.annotations.push(annotation),
                Err(problems) => self.problems.extend(problems),
            }
        }
    }
}

/// The functions that run a script, by its path. Each project is read once.
#[derive(Default)]
pub(crate) struct Declared {
    projects: Projects,
    read: HashSet<PathBuf>,
    by_script: HashMap<PathBuf, Vec<Annotation>>,
    /// Those whose scripts are in the Rust sources.
    written: Vec<Annotation>,
    /// The files that any of the scripts include.
    included: HashSet<PathBuf>,
    /// The Rust files that are open in an editor, as they stand there.
    open: HashMap<PathBuf, String>,
    problems: Vec<Problem>,
}

impl Declared {
    /// The functions that run `script`; or what keeps one that names it from being understood.
    pub(crate) fn of(&mut self, script: &Path) -> (&[Annotation], Option<&Problem>) {
        let Some(path) = resolve(script) else { return (&[], None) };
        let root = path.parent().and_then(|directory| self.projects.root(directory));
        if let Some(root) = root
            && !self.read.contains(&root)
        {
            self.read_project(root);
        }
        match self.by_script.get(&path) {
            Some(annotations) => (annotations, None),
            None => (&[], self.problems.iter().find(|problem| problem.names(&path))),
        }
    }

    /// Takes the text of a Rust file as it stands in an editor, or none once it is closed; says whether anything else may
    /// be declared now. What isn't Rust, while it is being written, is left out.
    pub(crate) fn edit(&mut self, file: &Path, text: Option<String>) -> bool {
        let Some(path) = resolve(file) else { return false };
        if text.as_ref().is_some_and(|text| text.contains(scan::NAME) && scan::scan(text).is_err()) {
            return false;
        }
        let mentions = |text: &String| text.contains(scan::NAME);
        // What is in the file counts again once it is closed.
        let after = text.as_ref().is_none_or(mentions);
        let before = match text {
            Some(text) => self.open.insert(path, text),
            None => self.open.remove(&path),
        };
        let changes = after || before.as_ref().is_some_and(mentions);
        if changes {
            self.forget();
        }
        changes
    }

    /// Reads all sources again, when they are next asked for.
    pub(crate) fn forget(&mut self) {
        *self = Self { open: std::mem::take(&mut self.open), ..Self::default() };
    }

    /// Whether `script` runs for no function by itself, and is included by scripts that do, or by one of `others`.
    pub(crate) fn is_only_included(&mut self, script: &Path, others: &HashSet<PathBuf>) -> bool {
        let runs = !self.of(script).0.is_empty();
        !runs && resolve(script).is_some_and(|path| self.included.contains(&path) || others.contains(&path))
    }

    /// The functions whose scripts are written in the Rust file at `path`, or in those below the directory there.
    pub(crate) fn written_in(&mut self, path: &Path) -> Vec<Annotation> {
        let Some(path) = resolve(path) else { return Vec::new() };
        let directory = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
        let Some(directory) = directory else { return Vec::new() };
        let root = self.projects.root(directory).unwrap_or_else(|| directory.to_owned());
        if !self.read.contains(&root) {
            self.read_project(root);
        }
        self.written.iter().filter(|annotation| annotation.source.starts_with(&path)).cloned().collect()
    }

    /// What `redis-script.toml` says for the package that `script` is in.
    pub(crate) fn config(&mut self, script: &Path) -> Config {
        let package = resolve(script).and_then(|path| self.projects.package(path.parent()?));
        package.map(|package| self.projects.config(&package)).unwrap_or_default()
    }

    /// What is wrong with the configuration files that were read.
    pub(crate) fn mistakes(&self) -> &[String] {
        self.projects.mistakes()
    }

    fn read_project(&mut self, root: PathBuf) {
        let sources = Sources::read_with(&root, &mut self.projects, &self.open);
        self.problems.extend(sources.problems);
        for annotation in sources.annotations {
            self.included.extend(annotation.included.iter().filter_map(|path| resolve(path)));
            match annotation.file.as_deref().map(resolve) {
                Some(Some(path)) => self.by_script.entry(path).or_default().push(annotation),
                Some(None) => {}
                None => self.written.push(annotation),
            }
        }
        self.read.insert(root);
    }
}

/// The one path of a file; of a file that isn't there (what an editor calls its standard input) the
/// one that it would have.
fn resolve(path: &Path) -> Option<PathBuf> {
    if let Ok(path) = path.canonicalize() {
        return Some(path);
    }
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(directory.canonicalize().ok()?.join(path.file_name()?))
}
