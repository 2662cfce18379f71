"""`tomoni admin NAME ADDRESS`: the first administrator of a new installation, or a rescue."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from tomoni.core import cli
from tomoni.core.errors import Refused
from tomoni.ground.people.actions import accounts, roles
from tomoni.ground.people.models import User
from tomoni.ground.people.rules.holding import ADMIN


class Command(BaseCommand):
    help = "Make an account a system administrator and print the link for its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"].strip().lower()
        user = User.objects.filter(email=address).first()
        try:
            if user is None:
                user = accounts.create(email=address, name=options["name"], by=None, at=now())
            roles.give(user=user, role=ADMIN, by=None, at=now())
        except Refused as no:
            raise CommandError(no.sentence) from None
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        with cli.spoken():
            self.stdout.write(_("三日のうちに、このリンクを開いてパスワードを決めてください。"))
        self.stdout.write(settings.SITE_URL + path.replace("UID-KEY", key))
