"""What officers send."""

from typing import Any
from urllib.parse import urlencode

from django import forms


class AnswerForm(forms.Form):
    """One answer: to which attempt, item and scene, and the token that makes sending it twice count once."""

    attempt = forms.UUIDField()
    item = forms.CharField(max_length=60)
    scene = forms.CharField(max_length=60, required=False)
    token = forms.CharField(max_length=64)

    def answer(self) -> dict[str, Any]:
        """The valid form as `answer_scenario` takes it."""
        given = self.cleaned_data
        asked = {"item_key": given["item"], "scene_key": given["scene"]}
        return {"attempt": given["attempt"], **asked, "token": given["token"]}

    def told_at(self, url: str) -> str:
        """Where what followed from this answer is told."""
        asked = {"item": self.cleaned_data["item"], "scene": self.cleaned_data["scene"]}
        return f"{url}?{urlencode({name: value for name, value in asked.items() if value})}"
