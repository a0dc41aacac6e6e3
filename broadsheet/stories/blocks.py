"""The blocks that a story's body is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class QuoteBlock(StructBlock):
    """A quotation set apart, without quotation marks of its own."""

    text = TextBlock(label=_("Quotation"))
    attribution = CharBlock(label=_("Who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")


class PictureBlock(StructBlock):
    """A picture amid the body; its credit belongs to the picture itself."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class RelatedBlock(StructBlock):
    """A pointer to another story, by its id."""

    story = CharBlock(label=_("Story id"), max_length=10, min_length=10)

    class Meta:
        icon = "link"
        label = _("Related story")


class BodyBlock(StreamBlock):
    """A body: text with paragraph identity kept by Draftail, subheads, quotes, pictures, links."""

    text = RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow")
    subhead = CharBlock(label=_("Subhead"), icon="title")
    quote = QuoteBlock()
    picture = PictureBlock()
    related = RelatedBlock()
