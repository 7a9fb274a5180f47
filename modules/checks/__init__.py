"""The parts of the check before a freeze: lesson blocks, quizzes, wording."""
