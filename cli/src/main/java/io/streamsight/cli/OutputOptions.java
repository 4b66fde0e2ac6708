package io.streamsight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.streamsight.contract.event.Json;
import picocli.CommandLine.Option;

/** How a command prints. */
public final class OutputOptions {
  @Option(names = "--json", description = "Print one JSON document and nothing else, for scripts.")
  private boolean json;

  public boolean json() {
    return json;
  }

  public void print(Object document) {
    try {
      System.out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
