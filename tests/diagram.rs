//! Where nodes stand and wires run, for any graph.
#![cfg(not(target_arch = "wasm32"))]

use gradwalk::diagram::{Diagram, Kind, Knot, Rect};
use proptest::prelude::*;

fn knot(kind: Kind, inputs: &[usize]) -> Knot {
    Knot { kind, inputs: inputs.to_vec(), label: 4 }
}

/// The line on so many points: w, then prediction, residual and square of each row, then the loss.
fn line(rows: usize) -> Vec<Knot> {
    let mut knots = vec![knot(Kind::Param, &[])];
    for band in 0..rows {
        let first = knots.len();
        knots.push(knot(Kind::Row(band), &[0]));
        knots.push(knot(Kind::Row(band), &[first]));
        knots.push(knot(Kind::Row(band), &[first + 1]));
    }
    let losses: Vec<usize> = (1..=rows).map(|row| 3 * row).collect();
    knots.push(knot(Kind::Loss, &losses));
    knots
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

#[test]
fn the_line_is_a_lattice() {
    let diagram = Diagram::new(&line(4), 0.0);
    for row in 0..4 {
        let [a, b, c] = [1, 2, 3].map(|node| diagram.boxes[3 * row + node]);
        assert!(a.y == b.y && b.y == c.y, "a row is level");
        assert!(a.x < b.x && b.x < c.x, "and runs from left to right");
    }
    let heights: Vec<f64> = (0..4).map(|row| diagram.boxes[3 * row + 1].y).collect();
    assert!(heights.windows(2).all(|pair| pair[1] - pair[0] == 60.0), "{heights:?}");
    // w and the loss stand in the middle.
    let middle = (heights[0] + heights[3]) / 2.0;
    let loss = diagram.boxes[13];
    assert!((loss.y - middle).abs() < 0.5);
    let w = diagram.boxes[0];
    assert!((w.y + w.height - (middle + loss.height / 2.0)).abs() < 0.5);
}

#[test]
fn what_has_to_make_room_stands_on_average_where_it_would_like_to() {
    // What all share has no band: nothing but its neighbours is in its way.
    let reads = [0, 0, 0, 2, 2];
    let params = [(); 3].map(|()| knot(Kind::Param, &[]));
    let shared = reads.map(|param| knot(Kind::Shared, &[param]));
    let row = [knot(Kind::Row(0), &[3]), knot(Kind::Loss, &[8])];
    let knots = [params.to_vec(), shared.to_vec(), row.to_vec()].concat();
    let diagram = Diagram::new(&knots, 0.0);
    let middle = |node: usize| diagram.boxes[node].y + diagram.boxes[node].height / 2.0;
    // A wire leaves a parameter at the lower edge of its value.
    let wish = |param: usize| diagram.boxes[param].y + diagram.boxes[param].height;
    let off: Vec<f64> = (3..).zip(reads).map(|(node, param)| middle(node) - wish(param)).collect();
    assert!(off.iter().any(|off| *off < -20.0) && off.iter().any(|off| *off > 20.0), "{off:?}");
    assert!(off.iter().sum::<f64>().abs() < 1e-9, "{off:?}");
    let heights: Vec<f64> = (3..8).map(middle).collect();
    assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 60.0), "{heights:?}");
}

#[test]
fn a_node_stands_in_the_middle_of_what_it_reads() {
    let params = [(); 3].map(|()| knot(Kind::Param, &[]));
    let reads = [knot(Kind::Shared, &[0, 2]), knot(Kind::Row(0), &[3]), knot(Kind::Loss, &[4])];
    let diagram = Diagram::new(&[params.to_vec(), reads.to_vec()].concat(), 0.0);
    let leaves = |param: usize| diagram.boxes[param].y + diagram.boxes[param].height;
    let middle = diagram.boxes[3].y + diagram.boxes[3].height / 2.0;
    assert!((middle - (leaves(0) + leaves(2)) / 2.0).abs() < 1e-9);
    assert!((middle - leaves(1)).abs() < 1e-9);
}

