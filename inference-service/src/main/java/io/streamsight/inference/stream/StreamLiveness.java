package io.streamsight.inference.stream;

import io.streamsight.inference.model.RegistryFollower;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down when only a new start can help. */
@Liveness
@ApplicationScoped
public class StreamLiveness implements HealthCheck {
  private final RequestStream stream;
  private final RegistryFollower registry;

  StreamLiveness(RequestStream stream, RegistryFollower registry) {
    this.stream = stream;
    this.registry = registry;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("classification stream");
    stream.failure().ifPresent(e -> response.withData("stopped", e.toString()));
    stream.trouble().ifPresent(why -> response.withData("failing", why));
    if (!registry.alive()) {
      response.withData("registry", "not followed any more: see the log");
    }
    return response.status(stream.failure().isEmpty() && registry.alive()).build();
  }
}
