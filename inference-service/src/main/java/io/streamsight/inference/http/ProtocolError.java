package io.streamsight.inference.http;

/** The body of an error below {@code /v2}, as the Open Inference Protocol has it. */
record ProtocolError(String error) {}
