"""The index of the search: what Django has no words for."""

from django.db import migrations

from saraban.search.engine import lay_out


class Migration(migrations.Migration):
    dependencies = [("saraban", "0001_initial")]

    operations = [migrations.RunPython(lambda apps, editor: lay_out(editor))]
