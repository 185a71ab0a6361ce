//! The links of Markdown files, as far as they stay in the repository.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::fs;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

pub(crate) struct Checked {
    pub(crate) links: usize,
    pub(crate) files: usize,
}

struct Link {
    target: String,
    /// All of it, and its text.
    whole: Range<usize>,
    text: Range<usize>,
}

/// Checks that every relative link of every Markdown file leads to a file, and to a heading if it names one.
pub(crate) fn check(root: &Path) -> Result<Checked, Box<dyn Error>> {
    let mut files = Vec::new();
    markdown_files(root, &mut files)?;
    let mut links = 0;
    let mut broken = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file)?;
        for link in relative(&text) {
            links += 1;
            let (path, anchor) = link.target.split_once('#').unwrap_or((&link.target, ""));
            let target = if path.is_empty() { file.clone() } else { file.parent().unwrap_or(root).join(path) };
            let there = target.exists()
                && (anchor.is_empty() || target.is_dir() || anchors(&fs::read_to_string(&target)?).contains(anchor));
            if !there {
                let line = text[..link.whole.start].matches('\n').count() + 1;
                let file = file.strip_prefix(root).unwrap_or(file);
                broken.push(format!("{}:{line}: `{}` leads nowhere", file.display(), link.target));
            }
        }
    }
    if broken.is_empty() { Ok(Checked { links, files: files.len() }) } else { Err(broken.join("\n").into()) }
}

/// The text of `page` without the links that lead out of the book, whose words stay.
pub(crate) fn within(text: &str, page: &str, pages: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for link in relative(text) {
        let path = link.target.split('#').next().unwrap_or_default();
        let target = normal(&Path::new(page).parent().unwrap_or(Path::new("")).join(path));
        if path.is_empty() || pages.contains(&target) || link.whole.start < at {
            continue;
        }
        out.push_str(&text[at..link.whole.start]);
        out.push_str(&text[link.text]);
        at = link.whole.end;
    }
    out.push_str(&text[at..]);
    out
}

fn normal(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
}

fn markdown_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            // What is built, and what isn't ours.
            if name != "target" && !name.starts_with('.') {
                markdown_files(&path, found)?;
            }
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
    Ok(())
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES
}

fn relative(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut open: Option<Link> = None;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                open = Some(Link { target: dest_url.to_string(), whole: range.clone(), text: range.end..range.end });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => found.extend(open.take()),
            _ => {
                if let Some(link) = &mut open {
                    link.text = link.text.start.min(range.start)..if link.text.end == link.whole.end {
                        range.end
                    } else {
                        link.text.end.max(range.end)
                    };
                }
            }
        }
    }
    found.retain(|link: &Link| !link.target.contains("://") && !link.target.starts_with("mailto:"));
    found
}

/// The names of the headings, as GitHub and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let name = slug(&heading.take().unwrap_or_default());
                let count = seen.entry(name.clone()).or_default();
                names.insert(if *count == 0 { name } else { format!("{name}-{count}") });
                *count += 1;
            }
            _ => {}
        }
    }
    names
}

fn slug(heading: &str) -> String {
    let kept = heading.to_lowercase();
    kept.chars()
        .filter(|char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_'))
        .map(|char| if char == ' ' { '-' } else { char })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_out_of_the_book_lose_their_target_only() {
        let pages = BTreeSet::from(["docs/a.md".to_owned(), "README.md".to_owned()]);
        let text =
            "See [`a`](a.md#x), [the *root*](../README.md), [`src`](../src/x.rs) and [us](https://x.y/). [Here](#x)";
        let expected = "See [`a`](a.md#x), [the *root*](../README.md), `src` and [us](https://x.y/). [Here](#x)";
        assert_eq!(within(text, "docs/a.md", &pages), expected);
    }

    #[test]
    fn headings_are_anchors() {
        let found = anchors("# The `check` command\n\n## Twice\n\n## Twice\n\n### `a_b`: c, d!\n");
        let expected = ["the-check-command", "twice", "twice-1", "a_b-c-d"];
        assert_eq!(found, BTreeSet::from(expected.map(str::to_owned)));
    }
}
