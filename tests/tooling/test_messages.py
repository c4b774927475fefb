"""Texts are found in code and templates, and every one of them is Chinese in the end."""

import gettext
import io
from pathlib import Path

import polib
import pytest

from tools import catalogues, messages
from tools.messages import Text, fault_of, new_entry, texts_of_python, texts_of_template

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"

#: rooms.py
msgid "Rounds"
msgstr "任务轮次"

msgctxt "verb"
msgid "Open"
msgstr "打开"

#, python-format
msgid "%(n)s door"
msgid_plural "%(n)s doors"
msgstr[0] "%(n)s 户"

#, fuzzy
msgid "Guess"
msgstr "猜"

msgid "Later"
msgstr ""
"""


def test_every_text_is_translated_and_no_translation_is_left_over() -> None:
    assert list(messages.complaints()) == []


def test_a_door_a_zone_and_a_household_have_one_word_each() -> None:
    other_words = {"门户", "户门", "管控区", "户住户"}
    said = {
        entry.msgid
        for path in catalogues.catalogues()
        for entry in polib.pofile(str(path))
        for words in (entry.msgstr, *entry.msgstr_plural.values())
        if any(word in words for word in other_words)
    }
    assert said == set()


def test_texts_of_python_are_found_whole() -> None:
    source = """
gettext("One " "two")
ngettext("%(n)s door", "%(n)s doors", n)
pgettext("verb", "Open")
X = problem_code("rounds.closed", 409, message="This round is closed.")
_(name)
"""
    assert texts_of_python(source) == {
        Text("One two"),
        Text("%(n)s door", "%(n)s doors"),
        Text("Open", context="verb"),
        Text("This round is closed."),
    }


def test_texts_of_templates_are_found_with_context_plural_and_variables() -> None:
    source = """<p title="{% translate 'Today (all)' %}">{{ _("Late") }} {{ x|default:_("none") }}</p>
{% translate "Open" context "verb" %}{# translate "no" #}
{% blocktranslate count n=n trimmed %}
  {{ n }} door
{% plural %}
  {{ n }} doors
{% endblocktranslate %}"""
    assert texts_of_template(source) == {
        Text("Today (all)"),
        Text("Late"),
        Text("none"),
        Text("Open", context="verb"),
        Text("%(n)s door", "%(n)s doors"),
    }


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("", "not translated"),
        ("剩余", "a placeholder is lost"),
        ("剩余 %(n)s，共 %(all)s", "a placeholder the text does not have"),
        ("剩余 %(n)s 户,请继续", "half-width punctuation beside Chinese"),
        ("剩余 %(n)s 户，请继续", ""),
    ],
)
def test_a_bad_translation_is_named(words: str, fault: str) -> None:
    text = Text("%(n)s left, please go on")
    assert fault_of(text, True, new_entry(text, set(), words), words) == fault


def test_a_text_that_left_the_code_is_named() -> None:
    text = Text("Gone")
    assert fault_of(text, False, new_entry(text, set(), "没了"), "没了") == "no longer in the code"


def test_updating_keeps_translations_and_drops_what_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "rounds"
    room.mkdir()
    (room / "__init__.py").touch()
    (room / "views.py").write_text("_('Rounds')\n_('New')")
    po = room / "locale/zh_Hans/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO)
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    messages.update(set())
    assert {e.msgid: e.msgstr for e in polib.pofile(str(po))} == {"New": "", "Rounds": "任务轮次"}


def test_compiled_catalogues_say_what_polib_compiles() -> None:
    ours, theirs = (
        gettext.GNUTranslations(io.BytesIO(b))
        for b in (catalogues.compiled(PO), polib.pofile(PO).to_binary())
    )
    assert ours._catalog == theirs._catalog  # type: ignore[attr-defined]
    assert ours.gettext("Rounds") == "任务轮次"
    assert ours.ngettext("%(n)s door", "%(n)s doors", 2) == "%(n)s 户"
    assert ours.pgettext("verb", "Open") == "打开"
    assert ours.gettext("Guess") == "Guess"