#[test]
fn bends_and_labels_have_room_between_columns() {
    for rows in 2..5 {
        let knots = line(rows);
        let diagram = Diagram::new(&knots, 0.0);
        for wire in &diagram.wires {
            // Its points are in pairs: from one of these to the next it is level, within one it bends.
            for bend in wire.points[1..wire.points.len() - 1].chunks(2) {
                assert!(bend[1].0 - bend[0].0 >= 50.0, "{bend:?}");
            }
            if wire.from == 0 {
                // What is handed back to w stands between the bend and what happens on the wire.
                let [first, .., last] = wire.points[..] else { panic!("a wire of one point") };
                assert!(wire.handed.0 >= first.0 + 50.0 + 28.0, "{wire:?}");
                assert!(wire.label.0 - wire.handed.0 >= 28.0 + 36.0, "{wire:?}");
                assert_eq!((wire.handed.1, wire.label.1), (last.1, last.1), "where it is straight");
            }
        }
    }
}

#[test]
fn a_wire_that_passes_a_column_has_its_own_place_in_it() {
    // relu(w·x) + b: b waits two columns for what it is added to.
    let knots = [
        knot(Kind::Param, &[]),
        knot(Kind::Param, &[]),
        knot(Kind::Row(0), &[0]),
        knot(Kind::Row(0), &[2]),
        knot(Kind::Row(0), &[3, 1]),
        knot(Kind::Loss, &[4]),
    ];
    let diagram = Diagram::new(&knots, 0.0);
    let wire = diagram.wires.iter().find(|wire| wire.from == 1).expect("the wire of b");
    for passed in [2, 3] {
        let rect = diagram.boxes[passed];
        let at = wire.points.iter().rfind(|point| point.0 <= rect.x).expect("it begins left of it");
        let beside = (rect.y - at.1).max(at.1 - rect.y - rect.height);
        assert!(beside >= 20.0, "a label on it has room beside node {passed}: {beside}");
    }
}

/// Graphs of some parameters, what they share, and rows of one shape.
fn graphs() -> impl Strategy<Value = Vec<Knot>> {
    let reads = prop::collection::vec(any::<prop::sample::Index>(), 1..3);
    let shape = prop::collection::vec(reads, 1..7);
    (1usize..5, prop::collection::vec(any::<prop::sample::Index>(), 0..3), shape, 1usize..6)
        .prop_map(|(params, shared, shape, rows)| {
            let mut knots: Vec<Knot> = (0..params).map(|_| knot(Kind::Param, &[])).collect();
            for read in shared {
                let input = read.index(knots.len());
                knots.push(knot(Kind::Shared, &[input]));
            }
            let common = knots.len();
            let mut losses = Vec::new();
            for band in 0..rows {
                let first = knots.len();
                for (index, reads) in shape.iter().enumerate() {
                    let place = |read: &prop::sample::Index| match read.index(common + index) {
                        input if input < common => input,
                        input => first + input - common,
                    };
                    let mut inputs: Vec<usize> = reads.iter().map(place).collect();
                    inputs.dedup();
                    knots.push(knot(Kind::Row(band), &inputs));
                }
                losses.push(knots.len() - 1);
            }
            knots.push(knot(Kind::Loss, &losses));
            knots
        })
}

