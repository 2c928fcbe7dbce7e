"""What Python takes for a setting of the lab, and what it says of the rest."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping, Set
from typing import Any

import traitlets


def named(setting: str) -> str:
    """A setting as Python names it: `zero-grad` is `zero_grad`."""
    return setting.replace("-", "_")


def _is_truth(value: Any) -> bool:
    return type(value).__name__ in ("bool", "bool_")  # NumPy's, too


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _alone(value: Any) -> float:
    if _is_truth(value):
        raise TypeError
    return _number(value)


def _integer(value: Any) -> int:
    if not _is_truth(value):
        try:
            return operator.index(value)
        except TypeError:
            pass
    number = _alone(value)
    if not number.is_integer():
        raise ValueError
    return int(number)


class _Wrong(ValueError):
    """A value within another: where it stands, and what it is."""


def _list(value: Any) -> list[float]:
    if isinstance(value, str):
        value = value.split(",")
    if isinstance(value, (Mapping, Set, bytes)):
        raise TypeError
    if getattr(value, "ndim", 1) > 1:
        raise _Wrong("", f"an array of shape {'×'.join(map(str, value.shape))}")
    numbers = []
    for place, item in enumerate(value):
        try:
            numbers.append(_number(item))
        except (TypeError, ValueError, OverflowError) as error:
            raise _Wrong(f"[{place}]", repr(item)) from error
    return numbers


def _truth(value: Any) -> bool:
    if _is_truth(value):
        return bool(value)
    return {"on": True, "off": False}[value]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


class Setting(traitlets.TraitType):
    """One setting; None is what nobody has said yet. The lab itself has the last word, and tells it."""

    def __init__(self, name: str, kind: str, allowed: list[str]) -> None:
        super().__init__(default_value=None, allow_none=True)
        self.tag(sync=True)
        self.setting = named(name)
        bounds = f" from {allowed[0]} to {allowed[1]}" if kind in ("number", "integer") and allowed else ""
        words = ", ".join(map(repr, allowed))
        if kind == "list":
            self.read, self.takes = _list, "finite numbers in one row, as [1, 2, 3], an array or a Series"
        elif kind == "number":
            self.read, self.takes = _alone, f"a number{bounds}"
        elif kind == "integer":
            self.read, self.takes = _integer, f"a whole number{bounds}"
        elif kind == "choice" and set(allowed) == {"on", "off"}:
            self.read, self.takes = _truth, "True or False"
            self.tag(to_json=lambda value, _: value if value is None else "on" if value else "off")
        elif kind == "choice":
            self.read, self.takes = {word: word for word in allowed}.__getitem__, f"one of {words}"
        elif kind == "names":
            self.read, self.takes = self._names, f"any of {words}, or 'all'"
            self.allowed = {*allowed, "all"}
        else:
            self.read, self.takes = _text, "a text"

    def _names(self, value: Any) -> str:
        names = value.replace(",", " ").split() if isinstance(value, str) else list(value)
        for name in names:
            if not (isinstance(name, str) and name.replace("_", "-") in self.allowed):
                raise _Wrong("", repr(name) if isinstance(value, str) else f"{value!r} with {name!r}")
        return ",".join(names).replace("_", "-")

    def validate(self, obj: Any, value: Any) -> Any:
        try:
            return self.read(value)
        except _Wrong as wrong:
            place, shown = wrong.args
        except (TypeError, ValueError, KeyError, OverflowError):
            place, shown = "", repr(value)
        raise traitlets.TraitError(f"{self.setting}{place} is {shown[:200]}; it takes {self.takes}")
