"""What templates can say: components, and values as people read them."""
