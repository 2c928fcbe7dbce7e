//! The one table of views: what a page can show of a run, and how a text names some of them.
//!
//! The setting `views`, the page's rooms and its timeline all come from its rows; a new view is a
//! new row and a file of the page.

use crate::training::Quantity;

use super::kind::{NoSlider, Reading};
use super::list::parts;
use super::{Kind, Problem, Settings};

/// The parameter that is drawn where only one is: the first. Readouts of w speak of it.
pub const DRAWN: usize = 0;

/// The most numbers that a run keeps of its parameters, for charts: 64 MB.
const MOST_NUMBERS: usize = 8_000_000;

/// What a view shows its numbers against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The points: y against x.
    Data,
    /// The parameter w: the loss for each.
    Parameter,
    /// The epochs of a run: the number of this quantity at each state.
    Epoch(Quantity),
    /// The learning rates: the loss that the run and the pinned ones come to at each.
    Rates,
    /// Nothing: one step as the graph that it computes.
    Step,
    /// Nothing: the ways to the gradient side by side.
    Gradients,
    /// Nothing: the pinned runs side by side.
    Runs,
    /// Nothing: text.
    Text,
}

impl Against {
    /// What of each state such a view shows, where series are kept of so many parameters.
    fn quantities(&self, params: usize) -> Vec<Quantity> {
        let params = || (0..params).map(Quantity::Param);
        match *self {
            Against::Data | Against::Epoch(Quantity::Param(_)) => params().collect(),
            Against::Parameter => params().chain([Quantity::Loss]).collect(),
            Against::Epoch(quantity) => vec![quantity],
            // How high the vessel of the gradient is.
            Against::Step => vec![Quantity::Grad(DRAWN)],
            Against::Rates | Against::Gradients | Against::Runs | Against::Text => Vec::new(),
        }
    }
}

/// Where a page has its room for a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// In the figure.
    Figure,
    /// Below the figure and its controls, as a row of controls.
    Row,
    /// In a drawer of its own, one open at a time.
    Drawer,
}

/// What a view needs of the model, so that what it shows is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it shows any model.
    Nothing,
    /// One input or two: of more there is no picture.
    FewInputs,
    /// Steps that all see the same rows.
    AllRows,
    /// A schedule: without one the learning rate stays as it is.
    Schedule,
}

impl Needs {
    /// Why a view that needs this cannot show the model, as a code of the message files; empty
    /// where it can.
    pub fn unmet(self, settings: &Settings) -> &'static str {
        let Settings { model, scheduler, batch, .. } = settings;
        match self {
            Needs::AllRows if (1..settings.points()).contains(batch) => "in-batches",
            Needs::Schedule if scheduler.is_none() => "no-schedule",
            Needs::FewInputs if model.inputs().len() > 2 => "many-inputs",
            _ => "",
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Its name in the setting `views`.
    pub name: &'static str,
    /// What it shows its numbers against.
    pub against: Against,
    /// Where it stands.
    pub room: Room,
    /// What it needs of the model.
    pub needs: Needs,
    /// Whether a page shows it that asks for nothing.
    pub initial: bool,
    /// Whether `all` means it in links of version 1. That is for ever what it was when the first
    /// link was made: a view that comes later changes nobody's page.
    pub all: bool,
}

impl View {
    /// The table, in the order in which a page shows them.
    pub const TABLE: &[View] = &[
        View {
            name: "fit",
            against: Against::Data,
            room: Room::Figure,
            needs: Needs::FewInputs,
            initial: true,
            all: true,
        },
        View {
            name: "landscape",
            against: Against::Parameter,
            room: Room::Figure,
            needs: Needs::Nothing,
            initial: true,
            all: true,
        },
        View {
            name: "loss",
            against: Against::Epoch(Quantity::Loss),
            room: Room::Figure,
            needs: Needs::Nothing,
            initial: true,
            all: true,
        },
        View {
            name: "w",
            against: Against::Epoch(Quantity::Param(DRAWN)),
            room: Room::Figure,
            needs: Needs::Nothing,
            initial: true,
            all: true,
        },
        View {
            name: "grad",
            against: Against::Epoch(Quantity::Grad(DRAWN)),
            room: Room::Figure,
            needs: Needs::Nothing,
            initial: false,
            all: false,
        },
        View {
            name: "lr",
            against: Against::Epoch(Quantity::Rate),
            room: Room::Figure,
            needs: Needs::Schedule,
            initial: false,
            all: false,
        },
        View {
            name: "sweep",
            against: Against::Rates,
            room: Room::Figure,
            needs: Needs::Nothing,
            initial: false,
            all: false,
        },
        View {
            name: "model",
            against: Against::Text,
            room: Room::Row,
            needs: Needs::Nothing,
            initial: false,
            all: false,
        },
        View {
            name: "optimizer",
            against: Against::Text,
            room: Room::Row,
            needs: Needs::Nothing,
            initial: false,
            all: false,
        },
        View {
            name: "data",
            against: Against::Text,
            room: Room::Drawer,
            needs: Needs::Nothing,
            initial: false,
            all: false,
        },
        View {
            name: "step",
            against: Against::Step,
            room: Room::Drawer,
            needs: Needs::Nothing,
            initial: false,
            all: true,
        },
        View {
            name: "inside",
            against: Against::Text,
            room: Room::Drawer,
            needs: Needs::Nothing,
            initial: false,
            all: false,
        },
        View {
            name: "gradients",
            against: Against::Gradients,
            room: Room::Drawer,
            needs: Needs::AllRows,
            initial: false,
            all: true,
        },
        View {
            name: "printout",
            against: Against::Text,
            room: Room::Drawer,
            needs: Needs::Nothing,
            initial: false,
            all: true,
        },
        View {
            name: "compare",
            against: Against::Runs,
            room: Room::Drawer,
            needs: Needs::Nothing,
            initial: false,
            all: true,
        },
        View {
            name: "share",
            against: Against::Text,
            room: Room::Drawer,
            needs: Needs::Nothing,
            initial: false,
            all: true,
        },
    ];

