//! What a hand does: it holds the line, takes its handles and the ball, moves points. Where on the screen that is, the
//! charts say; what becomes of it is a held line, or settings.

use super::hand::points::Entries;
use super::hand::{self, grip, lever, points, start};
use super::{Grip, Lab, Pixel};
use crate::charts::{Chart, ball, frame, ground, handle, has_one_scale};
use crate::model::Shape;
use crate::number::few;
use crate::training::State;

/// What a hand does.
impl Lab {
    /// The state shown, or what it is with the w that a hand holds.
    pub(super) fn shown(&mut self) -> State {
        self.hand.shown(&mut self.run)
    }

    /// Holds the line at this w and goes back to the start of the run. The best loss found so
    /// far is marked. NaN is no w, and what is no line through the origin cannot be held.
    pub fn hold(&mut self, w: f64) {
        if let Some(place) = hand::place(&mut self.run, w) {
            self.seek(0, 0);
            self.hand.hold(&mut self.run, place);
        }
    }

    /// Whether a hand holds the line.
    pub fn is_held(&self) -> bool {
        self.hand.held().is_some()
    }

    /// Holds the line so that it goes through this place of the chart, in CSS pixels.
    pub fn hold_at(&mut self, x: f64, y: f64) {
        if let Some(w) = self.screen.mapping(Chart::Fit).and_then(|map| hand::through(map, (x, y)))
        {
            self.hold(w);
        }
    }

    /// Tilts the line by this many presses of an arrow key.
    pub fn tilt(&mut self, presses: f64) {
        if let Some(w) = self.hand.tilted(&mut self.run, presses) {
            self.hold(w);
        }
    }

    /// While frozen, the axes of fit and landscape follow neither the points nor the line.
    pub fn freeze(&mut self, frozen: bool) {
        let scene = self.scene();
        let axes = frozen.then(|| [frame(&scene), ground(&scene)]);
        self.hand.freeze(axes);
    }

    /// The start of the run with the ball at a place of the landscape, in CSS pixels: a setting and its text.
    pub fn start_at(&self, x: f64, y: f64) -> Option<start::Entry> {
        let settings = self.run.settings();
        let map = self.screen.mapping(Chart::Landscape)?;
        Some(start::put(settings, &start::at(map, settings.pair(), (x, y))))
    }

    /// The same moved by presses of an arrow key, right and up.
    pub fn start_pushed(&mut self, right: f64, up: f64) -> Option<start::Entry> {
        let State { params, .. } = self.run.state(0);
        let settings = self.run.settings();
        let map = self.screen.mapping(Chart::Landscape)?;
        let [a, b] = settings.pair();
        let mut places = vec![(a, start::pushed(&map.x, params[a], right))];
        if a != b {
            places.push((b, start::pushed(&map.y, params[b], up)));
        }
        Some(start::put(settings, &places))
    }

    /// Where the ball of the landscape is, in CSS pixels from its left and top; nowhere if the
    /// chart has not been drawn.
    pub fn ball(&self) -> Option<Pixel> {
        ball(&self.scene(), self.screen.mapping(Chart::Landscape)?)
    }

    /// The indices of the parameters that the landscape is drawn over; of one that there is twice.
    pub fn pair(&self) -> [usize; 2] {
        self.run.settings().pair()
    }

    /// Whether both parameters of the landscape are drawn to one scale.
    pub fn has_one_scale(&self) -> bool {
        let scene = self.scene();
        has_one_scale(&scene, ground(&scene))
    }

    /// What a hand can do with the curve of the model.
    pub fn shape(&self) -> Shape {
        self.run.model().shape()
    }

    /// The handles of a line of two parameters: which each moves, and where it is on the chart of the fit, in CSS pixels.
    /// Nothing for any other model, and if the chart has not been drawn.
    pub fn levers(&mut self) -> Vec<(usize, Pixel)> {
        let State { params, .. } = self.shown();
        let places = || {
            let levers = lever::levers(self.shape())?;
            let places = lever::places(self.screen.mapping(Chart::Fit)?, levers, &params)?;
            Some(levers.into_iter().zip(places).collect())
        };
        places().unwrap_or_default()
    }

    /// The start of the run with the handle of the parameter of this index at a place of the fit, in CSS pixels: a setting
    /// and its text.
    pub fn levered(&mut self, index: usize, x: f64, y: f64) -> Option<start::Entry> {
        let State { params, .. } = self.shown();
        let levers = lever::levers(self.shape())?;
        let text = lever::put(self.screen.mapping(Chart::Fit)?, levers, index, &params, (x, y))?;
        self.starting(&params, index, text)
    }

