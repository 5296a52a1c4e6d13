"""Cells of a table that reach down over the rows below: what they say is said of each of these rows."""

MOST_REPEATED = 300  # characters of a cell that are read in each of its rows
_MOST_ROWS = 1_000
_MOST_COLUMNS = 1_000
_MOST_WORK = 500_000  # characters of one table that are said again, each cell counted as 50 more
_WORK_OF_A_CELL = 50


class Spanned:
    """Follows the cells of one part of a table (its head, its body) in order, as a browser lays them out."""

    def __init__(self) -> None:
        self._column = 0
        self._reaching: dict[int, tuple[int, int, str]] = {}  # by column: rows to come, columns, text
        # Of a cell that reaches down: column, rows to come, columns.
        self._begun: tuple[int, int, int] | None = None
        self._has_own = False  # whether the row has a cell of its own
        self._work = 0

    def row(self) -> None:
        """Begins the next row."""
        self._column = 0
        self._begun = None
        self._has_own = False

    @property
    def column(self) -> int:
        """The column in which the row's next own cell stands, from 1; the cells from above are asked for before."""
        return self._column + 1

    @property
    def is_reached(self) -> bool:
        """Whether cells from above stand in the row, or in later ones."""
        return bool(self._reaching)

    def reaching(self) -> list[str]:
        """What is said by the cells from above that stand before the row's next own cell."""
        texts = []
        while self._column in self._reaching:
            rows, columns, text = self._reaching.pop(self._column)
            if rows > 1:
                self._reaching[self._column] = rows - 1, columns, text
            self._column += columns
            texts.append(text)
            self._work += len(text) + _WORK_OF_A_CELL
            if self._work > _MOST_WORK:
                self._reaching.clear()
        return texts

    def rest(self) -> list[str]:
        """What the cells from above say that stand after the row's last own cell; nothing if it has none."""
        texts = self.reaching()
        return texts if self._has_own else []

    def begin(self, rows: int, columns: int) -> None:
        """Begins a cell of the row, that is so many rows high and columns wide."""
        columns = min(max(columns, 1), _MOST_COLUMNS)
        reaches = rows > 1 and self._work <= _MOST_WORK
        self._begun = (self._column, min(rows, _MOST_ROWS) - 1, columns) if reaches else None
        self._column += columns
        self._has_own = True

    @property
    def is_awaited(self) -> bool:
        """Whether the text of the last cell is needed for rows below."""
        return self._begun is not None

    def end(self, text: str) -> None:
        """Ends the cell; its text is said of the rows below too, if it is not long."""
        if self._begun is not None:
            column, rows, columns = self._begun
            self._reaching[column] = rows, columns, text if len(text) <= MOST_REPEATED else ""
            self._begun = None


def count(value: str | None) -> int:
    """The number of rows or columns that a cell says it takes; one where it does not say."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) <= 5 else 1
