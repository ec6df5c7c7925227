"""The vocabulary of an audit: findings, steps, reports. Imports nothing else of radaudit."""
