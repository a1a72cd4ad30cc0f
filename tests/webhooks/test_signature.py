"""Signatures that others than we compute agree with ours."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import subprocess
from random import Random

import pytest

from mockclio.webhooks.signature import sign, verify

CHECK = """
const { createHmac, timingSafeEqual } = require("node:crypto");
const cases = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const wrong = cases.filter(([secret, body, signature]) => {
  const mine = createHmac("sha256", secret).update(Buffer.from(body, "base64")).digest();
  return !timingSafeEqual(mine, Buffer.from(signature, "hex"));
});
console.log(JSON.stringify({ checked: cases.length, wrong: wrong.length }));
"""


def bodies() -> list[tuple[str, bytes]]:
    """A thousand secrets and bodies: random bytes of up to 2,000, the empty one among them."""
    chance = Random(5)
    return [(f"{chance.getrandbits(200):050x}", chance.randbytes(chance.randrange(2_000) if number else 0)) for number in range(1_000)]


@pytest.mark.rule("deliveries.signature")
def test_python_computes_the_same_signatures() -> None:
    for secret, body in bodies():
        expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        assert sign(secret, body) == expected
        assert len(expected) == 64
        assert verify(secret, body, expected)
        assert not verify(secret, body + b" ", expected)
        assert not verify(f"{secret}x", body, expected)


@pytest.mark.rule("deliveries.signature")
def test_node_computes_the_same_signatures() -> None:
    import base64

    node = shutil.which("node")
    if node is None:
        assert os.environ.get("MOCKCLIO_REQUIRE_ALL") != "1", "node is not on the PATH"
        pytest.skip("node is not on the PATH")
    cases = [(secret, base64.b64encode(body).decode(), sign(secret, body)) for secret, body in bodies()]
    done = subprocess.run([node, "-e", CHECK], input=json.dumps(cases), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"checked": 1_000, "wrong": 0}


@pytest.mark.parametrize("signature", ["", "é", "0" * 64])
def test_what_is_no_signature_is_refused(signature: str) -> None:
    assert not verify("secret", b"{}", signature)
