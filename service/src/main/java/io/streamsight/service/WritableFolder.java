package io.streamsight.service;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder without which a service could do only a part of its work. */
public final class WritableFolder {
  private WritableFolder() {}

  /**
   * Makes the folder where it is missing, and a file in it that is gone at once.
   *
   * @param setting that names the folder
   * @throws ConfigurationException when it can't: Quarkus prints its message alone, and exits
   */
  public static void require(String service, String setting, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "writable-", null));
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s can't start with %s=%s: nothing can be written there (%s)"
              .formatted(service, setting, folder, e));
    }
  }
}
