package io.streamsight.contract.topic;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates or verifies the topics that a service uses, before it uses them. */
public final class TopicProvisioner {
  private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioner.class);

  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(10);

  /** The values of {@code streamsight.topics}. */
  public enum Mode {
    /** Create what is missing, then verify. */
    CREATE,
    /** Refuse to start with a missing or misconfigured topic. */
    VERIFY,
    /** Look at nothing: for clusters that give no right to describe. */
    TRUST
  }

  private final Admin admin;
  private final TopicSettings settings;

  /** The caller closes {@code admin}. */
  public TopicProvisioner(Admin admin, TopicSettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  /**
   * @throws StreamsightException {@link Reason#TOPIC_MISCONFIGURED} naming topic, setting, value
   *     and what is wanted; {@link Reason#UNAVAILABLE} when no broker answers
   */
  public void provision(Mode mode, Collection<Topic> topics) {
    if (mode == Mode.TRUST) {
      return;
    }
    if (mode == Mode.CREATE) {
      topics.forEach(this::create);
      topics.forEach(this::awaitKnown);
    }
    List<String> faults = new ArrayList<>();
    for (Topic topic : topics) {
      verify(topic, faults);
    }
    if (!faults.isEmpty()) {
      throw new StreamsightException(
          Reason.TOPIC_MISCONFIGURED, "Topics need correcting: " + String.join("; ", faults));
    }
  }

  private void create(Topic topic) {
    NewTopic declared =
        new NewTopic(settings.name(topic), topic.partitions(), settings.replicationFactor())
            .configs(topic.configs(settings));
    try {
      admin.createTopics(List.of(declared)).all().get();
      LOG.info("Created topic {}", declared.name());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw unavailable("create topic " + declared.name(), e.getCause());
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** A created topic is on its way to the brokers that will be asked about it. */
  private void awaitKnown(Topic topic) {
    String name = settings.name(topic);
    long end = System.nanoTime() + KNOWN_WITHIN.toNanos();
    while (true) {
      try {
        admin.describeTopics(List.of(name)).allTopicNames().get();
        return;
      } catch (ExecutionException e) {
        // What else is wrong, or still is, the verification tells.
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > end) {
          return;
        }
        pause();
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void verify(Topic topic, List<String> faults) {
    String name = settings.name(topic);
    try {
      int partitions =
          admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().size();
      if (topic.partitions() == 1 && partitions != 1) {
        faults.add(
            "topic %s has %d partitions but needs 1: its order decides"
                .formatted(name, partitions));
      }
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
      Config actual = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      compare(topic, name, actual, faults);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        faults.add(
            "topic %s is missing (create it or set streamsight.topics=create)".formatted(name));
      } else if (e.getCause() instanceof AuthorizationException) {
        LOG.warn(
            "Topic {} can't be verified: grant Describe and DescribeConfigs on it, or set"
                + " streamsight.topics=trust",
            name);
      } else {
        throw unavailable("describe topic " + name, e.getCause());
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void compare(Topic topic, String name, Config actual, List<String> faults) {
    Map<String, String> wanted = topic.configs(settings);
    for (String fatal : List.of("cleanup.policy", "message.timestamp.type")) {
      String want = wanted.get(fatal);
      if (want != null && !want.equals(actual.get(fatal).value())) {
        faults.add(
            "topic %s has %s=%s but needs %s"
                .formatted(name, fatal, actual.get(fatal).value(), want));
      }
    }
    long maxBytes = Long.parseLong(actual.get("max.message.bytes").value());
    if (maxBytes < topic.maxMessageBytes(settings)) {
      faults.add(
          "topic %s has max.message.bytes=%d but needs %d or more"
              .formatted(name, maxBytes, topic.maxMessageBytes(settings)));
    }
    String retention = wanted.get("retention.ms");
    if (retention != null && !retention.equals(actual.get("retention.ms").value())) {
      LOG.warn(
          "Topic {} has retention.ms={}, declared is {}",
          name,
          actual.get("retention.ms").value(),
          retention);
    }
  }

  private static StreamsightException unavailable(String what, Throwable cause) {
    return new StreamsightException(
        Reason.UNAVAILABLE, "Can't %s: %s".formatted(what, cause.getMessage()), cause);
  }

  private static StreamsightException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StreamsightException(Reason.UNAVAILABLE, "Interrupted while asking the broker", e);
  }
}
