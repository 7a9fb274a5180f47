"""The building blocks of lessons and scenario quizzes.

Raw data (what a loader writes into `LessonPage.body` and `ScenarioPage.items`) is a list of
`{"type": <name>, "value": <value>, "id": <uuid string>}`. The values:

    text          HTML string with p, h2, h3, ul, ol, li, b, i, a (see modules/rich_text.py for citations and terms)
    claim         {statement, source: <Source pk>, fact, n, year, place, population, limits, confidence}
    provision     {provision: <Provision pk>, note}
    image         {image: <ContentImage pk>, alt, caption}
    video         {recording: <Recording pk>, title}
    callout       {tone: info|caution|unverified|say, title, text: HTML string}
    content_note  {text}
    reflection    {prompt}
    definition    {term: <GlossaryTerm pk>}
    referrals     {title, resources: [<item>]}, where an item's value is a <Resource pk>

    branching     {key, title, layers: [..], legal, belief, supports: "P-13, P-16", content_note, scenes: [<item>]}
    single, multiple
                  {key, title, layers, legal, belief, supports, content_note, stem, choices: [<item>]}

where a list holds `{"type": "item", "value": {...}, "id": <uuid string>}`:

    a scene                  {key, narrative, choices: [<item>]}
    a choice of a scene      {key, text, outcome, points, consequence, feedback, provision: <pk or null>,
                              next: <scene key or "">, asserts: [<item>]}
    a choice of a question   {key, text, correct, feedback, provision, asserts: [<item>]}
    what a choice asserts    {act: <Act pk>, ruling, layer}
"""

from .lesson import LessonBody
from .scenario import ScenarioItems

__all__ = ["LessonBody", "ScenarioItems"]
