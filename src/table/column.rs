//! What a reader knows of a column before anything is decided: how many of its cells are numbers, and by which marks.

use crate::number::{Mark, Shape};

/// A column, as far as it has been read.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    pub label: String,
    /// How many cells are not empty, and how many of each shape there are, with the row of the first.
    pub filled: usize,
    pub shapes: [(usize, usize); SHAPES],
    pub values: Vec<f64>,
}

/// Shapes of numbers, and two more for those that tell how thousands are parted.
const SHAPES: usize = 7;
const PLAIN: usize = 0;
pub(super) const POINT: usize = 1;
pub(super) const COMMA: usize = 2;
pub(super) const EITHER_POINT: usize = 3;
pub(super) const EITHER_COMMA: usize = 4;
const COMMA_PARTS: usize = 5;
const POINT_PARTS: usize = 6;

impl Column {
    /// Takes note of a cell that is not empty.
    pub fn count(&mut self, row: usize, shape: Shape) {
        self.filled += 1;
        let mut add = |shape: usize| {
            let (count, first) = &mut self.shapes[shape];
            if *count == 0 {
                *first = row;
            }
            *count += 1;
        };
        match shape {
            Shape::Text => {}
            Shape::Plain => add(PLAIN),
            Shape::Only(Mark::Point, parted) => {
                add(POINT);
                if parted {
                    add(COMMA_PARTS);
                }
            }
            Shape::Only(Mark::Comma, parted) => {
                add(COMMA);
                if parted {
                    add(POINT_PARTS);
                }
            }
            Shape::Either(Mark::Point) => add(EITHER_POINT),
            Shape::Either(Mark::Comma) => add(EITHER_COMMA),
        }
    }

    /// How many cells are numbers with this mark.
    pub fn numbers(&self, mark: Mark) -> usize {
        let only = if mark == Mark::Point { POINT } else { COMMA };
        [PLAIN, only, EITHER_POINT, EITHER_COMMA].iter().map(|&shape| self.shapes[shape].0).sum()
    }

    /// Whether most of it is numbers.
    pub fn is_numeric(&self, mark: Mark) -> bool {
        let numbers = self.numbers(mark);
        numbers > 0 && 2 * numbers >= self.filled
    }
}
