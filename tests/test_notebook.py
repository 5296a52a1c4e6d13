import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped import assert_mapped
from test_records import FRAGMENTS

from index import SourceError
from index.notebook import read_notebook

CELLS = [
    {
        "cell_type": "markdown",
        "source": [
            "# The *bridge*\n",
            "\n",
            "It was built\n",
            "in 1890 &amp; “painted”.\n",
            "\n",
            "| a | b |\n",
        ],
    },
    {
        "cell_type": "code",
        "source": "x = 'Arrol'\n\nif x:\n    print( x)",
        "outputs": [
            {"output_type": "stream", "text": ["Arrol\n", "and more"]},
            {"output_type": "display_data", "data": {"image/png": "AAAA", "text/plain": ["<Figure>"]}},
        ],
        "metadata": {"source": "hidden"},
    },
    {"cell_type": "markdown", "source": "## Later\n- red\n- steel"},
]


def notebook(cells):
    return json.dumps({"cells": cells, "metadata": {"k": "hidden"}, "nbformat": 4}, indent=1)


def test_cells_are_read_in_order():
    source = notebook(CELLS)
    document = read_notebook(source)
    assert document.title == "The bridge"
    assert document.text == (
        "The bridge\n\nIt was built in 1890 & “painted”.\n\n| a | b |\n\n"
        "x = 'Arrol'\n\nif x:\nprint( x)\n\nArrol\nand more\n\n<Figure>\n\nLater\n\n- red\n- steel"
    ).replace("- red\n- steel", "red\nsteel")
    start = document.text.index("1890")
    lines = source.split("\n")
    assert "1890" in lines[document.place(start, start + 4).line - 1]
    assert source[document.source_offset(start) :].startswith("1890")
    start = document.text.index("steel")
    assert document.place(start, start + 5).heading == ("The bridge", "Later")
    cells = [
        document.part(document.text.index(words)).notebook_cell
        for words in ("1890", "Arrol", "and more", "steel")
    ]
    assert cells == [1, 2, 2, 3]
    assert_mapped(document, source)


def test_of_several_forms_of_an_output_that_is_read_which_a_person_sees():
    def shown(**forms):
        data = {form.replace("_", "/"): text for form, text in forms.items()}
        return {"output_type": "display_data", "data": data}

    html = "<IPython.core.display.HTML object>"
    outputs = [
        shown(
            text_markdown=["The **mean** is\n", "4.2 mm."],
            text_plain="<IPython.core.display.Markdown object>",
        ),
        shown(text_html="<b>Total:</b> 12", text_plain=[html]),
        shown(image_png="AAAA", text_plain="<Figure size 640x480 with 1 Axes>"),
        shown(text_html="<table></table>", text_plain="   a\n0  1"),
        {"output_type": "error", "ename": "ValueError", "evalue": "bad mean", "traceback": ["\x1b[0mlong"]},
    ]
    source = notebook([{"cell_type": "code", "source": "show()", "outputs": outputs}])
    document = read_notebook(source)
    assert document.text == (
        "show()\n\nThe mean is 4.2 mm.\n\nTotal: 12\n\na\n0  1\n\nValueError\n\nbad mean"
    )
    assert_mapped(document, source)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('{"cells": [', "its JSON is broken at line 1"),
        ('{"cells": []}', "it is no Jupyter notebook"),
        ('{"nbformat": 3, "worksheets": [1]}', "old format"),
        ("", "it is no Jupyter notebook"),
    ],
)
def test_what_is_no_notebook_is_a_clear_error(source, reason):
    with pytest.raises(SourceError, match=reason):
        read_notebook(source)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "cell_type": st.sampled_from(["markdown", "code", "raw"]),
                "source": st.text()
                | st.lists(st.text() | st.sampled_from(["# a\n", "```\n", "&amp;", "| a | b\n|-|-|\n"])),
                "outputs": st.lists(st.fixed_dictionaries({"text": st.lists(st.text())})),
            }
        )
    )
)
def test_every_character_maps_back(cells):
    source = notebook(cells)
    # What a cell puts out comes after its source, wherever it stands in the file.
    assert_mapped(read_notebook(source), source, ordered=False)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*FRAGMENTS, '"cells"', '"nbformat"', '"source"']), max_size=30).map("".join))
def test_nothing_but_source_errors_is_raised(source):
    with suppress(SourceError):
        assert_mapped(read_notebook(source), source, ordered=False)


def test_the_source_of_a_cell_comes_before_its_outputs_as_it_is_shown():
    cell = {"cell_type": "code", "outputs": [{"text": ["42\n"]}], "source": ["print(6 * 7)"]}
    source = json.dumps({"cells": [cell], "nbformat": 4})
    document = read_notebook(source)
    assert document.text == "print(6 * 7)\n\n42"
    assert_mapped(document, source, ordered=False)


def test_colours_of_an_output_are_left_out():
    output = {"output_type": "stream", "text": ["\x1b[32mpas\x1b[0msed\x1b[K\n", "in [2m"]}
    source = notebook([{"cell_type": "code", "source": "run()", "outputs": [output]}])
    document = read_notebook(source)
    assert document.text == "run()\n\npassed\nin [2m"
    assert_mapped(document, source)
