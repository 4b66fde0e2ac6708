package io.streamsight.inference;

/** The values of {@code streamsight.inference.delivery}. */
public enum DeliveryGuarantee {
  /** After a kill some answers come again, with the same {@code ce_id}. */
  AT_LEAST_ONCE,
  /** Answers, dead letters and the group's position are one transaction. */
  EXACTLY_ONCE
}
