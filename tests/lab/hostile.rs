//! Any number and any text at every door of the lab, in any order: no panic, no hang, and always a
//! state that can be shown.

use std::time::Instant;

use gradwalk::charts::Chart;
use gradwalk::lab::{Lab, Readout, Unit};
use gradwalk::training::{Position, Stage};
use proptest::prelude::*;

use super::draw_all;

/// Numbers that are none, or hardly.
const NUMBERS: [f64; 14] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    -1.0,
    -0.0,
    0.0,
    0.5,
    3.0,
    250.0,
    4_294_967_296.0,
    1e300,
    -1e300,
    f64::MAX,
    5e-324,
];

/// Layers of all sorts.
const LAYERS: [&str; 25] = [
    "",
    "lr=0.2&iterations=1000",
    "iterations=1000000&epoch=999999",
    "x=1e200&y=1e200",
    "x=1e-200,0&y=1e-200,0&lr=1000",
    "x=0&y=5&iterations=1",
    "x=1,2,3&y=-3e300,3e300,0&precision=f64",
    "w=-1e6&gradient=manual-sum",
    "zero-grad=off&lr=0.26",
    "gradient=numeric&precision=f64",
    "preset=notebook-manual&scale=log",
    "views=all&epoch=5",
    "epoch=-1&w=NaN&lr=&x=&y=&&&==",
    "x=,;, 1&y=٣",
    "%&%%%=%FF&\0=\u{202e}",
    "?v=9&v=&v=1",
    "x=1e308,-1e308&y=1e308,1e308&iterations=50",
    "model=w*x&start=w=1",
    "model=a*sin(b*x)/x&start=a=1,b=-1e6&gradient=numeric",
    "model=log(w*x)%2Bb**w&zero-grad=off&x=0,-1,3&y=0,0,1",
    "model=b",
    "model=w*&start=q=1,w=1,w=2",
    "data=m [kg],t,L;1,2,3;4,5e300,6&views=all&epoch=3",
    "data=cars&x=1&model=w*speed&w=1",
    "data=;;1,2&model=a*x1*x2",
];

const UNITS: [Unit; 3] = [Unit::Epoch, Unit::Stage, Unit::Node];

/// A text as a query holds any.
fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// Work that a frame has time for.
const WORK: usize = 1_000;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![prop::sample::select(&NUMBERS[..]), any::<f64>(), 0.0..400.0]
}

fn layer() -> impl Strategy<Value = Option<String>> {
    let known = prop::sample::select(&LAYERS[..]).prop_map(str::to_owned);
    prop::option::of(prop_oneof![4 => known, 1 => ".{0,40}"])
}

/// One call of one door.
#[derive(Clone, Debug)]
enum Call {
    Configure(Vec<Option<String>>, bool),
    Judge(Vec<Option<String>>),
    Seek(f64, f64),
    Step(f64, f64),
    Hold(f64),
    HoldAt(f64, f64),
    Tilt(f64),
    Freeze(bool),
    Points(f64, f64, f64),
    Read(f64, f64),
    Place(f64, f64, f64),
    Walk(Unit, f64),
    Enter(Stage, f64),
    Keep,
    Restore(String),
    Remember,
    Forget,
    Draw,
}

fn call() -> impl Strategy<Value = Call> {
    let layers = || prop::collection::vec(layer(), 0..3);
    let (one, two) = (number, || (number(), number()));
    prop_oneof![
        3 => (layers(), any::<bool>()).prop_map(|(layers, seek)| Call::Configure(layers, seek)),
        1 => layers().prop_map(Call::Judge),
        1 => two().prop_map(|(a, b)| Call::Seek(a, b)),
        1 => two().prop_map(|(a, b)| Call::Step(a, b)),
        1 => one().prop_map(Call::Hold),
        1 => two().prop_map(|(a, b)| Call::HoldAt(a, b)),
        1 => one().prop_map(Call::Tilt),
        1 => any::<bool>().prop_map(Call::Freeze),
        1 => (number(), number(), number()).prop_map(|(a, b, c)| Call::Points(a, b, c)),
        1 => two().prop_map(|(a, b)| Call::Read(a, b)),
        1 => (number(), number(), number()).prop_map(|(a, b, c)| Call::Place(a, b, c)),
        2 => (prop::sample::select(&UNITS[..]), number()).prop_map(|(unit, n)| Call::Walk(unit, n)),
        1 => (prop::sample::select(&Stage::ALL[..]), number())
            .prop_map(|(stage, node)| Call::Enter(stage, node)),
        1 => Just(Call::Keep),
        1 => ".{0,30}".prop_map(Call::Restore),
        1 => Just(Call::Remember),
        1 => Just(Call::Forget),
        2 => Just(Call::Draw),
    ]
}

