"""Turning drafts into frozen data: what a step says, with every rule, source and term as it reads now.

The same data feeds editions, previews and comparisons, so that what is previewed is what is signed. Shape of a step:

    {"schema": 1, "kind", "key", "slug", "title", "minutes",
     "blocks": [{"id", "type", ...}],                      lesson
     "blocks": [the introduction], "pass_mark", "quiz": digest, "items": [keys],   scenario
     "provisions": {fact: snapshot}, "sources": {key: snapshot}, "terms": {fact: snapshot}}

Text holds `<a data-cite="L-06">`, `<a data-cite="S0:P-11">` and `<a data-term="G-26">`; numbers come with rendering.
A scenario names its quiz by digest only: the public text of an edition commits to the quiz without giving the answers.
"""
