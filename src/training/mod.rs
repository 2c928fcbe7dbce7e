//! Gradient descent on a model: four ways to the gradient, the update, and the run.
//!
//! The four steps of training are the backbone: **prediction → loss → gradient → update**. An
//! [`Objective`] makes the first three, an [`Optimizer`](crate::optim::Optimizer) the last, a
//! [`Trainer`] walks through them and keeps what is drawn of every state in a [`History`]. Nothing
//! here knows of charts or the page.

mod bands;
mod batches;
mod bowl;
mod checkpoint;
mod compare;
mod curvature;
mod descent;
mod gradient;
mod history;
mod mse;
mod objective;
mod position;
mod quantity;
mod rates;
mod series;
mod state;
mod status;
mod trainer;

pub use crate::autograd::Precision;
pub use crate::model::{DataError, Dataset, MAX_POINTS};
pub use crate::sum::BUFFER;
pub use bands::{Bands, Unknown, Verdict};
pub use batches::Batches;
pub use bowl::{Bowl, Parabola};
pub use compare::{Comparison, Gradients, Nudge};
pub use curvature::{Curvature, MOST_BENT};
pub use descent::Descent;
pub use gradient::{Gradient, ObjectiveError};
pub use history::History;
pub use mse::mse;
pub use objective::{Autograd, Manual, ManualSum, Naive, Numeric, Numpy, Objective};
pub use position::{Position, Stage};
pub use quantity::Quantity;
pub(crate) use series::BLOCK;
pub use series::{Extent, Series};
pub use state::{Row, State};
pub use status::{Reason, Status};
pub use trainer::{Inside, MAX_ITERATIONS, Trainer};
