"""SHA-256 without OpenSSL, which takes two milliseconds to load: a start looks at one hash only.

The standard library's `random` takes its hash in the same way.
"""

# Neither of the first two has types, and only one of them is there.
try:
    from _sha2 import sha256  # type: ignore[import-not-found] # Python 3.12 and newer
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found] # Python 3.11
    except ImportError:  # another Python than CPython
        from hashlib import sha256

__all__ = ["sha256"]
