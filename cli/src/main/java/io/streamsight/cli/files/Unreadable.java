package io.streamsight.cli.files;

/** A file that could not be sent. */
public record Unreadable(String path, String why) {}
