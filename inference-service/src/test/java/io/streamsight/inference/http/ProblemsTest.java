package io.streamsight.inference.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.service.Problem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private static final UriInfo URI =
      (UriInfo)
          Proxy.newProxyInstance(
              UriInfo.class.getClassLoader(),
              new Class<?>[] {UriInfo.class},
              (proxy, method, arguments) -> "/classify");

  @Test
  void shouldNotTellStrangersWhatADefectSays() {
    var defect = new IllegalStateException("password of 10.0.0.7 is wrong");

    Response response = new Problems().defect(defect, URI);

    assertThat(response.getStatus()).isEqualTo(500);
    Problem problem = (Problem) response.getEntity();
    assertThat(problem.type()).isEqualTo("urn:streamsight:internal");
    assertThat(problem.detail()).contains("log").doesNotContain("10.0.0.7");
  }
}
