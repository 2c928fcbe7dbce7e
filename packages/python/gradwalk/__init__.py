"""Gradient descent, one step at a time: the lab of <grad-walk> as a widget."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ._settings import SETTINGS, __version__

__all__ = ["GradWalk", "__version__"]


def _trait(kind: str, choices: list[str]) -> traitlets.TraitType:
    """A setting as a trait; None is what nobody has said yet."""
    given: dict[str, Any] = {"default_value": None, "allow_none": True}
    if kind == "list":
        return traitlets.List(traitlets.CFloat(), **given)
    if kind == "number":
        return traitlets.CFloat(**given)
    if kind == "integer":
        return traitlets.CInt(**given)
    if kind == "choice":
        return traitlets.Enum(choices, **given)
    return traitlets.Unicode(**given)


class _Settings(traitlets.MetaHasTraits):
    """Gives a class a trait for each setting: `zero-grad` is `zero_grad`."""

    def __new__(mcs, name, bases, members):
        for setting, kind, choices in SETTINGS:
            trait = _trait(kind, choices).tag(sync=True)
            members.setdefault(setting.replace("-", "_"), trait)
        return super().__new__(mcs, name, bases, members)


class GradWalk(anywidget.AnyWidget, metaclass=_Settings):
    """One lab. The settings are those of the tag: see the project's README.

    `history` holds the steps so far, `{epoch, w, loss, grad}` each: w after the update, loss and
    gradient before it, of several parameters each by its name; of a long run the last 10,000. `status` is "ready", "training", "done", "converged" or "diverged".
    """

    _esm = Path(__file__).parent / "widget.js"

    history = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    status = traitlets.Unicode("ready", read_only=True).tag(sync=True)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Takes what the lab tells; of what is read only, too."""
        told = {name: sync_data.pop(name) for name in ("history", "status") if name in sync_data}
        for name, value in told.items():
            self.set_trait(name, value)
        super().set_state(sync_data)

    @property
    def frame(self):
        """The history as a pandas DataFrame."""
        import pandas

        names = list(self.history[0]) if self.history else ["epoch", "w", "loss", "grad"]
        return pandas.DataFrame(self.history, columns=names)

    def train(self) -> None:
        """Walks to the last step."""
        self.send({"type": "train"})

    def step(self, n: int = 1) -> None:
        """Goes n epochs on."""
        self.send({"type": "step", "n": n})

    def back(self, n: int = 1) -> None:
        """Goes n epochs back."""
        self.send({"type": "back", "n": n})

    def seek(self, epoch: int) -> None:
        """Goes to an epoch."""
        self.send({"type": "seek", "n": epoch})

    def reset(self) -> None:
        """Goes back to the start."""
        self.send({"type": "reset"})
