"""The people whom the demo's sign-in page offers."""

from django import template

from people.demo import DemoPerson, demo_sign_ins

register = template.Library()


@register.simple_tag
def demo_people() -> list[DemoPerson]:
    return demo_sign_ins()
