"""The labelled scripts are read, never run: some are called like tests."""

collect_ignore_glob = ["corpus/*", "opened_first/*", "opened_second/*", "opened_third/*", "unopened/*"]
