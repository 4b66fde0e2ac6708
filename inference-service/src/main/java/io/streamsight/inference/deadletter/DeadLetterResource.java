package io.streamsight.inference.deadletter;

import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.deadletter.Dismissed;
import io.streamsight.contract.deadletter.LetterList;
import io.streamsight.contract.deadletter.Replayed;
import io.streamsight.service.Caller;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;

/** Requests that were refused, and their second chance. */
@Path("/dead-letters/classification-requests")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class DeadLetterResource {
  private static final int MAX_LIMIT = 10_000;

  private final DeadLetters letters;
  private final Replay replay;
  private final Dismissal dismissal;
  private final Caller caller;

  DeadLetterResource(DeadLetters letters, Replay replay, Dismissal dismissal, Caller caller) {
    this.letters = letters;
    this.replay = replay;
    this.dismissal = dismissal;
    this.caller = caller;
  }

  @GET
  @Operation(
      summary = "Lists refused requests without their bytes, the newest first",
      description =
          "A letter is open until it has been replayed or dismissed. byReason counts all that are"
              + " asked for, beyond the limit too.")
  @APIResponse(responseCode = "200", description = "Letters, and counts by reason")
  @APIResponse(
      responseCode = "400",
      description = "limit is not within 1 to 10000, or there is no such reason")
  @APIResponse(responseCode = "503", description = "No broker, or another request reads letters")
  public LetterList list(
      @Parameter(description = "The code of the refusal: image-truncated") @RestQuery
          Optional<String> reason,
      @Parameter(description = "Closed letters too") @RestQuery @DefaultValue("false") boolean all,
      @Parameter(description = "How many letters to list, 10000 at most")
          @RestQuery
          @DefaultValue("1000")
          int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new StreamsightException(
          Reason.EVENT_INVALID, "limit=%d: 1 to %d".formatted(limit, MAX_LIMIT));
    }
    return letters.list(reason.map(Reason::of), all, limit);
  }

  @POST
  @Path("/replay")
  @Operation(
      summary = "Publishes the open letters again and settles them",
      description =
          "With key, value and headers as they were, each only if it would pass now: the image must"
              + " decode within the present limits, its model be served, and the answer fit its"
              + " topic. What goes and the note"
              + " that settles its letter are one transaction: a second replay sends nothing, and"
              + " one that breaks off repeats nothing. A request that is refused again is a new"
              + " letter.")
  @APIResponse(responseCode = "200", description = "How many went, and which could not, and why")
  @APIResponse(responseCode = "400", description = "There is no such reason")
  @APIResponse(
      responseCode = "503",
      description =
          "No broker, or another replay or dismissal is at it; a repeat sends what did not go")
  public Replayed replay(
      @Parameter(description = "Only those of this code") @RestQuery Optional<String> reason) {
    return replay.replay(reason.map(Reason::of));
  }

  @POST
  @Path("/dismiss")
  @Operation(
      summary = "Settles the open letters without publishing them",
      description =
          "Those too that can't be replayed, since their value was not kept or they don't say"
              + " where they come from. They stay in the topic as long as others, but no replay"
              + " takes them any more.")
  @APIResponse(responseCode = "200", description = "How many")
  @APIResponse(responseCode = "400", description = "There is no such reason, or no good by")
  @APIResponse(
      responseCode = "503",
      description = "No broker, or another replay or dismissal is at it; a repeat does the rest")
  public Dismissed dismiss(
      @Parameter(description = "Only those of this code") @RestQuery Optional<String> reason,
      @Parameter(
              description =
                  "A person or a program: the letters tell it. Where a token is asked for, its"
                      + " owner, and nobody else can be named")
          @RestQuery
          String by) {
    String who = caller.by(by);
    if (who == null || who.isBlank() || who.length() > Caller.MAX_NAME) {
      throw new StreamsightException(
          Reason.EVENT_INVALID, "by: 1 to %d characters that say who".formatted(Caller.MAX_NAME));
    }
    return dismissal.dismiss(reason.map(Reason::of), who);
  }
}
