package io.streamsight.cli.watch;

/**
 * A server-sent event.
 *
 * @param name null for none
 */
record ServerEvent(String name, String data) {}
