"""The form of an edition, and the form that grants a role."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from broadsheet.editions.models import Edition, Role
from broadsheet.people.models import User

# Every address that readers know hangs on these, so they are the house's to decide.
OF_THE_HOUSE = ("group", "language", "host", "is_default", "position")


class EditionForm(WagtailAdminModelForm):
    """Chiefs keep everything but what the whole house's addresses hang on."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(zone, zone) for zone in sorted(available_timezones())]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filed = self.instance.pk is not None
        if filed:
            self.fields["code"].disabled = True
            for name in ("name", "tagline", "description"):
                text = {"lang": self.instance.language, "dir": self.instance.direction}
                self.fields[name].widget.attrs |= text
        if filed and not self.for_user.is_superuser:
            for name in OF_THE_HOUSE:
                self.fields[name].disabled = True


class GrantForm(forms.Form):
    """Gives somebody a role in an edition, instead of the one there was."""

    user = forms.ModelChoiceField(
        queryset=User.objects.filter(is_active=True).order_by("username"), label=_("Person")
    )
    edition = forms.ModelChoiceField(queryset=Edition.objects.all(), label=_("Edition"))
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))
