package io.streamsight.local;

import java.io.IOException;

/** Another process listens on a port that a process of ours needs. */
public final class PortTakenException extends IOException {
  private final int port;

  PortTakenException(int port, IOException cause) {
    super("Port %d is taken (%s)".formatted(port, cause.getMessage()), cause);
    this.port = port;
  }

  public int port() {
    return port;
  }
}
