"""What a scenario quiz is made of: branching cases, and questions with one or more right answers."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from modules.blocks.previewed import Previewed
from modules.enums import Layer, RulingCode

KEY_RULE = RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("Use small letters, digits and hyphens."))
OUTCOMES = [
    ("best", _("Best")),
    ("acceptable", _("Acceptable")),
    ("poor", _("Poor")),
    ("harmful", _("Harmful")),
]


def _key(label: str | Promise, help_text: str | Promise) -> blocks.CharBlock:
    return blocks.CharBlock(
        label=label, max_length=40, validators=[KEY_RULE], help_text=help_text, required_on_save=True
    )


class AssertionBlock(blocks.StructBlock):
    """What a choice says about the rules, so that the check before a freeze can hold it against the rule table."""

    act = SnippetChooserBlock("modules.Act", label=_("Act"))
    ruling = blocks.ChoiceBlock(label=_("What the choice says of it"), choices=RulingCode.choices)
    layer = blocks.ChoiceBlock(label=_("In which layer"), choices=Layer.choices)

    class Meta:
        label = _("What it asserts")
        label_format = "{act}: {ruling}"


def _assertions() -> blocks.ListBlock:
    return blocks.ListBlock(
        AssertionBlock(),
        label=_("What it asserts about the rules"),
        required=False,
        default=[],
        collapsed=True,
        help_text=_("Only where the choice says what a rule says. It is checked against the rule table."),
    )


class NextSceneInput(forms.TextInput):
    """The key of a scene, typed; the script beside it offers the scenes of the case by name instead."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        words = {"data-cg-next-scene": "", "data-end": _("The case ends here"), "data-gone": _("not there")}
        super().__init__({**words, **(attrs or {})})

    class Media:
        js = ["modules/js/next-scene.js"]


class NextSceneBlock(blocks.CharBlock):
    def __init__(self, *args: Any, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, max_length=max_length, **kwargs)
        self.field.widget = NextSceneInput(self.field.widget.attrs)


class SceneChoiceBlock(blocks.StructBlock):
    """What an officer may do in a scene, and where that leads."""

    key = _key(_("Key"), _("Short, for example a."))
    text = blocks.TextBlock(label=_("What the officer does or says"), rows=2)
    outcome = blocks.ChoiceBlock(label=_("How good it is"), choices=OUTCOMES)
    points = blocks.IntegerBlock(
        label=_("Points"),
        min_value=0,
        max_value=10,
        default=0,
        help_text=_("Best 2, acceptable 1, poor and harmful 0."),
    )
    consequence = blocks.TextBlock(
        label=_("What happens next"), rows=2, help_text=_("Told before any judgement, as the officer would see it.")
    )
    feedback = blocks.TextBlock(label=_("Why"), rows=3, help_text=_("Name the rule and the wrong belief it answers."))
    provision = SnippetChooserBlock("modules.Provision", label=_("Rule to quote"), required=False)
    next = NextSceneBlock(
        label=_("Next scene"),
        required=False,
        max_length=40,
        help_text=_("Empty: the case ends here."),
    )
    asserts = _assertions()

    class Meta:
        label = _("Choice")
        label_format = "{key}: {text}"


class SceneBlock(blocks.StructBlock):
    key = _key(_("Key"), _("Short, for example s1. Choices point at it."))
    narrative = blocks.TextBlock(label=_("What the officer sees and hears"), rows=4)
    choices = blocks.ListBlock(SceneChoiceBlock(), label=_("Choices"), min_num=1)

    class Meta:
        label = _("Scene")
        label_format = "{key}: {narrative}"


class AnswerBlock(blocks.StructBlock):
    key = _key(_("Key"), _("Short, for example a."))
    text = blocks.TextBlock(label=_("Answer"), rows=2)
    correct = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.TextBlock(label=_("Why it is right or wrong"), rows=3)
    provision = SnippetChooserBlock("modules.Provision", label=_("Rule to quote"), required=False)
    asserts = _assertions()

    class Meta:
        label = _("Answer")
        label_format = "{key}: {text}"


class ItemBlock(blocks.StructBlock):
    """What every item has."""

    key = _key(_("Key"), _("Lasting name of the item, for example sc-01. Scores are kept under it."))
    title = blocks.CharBlock(label=_("Title"), max_length=150)
    layers = blocks.MultipleChoiceBlock(
        label=_("Layers it rests on"), choices=Layer.choices, help_text=_("Which kinds of rule the item is about.")
    )
    legal = blocks.BooleanBlock(label=_("A lawyer must approve it"), required=False)
    belief = blocks.CharBlock(label=_("The wrong belief it answers"), required=False, max_length=300)
    supports = blocks.CharBlock(
        label=_("Facts it rests on"), required=False, max_length=200, help_text=_("Fact ids, for example P-13, P-16.")
    )
    content_note = blocks.CharBlock(label=_("Content note"), required=False, max_length=200)


class BranchingBlock(Previewed, ItemBlock):
    scenes = blocks.ListBlock(SceneBlock(), label=_("Scenes"), min_num=1, help_text=_("The first one is the start."))

    class Meta:
        icon = "sitemap"
        label = _("Branching case")
        label_format = "{title}"
        description = _("Scene by scene: what the officer does decides what happens next.")


class SingleBlock(Previewed, ItemBlock):
    stem = blocks.TextBlock(label=_("Situation and question"), rows=4)
    choices = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2)

    class Meta:
        icon = "radio-full"
        label = _("Question with one right answer")
        label_format = "{title}"


class MultipleBlock(Previewed, ItemBlock):
    stem = blocks.TextBlock(label=_("Situation and question"), rows=4)
    choices = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2)

    class Meta:
        icon = "tick-inverse"
        label = _("Question with several right answers")
        label_format = "{title}"


class ScenarioItems(blocks.StreamBlock):
    branching = BranchingBlock()
    single = SingleBlock()
    multiple = MultipleBlock()

    class Meta:
        label = _("Items")
