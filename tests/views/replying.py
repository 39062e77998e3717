"""The chat that these tests answer in, and what of it reached Market."""

ADDRESS = "/chats/1001/310001/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100


def sent(market) -> list[str]:
    return [call.operation for call in market.calls if call.operation.startswith("send")]
