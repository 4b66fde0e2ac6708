package io.streamsight.inference.model;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up while a model is served; says what is served and what was refused. */
@Readiness
@ApplicationScoped
public class ModelReadiness implements HealthCheck {
  private final Models models;

  ModelReadiness(Models models) {
    this.models = models;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("models")
            .status(models.serving())
            .withData("registryRead", models.registryRead());
    if (!models.serving()) {
      response.withData("waiting", "for a version with the alias champion; requests are held");
    }
    for (ServedModel model : models.served()) {
      response.withData(
          "served." + model.name(),
          "version %d on %s".formatted(model.version().version(), model.device().text()));
    }
    models
        .refused()
        .forEach(
            (name, refusal) ->
                response.withData(
                    "refused." + name,
                    "version %d, %s: %s"
                        .formatted(
                            refusal.version(),
                            refusal.result().reason().code(),
                            refusal.result().detail())));
    return response.build();
  }
}
