from chats.models import Seller


def store_name(seller: Seller, campaign_id: int | None) -> str | None:
    """The name of one of the seller's stores, or None when the desk does not know it."""
    if campaign_id is None:
        return None
    return seller.campaigns.filter(campaign_id=campaign_id).exclude(name="").values_list("name", flat=True).first()
