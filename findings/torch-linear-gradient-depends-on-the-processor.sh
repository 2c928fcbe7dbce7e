#!/usr/bin/env bash
# PyTorch 2.15.0, x86-64 wheel, CPU, one thread, Python 3.11. `PYTHON` may name an interpreter that has it; else it is
# installed, some gigabytes, into a temporary folder.
#
# Expected: what `nn.Linear(1, 1)` of seven rows hands to `weight.grad` is a sum of seven products, in single precision the
# same on every processor of a kind, as the sums of `mean()` are: these are the same with AVX2 and with AVX-512.
#
# Found: it is MKL's product of matrices. Where MKL takes the code that runs on every processor (`MKL_CBWR=COMPATIBLE`, and
# so, it seems, on those of other makers than Intel) each product is rounded and added to the sum, from the first row to the
# last; where it takes code for AVX2 or newer, product and sum are fused and rounded once. The last digit of about every third
# gradient is another. `torch.backends.mkl` has nothing to say so; the variable has to be set before PyTorch is imported.
#
# Output seen, on a Xeon with AVX-512 (of 200 gradients, those that equal the sum that is rounded twice, and once):
#   COMPATIBLE: 200 rounded twice, 123 rounded once
#   as it likes: 123 rounded twice, 200 rounded once
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -c 'import torch' 2>/dev/null || "$python" -m pip install --quiet --root-user-action=ignore --target "$folder" torch==2.15.0 numpy==1.26.4
cat > "$folder/count.py" <<'PY'
import sys
import numpy as np
import torch

torch.set_num_threads(1)
torch.manual_seed(1)
twice = once = 0
for _ in range(200):
    x, y = torch.randn(7, 1), torch.randn(7, 1)
    model = torch.nn.Linear(1, 1)
    predicted = model(x)
    predicted.retain_grad()
    torch.nn.MSELoss()(predicted, y).backward()
    rounded = fused = np.float32(0)
    for slope, row in zip(predicted.grad.numpy()[:, 0], x.numpy()[:, 0]):
        rounded = np.float32(rounded + np.float32(slope * row))
        # A product of two singles is exact in double precision.
        fused = np.float32(np.float64(fused) + np.float64(slope) * np.float64(row))
    grad = model.weight.grad.numpy()[0, 0]
    twice += int(grad == rounded)
    once += int(grad == fused)
print(f"{sys.argv[1]}: {twice} rounded twice, {once} rounded once")
if sys.argv[1] == "COMPATIBLE":
    assert twice == 200 and once < 200
else:
    assert 200 in (twice, once)
PY
MKL_CBWR=COMPATIBLE PYTHONPATH="$folder" "$python" "$folder/count.py" COMPATIBLE
PYTHONPATH="$folder" "$python" "$folder/count.py" "as it likes"
