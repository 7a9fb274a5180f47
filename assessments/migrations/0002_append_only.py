"""Quizzes, finished attempts and answers stay as they are."""

from django.db import migrations

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        refuse_changes("assessments_quiz"),
        refuse_changes("assessments_attempt", allow_update=("finished_at", "score_percent", "passed", "not_counted")),
        refuse_changes("assessments_answer"),
    ]
