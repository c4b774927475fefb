"""People of one community, and what they say of an operation."""

from datetime import timedelta

from django.utils import timezone

from gridward.operations.actions import OperationFact


def fact(**said: object) -> OperationFact:
    """Everything that must be said of an operation, unless a test says otherwise."""
    today = timezone.localdate()
    whole: dict[str, object] = {
        "kind": "epidemic",
        "name": "九月疫情防控",
        "purpose": "摸清每户实际居住人员，送检送菜不落一人。",
        "legal_basis": "《中华人民共和国传染病防治法》",
        "deciding_body": "县应对疫情工作领导小组",
        "contact": "社区办公室 0914-0000000",
        "starts_on": today,
        "review_on": today + timedelta(days=14),
        "retention_days": 30,
        "impact_assessment": "证件号与电话加密保存，查看须注明用途并留痕。",
    }
    return OperationFact(**{**whole, **said})  # type: ignore[arg-type]
