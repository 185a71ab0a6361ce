//! The pages of the book, where they are in the repository, so that links between them hold.

use crate::links;
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The pages and their names in the list of contents; the lints come by themselves.
const PAGES: &[(&str, &str)] = &[
    ("README.md", "redis-script"),
    ("docs/attribute.md", "The attribute"),
    ("docs/promises.md", "What is promised"),
    ("examples/README.md", "The gallery"),
    ("cli/README.md", "The command"),
    ("docs/editors.md", "In editors"),
    ("docs/ci.md", "In CI"),
    ("docs/performance.md", "Performance"),
    ("docs/upstream.md", "Upstream"),
    ("CONTRIBUTING.md", "Contributing"),
    ("CHANGELOG.md", "Changelog"),
];

/// Further pages of docs/ that others have written: all that is no lint and not listed above.
fn others(root: &Path, known: &BTreeSet<String>) -> Result<Vec<String>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join("docs"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let page = format!("docs/{name}");
        if name.ends_with(".md") && !known.contains(&page) {
            found.push(page);
        }
    }
    found.sort();
    Ok(found)
}

/// Writes the sources of the book to `folder`; says how many pages there are.
pub(crate) fn write(root: &Path, folder: &Path) -> Result<usize, Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut lints: Vec<String> = Vec::new();
    for entry in fs::read_dir(root.join("docs/lints"))? {
        lints.push(format!("docs/lints/{}", entry?.file_name().to_string_lossy()));
    }
    lints.sort();
    let mut pages: Vec<(String, String)> =
        PAGES.iter().map(|(page, name)| ((*page).to_owned(), (*name).to_owned())).collect();
    let known = pages.iter().map(|(page, _)| page.clone()).collect();
    for page in others(root, &known)? {
        let name = title(&fs::read_to_string(root.join(&page))?);
        pages.push((page, name));
    }
    let all: BTreeSet<String> = pages.iter().map(|(page, _)| page.clone()).chain(lints.iter().cloned()).collect();
    let mut summary = "# Summary\n\n".to_owned();
    for (page, name) in &pages {
        writeln!(summary, "- [{name}]({page})")?;
        // The lints stand behind the attribute, which their levels are set in.
        if page == "docs/attribute.md" {
            writeln!(summary, "- [The lints](docs/lints.md)")?;
            for lint in &lints {
                writeln!(summary, "  - [{}]({lint})", lint.trim_start_matches("docs/lints/").trim_end_matches(".md"))?;
            }
        }
    }
    let mut table =
        "# The lints\n\n`cargo redis-script lints` prints this table with the level of each.\n\n".to_owned();
    for lint in &lints {
        let text = fs::read_to_string(root.join(lint))?;
        let says = text.lines().skip(1).find(|line| !line.trim().is_empty()).unwrap_or_default();
        writeln!(table, "- [{}]({}): {says}", title(&text), lint.trim_start_matches("docs/"))?;
    }
    put(folder, "docs/lints.md", &table)?;
    put(folder, "SUMMARY.md", &summary)?;
    for page in &all {
        let text = fs::read_to_string(root.join(page))?;
        put(folder, page, &links::within(&text, page, &all))?;
    }
    Ok(all.len() + 1)
}

fn put(folder: &Path, page: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let path = folder.join(page);
    fs::create_dir_all(path.parent().expect("a file is in a folder"))?;
    Ok(fs::write(path, text)?)
}

fn title(text: &str) -> String {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default().to_owned()
}
