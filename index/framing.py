"""Which parts of an HTML page are not its text: what frames it, what is hidden, and the controls of its forms."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from index.tags import Token, attributes_of, timestamp_of, tokens

_DROPPED_NAMES = (
    "annotation aside audio button canvas datalist footer form iframe nav noembed noframes noscript object script "
    "select style svg template textarea title video xmp"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
# A form or part with a role that holds one of these is the page itself.
_PAGE = frozenset({"article", "h1", "main"})
_FRAMING_ROLES = frozenset({"banner", "contentinfo", "dialog", "navigation", "search"})
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_QUESTIONS = _HEADINGS | {"dt", "summary"}
_QUESTION_ENDS = frozenset({"p", "dd", "/dl", "/details"})
# Their footers say who wrote them, and when.
_SIGNED = frozenset({"article", "blockquote", "figure", "section"})
_FIELDS = frozenset({"input", "select", "textarea"})
# Types of inputs with nothing to fill in.
_NO_FIELDS = frozenset({"button", "hidden", "image", "reset", "submit"})
# A form with fields to fill in and fewer characters of prose is one to search, to log in, to subscribe, to comment.
_LEAST_PROSE = 100

Span = tuple[int, int]


def dropped_parts(text: str) -> dict[int, int]:
    """Start and end of each element that is not shown, from its tag to its end tag.

    An element whose end tag is missing is shown: else a forgotten one would swallow the rest of the page.
    """
    survey = _Survey()
    for token in tokens(text):
        if token.name:
            survey.tag(token)
    survey.end_question(len(text))
    parts = survey.parts
    if survey.forms or survey.questions:
        shown = _Shown(text, parts, survey.labels)
        parts |= _controls(survey.questions, shown) | _forms_to_fill_in(survey.forms, shown)
    return parts


class _Form(NamedTuple):
    span: Span
    fields: int  # to be filled in
    has_prose: bool  # headings or paragraphs


class _Question(NamedTuple):
    """A heading, term or summary that holds buttons: in an accordion the button is what it says."""

    span: Span
    buttons: list[Span]


class _Survey:
    """Finds what is not shown whatever else the page holds, and what depends on that."""

    def __init__(self) -> None:
        self.parts: dict[int, int] = {}
        self.forms: list[_Form] = []
        self.questions: list[_Question] = []
        self.labels: dict[int, int] = {}
        # Of each name, the elements open now, from the first that may be dropped on; None for those that may not.
        self._opened: dict[str, list[Token | None]] = defaultdict(list)
        self._signed: dict[str, int] = defaultdict(int)  # how many are open now
        self._page = -1
        self._prose = -1  # where the last heading or paragraph began
        self._label = -1  # where the label began that is open now
        self._fields = 0
        self._fields_before: dict[int, int] = {}  # of the forms open now, by where they start
        self._question = -1  # where the heading, term or summary began that is open now
        self._buttons: list[Span] = []

    def tag(self, token: Token) -> None:
        """Takes the next tag of the page."""
        name = token.name.removeprefix("/")
        self._note(name, token)
        if name == token.name:
            dropped = name in _DROPPED or _hides(token) or _frames(token)
            if name == "footer" and any(self._signed.values()):
                dropped = _hides(token) or _frames(token)
            if dropped or self._opened[name]:
                self._opened[name].append(token if dropped else None)
            if name == "form":
                self._fields_before[token.start] = self._fields
        elif self._opened[name] and (opening := self._opened[name].pop()):
            self._close(opening, token.end)

    def end_question(self, end: int) -> None:
        """Ends the heading, term or summary that is open."""
        if self._buttons:
            self.questions.append(_Question((self._question, end), self._buttons))
        self._question, self._buttons = -1, []

    def _note(self, name: str, token: Token) -> None:
        """Notes where in the page we are."""
        opens = name == token.name
        if name in _QUESTIONS or token.name in _QUESTION_ENDS:
            self.end_question(token.end)
        if opens:
            if name in _PAGE:
                self._page = token.start
            if name == "p" or name in _HEADINGS:
                self._prose = token.start
            if name in _QUESTIONS:
                self._question = token.start
            self._fields += name in _FIELDS and _is_filled_in(token)
        if name == "label":
            if not opens and self._label >= 0:
                self.labels[self._label] = token.end
            self._label = token.start if opens else -1
        elif name in _SIGNED:
            self._signed[name] = max(0, self._signed[name] + (1 if opens else -1))
        elif token.name == "/main":
            self._signed.clear()  # a footer after it is the page's, whatever wraps the page

    def _close(self, opening: Token, end: int) -> None:
        """Takes an element that may be dropped."""
        span = (opening.start, end)
        hidden = _hides(opening)
        spared = opening.name == "form" or (opening.name not in _DROPPED and not hidden)
        if spared and self._page > opening.start:
            return
        if opening.name == "form" and not hidden and not _frames(opening):
            fields = self._fields - self._fields_before.pop(opening.start)
            self.forms.append(_Form(span, fields, self._prose > opening.start))
        elif opening.name == "button" and not hidden and 0 <= self._question < opening.start:
            self._buttons.append(span)
        else:
            self.parts[opening.start] = end


class _Shown:
    """How many characters of a page are shown, white space not counted."""

    def __init__(self, text: str, parts: Mapping[int, int], labels: Mapping[int, int]) -> None:
        self._starts: list[int] = []
        self._sums = [0]
        self._prose_sums = [0]
        end = label_end = 0
        for token in tokens(text):
            if token.start >= end:
                end = parts.get(token.start, end)
            label_end = max(label_end, labels.get(token.start, 0))
            if not token.name and token.start >= end:
                length = sum(map(len, text[token.start : token.end].split()))
                self._starts.append(token.start)
                self._sums.append(self._sums[-1] + length)
                self._prose_sums.append(self._prose_sums[-1] + (length if token.start >= label_end else 0))
        self.all = self._sums[-1]

    def within(self, span: Span) -> int:
        """Those of a stretch of the page."""
        return self._between(self._sums, span)

    def prose(self, span: Span) -> int:
        """Those of a stretch of the page that are not labels of fields."""
        return self._between(self._prose_sums, span)

    def _between(self, sums: list[int], span: Span) -> int:
        left, right = (bisect_left(self._starts, edge) for edge in span)
        return sums[right] - sums[left]


def _controls(questions: Collection[_Question], shown: _Shown) -> dict[int, int]:
    """The buttons beside the words of a heading, and not those that hold them."""
    parts: dict[int, int] = {}
    for question in questions:
        said = sum(map(shown.within, question.buttons))
        if said <= shown.within(question.span) - said:
            parts |= question.buttons
    return parts


def _forms_to_fill_in(forms: Collection[_Form], shown: _Shown) -> dict[int, int]:
    """The forms that are not text, unless they hold most of the page's."""
    left = [
        form.span
        for form in forms
        if not form.has_prose or (form.fields and shown.prose(form.span) < _LEAST_PROSE)
    ]
    lost = sum(map(shown.within, left))
    return {} if lost > 2 * (shown.all - lost) else dict(left)


def _is_filled_in(field: Token) -> bool:
    return field.name != "input" or attributes_of(field.attributes).get("type", "").lower() not in _NO_FIELDS


def _hides(tag: Token) -> bool:
    """Whether the tag's attributes say that the element is not to be seen, or that it is a timestamp."""
    lowered = tag.attributes.lower()
    hint = "hidden" in lowered or "none" in lowered or "yt-timestamp" in lowered
    if not hint or tag.name in ("html", "body"):
        return False
    values = attributes_of(lowered)
    return (
        "hidden" in values
        or values.get("aria-hidden") == "true"
        or "display:none" in "".join(values.get("style", "").split())
        or (tag.name == "a" and timestamp_of(lowered) is not None)
    )


def _frames(tag: Token) -> bool:
    """Whether the tag's role says that the element frames the page."""
    if "role" not in tag.attributes.lower() or tag.name in ("html", "body", *_PAGE):
        return False
    return bool(_FRAMING_ROLES.intersection(attributes_of(tag.attributes).get("role", "").lower().split()))
