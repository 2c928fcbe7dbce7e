//! Where the parameters of `nn.Linear` start.

use super::Generator;

/// The parameters of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// Output by output, a weight for each input.
    pub weight: Vec<f32>,
    /// A number for each output.
    pub bias: Vec<f32>,
}

/// Between minus this and this the parameters of a layer of so many inputs are drawn.
pub fn bound(inputs: usize) -> f64 {
    1.0 / libm::sqrt(inputs as f64)
}

impl Linear {
    /// `nn.Linear(inputs, outputs)`: first the weights are drawn, then the biases, each evenly between two bounds that
    /// depend on the number of inputs; that of the weights PyTorch computes from a gain.
    pub fn start(inputs: usize, outputs: usize, random: &mut Generator) -> Self {
        let slope = libm::sqrt(5.0);
        let gain = libm::sqrt(2.0 / (1.0 + slope * slope));
        let root = libm::sqrt(inputs as f64);
        let mut drawn = |count: usize, bound: f64| {
            (0..count).map(|_| random.uniform(-bound, bound)).collect::<Vec<f32>>()
        };
        let weight = drawn(inputs * outputs, libm::sqrt(3.0) * (gain / root));
        Linear { weight, bias: drawn(outputs, bound(inputs)) }
    }
}
