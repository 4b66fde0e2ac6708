package io.streamsight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.Reason;
import io.streamsight.contract.event.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * One service's HTTP surface: how to ask, and what to tell the user when it doesn't answer or
 * refuses. Safe for use by several threads.
 *
 * <p>Every method but {@link #exchange} throws {@link CommandFailedException} with one line, and
 * {@link InterruptedException} when interrupted.
 */
public final class HttpService {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than a service waits for its broker. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(200);

  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int SERVER_ERROR = 500;

  /** What a topic takes as one answer is a mebibyte, a list of many runs or letters more. */
  static final int MAX_LINE_BYTES = 16 << 20;

  static final int MAX_ANSWER_BYTES = 64 << 20;

  private static final String PROBLEM_TYPE = "urn:streamsight:";

  private final HttpClient http;
  private final String name;
  private final String root;
  private final Token token;

  /**
   * @param name as in its option: ingest, trainer or inference
   */
  HttpService(HttpClient http, String name, URI base, Token token) {
    this.http = http;
    this.name = name;
    this.root = base.toString().replaceAll("/+$", "");
    this.token = token;
  }

  static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .build();
  }

  public <T> T get(Query query, Class<T> type) throws InterruptedException {
    return send(request(query), type);
  }

  /** Sends a body of JSON; null for none. */
  public <T> T send(String method, Query query, Object body, Class<T> type)
      throws InterruptedException {
    var request = request(query);
    if (body == null) {
      return send(request.method(method, BodyPublishers.noBody()), type);
    }
    request.header("Content-Type", "application/json");
    return send(request.method(method, BodyPublishers.ofByteArray(Json.write(body))), type);
  }

  public <T> T send(HttpRequest.Builder builder, Class<T> type) throws InterruptedException {
    HttpRequest request = builder.build();
    boolean changes = !request.method().equals("GET");
    try {
      return read(exchange(request), type);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw unreachable(e);
    } catch (IOException e) {
      if (changes) {
        throw new OutcomeUnknownException(
            "The %s service was sent %s %s and gave no answer (%s)."
                .formatted(name, request.method(), request.uri().getPath(), cause(e)),
            e);
      }
      throw unreachable(e);
    } catch (RefusedException e) {
      throw changes && leavesOpen(e) ? new OutcomeUnknownException(e.getMessage() + ".", e) : e;
    }
  }

  /** Whether what was asked may have been done: the broker, or what is in between, did not say. */
  private static boolean leavesOpen(RefusedException e) {
    return e.status() >= SERVER_ERROR
        && e.reason()
            .map(r -> r.equals(Reason.UNAVAILABLE.code()) || r.equals(Reason.INTERNAL.code()))
            .orElse(true);
  }

  /**
   * The answer's lines as they arrive; one of more than {@link #MAX_LINE_BYTES} fails with {@link
   * AnswerTooLargeException}. The caller closes the stream.
   */
  public Stream<String> lines(HttpRequest.Builder builder) throws InterruptedException {
    HttpRequest request = builder.build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      InputStream body = response.body();
      if (response.statusCode() / 100 != 2) {
        try (body) {
          String text = new String(body.readNBytes(MAX_LINE_BYTES), UTF_8);
          throw refusal(request.method(), request.uri(), response.statusCode(), text);
        }
      }
      var lines = new InputStreamReader(new LimitedLines(body, MAX_LINE_BYTES), UTF_8);
      return new BufferedReader(lines).lines().onClose(() -> close(body));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asks and answers without a word on what went wrong.
   *
   * @throws AnswerTooLargeException for more than {@link #MAX_ANSWER_BYTES}
   */
  public HttpResponse<byte[]> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    return exchange(request, MAX_ANSWER_BYTES);
  }

  /**
   * As {@link #exchange(HttpRequest)}, for answers that may be larger.
   *
   * @throws AnswerTooLargeException for more bytes than {@code limit}
   */
  public HttpResponse<byte[]> exchange(HttpRequest request, long limit)
      throws IOException, InterruptedException {
    try {
      return http.send(request, info -> new LimitedBytes(limit));
    } catch (IOException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof AnswerTooLargeException tooLarge) {
          throw tooLarge;
        }
      }
      throw e;
    }
  }

  /**
   * @throws RefusedException when the answer is no
   */
  public <T> T read(HttpResponse<byte[]> response, Class<T> type) {
    HttpRequest request = response.request();
    return read(request.method(), request.uri(), response.statusCode(), response.body(), type);
  }

  /**
   * @throws RefusedException when the answer is no
   */
  public <T> T read(String method, URI uri, int status, byte[] body, Class<T> type) {
    if (status / 100 != 2) {
      throw refusal(method, uri, status, new String(body, UTF_8));
    }
    if (type == Void.class) {
      return null;
    }
    try {
      return Json.MAPPER.readValue(body, type);
    } catch (IOException e) {
      throw new CommandFailedException(
          "The %s service answers %s %s with what this version can't read: %s"
              .formatted(name, method, uri.getPath(), e.getMessage()),
          e);
    }
  }

  /** What every request says of who asks. */
  public Token token() {
    return token;
  }

  public URI uri(Query query) {
    return URI.create(root + query);
  }

  /** A request that expects JSON, a minute long. */
  public HttpRequest.Builder request(Query query) {
    return patientRequest(query)
        .timeout(ANSWER_TIMEOUT)
        .header("Accept", "application/json, application/problem+json");
  }

  /** A request whose answer may take as long as it takes. */
  public HttpRequest.Builder patientRequest(Query query) {
    return token.addTo(HttpRequest.newBuilder(uri(query)));
  }

  public CommandFailedException unreachable(IOException e) {
    return new CommandFailedException(
        "The %s service does not answer at %s (%s). Start the system with ./streamsight up, or name the service with --%s-url."
            .formatted(name, root, cause(e), name),
        e);
  }

  /** The problem of RFC 9457 that the service tells, on one line. */
  private RefusedException refusal(String method, URI uri, int status, String body) {
    String text = "";
    String reason = null;
    try {
      JsonNode problem = Json.MAPPER.readTree(body);
      String detail = problem.path("detail").asText(problem.path("details").asText(""));
      reason = reason(problem.path("type").asText(""));
      if (RefusedException.isMisuse(status, reason) && !detail.isEmpty()) {
        // Of the command's values: how they were asked for doesn't matter to who typed them.
        return new RefusedException(sentences(detail, ""), status, reason);
      }
      // Without a type of its own the title is but the status in words.
      String title = problem.path("title").asText("");
      text = sentences(detail, reason == null ? "" : Remedy.of(reason, title));
    } catch (JsonProcessingException e) {
      // Not JSON: the status has to do.
    }
    text = sentences(text, token.advice(status));
    // Ours has all that is asked of it, and a reason for what it has not.
    boolean stranger = reason == null && (status == NOT_FOUND || status == NOT_ALLOWED);
    String asked =
        " (%s service, %s %s: status %d)"
            .formatted(name, method, stranger ? uri : uri.getPath(), status);
    String whose =
        stranger
            ? ". It may be another service: --%s-url names the %s service.".formatted(name, name)
            : "";
    return new RefusedException(
        (text.isEmpty() ? "The service answers without a word" : text) + asked + whose,
        status,
        reason);
  }

  /** What happened, then what to do. */
  private static String sentences(String detail, String title) {
    String end = detail.isEmpty() || detail.matches("(?s).*[.!?:]") ? "" : ".";
    return (detail + end + " " + title).strip();
  }

  /** The code of a problem's type: {@code image-truncated}; null if it is not one of ours. */
  public static String reason(String type) {
    return type != null && type.startsWith(PROBLEM_TYPE)
        ? type.substring(PROBLEM_TYPE.length())
        : null;
  }

  private static String cause(IOException e) {
    return e.getMessage() == null ? "connection refused" : e.getMessage();
  }
}
