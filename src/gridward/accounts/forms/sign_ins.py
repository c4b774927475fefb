"""Forms of signing in and of one's own password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from gridward.accounts.models import Unit


class SignInForm(AuthenticationForm):
    """Name and password; the same words whether the name, the password or the account is wrong."""

    error_messages = {
        "invalid_login": _(
            "Name and password do not belong together, or the account is closed. Please look at both again; "
            "the data officer can give you a new password."
        ),
        "inactive": _("Name and password do not belong together, or the account is closed."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name")
        self.fields["password"].label = _("Password")

    def clean_username(self) -> str:
        """Small letters, so that failed attempts are counted under one name."""
        return str(self.cleaned_data["username"]).strip().lower()


class OwnPasswordForm(PasswordChangeForm):
    """The password one has and the one one wants, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Password until now")
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "At least 10 characters; several words you remember are better than one you do not."
        )
        self.fields["new_password2"].label = _("New password once more")


class CommunityForm(forms.Form):
    """Which community to work in now."""

    community: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        queryset=None, label=_("Community"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, communities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = communities  # type: ignore[attr-defined]

    def chosen(self) -> Unit:
        """The community ticked."""
        community: Unit = self.cleaned_data["community"]
        return community
