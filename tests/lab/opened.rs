//! The open step as it is drawn: every mark is a claim about the state, and is held to it.

use gradwalk::lab::{Closed, Lab, Unit};
use gradwalk::number::few;
use gradwalk::settings::{Layer, Settings};
use gradwalk::training::Position;
use proptest::prelude::*;

use super::{ALL, lab, many_points};

/// The marks at the position: the kind of each, and its parts.
fn marks(lab: &mut Lab) -> Vec<Vec<String>> {
    let text = lab.opened(false, false).expect("a step");
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// Those of one kind, without it.
fn of_kind(lab: &mut Lab, kind: &str) -> Vec<Vec<String>> {
    marks(lab).into_iter().filter(|mark| mark[0] == kind).map(|mark| mark[1..].to_vec()).collect()
}

/// The sentence's code and what it speaks of: stage, step, code, row, arguments.
fn said(lab: &mut Lab) -> Vec<String> {
    of_kind(lab, "say").remove(0)
}

/// The numbers of the strip, one text for each stage, of a line or several.
fn strip(lab: &mut Lab) -> Vec<String> {
    of_kind(lab, "stage").into_iter().map(|stage| stage[4..].join("\n")).collect()
}

fn at(lab: &mut Lab, epoch: usize, phase: &str) {
    lab.seek(epoch, ALL);
    lab.enter_phase(phase);
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is a number"))
}

#[test]
fn the_lessons_first_step_in_its_own_words() {
    let mut lab = lab("");
    let expected = [
        ("", "begins", "", "w = 0 0 w.grad 1"),
        ("prediction.3", "prediction", "3", "0 × 3 0 0 3 0  ="),
        ("loss.3", "residual", "3", "0 − 6 -6 0 6 6 low ="),
        ("loss.7", "square", "3", "(-6)² 36 -6 0 36 high ="),
        ("gradient", "mean", "", "4 + 16 + 36 + 64 4 30 ="),
        ("gradient.1", "of-itself", "", ""),
        ("gradient.4", "share", "3", "1 1/4 0.25 36 4 4 ="),
        ("gradient.8", "of-square", "3", "0.25 -12 -3 -6 4  (-6) (-12) ="),
        ("gradient.12", "shifted", "3", "-3 1 -3 0 4 6 ="),
        ("gradient.16", "lands", "3", "-3 3 -9 w -1 − 4 − 9 = -14 3 0 -14 -14 ="),
        ("update", "lands-last", "4", "-4 4 -16 w -1 − 4 − 9 − 16 = -30 4 0 -30 -30 ="),
        ("update.1", "moves", "", "0.01 (-30) 0.3 w 0 0.3 30 21.7 w.grad falls ="),
    ];
    for (phase, code, row, arguments) in expected {
        at(&mut lab, 0, phase);
        let said = said(&mut lab);
        assert_eq!(
            (&said[2][..], &said[3][..], &said[4..].join(" ")[..]),
            (code, row, arguments),
            "{phase}"
        );
    }
    at(&mut lab, 0, "update.1");
    let whole = [
        "0 · (1, 2, 3, 4) = 0, 0, 0, 0",
        "(4 + 16 + 36 + 64) ÷ 4 = 30",
        "-1 − 4 − 9 − 16 = -30",
        "0 − 0.01 · (-30) = 0.3",
    ];
    assert_eq!(strip(&mut lab), whole);
    at(&mut lab, 0, "gradient.16");
    assert_eq!(strip(&mut lab)[2..], ["-1 − 4 − 9 …", ""]);
    // The next step begins with an empty vessel.
    at(&mut lab, 1, "");
    assert_eq!(said(&mut lab)[2..], ["emptied", "", "w = 0.3", "0", "w.grad", "1"]);
}

#[test]
fn the_strip_says_any_model_with_its_numbers() {
    let mut lab = lab("model=w*x%2Bb&start=w=-0.5,b=1&x=1,2&y=1,-1");
    at(&mut lab, 0, "update.2");
    // r = 0.5 − 1, 0 + 1: L = ½·(¼ + 1), ∂L/∂w = Σ r·x = −0.5 + 2, ∂L/∂b = Σ r
    let whole = [
        "−0.5 · (1, 2) + 1 = 0.5, 0",
        "(0.25 + 1) ÷ 2 = 0.625",
        "w: -0.5 + 2 = 1.5\nb: -0.5 + 1 = 0.5",
        "w: -0.5 − 0.01 · 1.5 = -0.515\nb: 1 − 0.01 · 0.5 = 0.995",
    ];
    assert_eq!(strip(&mut lab), whole);
    // Nobody is shown a number that is not there.
    at(&mut lab, 0, "prediction.2");
    assert_eq!(strip(&mut lab)[0], "−0.5 · (1, 2) + 1 = 0.5, …");
}

#[test]
fn three_marks_say_where_a_number_comes_from() {
    let mut lab = lab("");
    at(&mut lab, 0, "gradient.16");
    // From the slope of the third prediction, by × 3, to what lands.
    let from = of_kind(&mut lab, "node").into_iter().filter(|node| node[7] == "from");
    assert_eq!(
        from.map(|node| [node[0].clone(), node[8].clone()]).collect::<Vec<_>>(),
        [["prediction", "3"]]
    );
    let lit = |lab: &mut Lab, state: &str| {
        let labels = of_kind(lab, "label").into_iter().filter(|label| label[1] == state);
        labels.map(|label| label[4].clone()).collect::<Vec<_>>()
    };
    assert_eq!((lit(&mut lab, "by"), lit(&mut lab, "to")), (vec!["× 3".into()], vec!["-9".into()]));
    // Forward from w, by × 3, to the prediction.
    at(&mut lab, 0, "prediction.3");
    assert_eq!(of_kind(&mut lab, "leaf")[0][7], "from");
    assert_eq!(lit(&mut lab, "by"), ["× 3"]);
    let to = of_kind(&mut lab, "node").into_iter().filter(|node| node[6] == "to");
    assert_eq!(to.map(|node| node[8].clone()).collect::<Vec<_>>(), ["3"]);
}

#[test]
fn the_vessel_holds_what_has_landed_and_what_was_left() {
    let mut lab = lab("");
    at(&mut lab, 0, "gradient.16");
    assert_eq!(of_kind(&mut lab, "level")[0][0], "so-far");
    assert_eq!(of_kind(&mut lab, "level")[0][3], "-1 − 4 = -5");
    let blocks: Vec<_> = of_kind(&mut lab, "block");
    let kinds: Vec<_> = blocks.iter().map(|block| block[0].as_str()).collect();
    assert_eq!(kinds, ["level", "part", "part", "waits"]);
    // A block is as high as its number: −4 four times as high as −1, −9 nine times.
    let high: Vec<f64> = blocks[1..].iter().map(|block| number(&block[4])).collect();
    assert!(
        (high[1] / 4.0 - high[0]).abs() < 1.0 && (high[2] / 9.0 - high[0]).abs() < 1.0,
        "{high:?}"
    );
    // A number stands in its block where that is as high as a line of text, else beside it.
    let beside: Vec<bool> = blocks[1..].iter().map(|block| block[6] != "0").collect();
    assert_eq!(beside, high.iter().map(|&high| high < 18.0).collect::<Vec<_>>(), "{high:?}");
    assert!(beside.contains(&true) && beside.contains(&false), "{high:?}");
    at(&mut lab, 0, "update");
    assert_eq!(of_kind(&mut lab, "level")[0][3], "-1 − 4 − 9 − 16 = -30");
    // Nobody empties: the second step adds its slope to what was left.
    let mut lab = super::lab("zero-grad=off");
    at(&mut lab, 1, "");
    assert_eq!(said(&mut lab)[2..], ["kept", "", "w = 0.3", "-30", "w.grad", "1"]);
    assert_eq!(of_kind(&mut lab, "level")[0][3], "-30");
    at(&mut lab, 1, "update");
    assert_eq!(of_kind(&mut lab, "level")[0][3], "-30 − 25.5 = -55.5");
    assert_eq!(said(&mut lab)[2..4], ["lands-on", "4"]);
    assert_eq!(of_kind(&mut lab, "kept")[0][0], "-30 − 25.5 = -55.5");
}

#[test]
fn backward_called_twice_doubles_what_the_leaf_holds() {
    let mut lab = lab("");
    at(&mut lab, 0, "gradient");
    assert_eq!(of_kind(&mut lab, "twice"), [["-30", "-60", "w.grad"]]);
    // Nothing of the step is another for it.
    at(&mut lab, 0, "update.1");
    assert_eq!(of_kind(&mut lab, "leaf")[0][8], "0.3");
}

#[test]
fn a_slope_has_a_code_for_what_becomes_of_it() {
    let codes = |settings: &str| {
        let mut lab = lab(settings);
        lab.enter_phase("gradient");
        let mut codes = Vec::new();
        while lab.phase().starts_with("gradient") {
            lab.walk(Unit::Node, 1, ALL);
            codes.push(said(&mut lab).remove(2));
        }
        codes
    };
    let one = ["of-itself", "share-of-one", "of-square", "shifted", "lands"];
    assert_eq!(codes("x=2&y=3"), one);
    // ŷ = 5 − wx: the slope of the product is that of the prediction, turned round, and what it lands from is no ŷ.
    let turned = ["of-itself", "share-of-one", "of-square", "shifted", "turned", "handed"];
    assert_eq!(codes("model=5-w*x&x=2&y=3"), turned);
}

#[test]
fn of_every_loss_the_sentences_are_its_own() {
    // At w = 0 the residuals are −2, −4, −6, −8.
    for (loss, row_loss, mean, of_loss) in [
        (
            "L1Loss()",
            "|-6| 6 -6 0 6 high =",
            "2 + 4 + 6 + 8 4 5 =",
            "of-absolute 3 0.25 -1 -0.25 -6 4  =",
        ),
        // 6·(6 − ½·6) where 6 is no longer below δ, else ½·6²
        (
            "HuberLoss(delta=5)",
            "huber(-6, 5) 17.5 -6 5 17.5 high =",
            "2 + 8 + 17.5 + 27.5 4 13.8 ≈",
            "of-line 3 0.25 -5 -1.25 -6 4 5 =",
        ),
        (
            "HuberLoss(delta=7)",
            "huber(-6, 7) 18 -6 7 18 high =",
            "2 + 8 + 18 + 31.5 4 14.9 ≈",
            "of-half-square 3 0.25 -6 -1.5 -6 4 7 =",
        ),
        (
            "SmoothL1Loss(beta=8)",
            "smooth(-6, 8) 2.25 -6 8 2.25 high =",
            "0.25 + 1 + 2.25 + 4 4 1.88 ≈",
            "of-smooth 3 0.25 -0.75 -0.188 -6 4 8 ≈",
        ),
    ] {
        let mut lab = lab(&format!("loss={loss}"));
        for (phase, expected) in [
            ("loss.3", "residual 3 0 − 6 -6 0 6 6 low =".to_owned()),
            ("loss.7", format!("value 3 {row_loss}")),
            ("gradient", format!("mean-of-losses  {mean}")),
            ("gradient.1", "of-itself  ".to_owned()),
            (
                "gradient.4",
                format!(
                    "loss-share 3 1 1/4 0.25 {} 4 4 =",
                    row_loss.split(' ').rev().nth(2).unwrap_or_default()
                ),
            ),
            ("gradient.8", of_loss.to_owned()),
        ] {
            at(&mut lab, 0, phase);
            assert_eq!(said(&mut lab)[2..].join(" ").trim(), expected.trim(), "{loss} at {phase}");
        }
        assert_eq!(
            of_kind(&mut lab, "node").iter().filter(|node| node[0] == "row-loss").count(),
            4
        );
    }
    // Of two classes there is no residual.
    for (settings, value, of_loss) in [
        (
            "loss=BCEWithLogitsLoss()&y=0,0,1,1",
            "value 3 BCE(0, 1) 0.693",
            "of-cross-entropy 3 0.25 -0.5",
        ),
        (
            "loss=SoftMarginLoss()&y=1,1,-1,-1",
            "value 3 margin(0, -1) 0.693",
            "of-soft-margin 3 0.25 0.5",
        ),
    ] {
        let mut lab = lab(settings);
        for (phase, expected) in [("loss.3", value), ("gradient.8", of_loss)] {
            at(&mut lab, 0, phase);
            let said = said(&mut lab)[2..].join(" ");
            assert!(said.starts_with(expected), "{said} for {expected}");
        }
        assert!(of_kind(&mut lab, "node").iter().all(|node| node[0] != "residual"));
    }
    // A corner has no slope.
    let mut lab = lab("loss=L1Loss()&y=0,0,0,1");
    at(&mut lab, 0, "gradient.8");
    assert_eq!(said(&mut lab)[2..4], ["at-corner", "3"]);
}

#[test]
fn by_hand_there_is_a_gradient_and_no_way_back() {
    for (gradient, code, grad) in [
        ("manual", "by-hand", "-30"),
        ("manual-sum", "by-hand-sum", "-120"),
        ("numeric", "nudged", "-30"),
    ] {
        let mut lab = lab(&format!("gradient={gradient}"));
        at(&mut lab, 0, "update");
        assert_eq!(said(&mut lab)[2..5], [code, "", grad]);
        assert_eq!(of_kind(&mut lab, "leaf")[0][1], "dw");
        assert!(
            of_kind(&mut lab, "wire").iter().all(|wire| !wire[0].contains("back")),
            "{gradient}"
        );
        assert!(of_kind(&mut lab, "twice").is_empty());
    }
}

#[test]
fn of_many_rows_one_is_open_and_the_others_are_bars() {
    let mut lab = lab(&format!("{}&lr=1e-9", many_points(1_000)));
    lab.enter_phase("gradient.900");
    let text = lab.opened(false, false).expect("a step");
    assert!(text.len() < 6_000, "{} bytes for a thousand rows", text.len());
    let nodes = of_kind(&mut lab, "node");
    assert_eq!(nodes.len(), 7, "three of a row, three of the others, the loss");
    assert!(nodes[3..6].iter().all(|node| node.len() == 16 && node[14].split(' ').count() <= 30));
    // The one that is visited is open; a hand opens another, until it walks on.
    let open = |lab: &mut Lab| of_kind(lab, "node")[0][8].clone();
    assert_eq!(open(&mut lab), said(&mut lab)[3]);
    lab.choose(26);
    assert_eq!(open(&mut lab), "27");
    lab.walk(Unit::Node, 1, ALL);
    assert_eq!(open(&mut lab), said(&mut lab)[3]);
    lab.choose(usize::MAX);
    assert_eq!(open(&mut lab), "1000");
}

#[test]
fn a_neuron_and_a_parabola_are_drawn_like_the_line() {
    let mut neuron = lab("model=tanh(w*x%2Bb)*v&start=w=0.5,b=0.1,v=2&x=2&y=1");
    at(&mut neuron, 0, "update");
    let leaves = of_kind(&mut neuron, "leaf");
    assert_eq!(leaves.iter().map(|leaf| leaf[0].as_str()).collect::<Vec<_>>(), ["w", "b", "v"]);
    let grads: Vec<f64> = neuron.state_row()[5..].to_vec();
    let held: Vec<_> =
        of_kind(&mut neuron, "level").into_iter().map(|level| level[3].clone()).collect();
    assert_eq!(held, grads.iter().map(|&grad| few(grad, 3)).collect::<Vec<_>>());
    let signs: Vec<_> = of_kind(&mut neuron, "label")
        .into_iter()
        .filter(|l| l[0].contains("sign"))
        .map(|l| l[4].clone())
        .collect();
    assert!(
        signs.iter().any(|sign| sign == "tanh") && signs.iter().any(|sign| sign == "+"),
        "{signs:?}"
    );
    let mut parabola = lab("model=a*x*x%2Bb*x%2Bc&start=a=1&lr=0.001");
    at(&mut parabola, 0, "update");
    assert_eq!(of_kind(&mut parabola, "leaf").len(), 3);
    // ŷ takes a·x, ·x, b·x, +, + for each of four rows; then residual and square; then the loss.
    assert_eq!(of_kind(&mut parabola, "node").len(), 4 * 7 + 1);
}

#[test]
fn at_the_end_of_a_run_its_last_step_is_in_sight() {
    let mut lab = lab("");
    lab.seek(usize::MAX, ALL);
    assert_eq!(lab.sight(), Err(Closed::End), "there is no step to be walked");
    let end = lab.opened(false, false).expect("the last step");
    at(&mut lab, 19, "update.1");
    let last = lab.opened(false, false).expect("the last step");
    assert_eq!(end.replace("\nended", ""), last);
    assert!(end.contains("\nended\n") && !last.contains("\nended"));
}

#[test]
fn a_vessel_shows_what_two_calls_of_backward_leave() {
    let mut lab = lab("");
    let marks = lab.opened(false, true).expect("a step");
    assert!(marks.contains("\nlevel\ttwice\t172\t308\t-30 − 30 = -60\n"), "{marks}");
    let parts = marks
        .lines()
        .filter(|mark| mark.starts_with("block\tpart"))
        .filter(|mark| mark.contains("\t-30\t"));
    assert_eq!(parts.count(), 2, "{marks}");
    // By hand nobody calls it.
    let mut by_hand = super::lab("gradient=manual");
    assert_eq!(by_hand.opened(false, true), by_hand.opened(false, false));
}

#[test]
fn of_too_many_rows_there_is_nothing_to_open() {
    let mut lab = super::lab(&format!("{}&lr=1e-9", many_points(1_001)));
    assert_eq!(lab.opened(false, false), Err(Closed::Rows));
}

#[test]
fn a_press_on_a_node_goes_to_where_its_numbers_come_to_be() {
    let mut lab = lab("");
    for node in of_kind(&mut lab, "node") {
        for (phase, slope) in [(&node[12], false), (&node[13], true)] {
            lab.enter_phase(phase);
            let here = of_kind(&mut lab, "node");
            let same = here.iter().find(|other| other[..3] == node[..3]).expect("the node");
            assert_eq!(same[if slope { 7 } else { 6 }], "to", "{node:?} at {phase}");
        }
    }
}

/// Settings of runs on few points, by autograd or not.
fn settings() -> impl Strategy<Value = String> {
    let points = prop::collection::vec((-4.0..4.0f64, -9.0..9.0f64), 1..9);
    let gradients =
        prop::sample::select(&["autograd", "autograd", "manual", "manual-sum", "numeric"][..]);
    (points, gradients, any::<bool>(), -3.0..0.3f64, -5.0..5.0f64).prop_map(
        |(points, gradient, zero_grad, lr, w)| {
            let list = |numbers: Vec<f64>| {
                numbers.iter().map(|n| few(*n, 3)).collect::<Vec<_>>().join(",")
            };
            let (x, y) = points.into_iter().unzip();
            let zero_grad = if zero_grad { "on" } else { "off" };
            format!(
                "x={}&y={}&w={}&lr={}&gradient={gradient}&zero-grad={zero_grad}&iterations=6",
                list(x),
                list(y),
                few(w, 3),
                few(10f64.powf(lr), 3)
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the data, rate and gradient, each sentence says what the run does.
    #[test]
    fn every_sentence_is_true(settings in settings()) {
        let mut lab = lab(&settings);
        lab.seek(usize::MAX, ALL);
        let rows = lab.rows(1, 6);
        let (steps, end) = (rows.len() / 3, lab.end());
        lab.seek(0, ALL);
        while lab.epoch() < end.min(steps) {
            let Position { epoch, .. } = lab.position();
            let sight = lab.sight().expect("a step");
            let said = said(&mut lab);
            let told: Vec<&str> = said[4..].iter().map(String::as_str).collect();
            prop_assert_eq!(&said[1], &(epoch + 1).to_string());
            let [after, loss, grad] = [0, 1, 2].map(|column| rows[3 * epoch + column]);
            match said[2].as_str() {
                "residual" => {
                    let value = told[1];
                    let side = if value.starts_with('-') && value != "-0" { "low" } else if value.trim_start_matches('-') == "0" { told[5] } else { "high" };
                    prop_assert_eq!(told[5], side);
                }
                "mean" | "mean-of-one" => prop_assert_eq!(told[2], few(loss, 3)),
                "moves" => {
                    prop_assert_eq!((told[5], told[6]), (&few(after, 3)[..], &few(loss, 3)[..]));
                    prop_assert_eq!(told[1].trim_matches(['(', ')']), few(grad, 3));
                    lab.seek(epoch + 1, ALL);
                    let then = lab.state_row()[2];
                    prop_assert_eq!(told[7], few(then, 3));
                    let moves = if then < loss { "falls" } else if then > loss { "rises" } else { "stays" };
                    // A change that no digit shows is not said.
                    let moves = if then != loss && told[6] == told[7] { "" } else { moves };
                    prop_assert_eq!(told[9], if then.is_finite() { moves } else { told[9] });
                    at(&mut lab, epoch, "update.1");
                }
                "lands-last" => prop_assert_eq!(told[8], few(sight.grads[0], 3)),
                "lands-on" => {
                    prop_assert_eq!(told[7], few(sight.grads[0], 3));
                    prop_assert!(settings.contains("zero-grad=off"));
                }
                "by-hand" | "by-hand-sum" | "nudged" => prop_assert_eq!(told[0], few(grad, 3)),
                "emptied" => prop_assert!(settings.contains("zero-grad=on") && epoch > 0),
                "kept" => prop_assert!(settings.contains("zero-grad=off") && epoch > 0),
                "begins" => prop_assert!(epoch == 0 || !settings.contains("autograd")),
                _ => {}
            }
            // Whatever is drawn is drawn within the drawing.
            let size = of_kind(&mut lab, "size").remove(0);
            for block in of_kind(&mut lab, "block").iter().chain(&of_kind(&mut lab, "row")) {
                let from = block.len() - if block.len() == 4 { 4 } else { 6 };
                let [x, y, wide, high] = [0, 1, 2, 3].map(|i| number(&block[from + i]));
                prop_assert!(x >= 0.0 && y >= 0.0 && wide >= 0.0 && high >= 0.0);
                prop_assert!(x + wide <= number(&size[0]) && y + high <= number(&size[1]));
            }
            lab.walk(Unit::Node, 1, ALL);
        }
    }
}

#[test]
fn folded_it_shows_the_row_visited_and_all_others_together_with_the_same_numbers() {
    let mut lab = lab("");
    // Backward, as far as the third row's slope has landed.
    at(&mut lab, 0, "gradient.16");
    let folded = |lab: &mut Lab| {
        let text = lab.opened(true, false).expect("a step");
        let marks = text.lines().map(|line| line.split('\t').map(str::to_owned).collect());
        marks.collect::<Vec<Vec<String>>>()
    };
    let (wide, narrow) = (marks(&mut lab), folded(&mut lab));
    let kind = |marks: &[Vec<String>], kind: &str| -> Vec<Vec<String>> {
        marks.iter().filter(|mark| mark[0] == kind).cloned().collect()
    };
    assert_eq!(kind(&narrow, "say"), kind(&wide, "say"));
    assert_eq!(kind(&narrow, "stage"), kind(&wide, "stage"));
    let say = &kind(&wide, "say")[0];
    let row = say[4].clone();
    // Of each node of that row: its number, its value, its slope, as where all are open.
    let of_row = |marks: &[Vec<String>]| -> Vec<Vec<String>> {
        let nodes = kind(marks, "node");
        let nodes = nodes.iter().filter(|node| node[9] == row);
        nodes.map(|node| [&node[1..2], &node[6..12]].concat()).collect()
    };
    assert_eq!(of_row(&narrow).len(), 3, "{narrow:?}");
    assert_eq!(of_row(&narrow), of_row(&wide));
    let words = kind(&narrow, "word");
    assert!(words.iter().any(|word| word[4] == "others" && word[5] == "3"), "{words:?}");
    let width: f64 = number(&kind(&narrow, "size")[0][1]);
    assert!(width <= 358.0, "a phone of 390 px has room for {width}");
    // Back where there is room, all four are open again.
    assert_eq!(marks(&mut lab), wide);
}

#[test]
fn in_batches_the_step_is_of_its_points_by_their_own_numbers() {
    let settings = "x=1,2,3,4,5,6,7,8&y=2,4,6,8,10,12,14,16&batch=3&seed=0&lr=0.01&iterations=7";
    let (resolved, _) = Settings::resolve([Layer::parse(settings)]);
    let mut trainer = resolved.trainer(&resolved.dataset().expect("points"));
    trainer.step(7);
    let mut lab = lab(settings);
    for epoch in 0..7 {
        let seen = trainer.seen(epoch).expect("some");
        // The last batch of a pass has two.
        assert_eq!(seen.len(), if epoch % 3 == 2 { 2 } else { 3 });
        for (place, row) in seen.iter().enumerate() {
            at(&mut lab, epoch, &format!("prediction.{}", place + 1));
            assert_eq!(said(&mut lab)[3], (row + 1).to_string(), "step {epoch}, place {place}");
        }
        at(&mut lab, epoch, "update");
        let state = trainer.state(epoch);
        let mean = strip(&mut lab)[1].clone();
        assert!(mean.ends_with(&few(state.loss, 3)), "{mean} is {}", state.loss);
        at(&mut lab, epoch, "update.1");
        // What the loss becomes is another batch's.
        assert_eq!(said(&mut lab)[2], "moves");
        assert_eq!(said(&mut lab)[13], "");
    }
    // Standing at the end, the last step is seen.
    lab.seek(7, ALL);
    assert!(strip(&mut lab)[0].contains("≈") || strip(&mut lab)[0].contains('='));
}

#[test]
fn an_optimizer_moves_by_what_it_says_and_a_schedule_at_its_rate() {
    let mut lab = lab("optimizer=SGD(momentum=0.5)&iterations=9");
    at(&mut lab, 1, "update.1");
    let said_by = said(&mut lab);
    assert_eq!(said_by[2..6], ["moves-by", "", "SGD", "w"]);
    let [before, after, by] = [6, 7, 8].map(|place| number(&said_by[place]));
    assert!((after - before - by).abs() < 2e-3, "{said_by:?}");
    assert!(strip(&mut lab)[3].starts_with(&few(before, 3)), "{:?}", strip(&mut lab));
    assert_eq!(of_kind(&mut lab, "leaf")[0].last().map(String::as_str), Some(""));
    for plain in ["optimizer=SGD()", "optimizer=SGD()&scheduler=StepLR(step_size=1, gamma=0.5)"] {
        let mut lab = super::lab(plain);
        at(&mut lab, 1, "update.1");
        let rate = if plain.contains("StepLR") { "0.005" } else { "0.01" };
        assert_eq!((&said(&mut lab)[2][..], &said(&mut lab)[4][..]), ("moves", rate));
        assert!(strip(&mut lab)[3].contains(rate));
    }
}
