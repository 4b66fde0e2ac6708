package io.streamsight.inference.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.streamsight.service.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes the body of every error in the API's description: {@link Problems} writes them all. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ErrorBodies implements OASFilter {
  private static final String PROBLEM = "Problem";
  private static final String PROTOCOL_ERROR = "ProtocolError";

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Components components =
        api.getComponents() == null ? OASFactory.createComponents() : api.getComponents();
    api.setComponents(
        components
            .addSchema(
                PROBLEM,
                object("An error as RFC 9457 has it")
                    .addProperty("type", text("urn:streamsight: and a reason, or about:blank"))
                    .addProperty("title", text("What to do about errors of this type"))
                    .addProperty("status", whole("Of the answer"))
                    .addProperty("detail", text("What happened to which value")))
            .addSchema(
                PROTOCOL_ERROR,
                object("An error as the Open Inference Protocol has it")
                    .addProperty("error", text("What happened to which value"))));
    api.getPaths().getPathItems().forEach(ErrorBodies::describe);
  }

  private static void describe(String path, PathItem item) {
    boolean protocol = path.startsWith("/v2");
    String type = protocol ? "application/json" : Problem.MEDIA_TYPE;
    String schema = "#/components/schemas/" + (protocol ? PROTOCOL_ERROR : PROBLEM);
    item.getOperations()
        .values()
        .forEach(
            operation ->
                operation
                    .getResponses()
                    .getAPIResponses()
                    .forEach(
                        (code, response) -> {
                          if (code.compareTo("400") >= 0 && response.getContent() == null) {
                            fill(response, type, schema);
                          }
                        }));
  }

  private static void fill(APIResponse response, String type, String schema) {
    response.setContent(
        OASFactory.createContent()
            .addMediaType(
                type, OASFactory.createMediaType().schema(OASFactory.createSchema().ref(schema))));
  }

  private static Schema object(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT).description(description);
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }

  private static Schema whole(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.INTEGER).description(description);
  }
}
