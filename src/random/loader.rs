//! In which order rows come in batches.

use super::Generator;

/// `DataLoader(rows, batch_size, shuffle=True)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loader {
    /// How many rows there are.
    pub rows: usize,
    /// How many of them make a batch; at least one.
    pub batch: usize,
    /// Whether a last batch that is short is left out.
    pub drop_last: bool,
}

impl Loader {
    /// How many batches a pass has.
    pub fn batches(self) -> usize {
        if self.drop_last { self.rows / self.batch } else { self.rows.div_ceil(self.batch) }
    }

    /// The rows of one pass in their order, all of them; cut every so many they are its batches. It draws two numbers of
    /// 64 bits: one that only workers need, and the seed of what shuffles.
    pub fn pass(self, random: &mut Generator) -> Vec<usize> {
        random.draw_wide();
        let seed = random.draw_wide() & u64::MAX >> 1;
        Generator::new(seed).permutation(self.rows)
    }

    /// The rows of a batch, of those of its pass.
    pub fn of(self, pass: &[usize], batch: usize) -> &[usize] {
        let start = (batch * self.batch).min(pass.len());
        &pass[start..(start + self.batch).min(pass.len())]
    }
}
