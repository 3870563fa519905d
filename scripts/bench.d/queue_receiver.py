"""An exchange's endpoint as a process of its own: checks each signed webhook, answers 204, and keeps when it came.

  python3 queue_receiver.py

Prints its port. Takes the secret as a line; at the end of its input prints one JSON object: taken, repeated, refused, and
for each webhook-id the time of its first arrival (seconds since 1970).
"""

import asyncio
import base64
import hashlib
import hmac
import json
import sys
import time

HEAD_BYTES_MAX, BODY_BYTES_MAX = 16_384, 1 << 20
ANSWERS = {
    True: b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n",
    False: b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n",
}


class Receiver:
    def __init__(self):
        self.key = b""
        self.arrivals = {}
        self.repeated = self.refused = 0

    def take(self, headers, body):
        name, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        code = hmac.new(self.key, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
        wanted = "v1," + base64.b64encode(code).decode()
        if not any(hmac.compare_digest(wanted, given) for given in headers.get("webhook-signature", "").split()):
            self.refused += 1
            return False
        if name in self.arrivals:
            self.repeated += 1
        else:
            self.arrivals[name] = time.time()
        return True

    async def serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                fields = (line.split(":", 1) for line in head.split("\r\n")[1:] if ":" in line)
                headers = {field.strip().lower(): text.strip() for field, text in fields}
                body = await reader.readexactly(min(int(headers.get("content-length", "0")), BODY_BYTES_MAX))
                writer.write(ANSWERS[self.take(headers, body)])
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
            writer.close()


async def main():
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, limit=HEAD_BYTES_MAX, backlog=128)
    print(server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    secret = await loop.run_in_executor(None, sys.stdin.readline)
    receiver.key = base64.b64decode(secret.strip().removeprefix("whsec_"))
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()
    found = {"taken": len(receiver.arrivals), "repeated": receiver.repeated, "refused": receiver.refused}
    print(json.dumps(found | {"arrivals": receiver.arrivals}), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