    /// The view of that name.
    pub fn from_name(name: &str) -> Option<&'static View> {
        View::TABLE.iter().find(|view| view.name == name)
    }

    /// What charts draw of the run of these settings where it is pinned: no more is kept of it.
    pub fn drawn(settings: &Settings) -> Vec<Quantity> {
        let beside = |view: &View| view.initial || view.needs == Needs::Schedule;
        View::quantities_of(beside, settings)
    }

    /// What all views show of the run of these settings, of which it keeps series.
    pub(super) fn quantities(settings: &Settings) -> Vec<Quantity> {
        View::quantities_of(|_| true, settings)
    }

    fn quantities_of(which: impl Fn(&View) -> bool, settings: &Settings) -> Vec<Quantity> {
        let (params, iterations) = (settings.model.params().len(), settings.iterations);
        // Of many parameters over many steps only the first is kept.
        let all = params.saturating_mul(iterations) <= MOST_NUMBERS;
        let params = if all { params } else { DRAWN + 1 };
        let mut quantities = Vec::new();
        let kept = |view: &&View| {
            which(view) && !(view.needs == Needs::Schedule && settings.scheduler.is_none())
        };
        for view in View::TABLE.iter().filter(kept) {
            for quantity in view.against.quantities(params) {
                if !quantities.contains(&quantity) {
                    quantities.push(quantity);
                }
            }
        }
        quantities
    }

    /// The names of the views that a page shows that asks for nothing.
    pub(super) fn initial() -> Vec<&'static str> {
        let mut names = Vec::new();
        for view in View::TABLE {
            if view.initial {
                names.push(view.name);
            }
        }
        names
    }
}

/// Any of the views by name, or `all`.
pub(super) struct Views;

impl NoSlider for Views {}

impl Views {
    pub fn describe(&self) -> Kind {
        Kind::Names(View::TABLE.iter().map(|view| view.name).collect())
    }

    /// The names; `all` for those that it means, if every one of them is there.
    pub fn show(&self, value: &[&'static str]) -> String {
        let all = View::TABLE.iter().all(|view| !view.all || value.contains(&view.name));
        let mut text = String::from(if all { "all" } else { "" });
        for view in View::TABLE {
            if value.contains(&view.name) && !(all && view.all) {
                if !text.is_empty() {
                    text.push(',');
                }
                text.push_str(view.name);
            }
        }
        text
    }

    /// Words that are not known are malformed; the order and how often they are said do not count.
    pub fn read(&self, text: &str) -> Reading<Vec<&'static str>> {
        let mut wanted = [false; View::TABLE.len()];
        for word in parts(text) {
            let mut known = false;
            for (view, wanted) in View::TABLE.iter().zip(&mut wanted) {
                if word == view.name || (word == "all" && view.all) {
                    (*wanted, known) = (true, true);
                }
            }
            if !known {
                return Err(Problem::Malformed);
            }
        }
        let mut names = Vec::new();
        for (view, wanted) in View::TABLE.iter().zip(wanted) {
            if wanted {
                names.push(view.name);
            }
        }
        Ok((names, None))
    }
}

/// What can be hidden: the controls, which are the notebooks' buttons, Back to Reset, the two sliders, the last
/// drawers and the show; and answers of the rate and of the run, which are covered until somebody asks.
pub(super) const HIDDEN: Words = Words {
    names: &[
        "presets",
        "train",
        "lr",
        "iterations",
        "more",
        "keys",
        "present",
        "verdict",
        "limit",
        "bands",
        "status",
    ],
    all: 7,
};

/// What can be locked.
pub(super) const LOCKED: Words = Words { names: Settings::NAMES, all: Settings::NAMES.len() };

/// Any of these words, or `all` for the first so many.
pub(super) struct Words {
    names: &'static [&'static str],
    all: usize,
}

impl NoSlider for Words {}

impl Words {
    pub fn describe(&self) -> Kind {
        Kind::Names(self.names.to_vec())
    }

    /// The names; `all` for those that it means, if every one of them is there.
    pub fn show(&self, value: &[&'static str]) -> String {
        let names = match value.strip_prefix(&self.names[..self.all]) {
            Some(others) => [&["all"], others].concat(),
            None => value.to_vec(),
        };
        names.join(",")
    }

    /// The names in their own order; words that are not known are malformed.
    pub fn read(&self, text: &str) -> Reading<Vec<&'static str>> {
        if parts(text).any(|word| word != "all" && !self.names.contains(&word)) {
            return Err(Problem::Malformed);
        }
        let mut names = Vec::new();
        for (index, &name) in self.names.iter().enumerate() {
            if parts(text).any(|word| word == name || (word == "all" && index < self.all)) {
                names.push(name);
            }
        }
        Ok((names, None))
    }
}
