"""Answers, objections, votes and what became of them are never changed; the triggers are put back on rebuilt tables."""

from django.db import migrations

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("review", "0005_objections_kept")]

    operations = [
        refuse_changes("review_signoff"),
        refuse_changes("review_objection", allow_update=("state",)),
        refuse_changes("review_objectionstep"),
        refuse_changes("review_decision", allow_update=("result", "decided_at")),
        refuse_changes("review_vote"),
        refuse_changes(
            "review_approvallink", allow_update=("state", "opened_at")
        ),
    ]
