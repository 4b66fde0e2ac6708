package io.streamsight.cli.files;

import java.nio.file.Path;

/**
 * A file to send.
 *
 * @param name its path inside the folder, with slashes
 */
public record SourceFile(String name, Path path) {}
