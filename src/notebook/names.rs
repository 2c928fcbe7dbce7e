//! What parameters are called in Python: as in the formula, unless Python or the program means
//! something else by that name.

use crate::model::Index;

/// Python's own words, and what the lines and programs call things.
const TAKEN: &str = "False None True and as assert async await break class continue def del elif \
    else except finally for from global if import in is lambda nonlocal not or pass raise return \
    try while with yield __debug__ \
    x y y_pred y_predicted l lr learning_rate epoch step forward loss gradient slope f p h \
    optimizer scheduler loader DataLoader TensorDataset \
    huber smooth_l1 cross_entropy np torch print range max min abs float relu sigmoid minimum maximum";

/// For each parameter a name of its own in a program in which `dw` is the gradient in `w`, and these are the inputs.
pub(super) fn identifiers(params: &[String], inputs: &[String]) -> Vec<String> {
    let known = Index::new(params.iter().map(String::as_str));
    let taken = |name: &str| {
        inputs.iter().any(|input| input == name) || TAKEN.split(' ').any(|word| word == name)
    };
    let mut renamed: Vec<String> = Vec::new();
    let mut names = Vec::with_capacity(params.len());
    for (k, param) in params.iter().enumerate() {
        // Who has got another name leaves its own to others.
        let keeps = |place: usize| place > k || names.get(place) == Some(&params[place]);
        let of_another = |name: &str| {
            known.find(name).is_some_and(keeps) || renamed.iter().any(|other| other == name)
        };
        let clashes = |name: &str| {
            let grad = "d".to_owned() + name;
            let of_grad = name.strip_prefix('d').is_some_and(of_another);
            let meant = |name: &str| taken(name) || of_another(name);
            meant(name) || meant(&grad) || of_grad
        };
        let mut name = if is_plain(param) { param.clone() } else { format!("p{}", k + 1) };
        while clashes(&name) {
            name.push('_');
        }
        if name != *param {
            renamed.push(name.clone());
        }
        names.push(name);
    }
    names
}

/// Whether Python takes each of these letters for itself: others it refuses, or reads as their
/// relatives, as 𝑥 as x.
fn is_plain(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_ascii() || matches!(c, 'À'..='ÿ' | 'Α'..='ω' | 'А'..='я' | '一'..='鿿'))
}
