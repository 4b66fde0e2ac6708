package io.streamsight.inference.deadletter;

import io.streamsight.contract.Reason;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.Rehearsal;
import io.streamsight.contract.image.DecodeMemory;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.inference.model.Choice;
import io.streamsight.inference.model.Models;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Asks, before a letter is replayed, whether the stream would answer it now. */
@ApplicationScoped
class Rehearsals {
  private static final Logger LOG = Logger.getLogger(Rehearsals.class);

  private final Models models;
  private final ImageDecoder decoder;

  Rehearsals(Models models, InstallationConfig installation) {
    this.models = models;
    decoder =
        new ImageDecoder(
            new ImageLimits(installation.maxImageBytes(), installation.maxImagePixels()),
            DecodeMemory.halfOfTheHeap());
  }

  /** A model that is on its way passes: the stream waits for it. */
  Rehearsal of(Letter letter) {
    if (models.choose(Models.asked(letter.record().headers())) instanceof Choice.Unknown unknown) {
      return Rehearsal.refusedAgain(unknown.reason(), unknown.detail());
    }
    return decode(letter.value()) instanceof DecodeResult.Rejected rejected
        ? Rehearsal.refusedAgain(rejected.reason(), rejected.detail())
        : new Rehearsal.Passes();
  }

  private DecodeResult decode(byte[] image) {
    try {
      return decoder.decode(image);
    } catch (RuntimeException e) {
      LOG.error("The decoder failed at a dead letter that it should have refused", e);
      return new DecodeResult.Rejected(Reason.INTERNAL, "The decoder failed: " + e);
    }
  }
}
