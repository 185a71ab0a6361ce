//! What annotated functions cost the crate that has them.

use std::path::Path;

use redis_script_benches::{
    functions::{Cost, Crate, Functions},
    plot::{self, Curve},
    report::{Figure, Report, number},
};

use crate::Outcome;

/// Of the figures for one function.
const FUNCTIONS: usize = 500;
const BYTES: usize = 1000;

pub(crate) fn functions(report: &mut Report, folder: &Path, quick: bool) -> Outcome<()> {
    report.section("Annotated functions");
    let checked = checks(report, folder, quick)?;
    let built = dev_builds(report, folder, quick)?;
    let macros = Crate::new(folder, Functions::Ours, FUNCTIONS, BYTES)?.seconds_in_macros()?;
    let each = |seconds: f64| seconds * 1000.0 / FUNCTIONS as f64;
    let check = |functions| checked.iter().find(|check| (check.functions, check.bytes) == (functions, BYTES));
    let built = built.iter().find(|built| built.functions == FUNCTIONS);
    let over = |cost: &Cost, base: &Cost| each(cost.clean.total - base.clean.total);
    let of_one = |name: &str, ours, baseline, reach| Figure {
        name: format!("build/{name}_ms_per_function"),
        ours,
        baseline,
        limit: None,
        unit: "milliseconds",
        reach: Some(reach),
    };
    report.figure(of_one("macro", macros.map(each), None, 1.0));
    let checked_each = check(FUNCTIONS).zip(check(0)).map(|(all, none)| over(&all.cost, &none.cost));
    report.figure(of_one("check", checked_each, None, 5.0));
    let ours = built.map(|built| over(&built.ours, &built.idle));
    report.figure(of_one("dev", ours, built.map(|built| over(&built.by_hand, &built.idle)), 5.0));
    Ok(())
}

/// `cargo check` of a crate with so many functions.
struct Checked {
    functions: usize,
    bytes: usize,
    cost: Cost,
}

fn checks(report: &mut Report, folder: &Path, quick: bool) -> Outcome<Vec<Checked>> {
    let sizes: &[(usize, usize)] = if quick {
        &[(0, BYTES), (FUNCTIONS, BYTES), (FUNCTIONS, 2000)]
    } else {
        &[
            (0, BYTES),
            (1, BYTES),
            (100, BYTES),
            (250, BYTES),
            (FUNCTIONS, BYTES),
            (FUNCTIONS, 2000),
            (100, 4000),
            (100, 8000),
        ]
    };
    report.line(
        "`cargo check` of a crate with so many functions, each with a script of its own; its dependencies are built.",
    );
    report.header(&["functions", "bytes of Lua each", "clean: CPU s", "wall s", "one `.lua` touched: CPU s", "wall s"]);
    let mut all = Vec::new();
    for &(functions, bytes) in sizes {
        let cost = Crate::new(folder, Functions::Ours, functions, bytes)?.cost("check")?;
        let figures = [cost.clean.total, cost.clean.wall, cost.touched.total, cost.touched.wall];
        let cells = [functions.to_string(), bytes.to_string()].into_iter();
        report.row(&cells.chain(figures.map(|figure| number(Some(figure)))).collect::<Vec<_>>());
        all.push(Checked { functions, bytes, cost });
    }
    let largest = all.iter().find(|check| (check.functions, check.bytes) == (FUNCTIONS, 2000));
    report.figure(Figure {
        name: "build/functions500_check".to_owned(),
        ours: largest.map(|check| check.cost.clean.total),
        baseline: None,
        limit: None,
        unit: "CPU seconds",
        reach: Some(4.0),
    });
    if !quick {
        curves(report, &all)?;
    }
    Ok(all)
}

fn curves(report: &mut Report, all: &[Checked]) -> Outcome<()> {
    let curve = |keep: fn(&Checked) -> bool, x: fn(&Checked) -> usize| -> Vec<(f64, f64)> {
        all.iter().filter(|check| keep(check)).map(|check| (x(check) as f64, check.cost.clean.total)).collect()
    };
    let by_count = curve(|check| check.bytes == BYTES, |check| check.functions);
    let by_size = curve(|check| check.functions == 100, |check| check.bytes);
    for (name, title, x, points) in [
        ("functions", "cargo check, by functions (1 KB of Lua each)", "functions", by_count),
        ("script_size", "cargo check of 100 functions, by script size", "bytes of Lua", by_size),
    ] {
        let curves = [Curve { label: "ours", points }];
        plot::write(&report.folder().join(format!("{name}.svg")), title, [x, "CPU seconds"], &curves)?;
        report.line(format_args!("\n![{title}]({name}.svg)"));
    }
    Ok(())
}

/// `cargo build` of a crate with so many functions, each of which is called.
struct Built {
    functions: usize,
    ours: Cost,
    by_hand: Cost,
    idle: Cost,
}

fn dev_builds(report: &mut Report, folder: &Path, quick: bool) -> Outcome<Vec<Built>> {
    report.line(
        "\n`cargo build` of a crate with so many functions that are all called, the same with a `redis::Script` in each, and \
         the same with nothing in them.",
    );
    report.header(&["functions", "clean: CPU s", "one `.lua` touched: CPU s", "by hand", "touched", "idle"]);
    let counts: &[usize] = if quick { &[FUNCTIONS] } else { &[0, 100, 250, FUNCTIONS] };
    let mut all = Vec::new();
    for &functions in counts {
        let cost = |kind| Crate::new(folder, kind, functions, BYTES).and_then(|krate| krate.cost("build"));
        let built = Built {
            functions,
            ours: cost(Functions::Called)?,
            by_hand: cost(Functions::ByHand)?,
            idle: cost(Functions::Idle)?,
        };
        let Built { ours, by_hand, idle, .. } = &built;
        let figures = [&ours.clean, &ours.touched, &by_hand.clean, &by_hand.touched, &idle.clean];
        let figures = figures.map(|figure| number(Some(figure.total))).into_iter();
        report.row(&[functions.to_string()].into_iter().chain(figures).collect::<Vec<_>>());
        all.push(built);
    }
    Ok(all)
}
