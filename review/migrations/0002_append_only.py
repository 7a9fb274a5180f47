"""Answers, objections, votes and the history of flags stay as they are; the words of flags can be searched."""

from django.db import migrations

from records.append_only import refuse_changes
from review.words_index import index_flag_words


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]

    operations = [
        refuse_changes("review_signoff"),
        refuse_changes("review_objection", allow_update=("state",)),
        refuse_changes("review_objectionstep"),
        refuse_changes("review_decision", allow_update=("result", "decided_at")),
        refuse_changes("review_vote"),
        refuse_changes("review_approvallink", allow_update=("state", "opened_at")),
        refuse_changes("review_flagstep"),
        refuse_changes("review_flaganchor"),
        refuse_changes("review_sealedidentity"),
        refuse_changes("review_sealopening", allow_update=("approved_by_id", "approved_as", "approved_at", "refused_at")),
        index_flag_words(),
    ]
