//! What is said of a run at each position, and why it ends.

use gradwalk::training::{Dataset, Gradient, Precision, Quantity, Reason, Status};

use super::{GRADIENTS, Setup};

#[test]
fn a_run_is_ready_then_training_then_done() {
    let mut trainer = Setup::lesson(0.01, 20).trainer();
    assert_eq!((trainer.status(), trainer.reason()), (Status::Ready, None));
    trainer.step(1);
    assert_eq!((trainer.status(), trainer.reason()), (Status::Training, None));
    trainer.step(19);
    assert_eq!((trainer.status(), trainer.reason()), (Status::Done, Some(Reason::Completed)));
    // It depends on the position alone.
    trainer.back(1);
    assert_eq!((trainer.status(), trainer.reason()), (Status::Training, None));
    trainer.reset();
    assert_eq!((trainer.status(), trainer.reason()), (Status::Ready, None));
}

#[test]
fn one_step_at_a_fifteenth_arrives_and_the_next_change_nothing() {
    // The curvature is H = 15: w₁ = 0 + 30/15 = 2, where the gradient is 0.
    for precision in [Precision::F32, Precision::F64] {
        let mut trainer = Setup { precision, ..Setup::lesson(1.0 / 15.0, 3) }.trainer();
        trainer.step(1);
        assert_eq!(trainer.row(1).params[0], 2.0);
        assert_eq!(trainer.status(), Status::Training, "it never shortens a run");
        trainer.step(2);
        assert_eq!(trainer.epoch(), 3);
        assert_eq!(trainer.status(), Status::Converged);
        assert_eq!(trainer.reason(), Some(Reason::Unchanged));
    }
    // After one iteration only, w has just moved.
    let mut trainer = Setup::lesson(1.0 / 15.0, 1).trainer();
    trainer.step(1);
    assert_eq!((trainer.status(), trainer.reason()), (Status::Done, Some(Reason::Completed)));
}

#[test]
fn above_the_critical_rate_every_gradient_diverges() {
    for gradient in GRADIENTS {
        for precision in [Precision::F32, Precision::F64] {
            // 1 − 15·0.2 = −2: the distance to 2 doubles, its square soon leaves the range.
            let lr = if gradient == Gradient::ManualSum { 0.05 } else { 0.2 };
            let mut trainer = Setup { gradient, precision, ..Setup::lesson(lr, 2_000) }.trainer();
            trainer.step(2_000);
            let last = trainer.epoch();
            assert!(last < 1_100 && last == trainer.end(), "{gradient:?} stops at {last}");
            assert_eq!(trainer.status(), Status::Diverged);
            let reason = trainer.reason().expect("there is one");
            assert!(
                matches!(reason, Reason::NotFinite { quantity: Quantity::Loss, epoch } if epoch == last + 1),
                "{gradient:?}: {reason:?}"
            );
            trainer.back(1);
            assert_eq!((trainer.status(), trainer.reason()), (Status::Training, None));
        }
    }
}

#[test]
fn a_run_can_fail_before_its_first_step() {
    let fails = |x: f64, y: f64, w: f64, lr: f64| {
        let data = Dataset::new(vec![x], vec![y]).expect("finite points");
        let double = (Gradient::Manual, Precision::F64);
        let mut trainer =
            Setup { gradient: double.0, precision: double.1, data, w, ..Setup::lesson(lr, 5) }
                .trainer();
        assert_eq!((trainer.status(), trainer.end()), (Status::Diverged, 0));
        trainer.step(5);
        assert_eq!((trainer.epoch(), trainer.history().head()), (0, 0));
        match trainer.reason() {
            Some(Reason::NotFinite { quantity, epoch: 1 }) => quantity,
            other => panic!("a run that cannot start has the reason {other:?}"),
        }
    };
    // (10²⁰⁰)² overflows; 2·10³⁰⁰·10⁹ does while its loss (10⁹)² does not; and so does 10³⁰⁸·10³.
    assert_eq!(fails(0.0, 1e200, 0.0, 0.01), Quantity::Loss);
    assert_eq!(fails(1e300, 1e9, 0.0, 0.01), Quantity::Grad(0));
    assert_eq!(fails(1e154, 1e153, 0.0, 1e3), Quantity::Param(0));
}

#[test]
fn a_completed_run_is_done_even_where_the_next_step_would_not_be_finite() {
    let long = Setup::lesson(0.2, 1_000);
    let mut trainer = long.trainer();
    trainer.step(1_000);
    let last = trainer.epoch();
    let mut exact = Setup { iterations: last, ..long }.trainer();
    exact.step(last);
    assert_eq!((exact.status(), exact.reason()), (Status::Done, Some(Reason::Completed)));
}

#[test]
fn names_are_those_of_the_elements_contract() {
    let statuses =
        [Status::Ready, Status::Training, Status::Done, Status::Converged, Status::Diverged];
    assert_eq!(statuses.map(Status::name), ["ready", "training", "done", "converged", "diverged"]);
    let names = |params: &[&str]| -> Vec<String> {
        Quantity::all(params.len()).map(|quantity| quantity.name(params)).collect()
    };
    assert_eq!(names(&["w"]), ["w", "loss", "grad"]);
    assert_eq!(names(&["w", "b"]), ["w", "b", "loss", "grad_w", "grad_b"]);
    let failed = Reason::NotFinite { quantity: Quantity::Param(0), epoch: 1 };
    let codes = [Reason::Completed, Reason::Unchanged, failed].map(Reason::code);
    assert_eq!(codes, ["completed", "unchanged", "not-finite"]);
}

#[test]
fn a_pause_of_w_is_not_the_end_while_gradients_pile_up() {
    // Half the distance between singles at 10⁶ is 1/32. The gradient of w² is 2·10⁶: a rate of
    // 10⁻⁹ moves w by 0.002, which is nothing, until sixteen gradients have piled up.
    let data = Dataset::new(vec![1.0], vec![0.0]).expect("points");
    let paused = Setup { data, w: 1e6, zero_grad: false, ..Setup::lesson(1e-9, 5) };
    let mut trainer = paused.trainer();
    trainer.step(5);
    assert_eq!((trainer.state(5).params, trainer.state(4).params), (vec![1e6], vec![1e6]));
    assert_eq!((trainer.status(), trainer.reason()), (Status::Done, Some(Reason::Completed)));
    let mut longer = Setup { iterations: 20, ..paused.clone() }.trainer();
    longer.step(20);
    assert!(longer.state(20).params[0] < 1e6, "it goes on");
    // With zero_grad the same pause is the end.
    let mut emptied = Setup { zero_grad: true, ..paused }.trainer();
    emptied.step(5);
    assert_eq!((emptied.status(), emptied.reason()), (Status::Converged, Some(Reason::Unchanged)));
}
