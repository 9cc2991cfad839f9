"""What the database itself refuses: triggers, for which Django has no words."""

from django.db import migrations

from saraban.guard import lay, lift


class Migration(migrations.Migration):
    dependencies = [("saraban", "0002_search")]

    operations = [migrations.RunPython(lambda apps, editor: lay(editor), lambda apps, editor: lift(editor))]
