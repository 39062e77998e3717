from chats.models import Seller


def store_name(seller: Seller, campaign_id: int | None) -> str | None:
    """The name of one of the seller's stores, or None when the desk does not know it."""
    if campaign_id is None:
        return None
    names = seller.campaigns.filter(campaign_id=campaign_id).values_list("name", flat=True)[:1]
    return names[0] or None if names else None
