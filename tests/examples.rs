//! The examples, run as programs.
#![cfg(not(target_arch = "wasm32"))]

use std::env;
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Once;

/// The command that runs an example, built from the present sources.
fn example(name: &str) -> Command {
    // target/debug/deps/examples-0123456789abcdef
    let test = env::current_exe().expect("a test knows where it is");
    let profile = test.ancestors().nth(2).expect("it stands in the folder of its profile");
    static BUILD: Once = Once::new();
    BUILD.call_once(|| build(profile));
    Command::new(profile.join("examples").join(name))
}

/// `cargo test` has built the examples already, but not if it was asked for some tests only.
fn build(profile: &Path) {
    let name = match profile.file_name().and_then(OsStr::to_str) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--examples", "--profile", name, "--target-dir"])
        .arg(profile.parent().expect("profiles stand in the target folder"))
        .status();
    assert!(built.expect("cargo starts").success(), "the examples do not build");
}

fn run(name: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } =
        example(name).args(arguments).output().expect("it starts");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.code(), text(stdout), text(stderr))
}

/// What an example prints that needs no argument and has nothing to complain of.
fn printed(name: &str) -> String {
    let (code, stdout, stderr) = run(name, &[]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{name}");
    stdout
}

/// The last column of the traces, between the two lines around the loop.
fn notebook(golden: &str, before: &str, after: &str) -> String {
    let lines = golden.lines().skip(1).map(|row| {
        let printed = row.splitn(5, ',').last().expect("a row has columns");
        printed.trim_matches('"').to_owned() + "\n"
    });
    format!(
        "Prediction before training: {before}\n{}Prediction after training: {after}\n",
        lines.collect::<String>()
    )
}

#[test]
fn the_first_value_and_its_gradients() {
    // y = ab + a², ∂y/∂a = b + 2a, ∂y/∂b = a
    assert_eq!(
        printed("01_first_value"),
        "a = 2, b = -3: y = -2, ∂y/∂a = 1, ∂y/∂b = 2\n\
         a = 5, b = -3: y = 10, ∂y/∂a = 7, ∂y/∂b = 5\n"
    );
}

#[test]
fn a_gradient_check_tells_a_slope_from_a_corner() {
    assert_eq!(
        printed("02_gradient_check"),
        "smooth: both gradients agree\n\
         corner: the gradient of w is 0 by autograd, but 0.5 as measured\n"
    );
}

#[test]
fn both_notebooks_print_what_numpy_and_pytorch_print() {
    let by_hand = notebook(include_str!("golden/notebook_manual.csv"), "0.000", "9.999");
    assert_eq!(printed("03_notebook_by_hand"), by_hand);
    let autograd =
        notebook(include_str!("golden/notebook_autograd.csv"), "0.0", "9.612405776977539");
    assert_eq!(printed("04_notebook_autograd"), autograd);
}

#[test]
fn the_moons_are_told_apart_as_by_pytorch() {
    let printed = printed("05_two_moons");
    let golden = include_str!("golden/moons_mlp_f64.csv").lines().skip(1);
    for (step, (line, row)) in printed.lines().zip(golden).enumerate() {
        let (title, loss) = line.split_once(": loss=").expect("a line for each step");
        let theirs = row.split(',').nth(1).expect("a loss");
        let [ours, theirs] = [loss, theirs].map(|loss| loss.parse::<f64>().expect("a number"));
        assert!(title == format!("step {step}") && (ours - theirs).abs() < 1e-9, "{line}: {row}");
    }
    assert_eq!(printed.lines().count(), 21);
    assert!(printed.ends_with("97 of 100 points are on their moon\n"), "{printed}");
}

#[test]
fn a_trace_is_the_golden_table_without_its_last_column() {
    let columns = |golden: &str| {
        let rows = golden.lines().map(|row| row.splitn(5, ',').take(4).collect::<Vec<_>>());
        rows.map(|row| row.join(",") + "\n").collect::<String>()
    };
    assert_eq!(printed("trace"), columns(include_str!("golden/notebook_autograd.csv")));
    let (code, stdout, stderr) = run("trace", &["preset=notebook-manual"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(stdout, columns(include_str!("golden/notebook_manual.csv")));
}

#[test]
fn a_trace_takes_the_settings_of_a_link() {
    let (code, stdout, _) = run("trace", &["v=1&gradient=autograd&lr=0.03&iterations=50&epoch=7"]);
    assert_eq!((code, stdout.lines().count()), (Some(0), 51), "the whole run, wherever one stood");
    // w = 0.03·30, with 0.03 and the product rounded to single precision.
    assert_eq!(stdout.lines().nth(1), Some("1,0.8999999761581421,30.0,-30.0"));
}

#[test]
fn a_trace_names_each_parameter() {
    let (code, stdout, stderr) =
        run("trace", &["model=w*x%2Bb&start=w=0,b=1&lr=0.01&iterations=2&precision=f64"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    // y = 2x from w = 0, b = 1: rᵢ = 1 − 2i, L = ¼·(1 + 9 + 25 + 49) = 21, ∂L/∂w = ½·Σxᵢrᵢ = −25,
    // ∂L/∂b = ½·Σrᵢ = −8.
    let lines: Vec<&str> = stdout.lines().collect();
    assert_eq!(lines[..2], ["epoch,w,b,loss,grad_w,grad_b", "1,0.25,1.08,21.0,-25.0,-8.0"]);
    assert_eq!(lines.len(), 3);
    let (_, stdout, _) = run("trace", &["model=a*x&iterations=1"]);
    assert!(stdout.starts_with("epoch,a,loss,grad\n"), "{stdout}");
    let (code, _, stderr) = run("trace", &["model=exp(w*x)%2Bb&lr=10"]);
    assert_eq!(code, Some(0));
    assert!(stderr.contains("is not finite") && !stderr.contains("rates above"), "{stderr}");
}

#[test]
fn in_batches_a_trace_and_its_printout_count_steps() {
    let query = "preset=notebook-module&batch=3&iterations=3";
    let (code, stdout, _) = run("trace", &[query]);
    assert_eq!((code, stdout.lines().count()), (Some(0), 4));
    assert!(stdout.starts_with("step,weight,bias,loss,grad_weight,grad_bias\n1,"), "{stdout}");
    let (_, printout, _) = run("trace", &["--printout", query]);
    let names: Vec<&str> = printout.lines().filter_map(|line| line.split(": ").next()).collect();
    let [before, after] = ["before", "after"].map(|when| format!("Prediction {when} training"));
    assert_eq!(names, [&before, "step 1", "step 2", "step 3", &after]);
    // All rows at once are a pass.
    let (_, stdout, _) = run("trace", &["preset=notebook-module"]);
    assert!(!stdout.contains("step") && stdout.lines().count() == 21, "{stdout}");
    let (_, _, stderr) = run("trace", &["preset=notebook-module&batch=3&lr=100&iterations=60"]);
    assert!(stderr.starts_with("diverged: in step "), "{stderr}");
}

#[test]
fn a_trace_is_a_printout_or_the_program_that_prints_it() {
    let manual = notebook(include_str!("golden/notebook_manual.csv"), "0.000", "9.999");
    for (query, program, lines) in [
        ("preset=notebook-manual", include_str!("golden/notebook_manual.py"), manual),
        (
            "preset=notebook-autograd",
            include_str!("golden/notebook_autograd.py"),
            notebook(include_str!("golden/notebook_autograd.csv"), "0.0", "9.612405776977539"),
        ),
    ] {
        let told = |form| run("trace", &[form, query]);
        assert_eq!(told("--printout"), (Some(0), lines, String::new()));
        assert_eq!(told("--program"), (Some(0), program.to_owned(), String::new()));
    }
}

#[test]
fn whatever_the_page_would_say_a_word_about_is_an_error() {
    for (query, word) in [
        ("lr=fast", "lr"),
        ("lr=-1", "below"),
        ("iterations=1e9", "1000000"),
        ("learning_rate=0.1", "learning_rate"),
        ("x=1,2&y=1", "y has 1"),
        ("v=99", "99"),
        ("model=w*x%2B", "`w*x+` ends where a value was expected"),
        ("model=w*x&start=b=1", "no parameter “b”"),
        ("model=w*x*w&gradient=manual", "derived for models linear in their parameters"),
        ("loss=L1Loss()&gradient=manual", "derived for MSELoss() alone"),
        ("loss=L1Los()", "did you mean L1Loss?"),
    ] {
        let (code, stdout, stderr) = run("trace", &[query]);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{query}");
        assert!(stderr.contains(word) && stderr.ends_with('\n'), "{query}: {stderr}");
    }
    let (code, _, stderr) = run("trace", &["lr=fast&w=1e9"]);
    assert_eq!((code, stderr.lines().count()), (Some(2), 2), "a line for each: {stderr}");
    let (code, stdout, stderr) = run("trace", &["lr=0.1", "iterations=5"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.starts_with("usage: "), "{stderr}");
}

#[test]
fn a_trace_takes_its_points_from_a_file_or_standard_input() {
    let piped = |text: &str, arguments: &[&str]| {
        let mut trace = example("trace");
        trace.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = trace.spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("it reads");
        // Who is refused before it reads has closed the pipe.
        let _ = stdin.write_all(text.as_bytes());
        drop(stdin);
        let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (status.code(), text(stdout), text(stderr))
    };
    let settings = "lr=0.02&iterations=3";
    let told = run("trace", &["x=1,2,3&y=2,4,6.5&lr=0.02&iterations=3"]);
    for table in ["1,2\n2,4\n3,6.5\n", "x\ty\r\n1\t2\r\n2\t4\r\n3\t6.5", "1;2\n2;4\n3;6,5\n"] {
        assert_eq!(piped(table, &["--data", "-", settings]), told, "{table:?}");
    }
    let file = env::temp_dir().join(format!("gradwalk-points-{}.csv", std::process::id()));
    std::fs::write(&file, "speed,distance\n1,2\n2,4\n3,6.5\n").expect("a file can be written");
    let path = file.to_str().expect("a path is text");
    assert_eq!(run("trace", &["--data", path, settings]), told);
    std::fs::remove_file(&file).expect("it is ours");

    // More than an argument holds, and more than a run takes.
    let many = |points: usize| "1.25,2.5\n".repeat(points);
    let (code, rows, stderr) = piped(&many(100_000), &["--data", "-", "iterations=2"]);
    assert_eq!((code, rows.lines().count(), stderr.as_str()), (Some(0), 3, ""));
    for (text, arguments, word) in [
        (many(100_001), &["--data", "-"][..], "100000"),
        ("1,2,3\n4,5\n".to_owned(), &["--data", "-"], "line 2 has 2 columns and not 3"),
        ("1,2\n".to_owned(), &["--data", "-", "x=1"], "x: the points come from --data"),
        (String::new(), &["--data", "-"], "no row with two numbers"),
        (String::new(), &["--data", "/no/such/file"], "cannot be read"),
        (String::new(), &["--data"], "usage: "),
        (String::new(), &["--nonsense"], "usage: "),
    ] {
        let (code, stdout, stderr) = piped(&text, arguments);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(stderr.contains(word), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_trace_says_what_it_takes_and_which_it_is() {
    let (code, help, _) = run("trace", &["--help"]);
    assert_eq!(code, Some(0));
    assert!(help.starts_with("usage: ") && help.contains("--data FILE"), "{help}");
    assert_eq!(
        run("trace", &["--version"]).1,
        concat!("gradwalk ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn divergence_is_a_result() {
    let (code, stdout, stderr) = run("trace", &["lr=0.2&iterations=1000"]);
    assert_eq!(code, Some(0));
    // lr = 0.2: the distance to w* = 2 doubles each time, and its square leaves the range of f32.
    assert!(stdout.lines().count() < 70);
    let finite = |row: &str| row.split(',').all(|n| n.parse::<f64>().is_ok_and(f64::is_finite));
    assert!(stdout.lines().skip(1).all(finite), "{stdout}");
    assert!(stderr.contains("loss") && stderr.contains("0.13333333333333333"), "{stderr}");
}

#[test]
fn a_reader_may_leave() {
    let mut trace = example("trace");
    trace.arg("iterations=100000").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = trace.spawn().expect("it starts");
    drop(child.stdout.take());
    let Output { status, stderr, .. } = child.wait_with_output().expect("it ends");
    assert_eq!((status.code(), String::from_utf8_lossy(&stderr).as_ref()), (Some(0), ""));
}
