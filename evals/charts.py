"""Charts of a result, as SVG to be put into a page."""

import io
import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

_INK, _GOOD, _BAD, _QUIET = "#24292f", "#1a7f5a", "#b3261e", "#c8ced6"
_WIDTH = 7.2  # inches
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be searched, read aloud and printed sharply
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def metrics_chart(metrics: dict[str, float], floors: dict[str, float], missed: Collection[str]) -> str:
    """A bar for each share in [0, 1], with a mark where its floor is; red where it is missed."""

    def draw(axes: Axes) -> None:
        names = list(metrics)[::-1]
        colours = [_BAD if name in missed else _GOOD for name in names]
        axes.barh(names, [metrics[name] for name in names], color=colours, height=0.62)
        for place, name in enumerate(names):
            if name in floors:
                axes.plot([floors[name]] * 2, [place - 0.42, place + 0.42], color=_INK, linewidth=2)
            axes.text(1.02, place, f"{metrics[name]:.3f}", va="center")
        axes.set_xlim(0, 1)
        axes.set_xlabel("share (black: floor)" if floors else "share")

    return _drawn("metrics against their floors", 0.6 + 0.24 * len(metrics), draw)


def latency_chart(seconds: Sequence[float]) -> str:
    """How many answers took how long."""

    def draw(axes: Axes) -> None:
        axes.hist(seconds, bins=min(30, max(5, len(seconds) // 3)), color=_GOOD)
        axes.set_xlabel("seconds to the complete answer")
        axes.set_ylabel("questions")
        axes.set_xlim(left=0)

    return _drawn("time to the complete answer", 2.2, draw)


def stages_chart(stages: dict[str, int]) -> str:
    """How many questions got how far."""

    def draw(axes: Axes) -> None:
        names = list(stages)[::-1]
        axes.barh(names, [stages[name] for name in names], color=[_GOOD if n == "stated" else _QUIET for n in names])
        for place, name in enumerate(names):
            axes.text(stages[name], place, f" {stages[name]}", va="center")
        axes.set_xlabel("answerable questions")

    return _drawn("where the evidence got to", 0.6 + 0.3 * len(stages), draw)


def _drawn(title: str, height: float, draw: Callable[[Axes], None]) -> str:
    """The drawing alone, the same for the same figures, with a title for who cannot see it."""
    buffer = io.StringIO()
    with rc_context(_STYLE | {"svg.hashsalt": title}):  # ids of several drawings in one page must differ
        figure = Figure(figsize=(_WIDTH, height))
        draw(figure.subplots())
        figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Title": title})
    drawing = buffer.getvalue()
    return re.sub(r"<svg ", f'<svg role="img" aria-label="{title}" ', drawing[drawing.index("<svg ") :], count=1)
