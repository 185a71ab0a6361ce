//! `cargo run --manifest-path book/Cargo.toml [-- check]`: checks the links of all Markdown files of the
//! repository, and makes a book of docs/ and what belongs to it in target/book.

mod links;
mod pages;

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository holds this folder");
    let only_links = std::env::args().nth(1).is_some_and(|argument| argument == "check");
    match run(root, only_links) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(root: &Path, only_links: bool) -> Result<(), Box<dyn Error>> {
    let checked = links::check(root)?;
    println!("{} links in {} files lead somewhere", checked.links, checked.files);
    if only_links {
        return Ok(());
    }
    let folder = root.join("target/book-source");
    let pages = pages::write(root, &folder)?;
    let mut config = Config::default();
    config.book.title = Some("redis-script".to_owned());
    config.book.language = Some("en".to_owned());
    config.book.src = ".".into();
    config.build.build_dir = root.join("target/book");
    config.build.create_missing = false;
    config.set("output.html.print.enable", false)?;
    MDBook::load_with_config(&folder, config)?.build()?;
    let index = std::fs::read_dir(root.join("target/book"))?
        .filter_map(Result::ok)
        .any(|file| file.file_name().to_string_lossy().starts_with("searchindex"));
    if !index {
        return Err("the book has no search index".into());
    }
    println!("{pages} pages, to be read from target/book/index.html");
    Ok(())
}
