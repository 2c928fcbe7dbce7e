//! The fit of two inputs: the plane of both as a field, its rows and how far each is off.

use gradwalk::charts::{Chart, Scene};
use gradwalk::model::Model;
use gradwalk::training::{History, Quantity};

use super::{LOSS, W, draw_svg, elements, number, series, style};

#[test]
fn the_field_has_the_sign_of_the_prediction_and_bars_the_sign_of_the_residual() {
    let model = Model::parse_for("a*x1 + b*x2", &["x1", "x2", "y"].map(String::from)).unwrap();
    let known =
        [(Quantity::Param(0), series([0.0, 1.0])), (Quantity::Param(1), series([0.0, 0.0]))];
    let run = History::of(known);
    let (xs, second, ys) = ([-2.0, 2.0, 1.0], [1.0, -1.0, 1.0], [-2.0, 1.0, 2.0]);
    let scene = |position| Scene {
        xs: &xs,
        ys: &ys,
        second: Some(&second),
        ..Scene::new(&model, &run, position, 1)
    };
    let (drawn, svg) = draw_svg(Chart::Fit, (400, 300), &scene(1), &style(1.0, 1));
    let map = drawn.mapping;
    assert_eq!((map.x.min(), map.y.min()), (map.x.min().min(-2.0), map.y.min().min(-1.0)));
    // ŷ = x1: blue to the right of zero, ink to its left.
    let zero = map.to_pixel(0.0, 0.0).0;
    let blue = elements(&svg, "rect", W);
    assert!(blue.len() > 100);
    assert!(blue.iter().all(|rect| number(rect, "x") + number(rect, "width") >= zero - 8.0));
    // The first row is met, of the second the prediction is too high, of the third too low.
    let bars = elements(&svg, "rect", LOSS);
    let [high, low] = &bars[..] else { panic!("{bars:?}") };
    let end = |rect: &str| number(rect, "y") + number(rect, "height");
    assert!((end(high) - map.to_pixel(2.0, -1.0).1).abs() <= 1.0, "up from its row");
    assert!((number(low, "y") - map.to_pixel(1.0, 1.0).1).abs() <= 1.0, "down from its row");
    // At the start nothing is predicted but 0: no field of any strength.
    let (_, svg) = draw_svg(Chart::Fit, (400, 300), &scene(0), &style(1.0, 1));
    assert!(elements(&svg, "rect", W).iter().all(|rect| number(rect, "opacity") == 0.0));
}
