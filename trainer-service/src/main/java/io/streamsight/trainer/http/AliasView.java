package io.streamsight.trainer.http;

import io.streamsight.contract.registry.AliasTrail;

/**
 * Where an alias points.
 *
 * @param from the version that it pointed to before this request; absent for none, and when it is
 *     only asked for
 * @param version that it points to; absent when it points to none
 * @param before the version that rolling back takes it to; absent for none
 */
public record AliasView(String model, String alias, Integer from, Integer version, Integer before) {
  static AliasView of(String model, String alias, Integer from, AliasTrail trail) {
    return new AliasView(model, alias, from, trail.now(), trail.before());
  }
}
