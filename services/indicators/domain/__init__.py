"""Pure: what a movement posts, what an indicator's definition means, and how the forms add up."""
