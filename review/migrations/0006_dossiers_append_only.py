"""Versions of rubrics, scores, signed dossiers, their signatures and what publishers said stay as they are."""

from django.db import migrations

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("review", "0005_dossiers")]

    operations = [
        refuse_changes("review_rubricversion"),
        refuse_changes("review_criterionscore"),
        refuse_changes("review_dossieredition", allow_update=("state", "published_at", "withdrawn_reason")),
        refuse_changes("review_dossiersignoff"),
        refuse_changes("review_publisherrequest"),
        refuse_changes("review_requeststep"),
        refuse_changes("review_publisheranswer"),
        refuse_changes("review_findingcheck"),
    ]
