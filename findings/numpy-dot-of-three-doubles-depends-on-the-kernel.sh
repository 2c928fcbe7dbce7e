#!/usr/bin/env bash
# NumPy 1.26.4 with its OpenBLAS 0.3.23, x86-64 with AVX2, Python 3.11.
#
# Expected: blocks of a kernel count from some dozens of numbers on; the dot product of a handful is the plain
# sum of its products, on any processor, and more surely so in double precision than in single.
#
# Found: it is the kernel's from three numbers on. That of Haswell adds fewer than 32 products of single precision in
# double, rounded once, and fewer than 16 of double precision plainly; that of Prescott, which has no AVX, rounds three
# otherwise in either. Which kernel runs, OpenBLAS picks by the processor (OPENBLAS_CORETYPE picks by hand).
#
# Output seen (of 60 dot products for each length, the first at which one is another):
#   Haswell: single from 32 on, double from 16 on
#   Prescott: single from 3 on, double from 3 on
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --root-user-action=ignore --target "$folder" numpy==1.26.4
while read -r kernel single double; do
  PYTHONPATH="$folder" OPENBLAS_CORETYPE="$kernel" python3 - "$kernel" "$single" "$double" <<'PY'
import sys
import numpy as np

def first(dtype, plain):
    """The first length at which a dot product is not what `plain` says."""
    random = np.random.default_rng(1)
    draw = lambda n: random.standard_normal(n).astype(dtype)
    pairs = [(n, draw(n), draw(n)) for n in range(1, 41) for _ in range(60)]
    return next(n for n, a, b in pairs if np.dot(a, b) != plain(a, b))

single = first(np.float32, lambda a, b: np.float32(sum(float(x * y) for x, y in zip(a, b))))
double = first(np.float64, lambda a, b: sum(float(x * y) for x, y in zip(a, b)))
print(f"{sys.argv[1]}: single from {single} on, double from {double} on")
assert [single, double] == [int(number) for number in sys.argv[2:]]
PY
done <<'KERNELS'
Haswell 32 16
Prescott 3 3
KERNELS
