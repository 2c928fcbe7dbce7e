//! The numbers of the real NumPy and PyTorch, to the bit.

mod common;
#[path = "common/models.rs"]
mod models;
#[path = "common/numbers.rs"]
mod numbers;
#[path = "common/rows.rs"]
mod rows;
#[path = "common/updates.rs"]
mod updates;

#[test]
fn notebooks_to_the_bit_and_to_the_character() {
    common::notebooks();
}

#[test]
fn random_runs_to_the_bit() {
    assert_eq!(common::random_runs(), 1_200);
}

#[test]
fn texts_are_read_as_the_browser_reads_them() {
    common::texts();
}

#[test]
fn models_of_several_parameters_to_the_bit() {
    assert_eq!(models::models(), 3_432);
}

#[test]
fn numbers_are_written_as_the_browser_writes_them() {
    numbers::check();
}

#[test]
fn any_number_of_rows_in_pytorch_to_the_bit() {
    let all = rows::MODELS.iter().flat_map(|model| ["f32", "f64"].map(|p| rows::torch(model, p)));
    assert_eq!(all.sum::<usize>(), 972);
}

#[test]
fn every_loss_of_pytorch_to_the_bit_or_to_the_units_that_are_said() {
    assert_eq!(rows::LOSSES.map(rows::losses).iter().sum::<usize>(), 2_016);
}

#[test]
fn any_number_of_rows_in_either_numpy_to_the_bit() {
    assert_eq!(rows::numpy(), 584);
}

#[test]
fn dot_products_of_numpy_on_haswell_to_the_bit() {
    assert_eq!(rows::dots(), 138);
}

#[test]
fn a_linear_layer_to_the_bit() {
    assert_eq!(rows::linear(), 156);
}

#[test]
fn every_optimizer_of_pytorch_to_the_bit() {
    assert_eq!(updates::optimizers(), 1_488 + 784);
}

#[test]
fn every_schedule_of_pytorch_to_the_bit() {
    assert_eq!(updates::schedules(), 20 * 13 * 2);
}

#[test]
fn runs_under_a_seed_and_in_batches_to_the_bit() {
    assert_eq!(updates::seeds(), 16);
}
