package io.streamsight.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.Reason;
import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.Test;

class ProblemTest {
  @Test
  void shouldBeCountedByItsReasonOrAsOneOfPlainHttp() {
    Problem ours = Problem.of(422, Reason.IMAGE_TRUNCATED, "a.jpg");
    assertThat(ours.code()).isEqualTo("image-truncated");
    assertThat(ours.withTitle("Send it whole.").code()).isEqualTo("image-truncated");
    assertThat(Problem.of(Response.Status.NOT_FOUND, "/nowhere").code()).isEqualTo("about:blank");
  }
}