    /// The same moved by presses of an arrow key.
    pub fn lever_pushed(&mut self, index: usize, presses: f64) -> Option<start::Entry> {
        let State { params, .. } = self.shown();
        let levers = lever::levers(self.shape()).filter(|levers| levers.contains(&index))?;
        let text = lever::pushed(self.screen.mapping(Chart::Fit)?, levers, index, &params, presses);
        self.starting(&params, index, text)
    }

    /// A start at these parameters, but for the one of this index.
    fn starting(&self, params: &[f64], index: usize, text: String) -> Option<start::Entry> {
        let finite = params.iter().all(|param| param.is_finite());
        // Of a state of single precision more digits mean nothing.
        let other = |k: usize| match k {
            _ if k == index => text.clone(),
            _ => few(start::within(params[k]), 7),
        };
        let places: Vec<_> = (0..params.len()).map(|k| (k, other(k))).collect();
        finite.then(|| start::put(self.run.settings(), &places))
    }

    /// The settings with the point of this index at a place of the chart, in CSS pixels; a place
    /// outside of the plot counts as its edge.
    pub fn moved(&self, index: usize, x: f64, y: f64) -> Option<Entries> {
        points::moved(self.run.movable()?, self.screen.mapping(Chart::Fit)?, index, (x, y))
    }

    /// The settings with the point of this index moved by presses of arrow keys, right and up.
    pub fn pushed(&self, index: usize, right: f64, up: f64) -> Option<Entries> {
        points::pushed(self.run.movable()?, self.screen.mapping(Chart::Fit)?, index, (right, up))
    }

    /// The settings with one more point at a place of the chart; nothing if there are
    /// [`MOST_POINTS`](super::MOST_POINTS) already.
    pub fn added(&self, x: f64, y: f64) -> Option<Entries> {
        points::added(self.run.movable()?, self.screen.mapping(Chart::Fit)?, (x, y))
    }

    /// The settings without the point of this index; nothing if it is the last one.
    pub fn removed(&self, index: usize) -> Option<Entries> {
        points::removed(self.run.movable()?, index)
    }

    /// The inputs and the targets of so many first points as lists; nothing where there are several inputs.
    pub fn lists(&self, most: usize) -> Option<[String; 2]> {
        points::lists(self.run.data(), most)
    }

    /// How far a hand can push a point of the fit, left and down or right and up; nowhere if the chart has not been drawn.
    pub fn corners(&self) -> Option<[(f64, f64); 2]> {
        self.screen.mapping(Chart::Fit).map(points::corners)
    }

    /// The rows as a table to edit: a line each, cells separated by tabs; nothing if they
    /// are more than a hand can move.
    pub fn table(&self) -> Option<String> {
        points::table(&self.run.rows_of_settings())
    }

    /// The same of any number of rows.
    pub fn tabled(&self) -> String {
        points::tabled(&self.run.rows_of_settings())
    }

    /// Of each column that is normalized its name, its mean and its standard deviation, and whether it has none and stays as
    /// it is; to few digits.
    pub fn normalized(&self) -> Vec<[String; 3]> {
        self.run.normalized()
    }

    /// What the columns are called, the target last; nothing where nobody has named them.
    pub fn labels(&self) -> &[String] {
        let data = self.run.data();
        if data.is_unlabelled() { &[] } else { data.labels() }
    }

    /// What the formula calls the inputs.
    pub fn inputs(&self) -> &[String] {
        self.run.model().inputs()
    }

    /// Where the hand can take hold on the chart of the fit, in CSS pixels: of the line, if the
    /// model is one, and of each point, if these are not more than a hand can move. Nowhere if the
    /// chart has not been drawn.
    pub fn handles(&mut self) -> (Option<Pixel>, Vec<Pixel>) {
        let State { params, .. } = self.shown();
        let Some(map) = self.screen.mapping(Chart::Fit) else { return (None, Vec::new()) };
        let line = match *params {
            [w] if self.run.model().is_proportional() => Some(handle(w, map)),
            _ => None,
        };
        (line, self.run.movable().map_or_else(Vec::new, |data| grip::places(data, map)))
    }

    /// What of the fit is nearest to a place of the chart, at most `reach` CSS pixels away; the
    /// nearer to the top where two are as near.
    pub fn near(&mut self, x: f64, y: f64, reach: f64) -> Option<Grip> {
        let (line, points) = self.handles();
        grip::nearest(line, points, (x, y), reach)
    }
}
