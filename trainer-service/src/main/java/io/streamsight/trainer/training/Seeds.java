package io.streamsight.trainer.training;

/** Seeds that depend on all of their parts and look random to each other. */
final class Seeds {
  private Seeds() {}

  /** Folds the parts with the finalizer of SplitMix64 (Steele, Lea, Flood, 2014). */
  static long of(long... parts) {
    long state = 0;
    for (long part : parts) {
      state = mix(state + 0x9e3779b97f4a7c15L + part);
    }
    return state;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
