"""The values of the filled-in fields of a PDF's pages, with the places where people see them."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, NamedTuple

from pypdf import PageObject
from pypdf.generic import DictionaryObject, StreamObject, create_string_object

MOST_FIELDS = 2_000  # of a page; no form that people fill in has so many
CHECK = "☑"  # stands for the mark of a box, which a page draws and does not write

_DEEPEST = 20  # of what a field inherits from
_HIDDEN = 1 << 1 | 1 << 5  # flags of an annotation: hidden, not viewed
_PASSWORD = 1 << 13
_BUTTON = 1 << 16
_OFF = "/Off"


class Field(NamedTuple):
    """The value of a field that people see on a page; the edges are in the same points as those of its lines."""

    text: str
    name: str  # for people where the form has one, else for programs; "" where it has none
    left: float
    bottom: float
    right: float
    top: float
    is_box: bool  # that is checked; the text is what the form calls that, if it is anything


def page_fields(page: PageObject, most_characters: int) -> list[Field]:
    """The fields of a page that have a value, from top to bottom and left to right.

    Hidden fields, passwords and buttons are left out, and so are broken fields and what is over `most_characters`.
    """
    fields: list[Field] = []
    options = _Options()
    annotations = _object(page.get("/Annots"))
    for each in islice(annotations if isinstance(annotations, list) else [], MOST_FIELDS):
        try:
            field = _field(_object(each), page.rotation % 360, options, most_characters)
        except MemoryError:
            raise
        except (
            Exception
        ):  # pypdf raises whatever its code comes upon in a broken one; the others may be whole
            continue
        if field and most_characters > 0:
            fields.append(field)
            most_characters -= len(field.text)
    return sorted(fields, key=lambda field: (-field.top, field.left))


class _Options:
    """What people see for the values of choices; each list of them is read once, for many fields may share it."""

    def __init__(self) -> None:
        self._shown: dict[int, tuple[object, dict[str, str]]] = {}

    def shown(self, listed: object, value: str) -> str:
        if id(listed) not in self._shown:
            pairs = [_list(option) for option in _list(listed)]
            shown = {_text(pair[0]): _text(pair[1]) for pair in pairs if len(pair) == 2}
            self._shown[id(listed)] = listed, shown  # held, so that nothing else gets its id
        return self._shown[id(listed)][1].get(value, value)


def _field(widget: Any, rotation: int, options: _Options, most_characters: int) -> Field | None:
    if not isinstance(widget, DictionaryObject) or _object(widget.get("/Subtype")) != "/Widget":
        return None
    chain = _chain(widget)
    kind, flags = _inherited(chain, "/FT"), int(_inherited(chain, "/Ff") or 0)
    edges = [float(edge) for edge in _list(widget.get("/Rect"))]
    hidden = int(_object(widget.get("/F", 0))) & _HIDDEN
    if hidden or len(edges) != 4 or edges[0] == edges[2] or edges[1] == edges[3]:
        return None
    value = _inherited(chain, "/V")
    if kind == "/Btn":
        text = "" if flags & _BUTTON else _state(widget, value)
    elif kind == "/Ch":
        listed = _inherited(chain, "/Opt")
        chosen = value if isinstance(value, list) else [value]
        text = ", ".join(shown for one in chosen if (shown := options.shown(listed, _text(one))))
    else:
        text = _text(value) if kind == "/Tx" and not flags & _PASSWORD else ""
    if not (text := " ".join(text[:most_characters].split())):
        return None
    name = _text(_inherited(chain, "/TU")) or _text(_inherited(chain, "/T"))
    return Field(text, " ".join(name.split()), *_upright(edges, rotation), kind == "/Btn")


def _chain(widget: DictionaryObject) -> list[DictionaryObject]:
    """A field and those that it inherits from."""
    chain = [widget]
    while len(chain) < _DEEPEST and isinstance(parent := _object(chain[-1].get("/Parent")), DictionaryObject):
        chain.append(parent)
    return chain


def _inherited(chain: Iterable[DictionaryObject], key: str) -> Any:
    return next((_object(field[key]) for field in chain if key in field), None)


def _state(widget: DictionaryObject, value: object) -> str:
    """What the form calls the state of a box that is checked; "" if it is not."""
    looks = _object((_object(widget.get("/AP")) or {}).get("/N"))
    states = looks if isinstance(looks, DictionaryObject) and not isinstance(looks, StreamObject) else {}
    state = _object(widget.get("/AS", value))
    if not isinstance(state, str) or state == _OFF or (states and state not in states):
        return ""
    return state.removeprefix("/")


def _upright(edges: list[float], rotation: int) -> tuple[float, float, float, float]:
    """The edges as those of the lines are given, which read from left to right however the page is turned."""
    (left, right), (bottom, top) = sorted(edges[::2]), sorted(edges[1::2])
    if rotation == 90:
        return bottom, -right, top, -left
    if rotation == 270:
        return -top, left, -bottom, right
    return left, bottom, right, top


def _text(value: object) -> str:
    if isinstance(value, StreamObject):
        value = create_string_object(value.get_data())
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    found = _object(value)
    return [_object(each) for each in found] if isinstance(found, list) else []


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
