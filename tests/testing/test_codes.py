"""Codes on cards, plates and tubes: drawn so that readers read them, signed so that nobody makes them up."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from gridward.accounts.models import Unit
from gridward.cli.commands.codes import run
from gridward.cli.parser import make_parser
from gridward.households.identity import check_digit
from gridward.shared.drawn_codes import code128_svg, qr_svg
from gridward.testing.codes import Kind, Signer, read_code
from gridward.testing.codes.own import community_mark, is_mistyped, is_own, own_code
from gridward.vault.code_keys import add_key, ring_of
from tests.cast import Cast
from tests.testing.codes import painted, texts_in

DATA = Path(__file__).parents[1] / "data/codes"
HERE, ELSEWHERE = UUID(int=7), UUID(int=8)
PERSON = UUID("018f0000-0000-7000-8000-00000000abcd")


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, settings: Any) -> None:
    settings.GRIDWARD_KEYS = tmp_path


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.png")))
def test_real_images_hold_the_text_beside_them(name: str) -> None:
    with Image.open(DATA / f"{name}.png") as image:
        assert [text for _, text in texts_in(image)] == [(DATA / f"{name}.txt").read_text().rstrip("\n")]


@pytest.mark.parametrize(
    ("name", "code"), [("1", "168901"), ("5", "8101054321120021123456"), ("7", "ABCDEF")]
)
def test_what_is_on_real_tubes_is_a_tube_code(name: str, code: str) -> None:
    read = read_code(HERE, "]C1" + (DATA / f"code128-{name}.txt").read_text())
    assert (read.kind, read.text) == (Kind.TUBE, code)


@pytest.mark.parametrize("text", ["T-0001", "168901", "GW7K2M000123R", "A" * 32])
def test_our_code_128_is_read_back(text: str) -> None:
    assert texts_in(painted(code128_svg(text))) == [("Code128", text)]


def test_our_qr_is_read_back_and_short_enough_for_a_card() -> None:
    token = Signer(HERE).person(PERSON)
    drawn = qr_svg(token, "code")
    assert texts_in(painted(drawn)) == [("QRCode", token)]
    assert 'viewBox="0 0 41 41"' in drawn and "style" not in drawn


def test_a_personal_code_says_who_and_no_more() -> None:
    token = Signer(HERE).person(PERSON)
    assert len(token) == 53 and token.isalnum() and token.isupper()
    read = read_code(HERE, token)
    assert (read.kind, read.id, read.problem) == (Kind.PERSON, PERSON, None)


@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        "{}\r\n",
        "  {} ",
        "]Q1{}",
        "HTTPS://GRIDWARD.EXAMPLE/C/{}",
        "https://gridward.example/c/{}?from=card",
        "https：／／gridward.example／c／{}／",
    ],
)
def test_a_scanner_may_type_a_token_in_many_ways(typed: str) -> None:
    token = Signer(HERE).door(PERSON)
    for text in (typed.format(token), typed.format(token.lower())):
        read = read_code(HERE, text)
        assert (read.kind, read.id) == (Kind.DOOR, PERSON)


def test_full_width_signs_are_read() -> None:
    token = Signer(HERE).person(PERSON)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in token)
    assert read_code(HERE, wide).id == PERSON
    assert read_code(HERE, "Ｔ-０００１").text == "T-0001"


def test_every_changed_sign_of_a_token_is_noticed() -> None:
    token = Signer(HERE).person(PERSON)
    for place in range(2, len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        read = read_code(HERE, changed)
        assert (read.kind, read.id) == (Kind.UNKNOWN, None) and read.problem is not None


@pytest.mark.parametrize("cut", [40, 52])
def test_half_a_token_is_told_apart_from_a_tube(cut: int) -> None:
    read = read_code(HERE, Signer(HERE).person(PERSON)[:cut])
    assert read.problem is not None and read.problem.code == "testing.code_changed"


def test_a_code_of_the_community_next_door_is_refused_in_its_own_words() -> None:
    ring_of(HERE)
    read = read_code(HERE, Signer(ELSEWHERE).person(PERSON))
    assert read.problem is not None and read.problem.code == "testing.code_foreign"


def test_a_key_taken_from_next_door_signs_nothing_here(tmp_path: Path) -> None:
    token = Signer(ELSEWHERE).person(PERSON)
    (tmp_path / f"code-{ELSEWHERE}-0001.key").rename(tmp_path / f"code-{HERE}-0001.key")
    read = read_code(HERE, token)
    assert read.problem is not None and read.problem.code == "testing.code_changed"


def test_old_cards_are_read_after_the_key_was_changed() -> None:
    old = Signer(HERE).person(PERSON)
    assert add_key(HERE) == 2
    new = Signer(HERE).person(PERSON)
    assert old != new and old[3:11] != new[3:11]
    assert {read_code(HERE, token).id for token in (old, new)} == {PERSON}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("611097198403020015", "611097198403020015"),
        (" 611097 19840302 001 5 ", "611097198403020015"),
        ("６１１０９７１９８４０３０２００１５", "611097198403020015"),
        ("611097840302001", "611097198403020015"),
    ],
)
def test_an_id_number_is_read_however_it_is_typed(typed: str, number: str) -> None:
    read = read_code(HERE, typed)
    assert (read.kind, read.text) == (Kind.ID, number)


def test_a_lower_case_x_ends_an_id() -> None:
    body = next(b for n in range(100) if check_digit(b := f"61109719840302{n:03}") == "X")
    assert read_code(HERE, body + "x").text == body + "X"


def test_an_id_with_a_wrong_digit_is_said_to_be_one() -> None:
    body = "61109719840302001"
    wrong = "1" if check_digit(body) != "1" else "2"
    read = read_code(HERE, body + wrong)
    assert read.problem is not None and read.problem.code == "testing.id_mistyped"
    assert read.tube_code == body + wrong


@pytest.mark.parametrize("text", ["", "王小明", "T_1", "abc", "A" * 33, "-ABC"])
def test_what_is_no_code_is_said_to_be_none(text: str) -> None:
    assert read_code(HERE, text).kind is Kind.UNKNOWN


def test_every_mistyped_sign_of_an_own_tube_code_is_caught() -> None:
    code = own_code(HERE, 123)
    assert is_own(code) and read_code(HERE, f"{code[:4]} {code[4:].lower()}").text == code
    signs = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
    for place in range(6, len(code)):
        for sign in signs:
            changed = code[:place] + sign + code[place + 1 :]
            assert changed == code or is_mistyped(HERE, changed), changed
    swapped = [code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(6, 12)]
    assert all(text == code or is_mistyped(HERE, text) for text in swapped)
    assert all(is_mistyped(HERE, text) for text in (code[:-1], code + "7", "X" + code[1:]))
    read = read_code(HERE, code[:-1] + ("A" if code[-1] != "A" else "B"))
    assert read.problem is not None and read.problem.code == "testing.tube_code_mistyped"


def test_own_codes_of_communities_differ_and_printed_ones_of_others_stand() -> None:
    marks = {community_mark(UUID(int=n)) for n in range(50)}
    assert len(marks) == 50
    assert not any(is_mistyped(HERE, code) for code in ("T-0001", "168901", own_code(ELSEWHERE, 123)))


def test_the_command_puts_a_new_key_on_the_ring(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    old = Signer(cast.community_id).person(PERSON)
    community = Unit.objects.get(id=cast.community_id)
    assert run(make_parser().parse_args(["codes", "renew", "--community", community.code])) == 0
    assert len(ring_of(cast.community_id).keys) == 2
    assert read_code(cast.community_id, old).id == PERSON
