"""The pages of an import: upload, preview, yes or no, every row accounted for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gridward.households.importing import working
from gridward.households.models import Person, RosterImport
from gridward.operations.models import Operation
from tests.cast import Cast
from tests.households.tables import HEADER, resident, workbook

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture
def dora_client(signed_in_as: SignIn) -> Client:
    client = signed_in_as("dora")
    client.cookies["gridward_language"] = "en"
    return client


def upload(client: Client, folder: Path) -> str:
    """Send a roster of one new person with a bad ID number; returns the address of the import."""
    line = resident("陈大伟", "1980-04-01", "锦绣花园3号楼2单元501室", "16312345671", "户主")
    line[3] = "611097198004010010"
    path = workbook(folder / "名册.xlsx", {"人口": [HEADER, line]})
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post(reverse("roster_imports"), {"file": file})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_file_is_looked_at_before_anything_is_written(
    cast: Cast, dora_client: Client, tmp_path: Path
) -> None:
    people = Person.objects.of(cast.community_id).count()
    url = upload(dora_client, tmp_path)
    assert "being worked on" in dora_client.get(url).text
    working.work_on_imports()
    page = dora_client.get(url).text
    assert "陈*伟" in page and "陈大伟" not in page and "611************10" not in page
    assert Person.objects.of(cast.community_id).count() == people


def test_a_row_that_is_doubted_says_which_field_and_what_to_do(dora_client: Client, tmp_path: Path) -> None:
    url = upload(dora_client, tmp_path)
    working.work_on_imports()
    page = dora_client.get(url).text
    assert "人口 · 2" in page and "ID number" in page and "Compare it with the card" in page


def test_a_yes_lets_it_in_and_a_second_yes_does_nothing_more(
    cast: Cast, dora_client: Client, tmp_path: Path
) -> None:
    url = upload(dora_client, tmp_path)
    working.work_on_imports()
    people = Person.objects.of(cast.community_id).count()
    assert dora_client.post(f"{url}confirm/").status_code == 302
    working.work_on_imports()
    assert dora_client.post(f"{url}confirm/").status_code == 409
    assert Person.objects.of(cast.community_id).count() == people + 1
    assert "In the register" in dora_client.get(url).text


def test_a_no_leaves_nothing_of_the_file(cast: Cast, dora_client: Client, tmp_path: Path) -> None:
    url = upload(dora_client, tmp_path)
    working.work_on_imports()
    assert dora_client.post(f"{url}cancel/").status_code == 302
    run = RosterImport.objects.of(cast.community_id).get()
    assert (run.state, bytes(run.sealed_file)) == ("cancelled", b"")


def test_a_hidden_sheet_is_named_and_read_only_when_asked_for(
    cast: Cast, dora_client: Client, tmp_path: Path
) -> None:
    import xlsxwriter

    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("人口", "旧表"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, resident(f"{name[0]}大伟", "1980-04-01", "锦绣花园3号楼2单元501室", ""))
        sheet.hide()
    file = SimpleUploadedFile(path.name, path.read_bytes())
    url = dora_client.post(reverse("roster_imports"), {"file": file})["Location"]
    working.work_on_imports()
    assert RosterImport.objects.of(cast.community_id).get().summary["persons"]["all"] == 1
    again = dora_client.post(f"{url}hidden/", {"sheet": "旧表"})["Location"]
    working.work_on_imports()
    ready = RosterImport.objects.of(cast.community_id).get(state="ready")
    assert str(ready.id) in again and ready.summary["persons"]["all"] == 2


def test_without_an_operation_the_page_says_what_to_do_first(cast: Cast, dora_client: Client) -> None:
    Operation.objects.of(cast.community_id).delete()
    page = dora_client.get(reverse("roster_imports")).text
    assert "No operation is open yet" in page and reverse("operation") in page


def test_no_file_is_an_error_beside_the_field(dora_client: Client) -> None:
    answer = dora_client.post(reverse("roster_imports"), {})
    assert answer.status_code == 422 and "Choose the file first." in answer.text


def test_waiting_asks_for_a_part_and_then_for_the_whole_page(dora_client: Client, tmp_path: Path) -> None:
    url = upload(dora_client, tmp_path)
    assert 'hx-trigger="every 1s"' in dora_client.get(f"{url}progress/").text
    working.work_on_imports()
    assert dora_client.get(f"{url}progress/")["HX-Refresh"] == "true"


def test_the_way_to_a_roster_is_shown_to_the_data_officer_alone(
    signed_in_as: SignIn, dora_client: Client
) -> None:
    roster = reverse("roster_imports")
    for page in ("doors", "settings"):
        assert roster in dora_client.get(reverse(page)).text
        assert roster not in signed_in_as("chen").get(reverse(page)).text
