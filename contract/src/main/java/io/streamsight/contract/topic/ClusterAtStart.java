package io.streamsight.contract.topic;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** What a service must know of the cluster before it starts, or why it can't. */
public final class ClusterAtStart {
  /** Wrong security settings look the same as a broker that is away: silence. */
  private static final String CHECK =
      "Check kafka.bootstrap.servers, kafka.security.protocol and the credentials";

  /** May throw a {@link StreamsightException}: an answer with which the service can't go on. */
  @FunctionalInterface
  public interface Questions {
    void ask(Admin admin);
  }

  private ClusterAtStart() {}

  /**
   * Asks the cluster.
   *
   * @param service its name, for the message
   * @param kafka connection settings ({@code bootstrap.servers}, security)
   * @param answersWithin how long the cluster may take for each answer
   * @throws StreamsightException with one line for whoever starts the service: the servers, what
   *     went wrong and what to do
   */
  public static void ask(
      String service, Map<String, Object> kafka, Duration answersWithin, Questions questions) {
    int milliseconds = Math.toIntExact(answersWithin.toMillis());
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, milliseconds);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, milliseconds / 2);
    String cantStart =
        "%s can't start with kafka.bootstrap.servers=%s: "
            .formatted(service, kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    try (Admin admin = Admin.create(settings)) {
      questions.ask(admin);
    } catch (StreamsightException e) {
      String remedy = e.reason().remedy();
      throw new StreamsightException(
          e.reason(),
          cantStart
              + "%s: %s. %s"
                  .formatted(
                      e.reason().code(),
                      e.getMessage(),
                      e.reason() == Reason.UNAVAILABLE ? remedy + " " + CHECK : remedy),
          e);
    } catch (KafkaException | IllegalArgumentException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, cantStart + "%s. %s".formatted(causes(e), CHECK), e);
    }
  }

  /** Kafka says "Failed to create new KafkaAdminClient"; why, says the cause. */
  private static String causes(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause)
        .map(t -> t.getMessage() == null ? t.toString() : t.getMessage())
        .distinct()
        .collect(Collectors.joining(": "));
  }
}
