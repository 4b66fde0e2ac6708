package io.streamsight.ingest.deadletter;

import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.deadletter.LetterList;
import io.streamsight.contract.deadletter.Replayed;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What was refused, and its second chance. */
@Path("/dead-letters/{topic: images|image-splits}")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class DeadLetterResource {
  private static final int MAX_LIMIT = 10_000;

  private final DeadLetters letters;
  private final Replay replay;

  DeadLetterResource(DeadLetters letters, Replay replay) {
    this.letters = letters;
    this.replay = replay;
  }

  @GET
  @Operation(
      summary = "Lists refused records without their bytes, the newest first",
      description =
          "A letter is open while replaying it can still matter: nothing newer came under its"
              + " key. byReason counts all that are asked for, beyond the limit too.")
  @APIResponse(responseCode = "200", description = "Letters, and counts by reason")
  @APIResponse(
      responseCode = "400",
      description = "limit is not within 1 to 10000, or there is no such reason")
  @APIResponse(responseCode = "503", description = "No broker, or another request reads letters")
  public LetterList list(
      @Parameter(description = "images or image-splits") @RestPath String topic,
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
    return letters.list(DeadLetterTopic.of(topic), reason.map(Reason::of), all, limit);
  }

  @POST
  @Path("/replay")
  @Operation(
      summary = "Publishes the open letters again",
      description =
          "With key, value and headers as they were, each only if it would pass now: images must"
              + " decode within the present limits, assignments must parse. Closed letters are"
              + " passed over, so a second replay sends nothing, and so are those without a"
              + " usable key, which nothing can settle.")
  @APIResponse(responseCode = "200", description = "How many went, and which could not, and why")
  @APIResponse(responseCode = "400", description = "There is no such reason")
  @APIResponse(
      responseCode = "503",
      description = "No broker, or the indexer is behind; a repeat sends what did not go yet")
  public Replayed replay(
      @Parameter(description = "images or image-splits") @RestPath String topic,
      @Parameter(description = "Only those of this code") @RestQuery Optional<String> reason) {
    return replay.replay(DeadLetterTopic.of(topic), reason.map(Reason::of));
  }
}
