"""Tables of two columns whose first says what the second is, row by row: Name, Ann Smith; Born, 1980."""

import re
from collections.abc import Sequence

from index.table_header import is_number

MOST_LABEL_CHARACTERS = 60
MOST_PAIRS = 100  # a longer table is one of many things, not of one

# What forms and the tops of exports call their fields (English, German, French, Spanish). A table of such names
# has a header nonetheless if its first row's second cell is such a word too: Name, Type.
_FIELDS = frozenset(
    """
    account address age amount author balance bank birth birthday born branch category city client code company
    contact country created currency customer date delivery department due email e-mail employee employer end
    expires fax first from gender height iban id invoice issued job language last mail manager married mobile model
    name nationality number occupation order owner passport period phone place postcode price product project
    publisher reference region role salary sender sex site start state status street subject subtotal tax telephone
    term title to total url vat version website weight year zip
    adresse alter anschrift autor bank beruf betreff bestellung datum einheit firma geboren geburtsdatum geburtsort
    geschlecht größe inhaber jahr konto kontonummer kunde land nachname nummer ort plz preis projekt rechnung
    staatsangehörigkeit straße telefon titel vorname währung zeitraum
    âge auteur banque client code compte courriel date devise facture lieu naissance nom né née numéro objet pays
    période prénom prix profession référence rue société téléphone titre total ville
    autor banco ciudad cliente correo cuenta código dirección edad empresa factura fecha moneda nacimiento nombre
    número país período precio profesión referencia teléfono título
    """.split()
)
_COLUMNS = _FIELDS | frozenset(
    """
    answer comment comments cost costs count default definition description detail details example explanation
    information meaning note notes quantity rate remark remarks result results sales score size time translation
    type unit value values antwort anzahl bedeutung bemerkung beschreibung beispiel betrag ergebnis kosten menge typ
    wert montant réponse sens valeur cantidad descripción importe respuesta significado tipo valor
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def is_label(text: str) -> bool:
    """Whether a cell may say what the one beside it is."""
    return 0 < len(text) <= MOST_LABEL_CHARACTERS and not is_number(text)


def are_pairs(rows: Sequence[tuple[str, str]]) -> bool:
    """Whether each row is a label and its value, and none is a header.

    So it is where the labels end with colons, or are the words that fields of forms are called by, and what stands
    in the first row beside one is no such word. In doubt it is not.
    """
    labels = [label.removesuffix(":").casefold() for label, _ in rows]
    if len(rows) < 2 or len(set(labels)) < len(labels) or not all(map(is_label, labels)):
        return False
    first = rows[0][1]
    if first.endswith(":"):
        return False
    if sum(label.endswith(":") for label, _ in rows) >= max(2, len(rows) - 1):
        return True
    known = [_is_field(label) for label in labels]
    if not known[0] or 2 * sum(known) < len(known) or sum(known) < 2 or _has(first, _COLUMNS):
        return False
    amounts = [is_number(value) for _, value in rows]
    if all(amounts[1:]) and not amounts[0]:  # a column of numbers under its name looks so
        return all(known) and any(map(str.isdigit, first))
    return any(amounts) or (all(known) and len(rows) > 2)


def _is_field(label: str) -> bool:
    return len(label.split()) <= 4 and _has(label, _FIELDS)


def _has(text: str, words: frozenset[str]) -> bool:
    return any(word in words for word in _WORD.findall(text.casefold()))
