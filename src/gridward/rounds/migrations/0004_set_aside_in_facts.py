"""Outcomes in conflict and refused outcomes go to where those of every kind of fact are kept."""

from django.db import migrations

CONFLICTS = """
INSERT INTO facts_factconflict (community_id, id, kind, fact_id, received_at, by_id, owner_id, sealed_body, digest,
    resolved_by_id, resolved_at)
SELECT community_id, id, 'outcome', outcome_id, received_at, by_id, owner_id, sealed_body, digest,
    resolved_by_id, resolved_at
FROM rounds_conflict"""
REFUSALS = """
INSERT INTO facts_factrefusal (community_id, id, kind, fact_id, received_at, by_id, code)
SELECT community_id, id, 'outcome', outcome_id, received_at, by_id, code FROM rounds_refusal"""
CONFLICTS_BACK = """
INSERT INTO rounds_conflict (community_id, id, outcome_id, received_at, by_id, owner_id, sealed_body, digest,
    resolved_by_id, resolved_at)
SELECT community_id, id, fact_id, received_at, by_id, owner_id, sealed_body, digest, resolved_by_id, resolved_at
FROM facts_factconflict WHERE kind = 'outcome'"""
REFUSALS_BACK = """
INSERT INTO rounds_refusal (community_id, id, outcome_id, received_at, by_id, code)
SELECT community_id, id, fact_id, received_at, by_id, code FROM facts_factrefusal WHERE kind = 'outcome'"""


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("rounds", "0003_recorded_by"), ("facts", "0002_set_aside")]
    operations = [
        migrations.RunSQL(
            [CONFLICTS, "DELETE FROM rounds_conflict"],
            [CONFLICTS_BACK, "DELETE FROM facts_factconflict WHERE kind = 'outcome'"]
        ),
        migrations.RunSQL(
            [REFUSALS, "DELETE FROM rounds_refusal"],
            [REFUSALS_BACK, "DELETE FROM facts_factrefusal WHERE kind = 'outcome'"]),
    ]
