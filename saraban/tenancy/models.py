from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from saraban.tenancy.scope import ScopedManager


class Agency(models.Model):
    """A government agency: the tenant. All that follows in the house belongs to one.

    What may change about it (its name, its telephone) is a recorded row of the room `agencies`.
    """

    slug = models.SlugField(unique=True, max_length=50)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # its name in the log, for ever
    practice = models.BooleanField("โหมดฝึกหัด", default=False)
    founded_at = models.DateTimeField(auto_now_add=True)
    # Counts the changes of what it is arranged by: its profile, officers, duties, closed days (`Recorded.arranges`).
    arranged = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.slug


class Scoped(models.Model):
    """A row that belongs to an agency. Operational rows are just this; legal rows are `audit.Recorded`."""

    # No index of its own: every index of a scoped table begins with the agency.
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()
    across_agencies: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True


class UserManager(BaseUserManager["User"]):
    def make(self, email: str) -> User:
        """Somebody who may sign in; a password or a passkey follows at the first sign-in."""
        user = self.model(email=self.normalize_email(email).lower())
        user.set_unusable_password()
        user.save()
        return user


class User(AbstractBaseUser):
    """Who signs in. What they may do is said by the officer they are, in one agency or several."""

    email = models.EmailField("อีเมล", unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        return self.email
