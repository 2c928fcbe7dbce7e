//! Any walk through a run, against a model that knows the whole run beforehand.

use gradwalk::training::{Position, Stage, Status, Trainer};
use proptest::prelude::*;

use super::runs::{bits, plain_loop};
use super::{Setup, setup};

/// What a person can do to a run.
#[derive(Clone, Debug)]
enum Move {
    Step(usize),
    Back(usize),
    Seek(usize, usize),
    Reset,
    Walk(i64),
}

fn a_move() -> impl Strategy<Value = Move> {
    let far = prop_oneof![4 => 0..60usize, 1 => any::<usize>()];
    let budget = prop_oneof![0..60usize, Just(usize::MAX)];
    prop_oneof![
        far.clone().prop_map(Move::Step),
        far.clone().prop_map(Move::Back),
        (far, budget).prop_map(|(epoch, budget)| Move::Seek(epoch, budget)),
        Just(Move::Reset),
        prop_oneof![4 => -60..60i64, 1 => any::<i64>()].prop_map(Move::Walk),
    ]
}

/// The walk as one would define it: a position counted in phases, the last state of the run, and
/// how far the run has been computed.
struct Model {
    phases: usize,
    last: usize,
    head: usize,
}

impl Model {
    fn goes(&mut self, moved: &Move) {
        let epoch = self.phases / 4;
        let (target, budget) = match *moved {
            Move::Step(n) => (epoch.saturating_add(n), usize::MAX),
            Move::Back(n) => (epoch.saturating_sub(n), usize::MAX),
            Move::Seek(target, budget) => (target, budget),
            Move::Reset => (0, usize::MAX),
            Move::Walk(phases) => {
                let there =
                    (self.phases as i128 + i128::from(phases)).clamp(0, 4 * self.last as i128);
                self.phases = there as usize;
                self.head = self.head.max(self.phases / 4);
                return;
            }
        };
        let reachable = target.min(self.last);
        self.head = self.head.max(reachable.min(self.head.saturating_add(budget)));
        self.phases = 4 * reachable.min(self.head);
    }
}

fn obeys(setup: &Setup, moves: &[Move]) -> Result<(), TestCaseError> {
    let run = plain_loop(setup);
    let states: Vec<_> = run.iter().map(|state| state.map(f64::to_bits)).collect();
    let mut model = Model { phases: 0, last: run.len() - 1, head: 0 };
    let mut trainer = setup.trainer();
    for moved in moves {
        model.goes(moved);
        match *moved {
            Move::Step(n) => trainer.step(n),
            Move::Back(n) => trainer.back(n),
            Move::Seek(epoch, budget) => _ = trainer.seek(epoch, budget),
            Move::Reset => trainer.reset(),
            Move::Walk(phases) => trainer.walk(phases),
        }
        let stage = Stage::ALL[model.phases % 4];
        let expected = Position { stage, ..Position::at(model.phases / 4) };
        prop_assert_eq!(trainer.position(), expected, "{:?}", moved);
        prop_assert_eq!(trainer.epoch(), expected.epoch);
        prop_assert_eq!(trainer.history().head(), model.head);
        prop_assert_eq!(bits(trainer.history()), &states[..=model.head]);
        prop_assert_eq!(trainer.status(), status(setup, &model));
    }
    Ok(())
}

/// The status as DESIGN's words say it, of the position alone.
fn status(setup: &Setup, model: &Model) -> Status {
    let epoch = model.phases / 4;
    // Two steps more than there are: what has not changed must not change.
    let run =
        plain_loop(&Setup { iterations: setup.iterations.saturating_add(2), ..setup.clone() });
    let stays = |epoch: usize| {
        run.get(epoch - 1..epoch + 2).is_some_and(|states| states.iter().all(|s| *s == run[epoch]))
    };
    match epoch {
        _ if epoch == setup.iterations && epoch > 0 && stays(epoch) => Status::Converged,
        _ if epoch == setup.iterations => Status::Done,
        _ if epoch == model.last => Status::Diverged,
        0 => Status::Ready,
        _ => Status::Training,
    }
}

proptest! {
    #[test]
    fn any_walk_obeys_the_model(
        setup in setup(),
        moves in prop::collection::vec(a_move(), 1..30),
    ) {
        obeys(&setup, &moves)?;
    }

    #[test]
    fn a_state_is_the_same_however_one_came_there(setup in setup(), moves in prop::collection::vec(a_move(), 1..30)) {
        let mut wandered = setup.trainer();
        for moved in moves {
            match moved {
                Move::Step(n) => wandered.step(n),
                Move::Back(n) => wandered.back(n),
                Move::Seek(epoch, budget) => _ = wandered.seek(epoch, budget),
                Move::Reset => wandered.reset(),
                Move::Walk(phases) => wandered.walk(phases),
            }
        }
        let mut straight = setup.trainer();
        straight.step(wandered.epoch());
        let here = |t: &Trainer| (t.epoch(), t.status(), t.reason());
        prop_assert_eq!(here(&straight), here(&wandered));
    }
}

#[test]
fn four_stages_make_an_epoch() {
    let mut trainer = Setup::lesson(0.01, 3).trainer();
    let mut seen = vec![trainer.position()];
    for _ in 0..13 {
        trainer.walk(1);
        seen.push(trainer.position());
    }
    let at = |epoch, stage| Position { stage, ..Position::at(epoch) };
    let mut expected: Vec<_> =
        (0..3).flat_map(|epoch| Stage::ALL.map(|stage| at(epoch, stage))).collect();
    // The last state has no step before it.
    expected.extend([Position::at(3); 2]);
    assert_eq!(seen, expected);
    assert!(expected[..12].is_sorted_by(|a, b| a < b), "a walk comes by in order");
    trainer.walk(-2);
    assert_eq!(trainer.position(), at(2, Stage::Gradient));
}

#[test]
fn a_link_says_which_node_of_which_stage() {
    for (phase, expected) in [
        ("", Some((Stage::Prediction, 0))),
        (" Gradient ", Some((Stage::Gradient, 0))),
        ("update.12", Some((Stage::Update, 12))),
        ("prediction.0", Some((Stage::Prediction, 0))),
        ("forward", None),
        ("loss.", None),
        ("loss.-1", None),
        ("loss.+1", None),
        ("loss.1.2", None),
        ("loss.99999999999999999999", None),
        (".3", None),
    ] {
        let expected = expected.map(|(stage, node)| Position { epoch: 7, stage, node });
        assert_eq!(Position::parse(7, phase), expected, "{phase:?}");
    }
}

proptest! {
    #[test]
    fn a_position_survives_its_link(epoch: usize, stage in prop::sample::select(Stage::ALL.to_vec()), node: usize) {
        let position = Position { epoch, stage, node };
        prop_assert_eq!(Position::parse(epoch, &position.phase()), Some(position));
    }

    #[test]
    fn any_phase_is_read_or_refused(phase in any::<String>()) {
        if let Some(position) = Position::parse(3, &phase) {
            prop_assert_eq!(Position::parse(3, &position.phase()), Some(position));
        }
    }
}
