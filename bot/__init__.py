"""The read side: a question in, a cited and checked answer out."""
