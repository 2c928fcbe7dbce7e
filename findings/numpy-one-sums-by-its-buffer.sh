#!/usr/bin/env bash
# NumPy 1.26.4 and 2.4.6, x86-64, Python 3.11.
#
# Expected: the sum of a contiguous array is pairwise, whatever its length and in any version: half and half,
# down to blocks of 128 numbers. So one reads it in the source of both.
#
# Found: in 1.26.4 that is so of up to 8192 numbers alone. Beyond, the sum goes through the buffer of the
# ufuncs, though the array needs none: each 8192 numbers are summed pairwise, and these sums are added one
# after the other. `np.setbufsize` changes the last digit of `sum()` and `mean()`. In 2.4.6 the sum is pairwise
# of any length, so that the two versions print different means of the same 10,000 numbers.
#
# Output seen (of 20 arrays each, how many sums are the same):
#   NumPy 1.26.4
#   8192 numbers: pairwise 20, by buffers 20
#   10000 numbers: pairwise 5, by buffers 20
#   100000 numbers: pairwise 1, by buffers 20
#   another buffer, another sum: True
#   NumPy 2.4.6
#   8192 numbers: pairwise 20, by buffers 20
#   10000 numbers: pairwise 20, by buffers 5
#   100000 numbers: pairwise 20, by buffers 1
#   another buffer, another sum: False
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for version in 1.26.4 2.4.6; do
  python3 -m pip install --quiet --root-user-action=ignore --target "$folder/$version" "numpy==$version"
  PYTHONPATH="$folder/$version" python3 - <<'PY'
import numpy as np

def pairwise(a):
    if len(a) <= 128:
        r = a[:8].copy()
        for i in range(8, len(a) - len(a) % 8, 8):
            r += a[i:i + 8]
        s = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
        for number in a[len(a) - len(a) % 8:]:
            s = np.float32(s + number)
        return s
    half = len(a) // 2
    half -= half % 8
    return np.float32(pairwise(a[:half]) + pairwise(a[half:]))

def buffered(a):
    total = pairwise(a[:8192])
    for i in range(8192, len(a), 8192):
        total = np.float32(total + pairwise(a[i:i + 8192]))
    return total

one = np.__version__.startswith("1.")
print("NumPy", np.__version__)
arrays = lambda count: [np.random.default_rng(seed).standard_normal(count).astype(np.float32) for seed in range(20)]
for count in (8192, 10_000, 100_000):
    all = arrays(count)
    same = lambda way: sum(bool(a.sum() == way(a)) for a in all)
    print(f"{count} numbers: pairwise {same(pairwise)}, by buffers {same(buffered)}")
    assert same(buffered if one else pairwise) == 20
    assert count == 8192 or same(pairwise if one else buffered) < 20
before = [a.sum() for a in all]
np.setbufsize(16_384)
another = before != [a.sum() for a in all]
print("another buffer, another sum:", another)
assert another == one
PY
done
