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

#[test]
fn all_four_steps_by_pytorch() {
    assert_eq!(
        notebook(&settings("preset=notebook-module")).script(),
        "import torch
from torch import nn

torch.manual_seed(0)

X = torch.tensor([[1], [2], [3], [4]], dtype=torch.float32)
Y = torch.tensor([[2], [4], [6], [8]], dtype=torch.float32)
model = nn.Linear(1, 1)
learning_rate = 0.01
optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)

loss = nn.MSELoss()

print(f'Prediction before training: {model(torch.tensor([[5.0]], dtype=torch.float32)).item()}')

for epoch in range(20):
    y_predicted = model(X)
    l = loss(y_predicted, Y)
    l.backward()
    optimizer.step()
    optimizer.zero_grad()
    print(f'epoch {epoch+1}: weight={model.weight.item()}, bias={model.bias.item()}, loss={l}')

print(f'Prediction after training: {model(torch.tensor([[5.0]], dtype=torch.float32)).item()}')
"
    );
}

#[test]
fn batches_under_a_seed_at_a_rate_that_changes() {
    let query = "model=w*x%2Bb&start=b=1&seed=3&batch=3&iterations=5&lr=0.02\
        &optimizer=SGD(momentum=0.9)&scheduler=StepLR(step_size=4,gamma=0.5)";
    assert_eq!(
        differing(query),
        [
            "from torch.utils.data import DataLoader, TensorDataset",
            "torch.manual_seed(3)",
            "w = torch.empty(()).uniform_(-1, 1).requires_grad_()",
            // It is drawn all the same: what comes after is another number.
            "b = torch.empty(()).uniform_(-1, 1).fill_(1.0).requires_grad_()",
            "learning_rate = 0.02",
            "optimizer = torch.optim.SGD([w, b], lr=learning_rate, momentum=0.9)",
            "scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=4, gamma=0.5)",
            "loader = DataLoader(TensorDataset(x, y), batch_size=3, shuffle=True)",
            "    return w*x + b",
            "print(f'Prediction before training: {forward(torch.tensor(5.0, dtype=torch.float32))}')",
            "step = 0",
            "for epoch in range(3):",
            "    for x, y in loader:",
            "        y_predicted = forward(x)",
            "        l = loss(y, y_predicted)",
            "        l.backward()",
            "        optimizer.step()",
            "        optimizer.zero_grad()",
            "        step += 1",
            "        print(f'step {step}: w={w}, b={b}, loss={l}')",
            "        if step == 5:",
            "            break",
            "    scheduler.step()",
            "print(f'Prediction after training: {forward(torch.tensor(5.0, dtype=torch.float32))}')",
        ]
    );
    // Without a seed nothing is shuffled; whole passes need no break.
    let plain = differing("batch=2&iterations=4");
    let loader = "loader = DataLoader(TensorDataset(x, y), batch_size=2)";
    assert!(plain.iter().any(|line| line == loader), "{plain:?}");
    assert!(!plain.iter().any(|line| line.contains("break")), "{plain:?}");
}

#[test]
fn what_is_made_for_so_many_steps_is_stepped_so_often() {
    let steps = |query: &str| {
        let script = notebook(&settings(query)).script();
        let lines = script.lines().skip_while(|line| !line.contains("zero_grad")).skip(1);
        lines.map(|line| line.trim().to_owned()).take(3).collect::<Vec<_>>()
    };
    let once = "optimizer=SGD()&scheduler=OneCycleLR(max_lr=1,total_steps=9)";
    let step = "scheduler.step()";
    assert_eq!(steps(&format!("{once}&iterations=9"))[0], step);
    assert_eq!(steps(&format!("{once}&iterations=10"))[..2], ["if epoch < 9:", step]);
    assert_eq!(
        steps(&format!("{once}&iterations=10&batch=2")),
        ["if step < 9:", step, "step += 1"]
    );
}

#[test]
fn a_layer_starts_where_it_is_told_to() {
    let starts = |query: &str| {
        let script = notebook(&settings(query)).script();
        let lines = script.lines().skip_while(|line| !line.starts_with("model")).map(str::to_owned);
        lines.take_while(|line| !line.starts_with("learning")).collect::<Vec<_>>()
    };
    let [layer, weight, bias] = [
        "model = nn.Linear(1, 1)",
        "nn.init.constant_(model.weight, 0.0)",
        "nn.init.constant_(model.bias, 2.0)",
    ];
    assert_eq!(starts("model=Linear(1,1)&start=bias=2"), [layer, weight, bias]);
    assert_eq!(starts("model=Linear(1,1)&start=bias=2&seed=0"), [layer, bias]);
    // Drawn in single precision, whatever that of the run is.
    let double = starts("model=Linear(1,1)&seed=0&precision=f64");
    assert_eq!(double, ["model = nn.Linear(1, 1).double()"]);
}
