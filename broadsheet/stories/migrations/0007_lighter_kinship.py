"""Indexes that a publication no longer has to keep: of what a longer one finds, and of patterns."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0003_moderators'),
        ('stories', '0006_breaking_bar'),
    ]

    operations = [
        migrations.AlterField(
            model_name='relatedstory',
            name='other',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='related_to', to='stories.story'),
        ),
        migrations.AlterField(
            model_name='relatedstory',
            name='story',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='related', to='stories.story'),
        ),
        migrations.AlterField(
            model_name='storyterm',
            name='story',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='stories.story'),
        ),
        migrations.AddIndex(
            model_name='relatedstory',
            index=models.Index(fields=['other'], name='related_to'),
        ),
        migrations.AddIndex(
            model_name='storyterm',
            index=models.Index(fields=['story'], name='terms_of_story'),
        ),
    ]
