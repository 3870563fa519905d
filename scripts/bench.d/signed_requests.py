"""Customer requests as an exchange's system sends them: signed beforehand, because the load tool cannot."""

import json
import time

from client import Client, webhook_headers
from deployment import Failed
from load import http_request

SUBJECT = "My withdrawal has not arrived"
TEXT = (
    "Yesterday evening I withdrew 0.25 BTC to a wallet that I have used many times before, and nothing has come in."
    " Your page calls it completed, the explorer knows nothing about it. I have waited twelve hours, logged out and in"
    " again, and asked a friend to look at the address with me. Was it sent at all, and under which transaction? My"
    " account is fully verified and I need the money for rent on Monday, so please do not let this wait."
)


class Signer:
    """Writes signed requests, each a customer and a webhook-id never used before."""

    def __init__(self, sources):
        self.sources, self.used = sources, 0

    def body(self, number):
        return json.dumps(
            {
                "customer": {
                    "id": f"customer-{number:09}",
                    "email": f"customer{number:09}@customers.test",
                    "language": "en",
                },
                "subject": SUBJECT,
                "text": TEXT,
                "language": "en",
                "channel": "api",
                "thread": f"conversation-{number:09}",
                "attributes": {"asset": "BTC", "network": "bitcoin", "amount": "0.25", "order_id": f"W-{number:09}"},
            }
        ).encode()

    def requests(self, count):
        now = time.time()
        for _ in range(count):
            self.used += 1
            # A stride that shares no factor with the count of tenants mixes them evenly.
            source = self.sources[self.used * 7919 % len(self.sources)]
            body = self.body(self.used)
            yield http_request(
                "POST", source["path"], webhook_headers(source["secret"], f"w{self.used:09}", body, now).items(), body
            )

    def send_one(self, base_url, source):
        self.used += 1
        body = self.body(self.used)
        answer = Client(base_url).send(
            "POST", source["path"], content=body, headers=webhook_headers(source["secret"], f"w{self.used:09}", body)
        )
        if answer.status != 202:
            raise Failed(f"an intake was refused: {answer}")
