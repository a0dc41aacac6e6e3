"""Keeping an edition and founding one, by the actions; a refused change keeps what was typed."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm, TextInput
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from broadsheet.desk.editions.forms import EditionForm
from broadsheet.desk.words import refusal
from broadsheet.editions.actions import found_edition, keep_edition
from broadsheet.editions.errors import EditionError
from broadsheet.editions.models import Edition, MediaGroup
from broadsheet.editions.permissions import Act, editions_where, may


def _latin(name: str) -> FieldPanel:
    """A field whose text runs from the left whatever the language of the screen."""
    return FieldPanel(name, widget=TextInput(attrs={"dir": "ltr"}))


def _colour(name: str) -> FieldPanel:
    return FieldPanel(name, widget=TextInput(attrs={"type": "color"}))


def _own_direction(name: str) -> FieldPanel:
    """A field whose first strong letter says where its text begins."""
    return FieldPanel(name, widget=TextInput(attrs={"dir": "auto"}))


PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("tagline"),
            FieldPanel("description"),
            _colour("colour"),
        ],
        heading=_("Masthead"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("time_zone"),
            FieldPanel("month_style"),
            FieldPanel("digit_style"),
        ],
        heading=_("Dates and digits"),
    ),
    InlinePanel(
        "sections",
        heading=_("Sections"),
        label=_("Section"),
        panels=[
            FieldRowPanel([_own_direction("name"), _latin("slug"), _colour("colour")]),
            _own_direction("introduction"),
        ],
    ),
    InlinePanel("follow_links", heading=_("Follow links"), label=_("Follow link")),
    InlinePanel("postal_addresses", heading=_("Postal addresses"), label=_("Postal address")),
    InlinePanel("sister_titles", heading=_("Sister titles elsewhere"), label=_("Sister title")),
    MultiFieldPanel(
        [
            _latin("code"),
            _latin("language"),
            _latin("host"),
            FieldPanel("group"),
            FieldRowPanel([FieldPanel("position"), FieldPanel("is_default")]),
        ],
        heading=_("Place in the house"),
        help_text=_("Only superusers change these, and the code never changes."),
    ),
]


class KeepsEdition:
    """Saves by an action, and says at the top of the form why one was refused."""

    request: HttpRequest
    form: Any
    produced_error_message: str | None

    def form_valid(self, form: ModelForm) -> HttpResponse:
        self.form = form
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except EditionError as error:
            self.produced_error_message = refusal(error)
        except ValidationError as error:
            self.produced_error_message = " ".join(error.messages)
        form.add_error(None, self.produced_error_message)
        return self.form_invalid(form)  # type: ignore[attr-defined]


class EditionIndexView(generic.IndexView):
    page_title = _("Editions")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self) -> QuerySet[Edition]:
        return editions_where(self.request.user, Act.KEEP)

    @property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("name"),
            Column("code", label=_("Code")),
            Column("language", label=_("Language")),
            Column("time_zone", label=_("Time zone")),
        ]


class EditionCreateView(KeepsEdition, generic.CreateView):
    def get_initial(self) -> dict[str, Any]:
        return {"group": MediaGroup.objects.values_list("pk", flat=True).first()}

    def save_instance(self) -> Edition:
        edition: Edition = self.form.save(commit=False)
        user: Any = self.request.user
        return found_edition(edition=edition, sections=(), by=user)


class EditionEditView(KeepsEdition, generic.EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.object = Edition.objects.filter(pk=kwargs["pk"]).first()
        super().setup(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, Act.KEEP, self.object):  # type: ignore[arg-type]
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_queryset(self) -> QuerySet[Edition]:
        user: Any = self.request.user
        return editions_where(user, Act.KEEP)

    def save_instance(self) -> Edition:
        user: Any = self.request.user
        return keep_edition(edition=self.form.save(commit=False), by=user)

    def get_success_url(self) -> str:
        return str(self.get_edit_url())


class EditionViewSet(ModelViewSet):
    """Editions are founded and kept, never deleted or copied: readers know their addresses."""

    model = Edition
    name = "editions"
    icon = "site"
    menu_label = _("Editions")
    menu_order = 400
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    sort_order_field = None
    index_view_class = EditionIndexView
    add_view_class = EditionCreateView
    edit_view_class = EditionEditView

    def get_edit_handler(self) -> Any:
        return ObjectList(PANELS, base_form_class=EditionForm).bind_to_model(Edition)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        nothing = {
            "delete_url_name": None, "usage_url_name": None,
            "copy_url_name": None, "history_url_name": None,
        }  # fmt: skip
        return super().get_common_view_kwargs(**nothing, **kwargs)

    def register_permissions(self) -> None:
        """Nothing: grants say who may do what."""

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
        ]
