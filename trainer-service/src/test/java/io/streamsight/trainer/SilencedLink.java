package io.streamsight.trainer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The only way of a process to the broker, until it falls silent at a chosen write: nothing passes
 * any more, in either direction. So a test knows what the log holds when it kills the process.
 */
final class SilencedLink implements AutoCloseable {
  private static final int PRODUCE = 0;

  /** Where the link falls silent. */
  enum Cut {
    /** The write does not reach the broker. */
    BEFORE,
    /** The broker has it, and its answer does not reach the process. */
    AFTER
  }

  private record Trigger(Cut cut, Predicate<String> request) {}

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final List<Socket> sockets = new ArrayList<>();
  private final CountDownLatch fallen = new CountDownLatch(1);
  private final int brokerPort;
  private volatile Trigger trigger = new Trigger(Cut.BEFORE, request -> false);
  private volatile boolean silent;

  SilencedLink(int brokerPort) throws IOException {
    this.brokerPort = brokerPort;
    begin(this::accept);
  }

  String bootstrapServers() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /**
   * @param request told from the bytes of the request, each a character
   */
  void fallSilent(Cut cut, Predicate<String> request) {
    trigger = new Trigger(cut, request);
  }

  /** Fails when that write has not come after so long. */
  void awaitSilence(Duration time) throws InterruptedException {
    if (!fallen.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the write did not come within " + time);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void begin(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One end has closed.
              }
            },
            "silenced-link");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Connection connection =
          new Connection(opened(server.accept()), opened(new Socket("127.0.0.1", brokerPort)));
      begin(connection::requests);
      begin(connection::responses);
    }
  }

  private synchronized Socket opened(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    sockets.add(socket);
    return socket;
  }

  private final class Connection {
    private final Socket process;
    private final Socket broker;
    private volatile Integer last;

    Connection(Socket process, Socket broker) {
      this.process = process;
      this.broker = broker;
    }

    void requests() throws IOException {
      try (broker) {
        DataInputStream in = new DataInputStream(process.getInputStream());
        DataOutputStream out = new DataOutputStream(broker.getOutputStream());
        while (true) {
          byte[] request = frame(in);
          if (!silent) {
            Trigger now = trigger;
            boolean falls =
                ByteBuffer.wrap(request).getShort() == PRODUCE
                    && now.request().test(new String(request, StandardCharsets.ISO_8859_1));
            if (falls) {
              silent = true;
            }
            if (falls && now.cut() == Cut.AFTER) {
              last = ByteBuffer.wrap(request).getInt(4);
            } else if (falls) {
              fallen.countDown();
            }
            if (!falls || now.cut() == Cut.AFTER) {
              write(out, request);
            }
          }
        }
      }
    }

    void responses() throws IOException {
      try (process) {
        DataInputStream in = new DataInputStream(broker.getInputStream());
        DataOutputStream out = new DataOutputStream(process.getOutputStream());
        while (true) {
          byte[] response = frame(in);
          if (!silent) {
            write(out, withOwnPort(response));
          } else if (last != null && ByteBuffer.wrap(response).getInt() == last) {
            fallen.countDown();
          }
        }
      }
    }
  }

  private static byte[] frame(DataInputStream in) throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return frame;
  }

  private static void write(DataOutputStream out, byte[] frame) throws IOException {
    out.writeInt(frame.length);
    out.write(frame);
    out.flush();
  }

  /** The broker names its own address, and the process would go there directly. */
  private byte[] withOwnPort(byte[] response) {
    return new String(response, StandardCharsets.ISO_8859_1)
        .replace(address(brokerPort), address(server.getLocalPort()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String address(int port) {
    byte[] bytes = ByteBuffer.allocate(4).putInt(port).array();
    return "127.0.0.1" + new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public synchronized void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
