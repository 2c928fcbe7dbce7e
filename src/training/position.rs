//! Where one stands in a run, down to a node of a step.

/// The four steps of training, in order. Who stands in a stage has that step before them;
/// zero_grad is a moment within the update.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// ŷᵢ, what the model says of each row.
    #[default]
    Prediction,
    /// L, the mean over the rows of how wrong that is.
    Loss,
    /// ∂L/∂p of each parameter p.
    Gradient,
    /// p ← p − lr·∂L/∂p.
    Update,
}

impl Stage {
    /// The stages in order.
    pub const ALL: [Stage; 4] = [Stage::Prediction, Stage::Loss, Stage::Gradient, Stage::Update];

    /// The stage's name in links.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Prediction => "prediction",
            Stage::Loss => "loss",
            Stage::Gradient => "gradient",
            Stage::Update => "update",
        }
    }

    /// The stage of this name, in capitals or not.
    pub fn from_name(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name().eq_ignore_ascii_case(name))
    }
}

/// A place in a run: before a node of a stage of the step that leads on from state `epoch`. In
/// the order in which a walk comes by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The state.
    pub epoch: usize,
    /// The step of training before us.
    pub stage: Stage,
    /// How many nodes of that stage are behind us.
    pub node: usize,
}

impl Position {
    /// At state `epoch`, with the whole of the next step before us.
    pub fn at(epoch: usize) -> Position {
        Position { epoch, ..Position::default() }
    }

    /// Stage and node as a link's `phase` holds them: `gradient`, or `gradient.7` with seven nodes
    /// behind us; empty where the whole step is before us, so that a link need not say it.
    pub fn phase(self) -> String {
        match self.node {
            0 if self.stage == Stage::default() => String::new(),
            0 => self.stage.name().to_owned(),
            node => format!("{}.{node}", self.stage.name()),
        }
    }

    /// The place in the step from state `epoch` that a link's `phase` means, in capitals or not;
    /// `None` if it means none.
    pub fn parse(epoch: usize, phase: &str) -> Option<Position> {
        let phase = phase.trim();
        if phase.is_empty() {
            return Some(Position::at(epoch));
        }
        let (name, node) = phase.split_once('.').unwrap_or((phase, "0"));
        let stage = Stage::from_name(name)?;
        // Digits alone: a whole number would also be read with a sign.
        let node = node.bytes().all(|b| b.is_ascii_digit()).then(|| node.parse().ok())??;
        Some(Position { epoch, stage, node })
    }
}
