package io.streamsight.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
public final class Ports {
  static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /** A port that nothing listens on at this moment. */
  public static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  /**
   * @return the port, if nothing listens on it
   * @throws PortTakenException otherwise
   */
  static int requireFree(int port) throws PortTakenException {
    try (var socket = new ServerSocket()) {
      // As Kafka and Quarkus bind: connections of an earlier process that linger don't count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port), 1);
      return port;
    } catch (IOException e) {
      throw new PortTakenException(port, e);
    }
  }
}
