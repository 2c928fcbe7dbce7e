//! What is added up over the rows, block by block, in PyTorch's order.

use super::Block;
use crate::autograd::{Float, Number, Pack};
use crate::sum::{Cascade, Levels, ROUND, Round};

/// What is added up over the rows: the loss, then each use of a scalar.
#[derive(Clone, Debug)]
pub(super) struct Sums<F: Float> {
    pub cascade: Cascade<F>,
    /// What each comes to so far, where there is more than one block.
    levels: Vec<Levels<F>>,
    pub totals: Vec<F>,
}

impl<F: Float> Sums<F> {
    /// The sums of so many chains over so many rows, which come in one block or in several.
    pub fn new(rows: usize, chains: usize, several: bool) -> Self {
        Sums {
            cascade: Cascade::new(rows),
            levels: vec![Cascade::<F>::nothing(); if several { chains } else { 0 }],
            totals: vec![F::ZERO; chains],
        }
    }

    /// Goes on with a chain: `add` adds what is of a round to the running sums, then comes what is left over.
    #[inline(always)]
    pub fn go_on<R>(
        &mut self,
        chain: usize,
        block: &Block,
        rounds: impl Iterator<Item = R>,
        add: impl Fn(&mut Round<F>, R),
        rest: impl Iterator<Item = Pack<F>>,
    ) {
        let mut left_over = [Pack::<F>::ZERO; ROUND];
        for (to, pack) in left_over.iter_mut().zip(rest) {
            *to = pack;
        }
        if self.cascade.rounds() == 0 {
            self.totals[chain] = self.cascade.few(&left_over);
            return;
        }
        let mut sums = self.begin(chain, block);
        for round in rounds {
            add(&mut sums, round);
        }
        self.end(chain, block, sums, &left_over);
    }

    /// The running sums of a chain before a block.
    fn begin(&mut self, chain: usize, block: &Block) -> Round<F> {
        match self.levels.get_mut(chain) {
            Some(levels) if block.done == 0 => {
                *levels = Cascade::<F>::nothing();
                levels[0]
            }
            Some(levels) => levels[0],
            None => [-Pack::<F>::ZERO; ROUND],
        }
    }

    /// Keeps the running sums after a block, or what all comes to after the last.
    fn end(&mut self, chain: usize, block: &Block, sums: Round<F>, left_over: &Round<F>) {
        match self.levels.get_mut(chain) {
            Some(levels) if !block.is_last => {
                levels[0] = sums;
                self.cascade.hand_up(levels, block.done + block.rounds);
            }
            levels => {
                let higher = levels.map_or(&[][..], |levels| &levels[1..]);
                self.totals[chain] = self.cascade.total(sums, higher, left_over);
            }
        }
    }
}
