package io.streamsight.cli.imports;

import io.streamsight.cli.HttpService;

/** What is wrong, as RFC 9457 has it. */
record ImportProblem(String type, String title, Integer status, String detail) {
  /** The code of {@link io.streamsight.contract.Reason}, or the type as it is. */
  String reason() {
    String reason = HttpService.reason(type);
    return reason == null ? type : reason;
  }

  /** What happened and what to do, one line. */
  String text() {
    return "%s: %s. %s"
        .formatted(reason(), detail == null ? "" : detail, title == null ? "" : title)
        .strip();
  }
}
