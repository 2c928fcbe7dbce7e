//! The rows that a model is fitted to. Checked once, here; after that nothing asks again.

use std::error::Error;
use std::fmt;

/// The largest number of points in a [`Dataset`].
pub const MAX_POINTS: usize = 100_000;

/// The largest number of characters of what a column is called.
pub const MAX_LABEL: usize = 60;

/// One to [`MAX_POINTS`] rows of inputs and a target, all finite; with one input, points (x, y).
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// At least one, each as long as `ys`.
    columns: Vec<Vec<f64>>,
    ys: Vec<f64>,
    /// What each input is called, and then the target, as a person calls it: `Masse [kg]`.
    labels: Vec<String>,
}

/// What so many inputs are called in a formula: `x` alone, else `x1`, `x2`, …
pub fn input_names(inputs: usize) -> Vec<String> {
    if inputs == 1 { vec!["x".to_owned()] } else { numbered("x", inputs) }
}

/// `x1`, `x2`, …
pub(super) fn numbered(letter: &str, count: usize) -> Vec<String> {
    let mut names = Vec::new();
    for k in 1..=count {
        names.push(letter.to_owned() + &k.to_string());
    }
    names
}

/// What so many inputs and the target are called where nobody says otherwise.
pub fn usual_labels(inputs: usize) -> Vec<String> {
    let mut labels = input_names(inputs);
    labels.push("y".to_owned());
    labels
}

impl Dataset {
    /// The points (xs\[i\], ys\[i\]).
    ///
    /// # Errors
    /// If there is no point or more than [`MAX_POINTS`], if the lengths differ, or if a number is
    /// infinite or NaN.
    pub fn new(xs: Vec<f64>, ys: Vec<f64>) -> Result<Dataset, DataError> {
        Dataset::with_inputs(vec![xs], ys)
    }

    /// Rows of several inputs: row i has the inputs columns\[0\]\[i\], columns\[1\]\[i\], … and the
    /// target ys\[i\].
    ///
    /// # Errors
    /// As [`new`](Dataset::new), for each column; no column at all is no row.
    pub fn with_inputs(columns: Vec<Vec<f64>>, ys: Vec<f64>) -> Result<Dataset, DataError> {
        if let Some(xs) = columns.iter().find(|xs| xs.len() != ys.len()) {
            return Err(DataError::Lengths { xs: xs.len(), ys: ys.len() });
        }
        if columns.is_empty() || ys.is_empty() {
            return Err(DataError::Empty);
        }
        if ys.len() > MAX_POINTS {
            return Err(DataError::TooMany { points: ys.len() });
        }
        for k in 0..=columns.len() {
            let (list, values) = columns.get(k).map_or(("y", &ys), |xs| ("x", xs));
            if let Some(index) = values.iter().position(|value| !value.is_finite()) {
                return Err(DataError::NotFinite { list, index, value: values[index] });
            }
        }
        let labels = usual_labels(columns.len());
        Ok(Dataset { columns, ys, labels })
    }

    /// The same with these labels, of the inputs and then of the target, each in one line of at most [`MAX_LABEL`]
    /// characters; an empty one, and one that is not there, stays as it is.
    pub fn labelled(mut self, labels: impl IntoIterator<Item = String>) -> Dataset {
        for (place, label) in self.labels.iter_mut().zip(labels) {
            let mut line = String::new();
            for (index, character) in label.trim().chars().enumerate() {
                if index < MAX_LABEL {
                    line.push(if character.is_control() { ' ' } else { character });
                }
            }
            if !line.is_empty() {
                line.truncate(line.trim_end().len());
                *place = line;
            }
        }
        self
    }

    /// What each input is called, and then the target, as a person calls it.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Whether nobody has called the columns anything.
    pub fn is_unlabelled(&self) -> bool {
        self.labels == usual_labels(self.columns.len())
    }

