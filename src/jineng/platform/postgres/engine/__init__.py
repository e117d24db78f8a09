"""Django's PostgreSQL backend with one thing more: a connection knows as whom it stands, also after it is made anew."""
