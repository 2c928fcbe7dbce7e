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

    /// From what a pass is shuffled. It draws two numbers of 64 bits: one that only workers need, and this.
    pub fn seed(random: &mut Generator) -> u64 {
        random.draw_wide();
        random.draw_wide() & u64::MAX >> 1
    }

    /// Writes the rows of the pass that is shuffled from this in their order, all of them; cut every so many they are
    /// its batches.
    pub fn shuffle(self, seed: u64, pass: &mut [usize]) {
        Generator::new(seed).permute(pass);
    }

    /// The rows of one pass.
    pub fn pass(self, random: &mut Generator) -> Vec<usize> {
        let mut pass = vec![0; self.rows];
        self.shuffle(Loader::seed(random), &mut pass);
        pass
    }

    /// The rows of a batch, of those of its pass.
    pub fn of(self, pass: &[usize], batch: usize) -> &[usize] {
        let start = (batch * self.batch).min(pass.len());
        &pass[start..(start + self.batch).min(pass.len())]
    }
}
