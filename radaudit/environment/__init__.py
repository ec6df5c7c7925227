"""What a study says it needs to run: packages, versions, Python; read, compared and resolved, never installed."""
