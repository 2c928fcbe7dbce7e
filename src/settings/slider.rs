//! The slider of a setting: the numbers at its stops.

use crate::number::{decimal, few, parse};

/// The stops of a slider, logarithmic or about a limit. They are round numbers, so that each press of
/// an arrow key changes the number as little as one would say it aloud.
#[derive(Clone, Debug, PartialEq)]
pub struct Slider {
    stops: Vec<f64>,
}

impl Slider {
    /// Stops from 10^`low` to 10^`high`; only whole numbers if `whole`.
    pub(super) fn new((low, high): (i32, i32), whole: bool) -> Self {
        let mut stops = Vec::new();
        for exponent in low - 1..high - 1 {
            for mantissa in 10..100 {
                let stop = decimal(mantissa, exponent);
                if !whole || stop.fract() == 0.0 {
                    stops.push(stop);
                }
            }
        }
        stops.push(decimal(1, high));
        Slider { stops }
    }

    /// Stops measured in a limit: the middle half runs evenly from half of it to one and a half, the
    /// quarters beside it are logarithmic, over two to three powers of ten each. So the limit is in the
    /// middle, whatever it is. `None` if there is no room for that between the bounds.
    pub fn around(limit: f64, (min, max): (f64, f64)) -> Option<Slider> {
        let (low, high) = (0.5 * limit, 1.5 * limit);
        let (below, above) = (low / min, max / high);
        if !(below >= 100.0 && above >= 100.0) {
            return None;
        }
        let (below, above) = (below.log10().min(3.0), above.log10().min(3.0));
        // Steps of one, two or five, a hundred or two of them to the limit.
        let exponent = (limit / 100.0).log10().floor() as i32;
        let times = match limit / 100.0 / decimal(1, exponent) {
            ratio if ratio < 2.0 => 1,
            ratio if ratio < 5.0 => 2,
            _ => 5,
        };
        let step = decimal(times, exponent);
        let (first, last) = ((low / step).ceil() as i64, (high / step).floor() as i64);
        let quarter = (last - first) / 2;
        let mut stops = Vec::new();
        for k in -quarter..=last - first + quarter {
            let stop = match k {
                _ if k < 0 => low * libm::pow(10.0, below * k as f64 / quarter as f64),
                _ if k > last - first => {
                    let beyond = (k - (last - first)) as f64 / quarter as f64;
                    high * libm::pow(10.0, above * beyond)
                }
                _ => decimal((first + k) * times, exponent),
            };
            // Two digits are enough where each stop is a tenth more than the last.
            let evenly = (0..=last - first).contains(&k);
            let stop = if evenly { stop } else { parse(&few(stop, 2)).unwrap_or(stop) };
            if stop >= min && stop <= max && stops.last().is_none_or(|&last| last < stop) {
                stops.push(stop);
            }
        }
        Some(Slider { stops })
    }

    /// How many stops there are.
    #[allow(clippy::len_without_is_empty, reason = "a slider is never empty")]
    pub fn len(&self) -> usize {
        self.stops.len()
    }

    /// The number at a stop; at the last one for any beyond.
    pub fn value(&self, stop: usize) -> f64 {
        self.stops[stop.min(self.stops.len() - 1)]
    }

    /// Where a number stands between the first stop and the last, as a fraction of the slider.
    pub fn fraction(&self, value: f64) -> f64 {
        let above = self.stops.partition_point(|&stop| stop < value).min(self.stops.len() - 1);
        let below = above.saturating_sub(1);
        let (from, to) = (self.stops[below], self.stops[above]);
        let between = if to > from { ((value - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 };
        (below as f64 + between) / (self.stops.len() - 1) as f64
    }

    /// The stop nearest to a number.
    pub fn stop(&self, value: f64) -> usize {
        let above = self.stops.partition_point(|&stop| stop < value).min(self.stops.len() - 1);
        let below = above.saturating_sub(1);
        if value - self.stops[below] < self.stops[above] - value { below } else { above }
    }
}
