"""Times of a recording in templates."""

from django import template

from review.times import clock as to_clock

register = template.Library()


@register.filter
def clock(seconds: int | None) -> str:
    return "" if seconds is None else to_clock(seconds)
