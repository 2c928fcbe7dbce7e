//! The table of views, and what `all` means.

use gradwalk::charts::Chart;
use gradwalk::settings::{Against, Room, View};

use super::{lab, said};

#[test]
fn all_means_for_ever_what_it_meant_in_links_of_version_1() {
    let of_version_1 =
        ["fit", "landscape", "loss", "w", "step", "gradients", "printout", "compare", "share"];
    let meant: Vec<_> = View::TABLE.iter().filter(|view| view.all).map(|view| view.name).collect();
    assert_eq!(meant, of_version_1, "a new view changes nobody's page");
    let mut all = lab("v=1&views=all");
    assert_eq!(all.value("views"), "all");
    assert_eq!(lab(&format!("views={}", of_version_1.join(" "))).value("views"), "all");
    assert_eq!(all.query(), "v=1&views=all");
    assert_eq!(lab("views=w,fit").value("views"), "fit,w");
    let mut lab = super::lab("");
    assert_eq!(said(&mut lab, &["views=fit,film"]), [(0, "malformed")]);
}

#[test]
fn a_page_that_asks_for_nothing_shows_the_figure() {
    assert_eq!(lab("").value("views"), "fit,landscape,loss,w");
    for view in View::TABLE.iter().filter(|view| view.initial) {
        assert_eq!(view.room, Room::Figure, "{}", view.name);
    }
}

#[test]
fn every_view_against_numbers_has_its_chart_and_no_other_has() {
    for view in View::TABLE {
        let is_drawn = matches!(
            view.against,
            Against::Data | Against::Parameter | Against::Epoch(_) | Against::Rates
        );
        assert_eq!(Chart::from_name(view.name).is_some(), is_drawn, "{}", view.name);
    }
    assert!(Chart::ALL.iter().all(|chart| View::TABLE.iter().any(|v| v.name == chart.name())));
}

#[test]
fn rows_of_more_than_two_inputs_have_no_fit() {
    assert_eq!(lab("data=1,2,3;4,5,6").unshown("fit"), "");
    assert_eq!(lab("data=1,2,3,4;4,5,6,7").unshown("fit"), "many-inputs");
}
