//! The report: Markdown for people, JSON for programs.

use std::{
    fmt::{self, Write as _},
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

/// One figure beside its baseline.
pub struct Figure {
    pub name: String,
    pub ours: Option<f64>,
    pub baseline: Option<f64>,
    /// The same on a bare socket.
    pub limit: Option<f64>,
    pub unit: &'static str,
    /// What it should be at most.
    pub reach: Option<f64>,
}

/// What is being written.
pub struct Report {
    folder: PathBuf,
    text: String,
    figures: Vec<Figure>,
}

impl Report {
    /// # Errors
    /// If the folder can't be made.
    pub fn new(folder: &Path, title: &str) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let report = Self { folder: folder.to_owned(), text: format!("# {title}\n"), figures: Vec::new() };
        Ok(report)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A heading.
    pub fn section(&mut self, title: &str) {
        self.line(format_args!("\n## {title}\n"));
    }

    pub fn line(&mut self, line: impl fmt::Display) {
        // A `String` takes everything.
        let _ = writeln!(self.text, "{line}");
    }

    pub fn row(&mut self, cells: &[String]) {
        self.line(format_args!("| {} |", cells.join(" | ")));
    }

    pub fn header(&mut self, cells: &[&str]) {
        self.line(format_args!("\n| {} |", cells.join(" | ")));
        self.line(format_args!("|{}", "---|".repeat(cells.len())));
    }

    /// Adds one, to two decimals: buffers that grow once in thousands of calls are no part of a call.
    pub fn figure(&mut self, mut figure: Figure) {
        for value in [&mut figure.ours, &mut figure.baseline, &mut figure.limit].into_iter().flatten() {
            *value = (*value * 100.0).round() / 100.0;
        }
        self.figures.push(figure);
    }

    /// The table of all figures so far.
    pub fn figures_table(&mut self) {
        self.header(&["figure", "ours", "baseline", "ratio", "reach", "reached", "limit", "unit"]);
        let rows: Vec<Vec<String>> = self.figures.iter().map(Figure::cells).collect();
        for row in &rows {
            self.row(row);
        }
    }

    /// Writes both files.
    ///
    /// # Errors
    /// If they can't be written.
    pub fn finish(&self) -> io::Result<PathBuf> {
        let list: Vec<Value> = self.figures.iter().map(Figure::json).collect();
        fs::write(self.folder.join("report.json"), serde_json::to_string_pretty(&list)? + "\n")?;
        let path = self.folder.join("report.md");
        fs::write(&path, &self.text)?;
        Ok(path)
    }
}

impl Figure {
    fn json(&self) -> Value {
        let Self { name, ours, baseline, limit, unit, reach } = self;
        json!({ "name": name, "ours": ours, "baseline": baseline, "limit": limit, "unit": unit, "reach": reach })
    }

    fn cells(&self) -> Vec<String> {
        let reached = self.reach.zip(self.ours).map(|(reach, ours)| if is_within(ours, reach) { "yes" } else { "no" });
        let ratio = self.ours.zip(self.baseline).filter(|(_, baseline)| *baseline > 0.0);
        vec![
            format!("`{}`", self.name),
            number(self.ours),
            number(self.baseline),
            ratio.map_or_else(String::new, |(ours, baseline)| format!("{:.2}", ours / baseline)),
            self.reach.map_or_else(String::new, |reach| {
                if reach.fract() == 0.0 { format!("<= {}", number(Some(reach))) } else { format!("<= {reach:.1}") }
            }),
            reached.unwrap_or_default().to_owned(),
            self.limit.map_or_else(String::new, |limit| number(Some(limit))),
            self.unit.to_owned(),
        ]
    }
}

/// Whether a figure is at most what is to be reached, to the decimals that are given of that: one for allocations of
/// many calls together, in which something is allocated once for all of them.
fn is_within(ours: f64, reach: f64) -> bool {
    if reach.fract() == 0.0 { ours <= reach } else { (ours * 10.0).round() <= (reach * 10.0).round() }
}

/// With separators for thousands, and as many decimals as say something.
pub fn number(value: Option<f64>) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else { return "not measured".to_owned() };
    let decimals = if value.fract() == 0.0 || value >= 100.0 { 0 } else { 2 };
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = text.split_once('.').map_or((&*text, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    fraction.map_or(grouped.clone(), |fraction| format!("{grouped}.{fraction}"))
}

/// The compiler's name for itself.
pub fn rustc() -> String {
    let output = Command::new("rustc").arg("--version").output();
    output.map_or_else(|_| "no rustc".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The machine, and the versions of what matters.
pub fn circumstances(server: &str) -> Vec<(String, String)> {
    let said = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).lines().next()?.to_owned())
    };
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let lock = include_str!("../Cargo.lock");
    let version = |name: &str| {
        let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
        rest.split('"').next().map(str::to_owned)
    };
    let unknown = || "not there".to_owned();
    let mut list = vec![
        ("machine".to_owned(), format!("{} ({cores} cores)", model.trim_start_matches(['\t', ' ', ':']))),
        ("system".to_owned(), said("uname", &["-srm"]).unwrap_or_else(unknown)),
        ("rustc".to_owned(), rustc()),
        ("valgrind".to_owned(), said("valgrind", &["--version"]).unwrap_or_else(unknown)),
        ("server".to_owned(), server.to_owned()),
    ];
    list.extend(
        ["redis", "fred", "rustis", "tokio"].map(|name| (name.to_owned(), version(name).unwrap_or_else(unknown))),
    );
    list
}
