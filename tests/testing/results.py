"""Results of the cast's tubes: one that is positive, somebody who waits because of it, a case, a file."""

from typing import Any

from gridward.rounds.models import Due
from gridward.shared.ids import derived_id
from gridward.testing.actions import record_samples
from gridward.testing.models import Case, Result, ResultImport, TestDay, Waiting
from gridward.testing.results.actions import compare_results, record_results
from gridward.testing.results.facts import CompareFact, ResultFact
from gridward.testing.results.importing import begin
from gridward.testing.samples import SampleFact
from tests.cast import Cast
from tests.testing.day import make_day

FILE = "试管编号,检测结果\nT-0001,阴性\n".encode("gb18030")


def a_positive(cast: Cast, code: str, phase: str) -> Result:
    """A tube with 王小明 alone in it, read as positive by the laboratory and compared by Chen."""
    chen, luo = cast.actor("chen"), cast.actor("luo")
    day = TestDay.objects.of(cast.community_id).first() or make_day(cast, chen)
    person = cast.persons["王小明"]
    ids = [derived_id(code, what) for what in ("sample", "result", "comparison")]
    record_samples(by=chen, facts=[SampleFact(ids[0], day.id, person, code, phase, capacity=1)])
    record_results(by=luo, facts=[ResultFact(ids[1], code, "positive")])
    compare_results(by=chen, facts=[CompareFact(ids[2], code, "positive")])
    found: Result = Result.objects.of(cast.community_id).get(id=ids[1])
    return found


def a_result(cast: Cast) -> Any:
    """A positive tube."""
    return a_positive(cast, "T-0001", "door").id


def a_wait(cast: Cast) -> Any:
    """Who waits because of it."""
    return Waiting.objects.of(cast.community_id).get(result_id=a_result(cast)).id


def a_case(cast: Cast) -> Any:
    """The own re-sample positive too."""
    wait = Waiting.objects.of(cast.community_id).get(id=a_wait(cast))
    if not Case.objects.of(cast.community_id).exists():
        assert Due.objects.of(cast.community_id).filter(round_id=wait.round_id).exists()
        a_positive(cast, "R-0001", "resample")
    return Case.objects.of(cast.community_id).get().id


def a_result_file(cast: Cast) -> Any:
    """A file that waits to be looked at."""
    known = ResultImport.objects.of(cast.community_id).first()
    luo = cast.actor("luo")
    return (known or begin(by=luo, laboratory="县医院", file_name="结果.csv", content=FILE)).id
