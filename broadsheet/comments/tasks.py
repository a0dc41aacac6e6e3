"""Work that waits for nobody: letters go out."""

from django_tasks import task

from broadsheet.comments.letters import send_due_letters


@task()
def send_letters() -> int:
    """Send what is due; may run twice, and twice at once."""
    return send_due_letters()
