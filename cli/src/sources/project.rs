//! Which directories belong together: cargo's packages and workspaces.

use redis_script_declaration::config::{self, Config};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What the directories that were asked about are part of; each is looked up once.
#[derive(Default)]
pub(crate) struct Projects {
    manifests: HashMap<PathBuf, Manifest>,
    configs: HashMap<PathBuf, Config>,
    /// What is wrong with configuration files.
    mistakes: Vec<String>,
}

#[derive(Clone, Copy, Default)]
struct Manifest {
    exists: bool,
    package: bool,
    workspace: bool,
}

impl Projects {
    /// The directory whose Rust sources may annotate a script in `directory`: the workspace's root, or
    /// that of the package where there is no workspace.
    pub(crate) fn root(&mut self, directory: &Path) -> Option<PathBuf> {
        let workspace = directory.ancestors().find(|directory| self.manifest(directory).workspace);
        let root = workspace.or_else(|| directory.ancestors().find(|directory| self.manifest(directory).exists));
        root.map(Path::to_owned)
    }

    /// The directory of the package that `directory` is in: `CARGO_MANIFEST_DIR`.
    pub(crate) fn package(&mut self, directory: &Path) -> Option<PathBuf> {
        directory.ancestors().find(|directory| self.manifest(directory).package).map(Path::to_owned)
    }

    /// What `redis-script.toml` says for the package at `package`.
    pub(crate) fn config(&mut self, package: &Path) -> Config {
        if let Some(config) = self.configs.get(package) {
            return config.clone();
        }
        let config = match config::load(package) {
            Ok(loaded) => loaded.config,
            Err(mistakes) => {
                self.mistakes.extend(mistakes);
                Config::default()
            }
        };
        self.configs.insert(package.to_owned(), config.clone());
        config
    }

    /// What is wrong with the configuration files that were read.
    pub(crate) fn mistakes(&self) -> &[String] {
        &self.mistakes
    }

    fn manifest(&mut self, directory: &Path) -> Manifest {
        if let Some(manifest) = self.manifests.get(directory) {
            return *manifest;
        }
        let manifest = read_manifest(&directory.join("Cargo.toml"));
        self.manifests.insert(directory.to_owned(), manifest);
        manifest
    }
}

/// A manifest that can't be read or parsed is cargo's to report; it still marks a package.
fn read_manifest(path: &Path) -> Manifest {
    let Ok(text) = std::fs::read_to_string(path) else {
        return Manifest { exists: path.is_file(), package: path.is_file(), workspace: false };
    };
    match text.parse::<toml::Table>() {
        Ok(table) => Manifest {
            exists: true,
            package: table.contains_key("package"),
            workspace: table.contains_key("workspace"),
        },
        Err(_) => Manifest { exists: true, package: true, workspace: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn finds_the_workspace_and_the_package() {
        let place = tempfile::tempdir().unwrap();
        let member = place.path().join("member/src");
        fs::create_dir_all(&member).unwrap();
        fs::write(place.path().join("member/Cargo.toml"), "[package]\nname = \"member\"").unwrap();
        let package = place.path().join("member");
        assert_eq!(Projects::default().root(&member), Some(package.clone()));
        fs::write(place.path().join("Cargo.toml"), "[workspace]\nmembers = []").unwrap();
        assert_eq!(Projects::default().root(&member), Some(place.path().to_owned()));
        assert_eq!(Projects::default().package(&member), Some(package));
        assert_eq!(Projects::default().package(place.path()), None);
    }
}
