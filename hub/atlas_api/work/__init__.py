"""The queue of submissions for the workers that judge them."""
