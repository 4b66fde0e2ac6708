package io.streamsight.trainer.worker;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.ModelVersionId;
import io.streamsight.contract.registry.Repetition;
import io.streamsight.trainer.onnx.OnnxWeights;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Holds what a repeated run came to against the version that it repeated. */
@ApplicationScoped
public class Repetitions {
  private static final Logger LOG = Logger.getLogger(Repetitions.class);

  private final ModelFiles models;
  private final ProgressEvents events;

  Repetitions(ModelFiles models, ProgressEvents events) {
    this.models = models;
    this.events = events;
  }

  /**
   * @param repeated null: empty
   * @param onnx the file that the repetition gave
   * @return empty also when the repeated version's file is gone
   */
  Optional<Repetition> compare(
      String runId, ModelVersion repeated, byte[] onnx, BooleanSupplier stop) {
    if (repeated == null) {
      return Optional.empty();
    }
    ModelVersionId id = new ModelVersionId(repeated.model(), repeated.version());
    byte[] before;
    try {
      before = models.read(repeated, stop);
    } catch (StreamsightException e) {
      if (e.reason() != Reason.MODEL_MISSING) {
        throw e;
      }
      say(runId, "can't be compared: " + e.getMessage(), stop);
      return Optional.empty();
    }
    Repetition result = of(id, OnnxWeights.of(before), OnnxWeights.of(onnx));
    String said =
        result.equal()
            ? "weights equal to those of %s, bit for bit".formatted(id)
            : "weights differ from those of %s, by up to %s: another processor, thread count or"
                    .formatted(id, result.maxAbsDiff())
                + " release";
    say(runId, said, stop);
    return Optional.of(result);
  }

  private void say(String runId, String said, BooleanSupplier stop) {
    LOG.infof("Run %s: %s", runId, said);
    events.phase(runId, said, stop);
  }

  /** Bit for bit, so that 0 and -0 differ, and NaN equals itself. */
  static Repetition of(ModelVersionId id, Map<String, float[]> before, Map<String, float[]> after) {
    boolean equal = before.keySet().equals(after.keySet());
    // Finite whatever they are: JSON has no infinity.
    double furthest = equal ? 0 : Float.MAX_VALUE;
    for (Map.Entry<String, float[]> entry : before.entrySet()) {
      float[] was = entry.getValue();
      float[] is = after.get(entry.getKey());
      if (is == null || is.length != was.length) {
        return new Repetition(id, false, Float.MAX_VALUE);
      }
      for (int i = 0; i < was.length; i++) {
        equal &= Float.floatToRawIntBits(was[i]) == Float.floatToRawIntBits(is[i]);
        double apart = Math.abs((double) was[i] - is[i]);
        furthest = Math.max(furthest, Double.isFinite(apart) ? apart : Float.MAX_VALUE);
      }
    }
    return new Repetition(id, equal, furthest);
  }
}
