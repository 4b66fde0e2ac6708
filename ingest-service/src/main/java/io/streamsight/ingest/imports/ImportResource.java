package io.streamsight.ingest.imports;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.ingest.publish.ImageResult;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Many images at once, as a job. */
@Path("/imports")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class ImportResource {
  static final String NDJSON = "application/x-ndjson";

  private static final Duration EVENT_INTERVAL = Duration.ofMillis(500);

  /** An id that is not there yet may be on its way: 10 s. */
  private static final int ATTEMPTS = 20;

  private static final int MOST_WAITING = 8;

  private final Imports imports;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  ImportResource(Imports imports) {
    this.imports = imports;
  }

  @PUT
  @Path("/{id}")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Imports an archive of images",
      description =
          "The body is a tar, tar.gz or zip, or multipart/form-data, read as it arrives. An image's"
              + " id is idPrefix and its path. Running it again publishes only what is not there"
              + " yet. The id is the client's choice, to follow or cancel the import by. With"
              + " Expect: 100-continue wrong parameters are refused before the body is sent.")
  @APIResponse(responseCode = "200", description = "At its end: done or cancelled")
  @APIResponse(responseCode = "400", description = "Parameters contradict each other")
  @APIResponse(responseCode = "409", description = "An import of this id is at work")
  @APIResponse(responseCode = "422", description = "No archive, or one that breaks off")
  @APIResponse(
      responseCode = "503",
      description = "The broker is away, the indexer does not catch up, or too many imports run")
  public ImportStatus run(
      @RestPath String id,
      @BeanParam ImportParameters parameters,
      @RestHeader("Content-Type") String contentType,
      @Context HttpServerRequest request,
      InputStream body) {
    ImportJob job = imports.begin(requireId(id), ImportOptions.of(parameters));
    if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
      request.response().writeContinue();
    }
    imports.run(job, contentType, body);
    return job.status();
  }

  private static String requireId(String id) {
    try {
      return SplitKey.requireName(id);
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }

  @GET
  @Operation(summary = "The imports of this process, oldest first")
  public List<ImportStatus> all() {
    return imports.all();
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "How far an import is, or what it came to")
  @APIResponse(responseCode = "404", description = "This process remembers none of this id")
  public ImportStatus one(@RestPath String id) {
    return imports.get(id).status();
  }

  @GET
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  @Operation(summary = "The same, twice a second, until it has ended")
  @APIResponse(responseCode = "404", description = "None of this id has appeared within 10 s")
  public Multi<ImportStatus> events(@RestPath String id) {
    ImportJob job = awaited(id);
    return Uni.createFrom()
        .item(job::status)
        .repeat()
        .withDelay(EVENT_INTERVAL)
        .whilst(status -> !status.ended());
  }

  /**
   * On the calling thread, since a stream's status is sent before its first item, and could not be
   * 404 any more. Few threads wait so: who comes beyond is answered at once.
   */
  private ImportJob awaited(String id) {
    if (!waiting.tryAcquire()) {
      return imports.get(id);
    }
    try {
      return Uni.createFrom()
          .item(() -> imports.get(id))
          .onFailure(StreamsightException.class)
          .retry()
          .withBackOff(EVENT_INTERVAL, EVENT_INTERVAL)
          .atMost(ATTEMPTS)
          .await()
          .indefinitely();
    } finally {
      waiting.release();
    }
  }

  @GET
  @Path("/{id}/results")
  @Produces(NDJSON)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  @Operation(summary = "What became of each image, a line of JSON each")
  @APIResponse(responseCode = "404", description = "This process remembers none of this id")
  public Multi<ImageResult> results(
      @RestPath String id,
      @RestQuery @Parameter(description = "published, unchanged, refused or skipped; else all")
          String status) {
    ImportJob job = imports.get(id);
    return lines(job, status == null ? null : status(status));
  }

  private static ImageResult.Status status(String text) {
    try {
      return ImageResult.Status.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(
          Reason.EVENT_INVALID,
          "status '%s' is none of published, unchanged, refused, skipped".formatted(text),
          e);
    }
  }

  static Multi<ImageResult> lines(ImportJob job, ImageResult.Status status) {
    return Multi.createFrom()
        .items(() -> job.results().read(status))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  @DELETE
  @Path("/{id}")
  @ResponseStatus(202)
  @Operation(
      summary = "Cancels an import",
      description = "What is under way is finished; what was published stays")
  @APIResponse(responseCode = "404", description = "This process remembers none of this id")
  public ImportStatus cancel(@RestPath String id) {
    ImportJob job = imports.get(id);
    job.cancel();
    return job.status();
  }
}
