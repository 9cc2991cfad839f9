from django.apps import AppConfig


class SarabanConfig(AppConfig):
    name = "saraban"
    verbose_name = "สารบรรณ"