    /// The same with each of these columns, told by their places, less its mean and in units of its standard deviation, which
    /// is that of all rows: (v − mean) ÷ √(mean of (v − mean)²). A column of one value has none, and stays.
    pub fn normalized(mut self, places: &[usize]) -> Dataset {
        for &place in places {
            let Some((mean, deviation)) = self.spread(place) else { continue };
            let column = self.columns.get_mut(place).unwrap_or(&mut self.ys);
            for value in column {
                *value = (*value - mean) / deviation;
            }
        }
        self
    }

    /// The mean of a column and its standard deviation over all rows, where that is not 0 and a number.
    pub fn spread(&self, place: usize) -> Option<(f64, f64)> {
        let column = self.column(place);
        let rows = column.len() as f64;
        let mean = column.iter().sum::<f64>() / rows;
        let squares: f64 = column.iter().map(|value| (value - mean) * (value - mean)).sum();
        let deviation = (squares / rows).sqrt();
        let whole = mean.is_finite() && deviation.is_finite() && deviation > 0.0;
        whole.then_some((mean, deviation))
    }

    /// The inputs, column by column.
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// A column: an input by its place, or after those the target.
    pub fn column(&self, place: usize) -> &[f64] {
        self.columns.get(place).unwrap_or(&self.ys)
    }

    /// The first input of each row; of points, their x.
    pub fn xs(&self) -> &[f64] {
        &self.columns[0]
    }

    /// The targets, one for each input.
    pub fn ys(&self) -> &[f64] {
        &self.ys
    }

    /// The first of each so many rows.
    pub fn every(&self, so_many: usize) -> Dataset {
        let some = |values: &Vec<f64>| values.iter().copied().step_by(so_many.max(1)).collect();
        Dataset {
            columns: self.columns.iter().map(some).collect(),
            ys: some(&self.ys),
            labels: self.labels.clone(),
        }
    }

    /// These rows of it, at least one, told by their places.
    pub fn rows(&self, places: &[usize]) -> Dataset {
        let some = |values: &Vec<f64>| places.iter().map(|&place| values[place]).collect();
        Dataset {
            columns: self.columns.iter().map(some).collect(),
            ys: some(&self.ys),
            labels: self.labels.clone(),
        }
    }

    /// Takes these rows of others, as many as it has, in the place of its own.
    pub(crate) fn take(&mut self, from: &Dataset, places: &[usize]) {
        let theirs = from.columns.iter().chain([&from.ys]);
        for (own, theirs) in self.columns.iter_mut().chain([&mut self.ys]).zip(theirs) {
            for (own, &place) in own.iter_mut().zip(places) {
                *own = theirs[place];
            }
        }
    }

    /// How many points there are, N; at least one.
    #[allow(clippy::len_without_is_empty, reason = "a dataset is never empty")]
    pub fn len(&self) -> usize {
        self.ys.len()
    }
}

/// Why numbers are not a [`Dataset`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DataError {
    /// There is no point.
    Empty,
    /// There are more x than y, or fewer.
    Lengths {
        /// How many x.
        xs: usize,
        /// How many y.
        ys: usize,
    },
    /// There are more than [`MAX_POINTS`].
    TooMany {
        /// How many.
        points: usize,
    },
    /// A number is infinite or NaN.
    NotFinite {
        /// `x` or `y`.
        list: &'static str,
        /// Which, counted from 0.
        index: usize,
        /// The number.
        value: f64,
    },
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DataError::Empty => write!(f, "there is no point; give at least one"),
            DataError::Lengths { xs, ys } => {
                write!(f, "x has {xs} numbers and y has {ys}; each x needs its y")
            }
            DataError::TooMany { points } => {
                write!(f, "{points} points are too many; at most {MAX_POINTS} are allowed")
            }
            DataError::NotFinite { list, index, value } => {
                write!(
                    f,
                    "number {} of {list} is {value}; only finite numbers are allowed",
                    index + 1
                )
            }
        }
    }
}

impl Error for DataError {}
