package io.streamsight.inference.watch;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The answers as they come. */
@Path("/classifications")
public class WatchResource {
  private final AnswerWatch watch;

  WatchResource(AnswerWatch watch) {
    this.watch = watch;
  }

  @GET
  @Path("/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      summary = "Every answer that arrives on classifications from now on",
      description =
          "Server-sent events: the data is a record's value, the id its ce_id. Records of"
              + " serving-events, which tell what each replica serves, are events named serving. A"
              + " client that is slower than they come misses the oldest of them and gets an event"
              + " named dropped, with {\"dropped\": how many}. A comment every ten seconds without"
              + " anything else.")
  @APIResponse(responseCode = "400", description = "A parameter is unknown, empty or given twice")
  @APIResponse(responseCode = "200", description = "Events, until either side ends it")
  @APIResponse(
      responseCode = "503",
      description = "No broker, or streamsight.inference.max-watchers watch already")
  public Multi<OutboundSseEvent> events(
      @Parameter(description = "Only this model's answers and swaps") @QueryParam("model")
          String model,
      @Context Sse sse) {
    Watcher watcher = watch.open(Optional.ofNullable(model));
    Multi<Told> told =
        Uni.createFrom()
            .completionStage(watcher::next)
            .repeat()
            .whilst(last -> !(last instanceof Told.End));
    return Multi.createBy()
        .concatenating()
        // The first one at once: it sends the headers.
        .streams(Multi.createFrom().item(new Told.Heartbeat()), told)
        .filter(item -> !(item instanceof Told.End))
        .map(item -> event(sse, item))
        .onTermination()
        .invoke(() -> Infrastructure.getDefaultExecutor().execute(() -> watch.close(watcher)));
  }

  private static OutboundSseEvent event(Sse sse, Told told) {
    OutboundSseEvent.Builder event = sse.newEventBuilder();
    if (told instanceof Told.Event record) {
      if (record.name() != null) {
        event.name(record.name());
      }
      if (record.id() != null) {
        event.id(record.id());
      }
      return event.data(record.json()).build();
    }
    return told instanceof Told.Dropped dropped
        ? event.name("dropped").data("{\"dropped\":%d}".formatted(dropped.count())).build()
        : event.comment("alive").build();
  }
}
