//! The peers' work in lanes, asked for by its name: the same from a page and natively.

// Of both the peers ask for more.
#[allow(dead_code)]
#[path = "../../peers/src/ours.rs"]
mod ours;
#[allow(dead_code)]
#[path = "../../peers/src/work.rs"]
mod work;

use std::hint::black_box;

use gradwalk::autograd::Float;
use wasm_bindgen::prelude::wasm_bindgen;
use work::{Line, Moons, Watched, Work, descend};

/// A piece of work in one precision.
#[wasm_bindgen]
pub struct Lanes(Box<dyn FnMut() -> Vec<f64>>);

#[wasm_bindgen]
impl Lanes {
    /// `W2 f32`, `W2 f64`, `W3 f32` or `W3 f64`; W2 has 10⁵ points.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str) -> Lanes {
        match name {
            "W2 f32" => lanes(Line::<f32>::new(100_000, 1)),
            "W2 f64" => lanes(Line::<f64>::new(100_000, 1)),
            "W3 f32" => lanes(Moons::<f32>::new()),
            "W3 f64" => lanes(Moons::<f64>::new()),
            _ => panic!("there is no work {name}"),
        }
    }

    /// Does the work so many times, each from its start; the losses on the way.
    pub fn run(&mut self, times: u32) -> Vec<f64> {
        (1..times).for_each(|_| _ = (self.0)());
        (self.0)()
    }
}

fn lanes<F: Float, const P: usize>(work: impl Work<F, P> + 'static) -> Lanes {
    let mut engine = Watched::new(work.lanes());
    Lanes(Box::new(move || {
        engine.losses.clear();
        descend(black_box(&work), &mut engine);
        engine.losses.clone()
    }))
}
