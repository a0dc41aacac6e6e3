"""Granian's command lines name what they serve and where."""

from broadsheet.press.serving.start import newsroom_argv, readers_argv


def test_readers_are_served_by_the_factory():
    argv = readers_argv(host="127.0.0.1", port=8001)

    assert argv[-1] == "broadsheet.press.serving.handler:app"
    assert "--factory" in argv
    assert argv[argv.index("--port") + 1] == "8001"


def test_newsroom_is_served_over_wsgi():
    argv = newsroom_argv(host="127.0.0.1", port=8002, threads=3)

    assert argv[argv.index("--interface") + 1] == "wsgi"
    assert argv[argv.index("--blocking-threads") + 1] == "3"
    assert argv[-1] == "broadsheet.project.wsgi:application"
