"""The stretches of a document's text that its timestamps belong to."""

from itertools import pairwise

from index.types import Time


class Timeline:
    """Takes timestamps and blocks in their order, and gives each block the times that it was spoken at."""

    def __init__(self) -> None:
        self.times: list[Time] = []
        self._marks: list[tuple[int, float]] = []  # the timestamps met since the last block, and where
        self._spoken: float | None = None  # the timestamp that a block without one belongs to

    def mark(self, position: int, value: float) -> None:
        """Notes a timestamp, in seconds, that stood at a position of the text."""
        self._marks.append((position, value))

    def label(self, start: int, end: int, heading: bool) -> None:
        """Gives the block's text its times.

        A timestamp at the start of a block labels what follows, in later blocks too, up to the next heading
        or timestamp. One after text labels the text before it, and the last one also the rest of the block.
        One in a heading labels the section.
        """
        marks, self._marks = self._marks, []
        if not marks:
            if heading:
                self._spoken = None
            if self._spoken is not None:
                self._stretch(start, end, self._spoken)
            return
        leads = marks[0][0] <= start
        self._spoken = marks[-1][1] if leads or heading else None
        edges = [start, *(position for position, _ in marks[1 if leads else 0 :]), end]
        values = [value for _, value in marks]
        if not leads:
            values.append(values[-1])
        for (left, right), value in zip(pairwise(edges), values, strict=True):
            self._stretch(left, right, value)

    def _stretch(self, start: int, end: int, value: float) -> None:
        if self.times and self.times[-1].seconds == value and self.times[-1].end == start:
            start = self.times.pop().start
        if start < end:
            self.times.append(Time(start, end, value))
