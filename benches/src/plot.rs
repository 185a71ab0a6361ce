//! The curves of the report, as SVG.

use std::{error::Error, path::Path};

use plotters::prelude::*;

/// One line of a plot.
pub struct Curve {
    pub label: &'static str,
    pub points: Vec<(f64, f64)>,
}

const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 92, 175), RGBColor(200, 80, 0), RGBColor(0, 130, 60), RGBColor(120, 60, 150)];

/// Writes a plot. Both axes begin at zero.
///
/// # Errors
/// If the file can't be written.
pub fn write(path: &Path, title: &str, [x, y]: [&str; 2], curves: &[Curve]) -> Result<(), Box<dyn Error>> {
    let all = || curves.iter().flat_map(|curve| &curve.points);
    let limit = |value: fn(&(f64, f64)) -> f64| all().map(value).fold(1e-9, f64::max) * 1.05;
    let root = SVGBackend::new(path, (720, 440)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .caption(title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(80)
        .build_cartesian_2d(0.0..limit(|point| point.0), 0.0..limit(|point| point.1))?;
    chart.configure_mesh().x_desc(x).y_desc(y).draw()?;
    for (curve, colour) in curves.iter().zip(COLOURS) {
        chart
            .draw_series(LineSeries::new(curve.points.iter().copied(), colour.stroke_width(2)).point_size(3))?
            .label(curve.label)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], colour));
    }
    chart.configure_series_labels().background_style(WHITE).border_style(BLACK).draw()?;
    root.present()?;
    Ok(())
}
