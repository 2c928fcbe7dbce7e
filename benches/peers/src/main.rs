//! Gradwalk's graph beside other crates and beside a loop written by hand.
//!
//! Only ratios taken in one run mean anything: on each piece of work all variants take turns in
//! many short rounds, and the fastest round of each counts, which other work on the machine
//! disturbs least. Nothing is timed before everybody ends at the same parameters and loss.
//!
//! Prints a table for `docs/PERFORMANCE.md`; `cargo xtask bench-peers` puts it there.

mod ours;
mod peers;
mod work;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use gradwalk::autograd::Float;
use ours::{Anew, Replayed};
use peers::{Aad, Reverse, Xad};
use work::{ByHand, End, Engine, Line, Moons, PARAMS, Vectorised, Watched, Work, descend};

/// How long each piece of work is measured.
const PATIENCE: Duration = Duration::from_secs(6);
/// How long one variant runs before the next has its turn.
const ROUND: Duration = Duration::from_micros(800);

/// The rows of the table; the first is what the others are measured by.
const ROWS: [&str; 13] = [
    "by hand, f32",
    "by hand, f64",
    "by hand, in vector registers, f32",
    "by hand, in vector registers, f64",
    "**recorded anew, f32**",
    "**recorded anew, f64**",
    "xad-rs, recorded anew, f64",
    "aad, recorded anew, f64",
    "reverse, recorded anew, f64",
    "**replayed, f32**",
    "**replayed, f64**",
    "**lanes, f32**",
    "**lanes, f64**",
];

/// Seconds of one run of each variant.
type Times = [f64; ROWS.len()];

/// A piece of work: its name, the unit of its times and how many there are in a run, the times.
type Column = (&'static str, &'static str, f64, Times);

/// Whether a run ended where the double-precision loop by hand did, to the rounding of its kind.
fn agrees(end: End, reference: End, tolerance: f64) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= tolerance * b.abs().max(1.0);
    close(end.params, reference.params) && close(end.loss, reference.loss)
}

/// Checks, then times every variant on one piece of work; `nodes` is at least how many
/// it records: whoever cannot use memory again is told beforehand (and does best with more).
fn measure<const P: usize, A: Work<f32, P>, B: Work<f64, P>>(
    single: &A,
    double: &B,
    nodes: usize,
    tolerance: f64,
) -> Result<Times, String> {
    fn run<F: Float, const P: usize>(
        work: &impl Work<F, P>,
        mut engine: impl Engine<F, P>,
    ) -> impl FnMut() -> End {
        move || descend(black_box(work), &mut engine)
    }
    let mut variants: [&mut dyn FnMut() -> End; ROWS.len()] = [
        &mut run(single, ByHand(single)),
        &mut run(double, ByHand(double)),
        &mut run(single, Vectorised(single)),
        &mut run(double, Vectorised(double)),
        &mut run(single, Anew::new(single)),
        &mut run(double, Anew::new(double)),
        &mut run(double, Xad { work: double, tape: xad_rs::Tape::new(true) }),
        &mut run(double, Aad { work: double, nodes }),
        &mut run(double, Reverse { work: double, tape: reverse::Tape::new() }),
        &mut run(single, Replayed::new(single)),
        &mut run(double, Replayed::new(double)),
        &mut run(single, single.lanes()),
        &mut run(double, double.lanes()),
    ];

    let reference = variants[1]();
    // Not every work is written in vector registers.
    let is_written = single.vectorised(&single.start(), &mut [0.0; P]).is_some();
    let is_there = |row: usize| is_written || !ROWS[row].contains("registers");
    for (row, variant) in variants.iter_mut().enumerate().filter(|&(row, _)| is_there(row)) {
        let (name, end) = (ROWS[row], variant());
        let tolerance = if name.contains("f32") { tolerance } else { 1e-9 };
        if !agrees(end, reference, tolerance) {
            return Err(format!("{name} ends at {end:?}, the loop by hand at {reference:?}"));
        }
    }

    let mut rounds = [0u32; ROWS.len()];
    for (row, variant) in variants.iter_mut().enumerate().filter(|&(row, _)| is_there(row)) {
        let start = Instant::now();
        black_box(variant());
        rounds[row] = (ROUND.as_secs_f64() / start.elapsed().as_secs_f64()).ceil() as u32;
    }
    let mut fastest = [f64::INFINITY; ROWS.len()];
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        for (row, variant) in variants.iter_mut().enumerate().filter(|&(row, _)| is_there(row)) {
            let (runs, start) = (rounds[row], Instant::now());
            (0..runs).for_each(|_| _ = black_box(variant()));
            fastest[row] = fastest[row].min(start.elapsed().as_secs_f64() / f64::from(runs));
        }
    }
    Ok(fastest)
}

/// The loop by hand of W3, by which everybody is checked, has the losses of PyTorch.
fn check_moons(work: &Moons<f64>) -> Result<(), String> {
    let mut watched = Watched::new(ByHand(work));
    descend(work, &mut watched);
    let rows = include_str!("../../data/moons_mlp_f64.csv").lines().skip(1);
    let loss = |row: &str| row.split(',').nth(1).and_then(|loss| loss.parse().ok());
    let expected: Vec<f64> = rows.filter_map(loss).collect();
    let close = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
    if expected.len() == watched.losses.len() && expected.iter().zip(&watched.losses).all(close) {
        return Ok(());
    }
    Err(format!("W3 has the losses {:?}, PyTorch's are {expected:?}", watched.losses))
}

fn table() -> Result<String, String> {
    let line = |n: u32, steps, tolerance| {
        let room = (4 * n as usize + 1).max(70_000);
        measure(&Line::<f32>::new(n, steps), &Line::<f64>::new(n, steps), room, tolerance)
    };
    let (single, double) = (Moons::<f32>::new(), Moons::<f64>::new());
    check_moons(&double)?;
    // Single precision drifts from double as the steps add up.
    let columns = [
        ("W1", "iteration", 100.0, line(4, 100, 1e-5)?),
        ("W2, 10³", "point", 1e3, line(1_000, 1, 1e-4)?),
        ("W2, 10⁵", "point", 1e5, line(100_000, 1, 1e-2)?),
        ("W3", "step", 20.0, measure::<PARAMS, _, _>(&single, &double, 70_000, 5e-2)?),
    ];
    let cells =
        |cell: &dyn Fn(&Column) -> String| columns.iter().map(cell).collect::<Vec<_>>().join(" | ");
    let mut table = format!("| times by hand in f32 | {} |\n", cells(&|c| c.0.into()));
    table += &format!("|---|{}\n", "---|".repeat(columns.len()));
    let unit =
        |&(_, unit, count, times): &Column| format!("{:.3} ns per {unit}", times[0] * 1e9 / count);
    table += &format!("| {} | {} |\n", ROWS[0], cells(&unit));
    for (row, name) in ROWS.iter().enumerate().skip(1) {
        let ratio = |ratio: f64| match ratio {
            _ if ratio.is_infinite() => String::new(),
            // Where it is less than the loop by hand a tenth says little.
            _ if ratio < 2.0 => format!("{ratio:.2}"),
            _ => format!("{ratio:.1}"),
        };
        let ratios = cells(&|c| ratio(c.3[row] / c.3[0]));
        table += &format!("| {name} | {ratios} |\n");
    }
    Ok(table)
}

fn main() -> ExitCode {
    match table() {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("error: {reason}");
            ExitCode::FAILURE
        }
    }
}
