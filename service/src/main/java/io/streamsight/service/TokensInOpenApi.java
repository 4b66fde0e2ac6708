package io.streamsight.service;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Says in the API's description which operations ask for a token where there is a login. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class TokensInOpenApi implements OASFilter {
  private static final String SCHEME = "token";

  @Override
  public void filterOpenAPI(OpenAPI api) {
    if (api.getComponents() == null) {
      api.setComponents(OASFactory.createComponents());
    }
    api.getComponents()
        .addSecurityScheme(
            SCHEME,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description(
                    "An API key or an access token; asked for with streamsight.auth=api-key or"
                        + " oidc"));
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach(
                        (method, operation) -> {
                          if (changes(method, path)) {
                            describe(operation);
                          }
                        }));
  }

  private static boolean changes(PathItem.HttpMethod method, String path) {
    return Guard.changes(method.name(), path);
  }

  private static void describe(Operation operation) {
    operation.setSecurity(
        List.of(
            OASFactory.createSecurityRequirement(),
            OASFactory.createSecurityRequirement().addScheme(SCHEME)));
    operation
        .getResponses()
        .addAPIResponse(
            "401",
            OASFactory.createAPIResponse()
                .description("No token, or one that is not valid")
                .content(problem()))
        .addAPIResponse(
            "403",
            OASFactory.createAPIResponse()
                .description("The token's owner may not do this, or not in the name of another")
                .content(problem()));
  }

  private static Content problem() {
    return OASFactory.createContent()
        .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType());
  }
}
