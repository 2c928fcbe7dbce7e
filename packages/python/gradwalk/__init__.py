"""Gradient descent, one step at a time: the lab of <grad-walk> as a widget."""

from __future__ import annotations

import asyncio
import difflib
import re
import time
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import anywidget
import comm
import traitlets

from ._setting import Setting, named
from ._settings import SETTINGS, __version__

__all__ = ["GradWalk", "__version__"]

_SETTINGS = [named(name) for name, *_ in SETTINGS]

# What others call it.
_WORDS = dict.fromkeys(["learning_rate", "rate", "step_size", "alpha", "eta"], "lr")
_WORDS.update(dict.fromkeys(["epochs", "n_epochs", "steps", "n_iter", "max_iter"], "iterations"))

# The version of links that is read here.
_LINK = "1"

_NOBODY = "this program runs in no notebook, so no page can show the lab, and the lab computes in the page"


def _meant(name: str) -> str | None:
    """The setting that somebody may have meant."""
    word = named(name).lower()
    close = difflib.get_close_matches(word, [*_SETTINGS, *_WORDS], n=1, cutoff=0.75)
    return _WORDS.get(close[0], close[0]) if close else None


def _unknown(name: str) -> str:
    meant = _meant(name)
    return f"GradWalk has no setting `{name}`" + (f"; did you mean `{meant}`?" if meant else "")


class GradWalk(anywidget.AnyWidget):
    """One lab. The settings are those of the tag: see the project's README.

    `history` holds the steps so far, `{epoch, w, loss, grad}` each: w after the update, loss and
    gradient before it, of several parameters each by its name; of a long run the last 10,000; `frame` is the
    same as a DataFrame. `status` is "ready", "training", "done", "converged" or "diverged".

    The lab computes in the page that shows it: what is called before is done, in order, when it is shown.
    """

    _esm = Path(__file__).parent / "widget.js"

    for _row in SETTINGS:
        vars()[named(_row[0])] = Setting(*_row)
    del _row

    history = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    status = traitlets.Unicode("ready", read_only=True).tag(sync=True)

    # Each call has a number, its name, and what is given with it; the page tells up to which it has done them.
    _calls = traitlets.List().tag(sync=True)
    _done = traitlets.Int(0).tag(sync=True)
    _shown = traitlets.Bool(False).tag(sync=True)
    _number = 0  # of the last call

    def __init__(self, **settings: Any) -> None:
        for name in settings:
            if not self.has_trait(name):
                raise TypeError(_unknown(name))
        super().__init__(**settings)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and not hasattr(type(self), name) and _meant(name):
            raise AttributeError(_unknown(name))
        super().__setattr__(name, value)

    @classmethod
    def from_url(cls, url: str) -> GradWalk:
        """The lab that a link holds: `…#gw?lr=0.1&epoch=3`, as the lab and *Share* give it away, or a frame's address."""
        parts = urlsplit(url.strip())
        link = re.fullmatch(r"gw(?::[^?]*)?\?(.*)", parts.fragment, re.DOTALL)
        # Mail and forms encode the mark, too, and then all of it.
        link = link or re.fullmatch(r"gw(?::[^?]*)?\?(.*)", unquote(parts.fragment), re.DOTALL)
        query = link[1] if link else "" if parts.fragment else parts.query
        said = dict(parse_qsl(query, keep_blank_values=True))
        if not said:
            raise ValueError(f"{url!r} holds no lab: such a link ends as `#gw?lr=0.1`")
        if said.pop("v", _LINK) != _LINK:
            raise ValueError(f"{url!r} is of a later version than gradwalk {__version__} reads")
        names = {name: named(name) for name, *_ in SETTINGS}
        for name in said:
            if name not in names:
                raise ValueError(f"{url!r}: {_unknown(name)}")
        return cls(**{names[name]: text for name, text in said.items()})

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Takes what the lab tells; of what is read only, too."""
        told = {name: sync_data.pop(name) for name in ("history", "status") if name in sync_data}
        for name, value in told.items():
            self.set_trait(name, value)
        super().set_state(sync_data)

    def _handle_msg(self, msg: dict[str, Any]) -> None:
        super()._handle_msg(msg)
        # ipykernel 7.4 hears the page while a cell awaits, and says no "idle" of what it has heard; the page tells nothing
        # more before that. Twice does no harm.
        kernel = getattr(self.comm, "kernel", None)
        if kernel is not None and getattr(kernel, "iopub_socket", None):
            kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent=msg)

    def __repr__(self) -> str:
        if self._shown:
            return f"<GradWalk: {self.status} at epoch {self.epoch or 0}>"
        if self._is_alone:
            return "<GradWalk: no page can show it here>"
        waiting = ", ".join(f"{name}()" for _, name, _ in self._waiting)
        return "<GradWalk: no page has shown it yet" + (f"; until then wait {waiting}>" if waiting else ">")

    @property
    def frame(self):
        """The history as a pandas DataFrame."""
        try:
            import pandas
        except ImportError as error:
            raise ImportError("`frame` needs pandas: pip install gradwalk[frame]; `history` does without") from error

        names = list(self.history[0]) if self.history else ["epoch", "w", "loss", "grad"]
        return pandas.DataFrame(self.history, columns=names)

    def train(self) -> None:
        """Walks to the last step, for whoever looks; what is called next takes the walk as done."""
        self._call("train")

    async def trained(self, timeout: float = 60) -> str:
        """Goes to the last step at once, and waits until Python has all of it: the `status`.

        `TimeoutError` where no page has answered within so many seconds.
        """
        if self._is_alone:
            raise RuntimeError(f"trained() would wait for ever: {_NOBODY}")
        number = self._call("trained")
        until = time.monotonic() + timeout
        while self._done < number:
            if time.monotonic() > until:
                raise TimeoutError(
                    f"no page has answered within {timeout:g} s: none shows the lab, "
                    "or this kernel hears none while a cell runs (ipykernel does from 7.4 on)"
                )
            await asyncio.sleep(0.02)
        return self.status

    def step(self, n: int = 1) -> None:
        """Goes n epochs on."""
        self._call("step", n)

    def back(self, n: int = 1) -> None:
        """Goes n epochs back."""
        self._call("back", n)

    def seek(self, epoch: int) -> None:
        """Goes to an epoch."""
        self._call("seek", epoch)

    def reset(self) -> None:
        """Goes back to the start."""
        self._call("reset")

    @property
    def _waiting(self) -> list[list[Any]]:
        return [call for call in self._calls if call[0] > self._done]

    @property
    def _is_alone(self) -> bool:
        return isinstance(self.comm, comm.DummyComm)

    def _call(self, name: str, n: int | None = None) -> int:
        """Asks the page for this; the number of the call."""
        if self._is_alone:
            warnings.warn(f"{name}() does nothing: {_NOBODY}", stacklevel=3)
        if n is not None:
            n = Setting(name, "integer", []).validate(self, n)
        self._number += 1
        self._calls = [*self._waiting, [self._number, name, n]]
        return self._number
