"""How a draft step looks to an officer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def step_preview(request: HttpRequest, page: Any) -> HttpResponse:
    return render(request, "modules/step_preview.html", {"page": page})
