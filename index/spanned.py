"""Cells of a table that reach down over the rows below: what they say is said of each of these rows."""

MOST_REPEATED = 300  # characters of a cell that are read in each of its rows
_MOST_ROWS = 1_000
_MOST_COLUMNS = 1_000
_MOST_CHARACTERS = 2_000_000  # of one table that are said again


class Spanned:
    """Follows the cells of one table in order, as a browser lays them out."""

    def __init__(self) -> None:
        self._column = 0
        self._reaching: dict[int, tuple[int, int, str]] = {}  # by column: rows to come, columns, text
        self._begun: tuple[int, int, int] | None = (
            None  # column, rows to come, columns of a cell that reaches down
        )
        self._said_again = 0

    def row(self) -> None:
        """Begins the next row."""
        self._column = 0
        self._begun = None

    def reaching(self) -> list[str]:
        """What is said by the cells from above that stand before the row's next own cell."""
        texts = []
        while self._column in self._reaching:
            column = self._column
            rows, columns, text = self._reaching.pop(column)
            if rows > 1:
                self._reaching[column] = rows - 1, columns, text
            self._column += columns
            self._said_again += len(text)
            if text and self._said_again <= _MOST_CHARACTERS:
                texts.append(text)
        return texts

    def begin(self, rows: int, columns: int) -> None:
        """Begins a cell of the row, that is so many rows high and columns wide."""
        columns = min(max(columns, 1), _MOST_COLUMNS)
        self._begun = (self._column, min(rows, _MOST_ROWS) - 1, columns) if rows > 1 else None
        self._column += columns

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
