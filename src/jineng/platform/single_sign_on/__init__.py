"""Signing in with the government's identity service (统一身份认证) by OpenID Connect Core 1.0.

Authorization code flow with PKCE (RFC 7636), state and nonce. What comes back is who the issuer says it is; which
account that is, or none, is a question of ``identity``.
"""
