"""What people fill in about a kind of round."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.rounds.actions.kinds import KindFact
from gridward.rounds.answers import MOST_ANSWERS, NOTE, NUMBER, PLACE, KindAnswer, check_answers
from gridward.rounds.models import How, Meaning, RoundKind, Subject
from gridward.shared.problems import Problem

# Which field a refusal of the verb belongs to.
PLACES = {
    "rounds.bad_kind_code": "code",
    "rounds.kind_nameless": "name_zh",
    "rounds.subject_stays": "subject",
    "rounds.half_escalation": "escalate_to",
}


class KindForm(forms.Form):
    """A kind of round as the community runs it."""

    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        help_text=_("Small Latin letters, for lists and commands: night_patrol."),
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    subject = forms.ChoiceField(label=_("One due for each of"), choices=Subject.choices)
    is_verification = forms.BooleanField(
        label=_("It verifies who lives there"),
        required=False,
        help_text=_("Then it is compared with the one before, and counts as the door's verification."),
    )
    escalate_after_minutes = forms.IntegerField(
        label=_("An unanswered attempt goes up after (minutes)"),
        min_value=1,
        max_value=60 * 24 * 30,
        required=False,
    )
    escalate_to = forms.ChoiceField(
        label=_("It goes up to"),
        required=False,
        choices=[("", _("Nobody")), ("area_leader", _("Area leader")), ("coordinator", _("Coordinator"))],
    )

    question_zh = forms.CharField(label=_("What is asked, in Chinese"), max_length=80, required=False)
    question_en = forms.CharField(label=_("What is asked, in English"), max_length=120, required=False)
    must_account = forms.BooleanField(
        label=_("Closes only when everybody is accounted for"),
        required=False,
        help_text=_("Then an open line cannot be signed off, unless somebody refused."),
    )

    def fact(self, answers: tuple[KindAnswer, ...] = ()) -> KindFact:
        """What the form says, with the answers that stand in their own rows."""
        return KindFact(**self.cleaned_data, answers=answers)


def values_of(kind: RoundKind) -> dict[str, Any]:
    """A kind that stands, as the form shows it."""
    return {name: getattr(kind, name) for name in KindForm.base_fields}


ASK_WORDS = {NUMBER: _("asks how many"), PLACE: _("asks where to"), NOTE: _("wants a note")}
SPARE = 3


class AnswerRows(forms.Form):
    """The answers of a kind, one row each; one without Chinese words says nothing; without rows what stands stays."""

    rows = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=MOST_ANSWERS)

    def __init__(self, data: Any = None, *, answers: Sequence[KindAnswer] = ()) -> None:
        rows = min(len(answers) + SPARE, MOST_ANSWERS)
        super().__init__(data, initial={"rows": rows}, prefix="answers")
        if data is not None:
            said = str(data.get("answers-rows", ""))
            rows = min(int(said), MOST_ANSWERS) if said.isdecimal() else 0
        self.count = rows
        self.is_silent = data is not None and "answers-rows" not in data
        self.answers = tuple(answers)
        for row in range(rows):
            self._add_row(row, answers[row] if row < len(answers) else None)

    def _add_row(self, row: int, answer: KindAnswer | None) -> None:
        """The fields of one row, which carry the code of an answer that stands."""
        meanings = [("", "–"), *Meaning.choices]
        fields: dict[str, forms.Field] = {
            "code": forms.CharField(required=False, max_length=30, widget=forms.HiddenInput),
            "zh": forms.CharField(label=_("In Chinese"), required=False, max_length=40),
            "en": forms.CharField(label=_("In English"), required=False, max_length=60),
            "meaning": forms.ChoiceField(label=_("Means"), required=False, choices=meanings),
            "phone": forms.BooleanField(label=_("by phone"), required=False),
            **{ask: forms.BooleanField(label=words, required=False) for ask, words in ASK_WORDS.items()},
            "up": forms.BooleanField(label=_("goes up at once"), required=False),
        }
        if answer:
            told = {"code": answer.code, "zh": answer.zh, "en": answer.en, "meaning": answer.meaning}
            ticks = {ask: ask in answer.asks for ask in ASK_WORDS}
            for name, value in {
                **told,
                **ticks,
                "phone": answer.how == How.PHONE,
                "up": answer.goes_up,
            }.items():
                fields[name].initial = value
        self.fields |= {f"{row}_{name}": field for name, field in fields.items()}

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The bound fields of each row, for the template."""
        texts, ticks = ("zh", "en", "meaning"), ("phone", *ASK_WORDS, "up")
        return [
            {
                "code": self[f"{row}_code"],
                "texts": [self[f"{row}_{name}"] for name in texts],
                "ticks": [self[f"{row}_{name}"] for name in ticks],
            }
            for row in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        """Rows as answers; what is wrong stands at its row."""
        told = super().clean() or {}
        rows = [row for row in range(self.count) if told.get(f"{row}_zh", "").strip()]
        for row in rows:
            if not told.get(f"{row}_meaning"):
                self.add_error(f"{row}_meaning", _("Say what this answer means."))
        answers = tuple(self._answer(told, row) for row in rows)
        try:
            if not self.errors:
                check_answers(answers)
        except Problem as problem:
            place = problem.details.get("line", 0) - 1
            self.add_error(f"{rows[place]}_zh" if 0 <= place < len(rows) else None, problem.message)
        if not self.is_silent:
            self.answers = answers
        return told

    def _new_code(self, told: dict[str, Any], row: int) -> str:
        """A code no other row has."""
        taken = {told.get(f"{other}_code") for other in range(self.count)}
        return next(code for n in count(row + 1) if (code := f"answer_{n}") not in taken)

    def _answer(self, told: dict[str, Any], row: int) -> KindAnswer:
        def said(name: str) -> Any:
            return told.get(f"{row}_{name}", "")

        return KindAnswer(
            code=said("code") or self._new_code(told, row),
            zh=said("zh").strip(),
            en=said("en").strip() or said("zh").strip(),
            meaning=said("meaning"),
            how=How.PHONE if said("phone") else "",
            asks=tuple(ask for ask in ASK_WORDS if said(ask)),
            goes_up=bool(said("up")),
        )
