"""What keeps personal data unreadable on disk: the key ring, its ciphers, sealed columns and the change of keys.

A *ring* holds master keys by name. A *message* names the cipher and the key that sealed it, so messages of several keys
and ciphers stand beside each other, and a change of key re-seals in the background. National algorithms are the default:
SM4-GCM (GB/T 32907, RFC 8998) for sealing, HMAC-SM3 (GB/T 32905, GB/T 15852.2) for blind indexes.
"""
