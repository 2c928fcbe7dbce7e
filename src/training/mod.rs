//! Gradient descent on y = w·x: the data, four ways to the gradient, the update, and the run.
//!
//! The four steps of training are the backbone: **prediction → loss → gradient → update**. An
//! [`Objective`] makes the first three, an [`Optimizer`] the last, a [`Trainer`] walks through
//! them and keeps every state in a [`History`]. Nothing here knows of charts or the page.

mod compare;
mod history;
mod model;
mod objective;
mod optim;
mod printout;
mod series;
mod status;
mod theory;
mod trainer;

pub use crate::model::{DataError, Dataset, MAX_POINTS};
pub use compare::{Comparison, Gradients, Nudge};
pub use history::{History, Row};
pub use model::{Precision, mse};
pub use objective::{Autograd, Gradient, Manual, ManualSum, Naive, Numeric, Objective};
pub use optim::{Optimizer, Sgd};
pub use printout::Printout;
pub(crate) use series::BLOCK;
pub use series::{Extent, Series};
pub use status::{Quantity, Reason, Status};
pub use theory::{Theory, Verdict};
pub use trainer::{MAX_ITERATIONS, Phase, Trainer};
