"""Times of a recording in templates."""

from django import template

from review.times import clock as to_clock

register = template.Library()


@register.filter
def clock(seconds: int | None) -> str:
    return "" if seconds is None else to_clock(seconds)


@register.filter
def hundredths(value: int) -> str:
    """An alpha that is kept in hundredths, with two decimals."""
    return f"{value / 100:.2f}"
