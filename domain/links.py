"""Links in messages: who may open them is in the link itself, signed; only hashes are kept."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Links:
    """What links are made of: the service's address, the key that signs them, and the bot's name once it is known."""

    public_url: str
    secret_key: bytes
    bot_username: str | None = None

    def tracking(self, shipment_id: int) -> str:
        """The address of a shipment's tracking page."""
        return f"{self.public_url}/t/{tracking_token(self.secret_key, shipment_id)}"

    def dispatch(self, request_id: str) -> str:
        """The address of the page on which a dispatcher answers a change request (its public id)."""
        return f"{self.public_url}/d/{request_id}/{dispatch_token(self.secret_key, request_id)}"

    def telegram(self, token: str) -> str | None:
        """The address that opens the bot with this token; None while there is no bot."""
        return f"https://t.me/{self.bot_username}?start={token}" if self.bot_username else None


def tracking_token(secret_key: bytes, shipment_id: int) -> str:
    """The 22 characters (132 bits) that open a shipment's tracking page."""
    return _signed(secret_key, f"track:{shipment_id}")[:22]


def dispatch_token(secret_key: bytes, request_id: str) -> str:
    """The 22 characters (132 bits) without which a change request cannot be answered on its page."""
    return _signed(secret_key, f"dispatch:{request_id}")[:22]


def telegram_token(secret_key: bytes, order_id: int, customer_id: int, expires_at: datetime) -> str:
    """The 32 characters (192 bits) by which a Telegram chat is bound to an order's customer, once, until `expires_at`.

    It can be made again from what is stored only by who has the key: an order that is announced again gets the same
    link, while the hash in the database opens nothing. The alphabet is what Telegram allows after ?start=.
    """
    return _signed(secret_key, f"telegram:{order_id}:{customer_id}:{expires_at.isoformat()}")[:32]


def token_hash(token: str) -> str:
    """What is kept of a token. It needs no salt: nobody can guess at 132 bits."""
    return sha256(token.encode()).hexdigest()


def _signed(secret_key: bytes, what: str) -> str:
    return urlsafe_b64encode(hmac.digest(secret_key, what.encode(), "sha256")).decode().rstrip("=")
