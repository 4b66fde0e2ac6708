package io.streamsight.cli.imports;

/** A file that could not be sent. */
record Unreadable(String path, String why) {}
