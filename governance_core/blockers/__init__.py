"""What is in somebody's way: raised in a circle, looked after by one person, and not forgotten until it is resolved."""
