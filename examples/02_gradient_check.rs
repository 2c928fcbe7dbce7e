//! Two ways to one gradient: autograd, and a nudge to either side. They agree wherever there is a
//! slope, and at a corner there is none.

use std::error::Error;

use gradwalk::autograd::Tape;
use gradwalk::autograd::check::check_gradients;

fn main() -> Result<(), Box<dyn Error>> {
    let tape = Tape::new();
    let (u, v) = (tape.param("u", 0.7), tape.param("v", -1.2));
    let y = (u * v).tanh() + (u.powi(3) / (v.abs() + 1.0)).exp();
    let y = y.id();
    let mut smooth = tape.into_graph();
    check_gradients(&mut smooth, y, 1e-8)?;
    println!("smooth: both gradients agree");

    let tape = Tape::new();
    let y = tape.param("w", 0.0).relu().id();
    let mut corner = tape.into_graph();
    // relu has slope 0 to the left and 1 to the right; autograd takes 0, the nudge the average.
    match check_gradients(&mut corner, y, 1e-8) {
        Ok(()) => println!("corner: both gradients agree"),
        Err(mismatch) => println!("corner: {mismatch}"),
    }
    Ok(())
}
