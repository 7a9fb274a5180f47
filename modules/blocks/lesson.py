"""What a lesson is made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from modules.blocks.previewed import Previewed
from modules.enums import Confidence

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "citation", "glossary"]
SHORT_FEATURES = ["bold", "italic", "ol", "ul", "link", "citation", "glossary"]
TONES = [
    ("info", _("Good to know")),
    ("caution", _("Take care")),
    ("unverified", _("Not confirmed")),
    ("say", _("Words you can say")),
]


class ClaimBlock(Previewed, blocks.StructBlock):
    """A statement that rests on a study or document, with what a reader needs to judge it."""

    statement = blocks.TextBlock(label=_("What is claimed"), help_text=_("One statement, in plain words."), rows=3)
    source = SnippetChooserBlock("modules.Source", label=_("Source"), required_on_save=True)
    fact = blocks.CharBlock(
        label=_("Fact id"), help_text=_("The entry in the fact base, for example R-01."), max_length=20
    )
    n = blocks.CharBlock(label=_("How many people"), required=False, help_text=_("For example 783."), max_length=60)
    year = blocks.CharBlock(label=_("Year"), required=False, max_length=40)
    place = blocks.CharBlock(label=_("Place"), required=False, max_length=120)
    population = blocks.CharBlock(label=_("Who was asked"), required=False, max_length=300)
    limits = blocks.TextBlock(label=_("Limits"), required=False, help_text=_("What it cannot tell us."), rows=2)
    confidence = blocks.ChoiceBlock(label=_("Confidence"), choices=Confidence.choices, default=Confidence.BACKGROUND)

    class Meta:
        icon = "doc-full"
        label = _("Claim with its source")
        label_format = "{statement}"
        description = _("A finding or number. It always names where it comes from.")


class ProvisionBlock(Previewed, blocks.StructBlock):
    """A rule from the register, shown with its layer, status and last check."""

    provision = SnippetChooserBlock("modules.Provision", label=_("Rule"), required_on_save=True)
    note = blocks.TextBlock(
        label=_("Note"), required=False, help_text=_("One sentence on why it matters here."), rows=2
    )

    class Meta:
        icon = "list-ul"
        label = _("Rule")
        label_format = _("Rule: {provision}")
        description = _("A rule from the register: state law, San Francisco policy or good practice.")


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"), required_on_save=True)
    alt = blocks.CharBlock(
        label=_("Description for people who cannot see it"),
        max_length=400,
        required_on_save=True,
        help_text=_("Say what the image shows and why it is here. Screen readers read it aloud."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)
    has_text = blocks.BooleanBlock(
        label=_("The picture shows words"),
        required=False,
        help_text=_("Then write them in the description too: they cannot be enlarged, translated or read aloud."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        label_format = _("Image: {alt}")


class VideoBlock(blocks.StructBlock):
    recording = VideoChooserBlock(
        label=_("Video"),
        required_on_save=True,
        help_text=_("Its captions stand with the recording; they are required."),
    )
    title = blocks.CharBlock(label=_("Title"), max_length=200)

    class Meta:
        icon = "media"
        label = _("Video")
        label_format = _("Video: {title}")
        description = _("A video with captions. The transcript is made from the captions.")


class AudioBlock(blocks.StructBlock):
    recording = AudioChooserBlock(
        label=_("Sound"),
        required_on_save=True,
        help_text=_("Its captions stand with the recording; they are required, and readers get them as a transcript."),
    )
    title = blocks.CharBlock(label=_("Title"), max_length=200)

    class Meta:
        icon = "media"
        label = _("Sound")
        label_format = _("Sound: {title}")
        description = _("A sound recording with its transcript, which is made from the captions.")


class CalloutBlock(Previewed, blocks.StructBlock):
    tone = blocks.ChoiceBlock(label=_("Kind"), choices=TONES, default="info")
    title = blocks.CharBlock(label=_("Title"), max_length=150)
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Box")
        label_format = "{title}"
        description = _("Sets a short passage apart: good to know, take care, not confirmed, or words to say.")


class ContentNoteBlock(Previewed, blocks.StructBlock):
    text = blocks.TextBlock(
        label=_("What is coming"), rows=2, help_text=_("So that a reader can choose when to go on.")
    )

    class Meta:
        icon = "warning"
        label = _("Content note")
        label_format = "{text}"
        description = _("Put it before a hard passage.")


class ReflectionBlock(Previewed, blocks.StructBlock):
    prompt = blocks.TextBlock(
        label=_("Question to think about"),
        rows=2,
        help_text=_("Nobody types an answer: no case details are collected."),
    )

    class Meta:
        icon = "help"
        label = _("Pause and think")
        label_format = "{prompt}"


class DefinitionBlock(Previewed, blocks.StructBlock):
    term = SnippetChooserBlock("modules.GlossaryTerm", label=_("Term"), required_on_save=True)

    class Meta:
        icon = "openquote"
        label = _("Definition")
        label_format = "{term}"
        description = _("A term from the glossary, as the agencies define it.")


class ReferralsBlock(blocks.StructBlock):
    """Names referrals. Their numbers are looked up when the page is shown: an edition never keeps one."""

    title = blocks.CharBlock(label=_("Title"), max_length=150, required=False)
    resources = blocks.ListBlock(SnippetChooserBlock("modules.Resource"), label=_("Referrals"), min_num=1)

    class Meta:
        icon = "group"
        label = _("Referrals")
        label_format = _("Referrals: {title}")
        description = _("Services from the register. One that nobody checked lately is not shown.")


class LessonTextBlock(Previewed, blocks.RichTextBlock):
    """Running text."""


class LessonBody(blocks.StreamBlock):
    text = LessonTextBlock(
        label=_("Text"),
        icon="pilcrow",
        features=TEXT_FEATURES,
        description=_("Paragraphs, headings, lists. Cite a rule or a source where you rely on it."),
    )
    claim = ClaimBlock(group=_("Grounds"))
    provision = ProvisionBlock(group=_("Grounds"))
    definition = DefinitionBlock(group=_("Grounds"))
    callout = CalloutBlock(group=_("Teaching"))
    content_note = ContentNoteBlock(group=_("Teaching"))
    reflection = ReflectionBlock(group=_("Teaching"))
    referrals = ReferralsBlock(group=_("Teaching"))
    image = ImageBlock(group=_("Media"))
    video = VideoBlock(group=_("Media"))
    audio = AudioBlock(group=_("Media"))

    class Meta:
        label = _("Lesson")


RawBlock = dict[str, Any]
