package io.streamsight.inference.watch;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;

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
          "Server-sent events: the data is a record's value, the id its ce_id. A client that is"
              + " slower than the answers misses the oldest of them and gets an event named"
              + " dropped, with {\"dropped\": how many}. A comment every ten seconds without an"
              + " answer.")
  @APIResponse(responseCode = "200", description = "Events, until either side ends it")
  @APIResponse(
      responseCode = "503",
      description = "No broker, or streamsight.inference.max-watchers watch already")
  public Multi<OutboundSseEvent> events(
      @Parameter(description = "Only this model's answers") @RestQuery Optional<String> model,
      @Context Sse sse) {
    Watcher watcher = watch.open(model);
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
    if (told instanceof Told.Answer answer) {
      if (answer.id() != null) {
        event.id(answer.id());
      }
      return event.data(answer.json()).build();
    }
    return told instanceof Told.Dropped dropped
        ? event.name("dropped").data("{\"dropped\":%d}".formatted(dropped.count())).build()
        : event.comment("alive").build();
  }
}
