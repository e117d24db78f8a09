"""Pages for learners (学员): what is held about them, who looked, and what they can ask or confirm, on a telephone."""
