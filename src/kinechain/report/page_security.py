"""A content security policy that lets the page run what is in it and nothing from elsewhere."""

import base64
import hashlib


def content_hash(text: str) -> str:
    """The hash under which a policy admits an inline script or style, with the quotes it is written in."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def content_security_policy(style: str, script: str) -> str:
    """The policy for a page with exactly this inline style and script: no request of any kind."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src data:",
            f"style-src {content_hash(style)}",
            f"script-src {content_hash(script)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
