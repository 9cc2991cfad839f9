"""One-time links that sign in: for the first officer, and for one whose keys are lost."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.utils.timezone import now

from saraban.tenancy.models import User

VALID_FOR = timedelta(hours=24)
TOKEN_BYTES = 24  # 192 random bits


class SignInLink(models.Model):
    """Only the hash of the token is kept: whoever reads the database cannot sign in with it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "ลิงก์เข้าระบบครั้งเดียว"

    def __str__(self) -> str:
        return f"link of user {self.user_id}"

    @classmethod
    def make(cls, user: User) -> str:
        """A new token, shown once; earlier unused ones of this user end."""
        cls.objects.filter(user=user, used_at=None).delete()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        cls.objects.create(user=user, token_hash=_hash(token))
        return token

    @classmethod
    def use(cls, token: str) -> User | None:
        """The user it signs in, once and within a day; None for every other token."""
        link = cls.objects.filter(
            token_hash=_hash(token), used_at=None, made_at__gt=now() - VALID_FOR, user__is_active=True
        )
        if link.update(used_at=now()) != 1:
            return None
        return cls.objects.select_related("user").get(token_hash=_hash(token)).user


def _hash(token: str) -> str:
    return hashlib.sha256(token[:200].encode()).hexdigest()
