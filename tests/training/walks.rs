//! Any walk through a run, against a model that knows the whole run beforehand.

use gradwalk::training::{Phase, Status, Trainer};
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
    let expected: Vec<_> = run.iter().map(|state| state.map(f64::to_bits)).collect();
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
        let here = (trainer.epoch(), trainer.phase());
        prop_assert_eq!(here, (model.phases / 4, Phase::ALL[model.phases % 4]), "{:?}", moved);
        prop_assert_eq!(trainer.history().head(), model.head);
        prop_assert_eq!(bits(trainer.history()), &expected[..=model.head]);
        prop_assert_eq!(trainer.status(), status(setup, &model));
    }
    Ok(())
}

/// The status as DESIGN's words say it, of the position alone.
fn status(setup: &Setup, model: &Model) -> Status {
    let (epoch, run) = (model.phases / 4, plain_loop(setup));
    match epoch {
        _ if epoch == setup.iterations && epoch > 0 && run[epoch][0] == run[epoch - 1][0] => {
            Status::Converged
        }
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
fn four_phases_make_an_epoch() {
    let mut trainer = Setup::lesson(0.01, 3).trainer();
    let mut seen = vec![(trainer.epoch(), trainer.phase())];
    for _ in 0..13 {
        trainer.walk(1);
        seen.push((trainer.epoch(), trainer.phase()));
    }
    let mut expected: Vec<_> =
        (0..3).flat_map(|epoch| Phase::ALL.map(|phase| (epoch, phase))).collect();
    // The last state has no step before it.
    expected.extend([(3, Phase::Prediction); 2]);
    assert_eq!(seen, expected);
    trainer.walk(-2);
    assert_eq!((trainer.epoch(), trainer.phase()), (2, Phase::Gradient));
}
