//! A growing list of numbers that knows the smallest and largest of any stretch of itself.
//!
//! A chart of a million states is some hundred pixels wide: each column of pixels shows the extent
//! of the states behind it. The extents of whole blocks are kept, so that a question costs the
//! same whatever the number of states.

use std::ops::Index;

/// How many entries of one level a block of the next stands for.
pub(crate) const BLOCK: usize = 64;

/// How many numbers lie together in memory; whole blocks.
const CHUNK: usize = 64 * BLOCK;

/// The smallest and the largest of some numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

impl Extent {
    /// The extent of nothing: it leaves every other unchanged when joined to it.
    const NONE: Extent = Extent { min: f64::INFINITY, max: f64::NEG_INFINITY };

    /// The extent of one number; of nothing if it is not finite.
    fn of(value: f64) -> Extent {
        if value.is_finite() { Extent { min: value, max: value } } else { Extent::NONE }
    }

    /// The extent of both.
    pub fn join(self, other: Extent) -> Extent {
        // Comparisons, since neither is NaN: in a browser `min` would be a call.
        Extent {
            min: if other.min < self.min { other.min } else { self.min },
            max: if other.max > self.max { other.max } else { self.max },
        }
    }
}

/// Numbers by index, appended at the end.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Full chunks and one that fills up: a long series is never copied to grow.
    chunks: Vec<Vec<f64>>,
    len: usize,
    /// `blocks[0]` holds the extent of each full run of 64 values, `blocks[1]` of 64 of those, …
    blocks: Vec<Vec<Extent>>,
    least_positive: Option<f64>,
}

impl Series {
    /// No numbers.
    pub const EMPTY: Series =
        Series { chunks: Vec::new(), len: 0, blocks: Vec::new(), least_positive: None };

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number at an index; `None` beyond the last.
    pub fn get(&self, index: usize) -> Option<f64> {
        (index < self.len).then(|| self[index])
    }

    /// The numbers in order.
    pub fn iter(&self) -> impl Iterator<Item = f64> {
        self.chunks.iter().flatten().copied()
    }

    /// The smallest number above 0 that is finite, if there is one: a logarithmic axis begins
    /// below it.
    pub fn least_positive(&self) -> Option<f64> {
        self.least_positive
    }

    /// Appends a number.
    pub fn push(&mut self, value: f64) {
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(value),
            _ => self.begin(value),
        }
        self.len += 1;
        if value > 0.0 && value < self.least_positive.unwrap_or(f64::INFINITY) {
            self.least_positive = Some(value);
        }
        if self.len.is_multiple_of(BLOCK) {
            self.close();
        }
    }

    /// Begins a chunk with a number.
    #[inline(never)]
    fn begin(&mut self, value: f64) {
        // The first one grows as it needs to: most runs are short.
        let mut chunk = Vec::with_capacity(if self.chunks.is_empty() { 0 } else { CHUNK });
        chunk.push(value);
        self.chunks.push(chunk);
    }

    /// Keeps the extents of the blocks that the last number has filled.
    #[inline(never)]
    fn close(&mut self) {
        // A chunk is whole blocks: the last one stands at its end.
        let mut full = Extent::NONE;
        if let Some(chunk) = self.chunks.last() {
            for &value in &chunk[chunk.len() - BLOCK..] {
                full = full.join(Extent::of(value));
            }
        }
        for level in 0.. {
            if self.blocks.len() == level {
                self.blocks.push(Vec::new());
            }
            let blocks = &mut self.blocks[level];
            blocks.push(full);
            if !blocks.len().is_multiple_of(BLOCK) {
                break;
            }
            full = Extent::NONE;
            for &block in &blocks[blocks.len() - BLOCK..] {
                full = full.join(block);
            }
        }
    }

    /// The extent of what one entry of a level stands for; on level 0 that is one number.
    fn at(&self, level: usize, index: usize) -> Extent {
        match level {
            0 => Extent::of(self[index]),
            _ => self.blocks[level - 1][index],
        }
    }

    /// The smallest and largest finite number at indices `start..end` (cut to what is there);
    /// `None` if there is none. Costs at most 128 look-ups for each power of 64 in the length.
    pub fn extent(&self, start: usize, end: usize) -> Option<Extent> {
        let mut end = end.min(self.len);
        let mut start = start.min(end);
        let mut found = Extent::NONE;
        let mut level = 0;
        loop {
            // What does not fill a whole block at either end is looked at one by one.
            while start < end && !start.is_multiple_of(BLOCK) {
                found = found.join(self.at(level, start));
                start += 1;
            }
            while start < end && !end.is_multiple_of(BLOCK) {
                end -= 1;
                found = found.join(self.at(level, end));
            }
            if start == end {
                break;
            }
            (start, end, level) = (start / BLOCK, end / BLOCK, level + 1);
        }
        (found.min <= found.max).then_some(found)
    }
}

impl Index<usize> for Series {
    type Output = f64;

    /// # Panics
    /// If there is no number at that index.
    fn index(&self, index: usize) -> &f64 {
        &self.chunks[index / CHUNK][index % CHUNK]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extent_equals_a_plain_scan() {
        let mut series = Series::default();
        let values: Vec<f64> = (0..10_000)
            .map(|i| if i % 97 == 0 { f64::NAN } else { f64::from(i * 7919 % 10_007) })
            .collect();
        values.iter().for_each(|&v| series.push(v));
        for (start, end) in [
            (0, 10_000),
            (0, 1),
            (1, 2),
            (63, 65),
            (64, 128),
            (1, 9_999),
            (4_000, 4_500),
            (5, 5),
            (9_990, 20_000),
        ] {
            let finite =
                values[start..end.min(values.len())].iter().copied().filter(|v| v.is_finite());
            let naive = finite.fold(Extent::NONE, |e, v| e.join(Extent::of(v)));
            assert_eq!(
                series.extent(start, end),
                (naive.min <= naive.max).then_some(naive),
                "{start}..{end}"
            );
        }
    }
}
