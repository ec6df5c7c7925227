"""Run a study's code so that it can do no harm: see docs/sandbox.md. The door is `run.run`."""