fn given(layers: &[Option<String>]) -> Vec<Option<&str>> {
    layers.iter().map(Option::as_deref).collect()
}

fn knock(lab: &mut Lab, call: &Call) {
    match call {
        Call::Configure(layers, seek) => drop(lab.configure(&given(layers), *seek)),
        Call::Judge(layers) => drop(lab.judge(&given(layers))),
        Call::Seek(to, work) => drop(lab.seek(*to as usize, (*work as usize).min(WORK))),
        Call::Step(by, work) => drop(lab.step(*by as i64, (*work as usize).min(WORK))),
        Call::Hold(w) => lab.hold(*w),
        Call::HoldAt(x, y) => lab.hold_at(*x, *y),
        Call::Tilt(presses) => lab.tilt(*presses),
        Call::Freeze(frozen) => lab.freeze(*frozen),
        Call::Points(index, x, y) => {
            let index = *index as usize;
            let moved = [lab.moved(index, *x, *y), lab.pushed(index, *x, *y)];
            for entries in
                moved.into_iter().chain([lab.added(*x, *y), lab.removed(index)]).flatten()
            {
                let said = entries.iter().map(|(name, text)| format!("{name}={}&", percent(text)));
                let said = lab.judge(&[Some(&said.collect::<String>())]);
                assert_eq!(said, [], "what a hand makes of points are points: {entries:?}");
            }
        }
        Call::Read(from, to) => {
            let (from, to) = (*from as usize, *to as usize);
            lab.rows(from, to);
            lab.printout(from, to);
            for &readout in Readout::ALL {
                lab.readout(readout);
                lab.readout_at(readout, to);
            }
            assert!(!lab.verdict().code().is_empty(), "a verdict is a code");
            lab.bands();
            lab.critical_lr();
            lab.slider("lr");
            lab.from_slider("lr", to);
            lab.gradients();
            lab.nudge();
            lab.both_notebooks("0.1");
            lab.accord();
            lab.outcome();
            lab.optimum();
            lab.slopes();
            lab.distance();
            lab.coinciding_lr();
            lab.prediction_before();
            lab.prediction_after();
            lab.query();
            lab.changed();
        }
        Call::Place(x, y, reach) => {
            for &chart in Chart::ALL {
                lab.place_of(chart, lab.epoch_at(chart, *x));
            }
            lab.near(*x, *y, *reach);
            lab.table();
            lab.levers();
            let index = *reach as usize;
            let levers = [lab.levered(index, *x, *y), lab.lever_pushed(index, *x)];
            let starts = [lab.start_at(*x, *y), lab.start_pushed(*x, *y)];
            for (setting, text) in levers.into_iter().chain(starts).flatten() {
                let query = lab.query();
                let said = lab.judge(&[Some(&format!("{query}&{setting}={text}"))]);
                let of_it = said.iter().find(|notice| notice.setting == setting);
                assert_eq!(of_it, None, "what a hand makes of a start is one: {setting}={text}");
            }
        }
        Call::Walk(unit, n) => {
            let position = lab.walk(*unit, *n as i64, WORK);
            assert_eq!((position, position.epoch), (lab.position(), lab.epoch()));
        }
        Call::Enter(stage, node) => {
            let position = lab.enter(*stage, *node as usize);
            let found = Position::parse(position.epoch, &lab.phase());
            assert_eq!(found, Some(position));
        }
        Call::Keep => {
            let snapshot = lab.snapshot();
            lab.restore(&snapshot, WORK);
        }
        Call::Restore(text) => lab.restore(text, WORK),
        Call::Remember => lab.remember(),
        Call::Forget => lab.forget(),
        Call::Draw => drop(draw_all(lab)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_panics_or_hangs(calls in prop::collection::vec(call(), 1..30)) {
        let mut lab = Lab::new();
        for call in &calls {
            let start = Instant::now();
            knock(&mut lab, call);
            // Without optimization, with other work on the machine: a frame would be a fiftieth.
            prop_assert!(start.elapsed().as_secs_f64() < 2.0, "{:?} takes too long", call);
            let row = lab.state_row();
            prop_assert!(row[1].is_finite(), "after {:?} the state is {:?}", call, row);
            prop_assert_eq!(lab.position().epoch, lab.epoch());
            let opened = lab.sight().map(|sight| sight.position);
            prop_assert!(opened.is_err() || opened == Ok(lab.position()), "{:?}", opened);
            prop_assert!(lab.epoch() <= lab.head() && lab.head() <= lab.end());
        }
    }
}
