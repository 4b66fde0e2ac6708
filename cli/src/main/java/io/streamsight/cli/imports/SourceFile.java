package io.streamsight.cli.imports;

import java.nio.file.Path;

/**
 * A file to send.
 *
 * @param name its path inside the folder, with slashes
 */
record SourceFile(String name, Path path) {}
