"""Files as WordPress, Disqus and Isso write them, with invented comments."""

import sqlite3
from contextlib import closing

WXR_COMMENT = """
<wp:comment>
  <wp:comment_id>{key}</wp:comment_id>
  <wp:comment_author><![CDATA[{name}]]></wp:comment_author>
  <wp:comment_author_email>{mail}</wp:comment_author_email>
  <wp:comment_author_url></wp:comment_author_url>
  <wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
  <wp:comment_date>2014-03-01 12:20:30</wp:comment_date>
  <wp:comment_date_gmt>{at}</wp:comment_date_gmt>
  <wp:comment_content><![CDATA[{text}]]></wp:comment_content>
  <wp:comment_approved>{state}</wp:comment_approved>
  <wp:comment_type>{kind}</wp:comment_type>
  <wp:comment_parent>{parent}</wp:comment_parent>
</wp:comment>"""


def wxr_comment(key, **given):
    values = {"name": "Walker", "mail": "walker@readers.example", "at": "2014-03-01 10:20:30",
              "text": "I crossed it.", "state": "1", "kind": "comment", "parent": "0"}  # fmt: skip
    return WXR_COMMENT.format(key=key, **values | given)


def wxr(*items, head=""):
    """Items are pairs of (link, slug) and comments."""
    told = "".join(
        f"<item><title>A post</title><link>{link}</link><wp:post_name>{slug}</wp:post_name>"
        f"<wp:post_id>1</wp:post_id>{''.join(comments)}</item>"
        for (link, slug), comments in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" ?>{head}<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old site</title>'
        f"<wp:wxr_version>1.2</wp:wxr_version>{told}</channel></rss>"
    )


def disqus_post(key, thread, **given):
    values = {"text": "<p>I crossed it.</p>", "at": "2014-03-01T10:20:30Z", "deleted": "false",
              "spam": "false", "name": "Walker", "mail": "walker@readers.example", "parent": ""}  # fmt: skip
    values |= given
    parent = f'<parent dsq:id="{values["parent"]}"/>' if values["parent"] else ""
    return (
        f'<post dsq:id="{key}"><id/><message><![CDATA[{values["text"]}]]></message>'
        f"<createdAt>{values['at']}</createdAt><isDeleted>{values['deleted']}</isDeleted>"
        f"<isSpam>{values['spam']}</isSpam><author><email>{values['mail']}</email>"
        f"<name>{values['name']}</name><isAnonymous>true</isAnonymous></author>"
        f'<thread dsq:id="{thread}"/>{parent}</post>'
    )


def disqus(threads, *posts):
    told = "".join(
        f'<thread dsq:id="{key}"><id>x{key}</id><link>{link}</link><title>T</title></thread>'
        for key, link in threads.items()
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><disqus xmlns="http://disqus.com" '
        'xmlns:dsq="http://disqus.com/disqus-internals">'
        '<category dsq:id="1"><forum>old</forum><title>General</title></category>'
        f"{told}{''.join(posts)}</disqus>"
    )


def isso(path, uri, *comments):
    """Comments are (id, parent, mode, text), in Isso's own tables."""
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(
            "CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, "
            "title VARCHAR(256));"
            "CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, "
            "parent INTEGER, created FLOAT NOT NULL, modified FLOAT, mode INTEGER, "
            "remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR, "
            "likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, "
            "notification INTEGER DEFAULT 0);"
        )
        database.execute("INSERT INTO threads VALUES (1, ?, 'T')", [uri])
        database.executemany(
            "INSERT INTO comments VALUES (1, ?, ?, 1393669230.5, NULL, ?, '192.0.2.0', ?, "
            "'Walker', 'walker@readers.example', NULL, 0, 0, x'00', 0)",
            comments,
        )
