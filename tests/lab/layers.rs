//! Settings come in layers, each given once.

use gradwalk::lab::Lab;
use gradwalk::settings::Settings;

use super::{lab, many_points, said, trained};

#[test]
fn what_is_wrong_is_said_of_its_layer() {
    let mut lab = Lab::new();
    assert_eq!(said(&mut lab, &["lr=fast", "x=1,2", "w=3"]), [(0, "malformed"), (1, "lengths")]);
    // Nothing is left of what was said before: a lab is a function of its layers.
    assert_eq!(said(&mut lab, &[]), []);
    assert_eq!(lab.query(), "v=1");
}

#[test]
fn a_layer_that_is_not_given_again_is_as_it_was() {
    let mut lab = Lab::new();
    assert_eq!(said(&mut lab, &["lr=0.03&iterations=7", "colour=red"]), [(1, "unknown")]);
    let again = lab.configure(&[None, Some("w=1")], false);
    assert_eq!((again.len(), lab.query().as_str()), (0, "v=1&lr=0.03&iterations=7&w=1"));
    let said = lab.configure(&[Some("lr=0.05"), None], false);
    assert_eq!((said.len(), lab.query().as_str()), (0, "v=1&lr=0.05&w=1"));
    // A layer that was never given is empty.
    assert_eq!(lab.configure(&[None, None, None], false), []);
}

#[test]
fn judging_changes_nothing() {
    let mut lab = trained("lr=0.03");
    let before = (lab.query(), lab.snapshot(), lab.changed());
    let judged = lab.judge(&[None, Some("lr=-1&x=1&epoch=3")]);
    let codes: Vec<_> = judged.iter().map(|notice| (notice.layer, notice.problem.code())).collect();
    assert_eq!(codes, [(1, "below"), (1, "lengths")]);
    assert_eq!((lab.query(), lab.snapshot()), (before.0, before.1));
    assert_eq!(lab.changed(), [""; 0]);
    // And what it judged is not remembered as a layer.
    assert_eq!(lab.configure(&[None, None], false), []);
}

#[test]
fn only_what_changed_is_told_and_only_once() {
    let mut lab = Lab::new();
    let all: Vec<_> = Settings::table().iter().map(|setting| setting.name).collect();
    let told = lab.changed();
    assert!(
        all.iter().all(|name| told.contains(name) || ["epoch", "phase"].contains(name)),
        "{told:?}"
    );
    assert_eq!(lab.changed(), [""; 0]);
    said(&mut lab, &["lr=0.03&epoch=3"]);
    said(&mut lab, &["lr=0.03&x=1,2&y=1,2"]);
    assert_eq!(lab.changed(), ["lr", "x", "y"]);
    said(&mut lab, &["lr=0.030&x=1,2&y=1,2"]);
    assert_eq!(lab.changed(), [""; 0], "another text, the same value");
    assert_eq!(
        (lab.value("lr"), lab.value("x"), lab.value("pi")),
        ("0.03".into(), "1,2".into(), String::new())
    );
}

#[test]
fn the_epoch_of_a_layer_moves_where_it_is_new_or_spoken_again() {
    let mut lab = trained("");
    lab.configure(&[Some("epoch=3")], false);
    assert_eq!(lab.epoch(), 3);
    lab.seek(7, 0);
    lab.configure(&[Some("epoch=3")], false);
    assert_eq!(lab.epoch(), 7, "nobody spoke");
    lab.configure(&[Some("epoch=3")], true);
    assert_eq!((lab.epoch(), lab.value("epoch").as_str()), (3, "3"));
    // A hand lets go of the line for a new epoch, and for the old one, too.
    for epoch in ["epoch=3", "epoch=4"] {
        lab.hold(1.0);
        assert!(lab.is_held());
        lab.configure(&[Some(epoch)], epoch == "epoch=3");
        assert!(!lab.is_held(), "{epoch}");
    }
    assert_eq!(lab.epoch(), 4);
}

#[test]
fn the_preset_is_named_while_its_gradient_is_in_use() {
    for (settings, preset) in [
        ("", Some("notebook-autograd")),
        ("lr=0.5&x=1&y=1", Some("notebook-autograd")),
        ("preset=notebook-manual", Some("notebook-manual")),
        ("gradient=numeric", None),
        ("preset=notebook-manual&gradient=autograd", None),
    ] {
        assert_eq!(lab(settings).preset().map(|preset| preset.name()), preset, "{settings}");
    }
}

#[test]
fn of_a_hundred_thousand_points_none_is_moved_by_hand() {
    let mut lab = Lab::new();
    lab.configure(&[Some(&many_points(100_000)), Some("")], false);
    assert_eq!(lab.handles().1.len(), 0);
    assert_eq!((lab.table(), lab.removed(0)), (None, None));
}
