"""The live addresses of comments, below `/comments/` of every readers' host."""

from django.urls import path

from broadsheet.comments.views import asking, posting, receipts

app_name = "comments"
urlpatterns = [
    path("on/<slug:code>/<slug:story_id>/", posting.post, name="post"),
    path("on/<slug:code>/<slug:story_id>/challenge", posting.challenge, name="challenge"),
    path("receipt/<slug:token>/", receipts.receipt, name="receipt"),
    path("receipt/<slug:token>/data.json", receipts.data, name="data"),
    path("receipt/<slug:token>/<slug:act>", receipts.act, name="receipt_act"),
    path("mail/<slug:token>/", asking.mail, name="mail"),
    path("recommend/<slug:comment_id>/", asking.recommend, name="recommend"),
    path("report/<slug:comment_id>/", asking.report, name="report"),
    path("notice/<slug:token>/", asking.notice, name="notice"),
]
