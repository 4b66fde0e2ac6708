package io.streamsight.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.ByOption;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.cli.Table;
import io.streamsight.contract.event.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dead-letters",
    description =
        "Show the records that were refused and why; publish them again, or dismiss them.",
    footer = {
      "%nThe original of one whose position is TOPIC P@O, while the topic keeps it:",
      "  kcat -b localhost:9092 -C -t TOPIC -p P -o O -c 1 -f %%s > FILE",
      "%nExit code 1 if --replay could not publish all of them."
    },
    mixinStandardHelpOptions = true)
public final class DeadLettersCommand implements Callable<Integer> {
  private static final String REQUESTS = "classification-requests";
  private static final List<String> TOPICS = List.of("images", "image-splits", REQUESTS);

  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "TOPIC",
      description = "images, image-splits or classification-requests.")
  private String topic;

  @Option(
      names = "--reason",
      paramLabel = "R",
      description = "Only those of this code: image-truncated. Default: all")
  private String reason;

  @Option(
      names = "--all",
      description =
          "Also those that are settled: replayed, dismissed, or something newer is in their place.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Show N at most, the newest; all are counted. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Option(
      names = "--replay",
      description = "Publish them again to the topic, those that would pass now.")
  private boolean replay;

  @Option(
      names = "--dismiss",
      description =
          "Of classification-requests: settle them without publishing them, for good; also those"
              + " that can't be replayed.")
  private boolean dismiss;

  @Mixin private ByOption who;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    checkUsage();
    HttpService owner = topic.equals(REQUESTS) ? services.inference() : services.ingest();
    if (dismiss) {
      return dismiss(owner);
    }
    return replay ? replay(owner) : list(owner);
  }

  private int list(HttpService owner) throws InterruptedException {
    JsonNode answer =
        patient(
            owner,
            "GET",
            Query.of("dead-letters", topic)
                .with("reason", reason)
                .with("all", all ? true : null)
                .with("limit", limit));
    if (output.json()) {
      output.print(answer);
      return 0;
    }
    List<Letter> letters = letters(answer.path("letters"));
    if (letters.isEmpty()) {
      System.out.println(all ? "No dead letters." : "No open dead letters. --all shows all.");
      return 0;
    }
    show(letters, "detail", letter -> all ? letter.standing() : letter.detail());
    System.out.println();
    var counts = new Table("reason", "letters");
    answer
        .path("byReason")
        .fields()
        .forEachRemaining(count -> counts.row(count.getKey(), count.getValue().asText()));
    System.out.println(counts);
    return 0;
  }

  private int replay(HttpService owner) throws InterruptedException {
    JsonNode answer =
        patient(owner, "POST", Query.of("dead-letters", topic, "replay").with("reason", reason));
    List<Letter> left = letters(answer.path("notReplayed"));
    long count = answer.path("notReplayedCount").asLong(left.size());
    if (output.json()) {
      output.print(answer);
    } else {
      System.out.printf("%d published again to %s%n", answer.path("replayed").asLong(), topic);
      if (!left.isEmpty()) {
        System.out.printf("%n%d can't be:%n", count);
        show(left, "why", Letter::why);
      }
    }
    if (count > 0) {
      throw new CommandFailedException(
          "%d of the dead letters could not be replayed.".formatted(count));
    }
    return 0;
  }

  private int dismiss(HttpService owner) throws InterruptedException {
    JsonNode answer =
        patient(
            owner,
            "POST",
            Query.of("dead-letters", topic, "dismiss")
                .with("reason", reason)
                .with("by", who.by(services)));
    if (output.json()) {
      output.print(answer);
    } else {
      System.out.printf("%d dismissed%n", answer.path("dismissed").asLong());
    }
    return 0;
  }

  /** All letters are read, and published perhaps: that takes as long as there are many. */
  private static JsonNode patient(HttpService owner, String method, Query query)
      throws InterruptedException {
    return owner.send(
        owner
            .patientRequest(query)
            .header("Accept", "application/json, application/problem+json")
            .method(method, BodyPublishers.noBody()),
        JsonNode.class);
  }

  /**
   * @param last head of the column that says most
   */
  private static void show(List<Letter> letters, String last, Function<Letter, String> says) {
    var table = new Table("key", "reason", "position", "time", last);
    for (Letter letter : letters) {
      table.row(
          letter.key(), letter.reason(), letter.position(), letter.time(), says.apply(letter));
    }
    System.out.println(table);
  }

  private static List<Letter> letters(JsonNode array) {
    return array.isArray() ? List.of(Json.MAPPER.convertValue(array, Letter[].class)) : List.of();
  }

  private void checkUsage() {
    if (!TOPICS.contains(topic)) {
      throw new ParameterException(
          spec.commandLine(),
          "topic %s is none of %s%s"
              .formatted(
                  topic,
                  String.join(", ", TOPICS),
                  topic.equals("training-requests")
                      ? "; kcat shows what was refused of it, at training-requests-dlq, and sends"
                          + " it again (docs/operations.md)"
                      : ""));
    }
    if (replay && dismiss) {
      throw new ParameterException(spec.commandLine(), "--replay and --dismiss: one or the other");
    }
    if (all && (replay || dismiss)) {
      throw new ParameterException(
          spec.commandLine(), "--all and --replay or --dismiss: only open letters are settled");
    }
    if (dismiss && !topic.equals(REQUESTS)) {
      throw new ParameterException(
          spec.commandLine(),
          "--dismiss: only %s. What was refused of %s is settled by a newer record of its key: %s"
              .formatted(
                  REQUESTS,
                  topic,
                  topic.equals("images")
                      ? "publish an intact image, or erase it"
                      : "publish an assignment that is right"));
    }
  }
}
