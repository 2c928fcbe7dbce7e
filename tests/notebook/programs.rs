//! The programs that a reader takes along. That they print what they ought to, the real NumPy and
//! PyTorch say: `cargo xtask test-programs`.

use super::{notebook, settings};

#[test]
fn the_lessons_two_are_the_notebooks() {
    for (query, golden) in [
        ("", include_str!("../golden/notebook_autograd.py")),
        ("preset=notebook-manual", include_str!("../golden/notebook_manual.py")),
    ] {
        assert_eq!(notebook(&settings(query)).script(), golden);
    }
}

/// The program with what is another than in the lesson by autograd.
fn differing(query: &str) -> Vec<String> {
    let lesson = include_str!("../golden/notebook_autograd.py");
    let script = notebook(&settings(query)).script();
    let lines = script.lines().filter(|line| !lesson.lines().any(|other| other == *line));
    lines.map(str::to_owned).collect()
}

#[test]
fn the_settings_are_in_it() {
    assert_eq!(
        differing("x=1,-2.5&y=2,1e-7&w=3&lr=0.3&iterations=7&precision=f64&zero-grad=off"),
        [
            "x = torch.tensor([1, -2.5], dtype=torch.float64)",
            "y = torch.tensor([2, 1e-7], dtype=torch.float64)",
            "w = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)",
            "learning_rate = 0.3",
            "for epoch in range(7):",
            "    # w.grad.zero_() is left out: backward() adds to what is there",
        ]
    );
}

#[test]
fn by_hand_in_single_precision_every_number_is_single() {
    let script = notebook(&settings("gradient=manual&w=0.5")).script();
    for line in [
        "x = np.array([1, 2, 3, 4], dtype=np.float32)",
        "w = np.float32(0.5)",
        "learning_rate = np.float32(0.01)",
        "    return (2*x * (y_predicted - y)).mean()",
    ] {
        assert!(script.lines().any(|other| other == line), "{line} in\n{script}");
    }
    assert!(!notebook(&settings("gradient=manual&precision=f64")).script().contains("np.float32"));
}

#[test]
fn nudged_as_the_lab_nudges() {
    let script = notebook(&settings("gradient=numeric")).script();
    let gradient = "def gradient(x, y, y_predicted):
    h = 6.055454452393343e-06 * max(abs(w), 1.0)
    return (loss(y, (w + h) * x) - loss(y, (w - h) * x)) / ((w + h) - (w - h))\n";
    assert!(script.contains(gradient), "{script}");
}

#[test]
fn several_parameters_by_autograd() {
    assert_eq!(
        differing("model=w*x%2Bb&start=b=1"),
        [
            "b = torch.tensor(1.0, dtype=torch.float32, requires_grad=True)",
            "    return w*x + b",
            "print(f'Prediction before training: {forward(torch.tensor(5.0, dtype=torch.float32))}')",
            "        b -= learning_rate * b.grad",
            "    b.grad.zero_()",
            "    print(f'epoch {epoch+1}: w={w}, b={b}, loss={l}')",
            "print(f'Prediction after training: {forward(torch.tensor(5.0, dtype=torch.float32))}')",
        ]
    );
    let off = differing("model=w*x%2Bb&zero-grad=off");
    let word = "    # grad.zero_() is left out: backward() adds to what is there";
    assert!(off.iter().any(|line| line == word), "{off:?}");
    // Printed by the name that the reader gave, computed by one that Python takes.
    let renamed = differing("model=lambda*x");
    let printed = "    print(f'epoch {epoch+1}: lambda={lambda_}, loss={l}')";
    assert!(renamed.iter().any(|line| line == printed), "{renamed:?}");
}

#[test]
fn several_parameters_by_nudging() {
    let settings = settings("model=a*relu(x-b)&gradient=numeric&start=a=2&iterations=3");
    assert_eq!(
        notebook(&settings).script(),
        "import numpy as np

x = np.array([1, 2, 3, 4], dtype=np.float64)
y = np.array([2, 4, 6, 8], dtype=np.float64)
a = np.float64(2.0)
b = np.float64(0.0)
learning_rate = 0.01

def relu(a):
    return np.maximum(a, 0)

def forward(x, a, b):
    return a * relu(x - b)

def loss(y, y_predicted):
    return ((y_predicted - y)**2).mean()

def slope(f, p):
    h = 6.055454452393343e-06 * max(abs(p), 1.0)
    return (f(p + h) - f(p - h)) / ((p + h) - (p - h))

print(f'Prediction before training: {forward(np.float64(5), a, b):.3f}')

for epoch in range(3):
    y_predicted = forward(x, a, b)
    l = loss(y, y_predicted)
    da = slope(lambda a: loss(y, forward(x, a, b)), a)
    db = slope(lambda b: loss(y, forward(x, a, b)), b)
    a -= learning_rate * da
    b -= learning_rate * db
    print(f'epoch {epoch+1}: a={a:.3f}, b={b:.3f}, loss={l:.8f}')

print(f'Prediction after training: {forward(np.float64(5), a, b):.3f}')
"
    );
}
