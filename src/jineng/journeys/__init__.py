"""Use cases that cross modules; each calls the operations of the modules it joins."""
