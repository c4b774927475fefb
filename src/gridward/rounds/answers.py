"""The answers a kind of round offers, as its community wrote them: words, what they mean, what they ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language

from gridward.rounds.models import How, Meaning, OutcomeKind, RoundKind
from gridward.shared.problems import Problem, problem_code

BAD_ANSWER = problem_code(
    "rounds.bad_answer",
    422,
    "Answer {line} cannot be kept: it needs words, a meaning and a code of its own; only what stays open goes up, and "
    "one at least has to settle.",
)
KIND_OF: Final = {
    Meaning.DONE: OutcomeKind.DONE,
    Meaning.MOVED: OutcomeKind.DONE,
    Meaning.ATTEMPT: OutcomeKind.ABSENT,
    Meaning.REFUSED: OutcomeKind.REFUSED,
    Meaning.UNACCOUNTED: OutcomeKind.ABSENT,
}
NUMBER, PLACE, NOTE, UP = "number", "place", "note", "up"
ASKS: Final = (NUMBER, PLACE, NOTE)
MOST_ANSWERS: Final = 12
LONGEST: Final = {"code": 30, "zh": 40, "en": 60}


@dataclass(frozen=True)
class KindAnswer:
    """One answer; `asks` of number, place and note, `goes_up`: to a named person at once, while the due stays open."""

    code: str
    zh: str
    en: str
    meaning: str
    how: str = ""
    asks: tuple[str, ...] = ()
    goes_up: bool = False

    @property
    def words(self) -> str:
        """In the reader's language."""
        return self.zh if (get_language() or "zh").startswith("zh") else self.en

    @property
    def kind(self) -> str:
        """The kind of outcome it makes."""
        return str(KIND_OF[Meaning(self.meaning)])

    @property
    def settles(self) -> bool:
        """Whether it settles a due."""
        return self.kind == OutcomeKind.DONE

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the kind."""
        kept = {"code": self.code, "zh": self.zh, "en": self.en, "meaning": self.meaning, "how": self.how}
        return {**kept, "asks": list(self.asks), "goes_up": self.goes_up}


def answer_from(kept: Mapping[str, Any]) -> KindAnswer:
    """An answer as it is kept."""
    return KindAnswer(**{**kept, "asks": tuple(kept.get("asks", ()))})


def answers_of(kind: RoundKind) -> list[KindAnswer]:
    """The answers of a kind in their order; none where it has the usual taps."""
    return [answer_from(kept) for kept in kind.answers]


def answer_of(kind: RoundKind, code: str) -> KindAnswer | None:
    """One answer by its code."""
    return next((answer for answer in answers_of(kind) if answer.code == code), None)


def check_answers(answers: Sequence[KindAnswer]) -> None:
    """Insist that answers can be used. Raises rounds.bad_answer with the line."""
    codes: set[str] = set()
    for line, answer in enumerate(answers, 1):
        is_long = any(len(getattr(answer, name)) > most for name, most in LONGEST.items())
        is_half = not answer.code.isidentifier() or not answer.zh or answer.meaning not in Meaning.values
        is_odd = bool(set(answer.asks) - set(ASKS)) or answer.how not in ("", *How.values)
        if is_long or is_half or is_odd or answer.code in codes or line > MOST_ANSWERS:
            raise Problem(BAD_ANSWER, {"line": line})
        if answer.goes_up and answer.settles:
            raise Problem(BAD_ANSWER, {"line": line})
        codes.add(answer.code)
    if answers and not any(answer.settles for answer in answers):
        raise Problem(BAD_ANSWER, {"line": len(answers)})


def from_lines(text: str) -> tuple[KindAnswer, ...]:
    """Answers from lines. Raises rounds.bad_answer."""
    answers = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        if len(parts) not in (4, 5):
            raise Problem(BAD_ANSWER, {"line": number})
        extra = parts[4].split() if len(parts) == 5 else []
        how = next((word for word in extra if word in How.values), "")
        asks = tuple(word for word in extra if word not in (UP, how))
        answers.append(KindAnswer(parts[0], parts[1], parts[2] or parts[1], parts[3], how, asks, UP in extra))
    check_answers(answers)
    return tuple(answers)
