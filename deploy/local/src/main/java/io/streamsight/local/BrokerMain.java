package io.streamsight.local;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The broker as a process of its own: {@code BrokerMain FOLDER PORT}.
 *
 * <p>Ends in order on SIGTERM. Exit code 1 with one line on standard error if it can't start.
 */
public final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("Usage: BrokerMain FOLDER PORT");
      System.exit(2);
    }
    LocalMain.quietLog();
    try {
      var broker = EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
      System.out.println("Kafka is ready on " + broker.bootstrapServers());
      broker.awaitStop();
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
