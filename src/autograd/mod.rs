//! A scalar computation graph and its gradients by reverse-mode automatic differentiation.
//!
//! [`Tape`] records an expression as one writes it, [`Graph`] replays it forward and backward,
//! [`Op`] is the table of what a node can compute, [`check`] holds any gradient to a central
//! difference. Nothing here knows of training, charts or the page.
//!
//! ```
//! use gradwalk::autograd::Tape;
//!
//! let tape = Tape::new();
//! let w = tape.param("w", 0.5);
//! let loss = (3.0 * w - 6.0).powi(2);
//! let (w, loss) = (w.id(), loss.id());
//! let mut graph = tape.into_graph();
//!
//! graph.backward(loss);
//! // L = (3w − 6)², dL/dw = 6(3w − 6) = −27 at w = ½
//! assert_eq!((graph.value(loss), graph.grad(w)), (20.25, -27.0));
//! ```

pub mod check;
mod float;
mod graph;
mod lanes;
mod node;
mod op;
mod tape;

pub use float::{Float, Number, Pack, Packed, Precision};
pub use graph::{Edge, Graph};
pub(crate) use lanes::handed;
pub use node::{Node, NodeId, Operand};
pub use op::Op;
pub use tape::{Tape, Term, Var};
