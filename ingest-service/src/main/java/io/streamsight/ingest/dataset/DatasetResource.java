package io.streamsight.ingest.dataset;

import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.FindingKind;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The data sets, as the log has them now or had them at noted offsets. */
@Path("/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class DatasetResource {
  /** Of a page: some hundred kilobytes. */
  private static final int MAX_LIMIT = 1_000;

  private final DatasetView view;
  private final History history;

  DatasetResource(DatasetView view, History history) {
    this.view = view;
    this.history = history;
  }

  @GET
  @Operation(summary = "All data sets in numbers")
  public List<DatasetReport> all() {
    return view.all().stream().map(DatasetReport::of).toList();
  }

  @GET
  @Path("/{name}")
  @Operation(
      summary = "One data set in numbers",
      description =
          "With indexOffsets and splitsOffsets (JSON of the next offset by partition, as a report"
              + " or a model names them) the data set as it was then.")
  @APIResponse(responseCode = "200", description = "Images by split and label, and what is amiss")
  @APIResponse(responseCode = "400", description = "The offsets are malformed or beyond the log")
  @APIResponse(responseCode = "404", description = "No image was ever assigned to it")
  @APIResponse(responseCode = "503", description = "The log can't be read, or not yet to its end")
  public DatasetReport one(
      @RestPath String name, @RestQuery String indexOffsets, @RestQuery String splitsOffsets) {
    return DatasetReport.of(observe(name, indexOffsets, splitsOffsets));
  }

  @GET
  @Path("/{name}/findings")
  @Operation(
      summary = "The images behind one number of the report, page by page",
      description =
          "kind: duplicates, duplicates-across-splits, conflicting-labels, missing, refused,"
              + " misplaced, withdrawn or unassigned. Each page names its offsets; give them with"
              + " the next request to turn pages of one list while the log goes on.")
  @APIResponse(responseCode = "200", description = "From offset on, limit at most")
  @APIResponse(responseCode = "400", description = "A parameter is malformed")
  @APIResponse(responseCode = "404", description = "No image was ever assigned to it")
  public FindingsPage findings(
      @RestPath String name,
      @RestQuery String kind,
      @RestQuery @DefaultValue("0") String offset,
      @RestQuery @DefaultValue("100") String limit,
      @RestQuery String indexOffsets,
      @RestQuery String splitsOffsets) {
    FindingKind wanted = kind(kind);
    int from = number("offset", offset, 0, Integer.MAX_VALUE);
    int most = number("limit", limit, 1, MAX_LIMIT);
    return FindingsPage.of(observe(name, indexOffsets, splitsOffsets), wanted, from, most);
  }

  private Observation observe(String name, String indexOffsets, String splitsOffsets) {
    return AsOf.parse(indexOffsets, splitsOffsets)
        .map(when -> history.asOf(when, name))
        .orElseGet(() -> view.dataset(name));
  }

  private static FindingKind kind(String text) {
    try {
      return FindingKind.of(text);
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }

  private static int number(String name, String text, int min, int max) {
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      value = -1;
    }
    if (value < min || value > max) {
      throw new StreamsightException(
          Reason.EVENT_INVALID,
          "%s=%s must be a number from %d to %d".formatted(name, text, min, max));
    }
    return value;
  }
}
