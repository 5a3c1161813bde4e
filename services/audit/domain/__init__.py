"""What a trail shows to whom: pure."""