proptest! {
    #[test]
    fn nothing_overlaps_and_everything_is_inside(knots in graphs(), above in 0.0..40.0f64) {
        let diagram = Diagram::new(&knots, above);
        for (index, (rect, knot)) in diagram.boxes.iter().zip(&knots).enumerate() {
            let vessel = if knot.kind == Kind::Param { diagram.vessel } else { 0.0 };
            let whole = Rect { height: rect.height + vessel, ..*rect };
            prop_assert!(rect.x >= 0.0 && rect.x + rect.width <= diagram.width + 1e-9);
            prop_assert!(rect.y >= -1e-9 && rect.y + whole.height <= diagram.height + 1e-9, "{index}: {rect:?}");
            for (other, second) in diagram.boxes[..index].iter().zip(&knots) {
                // What rows share may stand at any height of its own column only.
                let vessel = if second.kind == Kind::Param { diagram.vessel } else { 0.0 };
                let other = Rect { height: other.height + vessel, ..*other };
                prop_assert!(!overlap(&whole, &other), "{index}: {whole:?} and {other:?}");
            }
            for &input in &knot.inputs {
                prop_assert!(diagram.columns[input] < diagram.columns[index]);
            }
        }
    }

    #[test]
    fn wires_run_from_node_to_node_and_never_back(knots in graphs()) {
        let diagram = Diagram::new(&knots, 0.0);
        prop_assert_eq!(diagram.wires.len(), knots.iter().map(|knot| knot.inputs.len()).sum::<usize>());
        for wire in &diagram.wires {
            let (from, to) = (diagram.boxes[wire.from], diagram.boxes[wire.to]);
            let (first, last) = (wire.points[0], wire.points[wire.points.len() - 1]);
            prop_assert_eq!((first.0, last.0), (from.x + from.width, to.x));
            prop_assert!(last.1 > to.y && last.1 < to.y + to.height);
            prop_assert!(wire.points.windows(2).all(|pair| pair[0].0 <= pair[1].0));
            // Two points for each bend, and nothing between them but the bend.
            prop_assert_eq!(wire.points.len() % 2, 0);
            prop_assert!(first.0 <= wire.label.0 && wire.label.0 <= last.0);
        }
    }
}

#[test]
fn on_a_narrow_screen_the_rows_of_the_line_are_folded_below_it() {
    for rows in [1, 2] {
        let knots = line(rows);
        let diagram = Diagram::folded(&knots, 32.0);
        assert!(diagram.width <= 344.0, "it fits a phone: {}", diagram.width);
        for pair in diagram.bands.windows(2) {
            assert_eq!(
                pair[1].0 - pair[0].0,
                pair[0].1 + 32.0,
                "above each there is room for its name"
            );
        }
        let whole = |index: usize| {
            let rect = diagram.boxes[index];
            let vessel = if index == 0 { diagram.vessel } else { 0.0 };
            Rect { height: rect.height + vessel, ..rect }
        };
        for index in 0..knots.len() {
            let rect = whole(index);
            assert!(rect.y >= 0.0 && rect.y + rect.height <= diagram.height);
            for other in 0..index {
                assert!(!overlap(&rect, &whole(other)), "{index} and {other}");
            }
        }
        for wire in &diagram.wires {
            let [first, second, ..] = wire.points[..] else { panic!("a wire of one point") };
            let last = wire.points[wire.points.len() - 1];
            let on = |(x, y): (f64, f64), rect: Rect| {
                (x == rect.x || x == rect.x + rect.width) && y > rect.y && y < rect.y + rect.height
            };
            assert!(on(first, diagram.boxes[wire.from]) && on(last, diagram.boxes[wire.to]));
            assert_eq!(first.1, second.1, "it leaves level");
            // Up and down it runs on a rail, where no node is.
            for pair in wire.points.windows(2).filter(|pair| pair[0].1 != pair[1].1) {
                assert_eq!(pair[0].0, pair[1].0);
                assert!(
                    diagram
                        .boxes
                        .iter()
                        .all(|rect| pair[0].0 < rect.x || pair[0].0 > rect.x + rect.width)
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn what_cannot_be_folded_is_drawn_as_ever(knots in graphs(), above in 0.0..40.0f64) {
        let params = knots.iter().filter(|knot| knot.kind == Kind::Param).count();
        if params != 1 {
            prop_assert_eq!(Diagram::folded(&knots, above), Diagram::new(&knots, above));
        }
    }
}
