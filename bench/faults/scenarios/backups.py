"""An older backup comes back while newer pages are live."""

from bench.faults.acting import live_stories, page_of
from bench.faults.oracle import findings_of
from bench.faults.registry import must, scenario
from bench.faults.stage import Stage
from broadsheet.stories.models import Story


@scenario("older-backup", "A backup from before the latest publications and a kill is restored.")
def older_backup(stage: Stage) -> str:
    file = stage.newsroom.home / "saved.tar.gz"
    dead = live_stories()[2]
    page = page_of(stage.newsroom, dead)
    must(stage.said_by("backup", str(file))[0] == 0, "the backup failed")
    stage.worker()
    newer = stage.desk.publish("Published after the backup")
    newest = page_of(stage.newsroom, newer)
    stage.desk.kill(dead)
    stage.quiet()
    stage.stop()
    bytes_of_newest = newest.read_bytes()
    stage.close_database()
    code, lines = stage.said_by("restore", str(file), "--force")
    must(code == 0, f"the restore said {lines[-3:]}")
    must(any("--remove-strangers" in line for line in lines), "it names no way with newer files")
    (stage.newsroom.home / "acknowledged.jsonl").unlink()
    stage.heal()
    stage.stop()
    must(not Story.objects.filter(pk=newer.pk).exists(), "the backup knew what came after it")
    must(newest.read_bytes() == bytes_of_newest, "a newer live page was changed or deleted")
    told = {finding.path for finding in findings_of(stage.newsroom)}
    must(told == {str(newest.relative_to(stage.newsroom.site))}, f"check reports {sorted(told)}")
    must(b"broadsheet 410" in page.read_bytes(), "a killed story came back with the backup")
    stage.output_of("press", "check", "--repair", "--remove-strangers")
    must(not newest.exists(), "the newer page stayed although it was told to go")
    return f"1 newer page reported and kept until told, the kill stood, {stage.hold()}"
