//! The generator of `torch.manual_seed`: MT19937.
//!
//! Matsumoto, Nishimura: *Mersenne Twister: A 623-Dimensionally Equidistributed Uniform Pseudo-Random Number Generator*
//! (1998).

/// How many words the generator remembers, and how far apart those are that it mixes.
const WORDS: usize = 624;
const APART: usize = 397;

/// A source of numbers that look drawn, and are the same for the same seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generator {
    words: [u32; WORDS],
    /// How many of the words have been handed out.
    used: usize,
}

impl Generator {
    /// `torch.manual_seed(seed)`: the low 32 bits count.
    pub fn new(seed: u64) -> Self {
        let mut words = [seed as u32; WORDS];
        for place in 1..WORDS {
            let before = words[place - 1];
            let mixed = (before ^ before >> 30).wrapping_mul(1_812_433_253);
            words[place] = mixed.wrapping_add(place as u32);
        }
        Generator { words, used: WORDS }
    }

    /// The next number of 32 bits.
    pub fn draw(&mut self) -> u32 {
        if self.used == WORDS {
            self.twist();
        }
        let mut word = self.words[self.used];
        self.used += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c_5680;
        word ^= word << 15 & 0xefc6_0000;
        word ^ word >> 18
    }

    /// Makes the next words of the present ones.
    fn twist(&mut self) {
        let words = &mut self.words;
        for place in 0..WORDS {
            let next = words[(place + 1) % WORDS];
            let joined = words[place] & 0x8000_0000 | next & 0x7fff_ffff;
            let odd = if next & 1 == 1 { 0x9908_b0df } else { 0 };
            words[place] = words[(place + APART) % WORDS] ^ joined >> 1 ^ odd;
        }
        self.used = 0;
    }

    /// The next number of 64 bits, whose high half is drawn first.
    pub fn draw_wide(&mut self) -> u64 {
        let high = u64::from(self.draw());
        high << 32 | u64::from(self.draw())
    }

    /// `torch.rand(1)`: a number from 0 to below 1, in single precision.
    pub fn rand(&mut self) -> f32 {
        (self.draw() & 0xff_ffff) as f32 / 16_777_216.0
    }

    /// `Tensor.uniform_(low, high)`, in single precision.
    pub fn uniform(&mut self, low: f64, high: f64) -> f32 {
        let (low, high) = (low as f32, high as f32);
        libm::fmaf(self.rand(), high - low, low)
    }

    /// `torch.randperm(n)`: the numbers below n, shuffled. So it is up to 200 million numbers.
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order = vec![0; n];
        self.permute(&mut order);
        order
    }

    /// The same, written into as many places as there are numbers.
    pub fn permute(&mut self, order: &mut [usize]) {
        let n = order.len();
        for (place, number) in order.iter_mut().enumerate() {
            *number = place;
        }
        for place in 0..n.saturating_sub(1) {
            order.swap(place, place + self.draw() as usize % (n - place));
        }
    }
}
