"""Work that waits for nobody: letters go out, the classifier learns."""

from django_tasks import task

from broadsheet.comments.learning import train_classifier
from broadsheet.comments.letters import send_due_letters


@task()
def send_letters() -> int:
    """Send what is due; may run twice, and twice at once."""
    return send_due_letters()


@task()
def learn() -> int | None:
    """Train the classifier anew; the number of the weights, None where too little was decided."""
    row = train_classifier()
    return row.pk if row else None
