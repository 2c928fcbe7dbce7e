//! The project's chores, one word each: `cargo xtask serve`, `cargo xtask test`, …
//!
//! Each chore first finds or installs the tools it needs. Nothing here knows how the page looks, and of
//! the crate only its tables.

mod browser;
mod contest;
mod hosts;
mod mutate;
mod mutations;
mod peers;
mod performance;
mod shell;
mod tables;
mod test;
mod tools;
mod weigh;

use shell::{Result, run};
use std::{env, path::PathBuf, process::ExitCode};
use tools::Tools;

const USAGE: &str = "\
Usage: cargo xtask <chore>

  serve [option…]   build the page, serve it, build anew on each change (options of `trunk serve`)
  build             build dist/, which any static host can serve under any path, and in it
                    dist/embed/, the folder for other people's pages; say what is left of the budget
  test [step…]      run every check, or the steps named
  weigh             list what the first screen loads, file by file, and what comes later
  bench-page        measure the script of a frame while a hand drags, in the browser
  bench-peers       measure the graph beside other crates, and write the table into
                    docs/PERFORMANCE.md
  bench-browser     the same with the lanes in Chromium, beside native ones and other libraries
  pictures          take the pictures in docs/pictures anew: look at them before you keep them
  mutate <commit>   break what has changed since then in one place after another, by cargo-mutants:
                    the tests must notice each time
  mutate --operations
                    the same with each derivative in the table of operations
  mutate --page     break each operation of the lesson: the page's tests must notice
  packages          pack target/packages/: a zip, the packages for npm and Python, the single file
  test-hosts [site] build the sites of examples/embedding/, each by its own generator, and use them;
                    `python` is the package for Python without a notebook
  test-firefox [part]
                    run the page's tests, or those of the files whose names begin so, in Firefox
  test-programs     run the programs that the page hands out in the real NumPy and PyTorch
  soak              a million hostile texts through the settings and through each reader of texts, twenty
                    thousand through the page's doors, five hundred lives of a lab
  tables            print the core's tables as JSON, for the bundler
  tools             install what is missing, and no more";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match chore(&args.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("error: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn chore(args: &[&str]) -> Result {
    let root = root()?;
    env::set_current_dir(&root).map_err(|e| format!("cannot enter {}: {e}", root.display()))?;
    match args {
        // Not into dist/: what is served reloads itself, and must never be published.
        ["serve", options @ ..] => {
            run(Tools::ready()?.trunk("serve")?.args(["--dist", "target/serve"]).args(options))
        }
        ["build"] => build().and_then(|()| weigh::left()),
        ["test", steps @ ..] => test::all(steps),
        ["weigh"] => build().and_then(|()| weigh::weigh()),
        ["bench-page"] => build().and_then(|()| test::page_script("bench.mjs", &[])),
        ["bench-peers"] => peers::bench(),
        ["bench-browser"] => contest::bench(),
        ["pictures"] => {
            build().and_then(|()| test::page_script("visual.test.mjs", &[("TAKE_PICTURES", "1")]))
        }
        ["mutate", "--operations"] => mutate::operations(),
        ["mutate", "--page"] => mutate::page(),
        ["mutate", commit] => mutate::since(commit),
        ["packages"] => build().and_then(|()| hosts::pack()),
        ["test-hosts"] => build().and_then(|()| hosts::pack()).and_then(|()| hosts::test("")),
        ["test-hosts", site] => {
            build().and_then(|()| hosts::pack()).and_then(|()| hosts::test(site))
        }
        ["test-firefox"] => build().and_then(|()| test::firefox("")),
        ["test-firefox", part] => build().and_then(|()| test::firefox(part)),
        ["soak"] => build().and_then(|()| hosts::soak()),
        ["test-programs"] => hosts::programs(),
        ["tables"] => {
            println!("{}", tables::tables());
            Ok(())
        }
        ["tools"] => Tools::ready().and_then(|_| browser::Browser::ready()).map(|_| ()),
        [] | ["help" | "--help"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("there is no such chore\n\n{USAGE}")),
    }
}

/// The project that cargo was asked in, and not the one that this was compiled in: a tree may be copied with all that
/// was built in it.
fn root() -> Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = package.and_then(|package| Some(package.parent()?.to_path_buf()));
    root.ok_or_else(|| "ask for chores by `cargo xtask`, which says where the project is".into())
}

/// Builds dist/.
fn build() -> Result {
    run(&mut Tools::ready()?.trunk("build")?)
}
