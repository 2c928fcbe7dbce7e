//! The example sets: a row each, and a file in `www/data/`.
//!
//! A page loads the files when somebody asks for one, and hands them over: [`Example::arrive`]. Elsewhere they are built
//! in. What each is for, where it comes from and under which licence, `www/messages/en.js` says beside its name.

use std::sync::{Arc, OnceLock};

use crate::model::Dataset;
use crate::table::{TableProblem, exactly};

/// An example set.
#[derive(Debug)]
pub struct Example {
    /// Its name in the setting `data`, and that of its file.
    pub name: &'static str,
    /// Settings that suit it, as a link has them: the model, or one that does not quite, to see what comes of that; a
    /// rate that arrives, and steps enough to see it.
    pub suits: &'static [(&'static str, &'static str)],
    rows: OnceLock<Arc<Dataset>>,
}

macro_rules! examples {
    ($($name:literal: $($setting:literal = $text:literal)*;)*) => {
        static TABLE: [Example; [$($name),*].len()] = [$(Example {
            name: $name,
            suits: &[$(($setting, $text)),*],
            rows: OnceLock::new(),
        }),*];

        /// The text of an example's file.
        #[cfg(not(target_arch = "wasm32"))]
        fn built_in(name: &str) -> &'static str {
            match name {
                $($name => include_str!(concat!("../../www/data/", $name, ".csv")),)*
                _ => "",
            }
        }
    };
}

examples! {
    "spring": "model" = "w*x + b" "lr" = "0.75" "iterations" = "40";
    "shaky": "model" = "w*x + b" "lr" = "0.75" "iterations" = "40";
    "far-off": "model" = "w*x + b" "lr" = "0.02" "iterations" = "200";
    "parabola": "model" = "a*x**2 + b*x + c" "lr" = "0.1" "iterations" = "60";
    "sine": "model" = "a*sin(b*x) + c" "start" = "a=0.5,b=1.2" "lr" = "0.1" "iterations" = "100";
    "yes-or-no": "model" = "sigmoid(w*x + b)" "lr" = "1" "iterations" = "100";
    "anscombe1": "model" = "w*x + b" "lr" = "0.01" "iterations" = "200";
    "anscombe2": "model" = "w*x + b" "lr" = "0.01" "iterations" = "200";
    "anscombe3": "model" = "w*x + b" "lr" = "0.01" "iterations" = "200";
    "anscombe4": "model" = "w*x + b" "lr" = "0.01" "iterations" = "200";
    "galton": "model" = "w*x + b" "lr" = "0.0002" "iterations" = "100";
    "cars": "model" = "w*x + b" "lr" = "0.003" "iterations" = "100";
    "faithful": "model" = "w*x + b" "lr" = "0.05" "iterations" = "200";
    "moons": "model" = "w1*x1 + w2*x2 + b" "lr" = "0.2" "iterations" = "100";
    "circles": "model" = "a*(x1**2 + x2**2) + b" "lr" = "0.3" "iterations" = "100";
    "xor": "model" = "a*x1*x2 + b" "lr" = "0.5" "iterations" = "100";
}

impl Example {
    /// All of them, in the order in which they are offered.
    pub fn all() -> &'static [Example] {
        &TABLE
    }

    /// The example of that name.
    pub fn from_name(name: &str) -> Option<&'static Example> {
        TABLE.iter().find(|example| example.name == name)
    }

    /// Its rows, as far as they are here.
    pub fn rows(&self) -> Option<&Arc<Dataset>> {
        #[cfg(not(target_arch = "wasm32"))]
        if self.rows.get().is_none() {
            // They are ours: a test reads them all.
            let _ = self.arrive(built_in(self.name));
        }
        self.rows.get()
    }

    /// Takes the text of its file; what is there stays.
    ///
    /// # Errors
    /// If that is no table.
    pub fn arrive(&self, text: &str) -> Result<(), TableProblem> {
        let rows = exactly(text)?;
        self.rows.get_or_init(|| Arc::new(rows));
        Ok(())
    }
}
