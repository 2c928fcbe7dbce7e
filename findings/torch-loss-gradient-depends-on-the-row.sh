#!/usr/bin/env bash
# PyTorch 2.15.0, x86-64 wheel, CPU, one thread, Python 3.11. `PYTHON` may name an interpreter that has it; else it is
# installed, some gigabytes, into a temporary folder.
#
# Expected: the gradient of a loss that is taken element by element is a function of the element. Equal rows have equal
# gradients, to the bit.
#
# Found: of `HuberLoss` and `SmoothL1Loss` it depends on where the row stands. There is one formula for as many rows as fill
# two registers of 256 bits and another for those left over, and they round differently: of `HuberLoss` the first multiplies
# by `delta` rounded to single precision, the second by `delta` as a double; of `SmoothL1Loss` the first divides the residual
# by `beta` and multiplies by 1/N, the second the other way round. The losses themselves are alike, and the gradients are
# where single precision holds `delta`, or where `beta` is a power of two.
#
# Output seen (equal rows: the gradients that there are, and how many rows have each):
#   HuberLoss(delta=0.3), 23 rows: {0.013043479062616825: 16, 0.01304347813129425: 7}
#   HuberLoss(delta=0.5), 23 rows: {0.021739130839705467: 23}
#   SmoothL1Loss(beta=1.7), 20 rows: {0.020588234066963196: 16, 0.020588235929608345: 4}
#   SmoothL1Loss(beta=2.0), 20 rows: {0.017500000074505806: 20}
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -c 'import torch' 2>/dev/null || "$python" -m pip install --quiet --root-user-action=ignore --target "$folder" torch==2.15.0 numpy==1.26.4
PYTHONPATH="$folder" "$python" - <<'PY'
from collections import Counter
import torch

torch.set_num_threads(1)

for name, rows, expected in [
    ("HuberLoss(delta=0.3)", 23, [7, 16]),
    ("HuberLoss(delta=0.5)", 23, [23]),
    ("SmoothL1Loss(beta=1.7)", 20, [4, 16]),
    ("SmoothL1Loss(beta=2.0)", 20, [20]),
]:
    predicted = torch.full((rows,), 0.7, requires_grad=True)
    eval(f"torch.nn.{name}")(predicted, torch.zeros(rows)).backward()
    there = Counter(predicted.grad.tolist())
    print(f"{name}, {rows} rows: {dict(there)}")
    assert sorted(there.values()) == expected
PY
