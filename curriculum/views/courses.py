"""An administrator keeps the courses: which modules in which order, with which hours and rules."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from curriculum.course_forms import CourseForm
from curriculum.models import Course
from curriculum.services.courses import save_course
from people.access import person_of
from people.admin_pages import admin_page, administrators_in_admin, posted

ICON = "list-ol"


@require_safe
@administrators_in_admin
def courses(request: HttpRequest) -> HttpResponse:
    """Every course, with how many modules it has and how many requirements ask for it."""
    rows = Course.objects.annotate(
        module_count=Count("course_modules", distinct=True), requirement_count=Count("requirements", distinct=True)
    )
    return admin_page(request, "curriculum/courses/list.html", title=_("Courses"), icon=ICON, courses=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_in_admin
def course(request: HttpRequest, key: str = "") -> HttpResponse:
    """Make a course, or change one."""
    row = get_object_or_404(Course, key=key) if key else None
    title = row.title if row else _("New course")
    form = CourseForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        save_course(actor=person_of(request), course=form.instance, modules=form.ordered_modules())
        messages.success(request, _("Kept."))
        return redirect("courses_admin:courses")
    trail = [(_("Courses"), reverse("courses_admin:courses"))]
    status = 422 if form.errors else 200
    return admin_page(
        request, "curriculum/courses/form.html", title=title, icon=ICON, trail=trail, status=status, form=form
    )
