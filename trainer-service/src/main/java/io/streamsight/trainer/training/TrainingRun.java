package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.training.Batches.Batch;
import io.streamsight.trainer.training.TrainingOutcome.Finished;
import io.streamsight.trainer.training.TrainingOutcome.Stopped;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Trains a net from fresh weights, from those of another or from a checkpoint. The same plan,
 * images, code, processor model and thread count give the same bits, resumed or not. One run at a
 * time in a process: the engine has one random state.
 *
 * <p>The caller opens and closes the examples' files, and closes the net of a {@link Finished}.
 */
public final class TrainingRun {
  private final TrainingPlan plan;
  private final InitialWeights initial;
  private final Examples train;
  private final Examples validation;
  private final TrainingListener listener;
  private final int steps;

  /** From fresh weights. */
  public TrainingRun(
      TrainingPlan plan, Examples train, Examples validation, TrainingListener listener) {
    this(plan, null, train, validation, listener);
  }

  /**
   * @param initial those of the version that the plan names; null when it names none
   * @param train two images or more
   * @param validation one image or more
   */
  public TrainingRun(
      TrainingPlan plan,
      InitialWeights initial,
      Examples train,
      Examples validation,
      TrainingListener listener) {
    if ((plan.fineTuning() == null) != (initial == null)) {
      throw new IllegalArgumentException(
          "%s needs weights to start with, or they need a plan".formatted(plan));
    }
    this.plan = plan;
    this.initial = initial;
    this.train = train;
    this.validation = validation;
    this.listener = listener;
    steps = Batches.steps(train.count(), plan.batchSize());
    if (steps == 0) {
      throw new IllegalArgumentException("one training image is too few");
    }
    requireFit("train", train);
    requireFit("validation", validation);
  }

  private void requireFit(String name, Examples examples) {
    int size = plan.architecture().imageSize();
    if (examples.pixels().height() != size || examples.pixels().width() != size) {
      throw new IllegalArgumentException(
          "%s pictures are %d x %d, the net takes %d x %d"
              .formatted(name, examples.pixels().height(), examples.pixels().width(), size, size));
    }
    for (int label : examples.labels()) {
      if (label < 0 || label >= plan.architecture().classes()) {
        throw new IllegalArgumentException(
            "%s label %d of %d classes".formatted(name, label, plan.architecture().classes()));
      }
    }
  }

  /**
   * Runs to the end, or until told to stop.
   *
   * @param state of a checkpoint to go on from; null: from the start
   * @param stop asked after each step and each batch that is scored
   * @throws StreamsightException {@link Reason#TRAINING_DIVERGED} when a loss is not finite
   * @throws UnusableCheckpointException before the first step, when the state is of another
   *     release, plan or data
   * @throws IllegalArgumentException when the initial weights are of another net
   */
  public TrainingOutcome run(byte[] state, BooleanSupplier stop) {
    Net net = Net.create(plan.architecture(), Seeds.of(plan.seed()));
    try {
      if (initial != null) {
        net.load(initial.values(), initial.newHead());
        net.freeze(plan.fineTuning().freezeBatchNorm(), plan.fineTuning().frozenBlocks());
      }
      return run(net, state, stop);
    } catch (RuntimeException | Error e) {
      net.close();
      throw e;
    }
  }

  private TrainingOutcome run(Net net, byte[] state, BooleanSupplier stop) {
    try (Batches batches =
        new Batches(plan.batchSize(), train.pixels().pictureBytes(), plan.seed())) {
      TrainingOutcome outcome = new Attempt(net, batches, stop).run(state);
      if (outcome instanceof Stopped) {
        net.close();
      }
      return outcome;
    }
  }

  /** The mutable part. */
  private final class Attempt {
    private final Net net;
    private final Batches batches;
    private final BooleanSupplier stop;
    private final TrainedWeights weights;
    private final Optimizer optimizer;
    private final AveragedWeights averages;
    private Meter meter;
    private long step;
    private Standing standing = Standing.NONE;

    Attempt(Net net, Batches batches, BooleanSupplier stop) {
      this.net = net;
      this.batches = batches;
      this.stop = stop;
      weights = new TrainedWeights(net);
      optimizer = Optimizer.of(plan.recipe(), weights);
      averages = new AveragedWeights(net, weights, plan.recipe().weightAveraging());
    }

    TrainingOutcome run(byte[] state) {
      Net.forgetGradients();
      int ended = state == null ? 0 : goOnFrom(state);
      listener.begins(plan.checkpointBytes(net.parameterCount()));
      int epochs = plan.epochs() - ended;
      meter = new Meter(plan, steps, epochs, train.count(), validation.count(), listener);
      for (int epoch = ended + 1; !isOver(epoch - 1); epoch++) {
        meter.begin(epoch);
        boolean trained =
            batches.shuffled(train, epoch, plan.recipe(), plan.trainSide(), this::trainOn);
        // Asked once more: of an epoch of one step the last one has been taken.
        if (!trained || stop.getAsBoolean() || !score(epoch)) {
          return new Stopped(epoch - 1);
        }
      }
      net.setValues(standing.keptWeights());
      return new Finished(net, standing.kept());
    }

    private boolean isOver(int epoch) {
      return epoch == plan.epochs() || standing.isStale(epoch, plan.recipe().patience());
    }

    /**
     * @return whether to go on
     */
    private boolean trainOn(Batch batch) {
      float rate = plan.recipe().rate(step, (long) steps * plan.epochs());
      Net.seed(Seeds.of(plan.seed(), step));
      try (NDManager scratch = net.manager().newSubManager()) {
        // A GPU works through a queue. What is copied to it or read from it waits for all before:
        // so both copies come first, and numbers are read when the whole step is queued, but for
        // the gradient's norm, where a recipe limits it.
        NDArray input = net.input(scratch, batch.pixels(), batch.size(), batch.side());
        NDArray targets = targets(scratch, batch);
        NDArray logits;
        NDArray loss;
        try (GradientCollector collector = net.collectGradients()) {
          logits = net.forward(input, true);
          loss = Loss.mean(logits, targets);
          collector.backward(loss);
        }
        step++;
        NDArray gradient = weights.takeGradient(scratch);
        double norm = GradientNorm.limit(weights, gradient, plan.recipe().gradientNorm());
        optimizer.step(gradient, step, rate);
        averages.add(step);
        float mean = loss.getFloat();
        meter.add(batch, mean, logits.toFloatArray(), rate);
        requireFinite("The loss", mean);
        requireFinite("The gradient's norm", norm);
        meter.report();
      }
      return !stop.getAsBoolean();
    }

    /** {@code [n, units]}. */
    private NDArray targets(NDManager owner, Batch batch) {
      int units = plan.architecture().units();
      double smoothing = plan.recipe().labelSmoothing();
      return owner.create(
          Targets.of(batch.labels(), batch.shares(), units, smoothing),
          new Shape(batch.size(), units));
    }

    /**
     * With the averaged weights, if there are any; training goes on with its own.
     *
     * @return false when it was stopped: then the epoch has not ended
     */
    private boolean score(int epoch) {
      Map<String, float[]> own = net.values();
      if (!averages.areNone()) {
        averages.apply();
      }
      if (!recomputeStatistics(epoch)) {
        return false;
      }
      double[] loss = {0};
      int[] right = {0};
      boolean scoredAll =
          batches.plain(
              validation,
              scored -> {
                float[][] logits = net.logits(scored.pixels(), scored.size());
                for (int i = 0; i < scored.size(); i++) {
                  loss[0] += Loss.of(logits[i], scored.labels()[i]);
                  right[0] += Loss.isRight(logits[i], scored.labels()[i]) ? 1 : 0;
                }
                return !stop.getAsBoolean();
              });
      if (!scoredAll) {
        return false;
      }
      requireFinite("The validation loss", loss[0]);
      int count = validation.count();
      EpochResult result = meter.end(loss[0] / count, (double) right[0] / count);
      standing = standing.after(result, plan.recipe().keep(), net::values);
      if (!averages.areNone()) {
        net.setValues(own);
      }
      listener.epochEnded(result);
      listener.checkpoint(epoch, checkpoint(epoch).encode());
      return true;
    }

    /**
     * @return false when it was stopped
     */
    private boolean recomputeStatistics(int epoch) {
      int[] batch = {0};
      return batches.sample(
          train,
          epoch,
          plan.recipe().statisticsBatches(),
          sampled -> {
            net.averageStatistics(batch[0]++, sampled.pixels(), sampled.size());
            return !stop.getAsBoolean();
          });
    }

    private void requireFinite(String what, double value) {
      if (!Double.isFinite(value)) {
        throw new StreamsightException(
            Reason.TRAINING_DIVERGED,
            "%s is %s at %s of recipe %s"
                .formatted(what, value, meter.place(), plan.recipe().name()));
      }
    }

    private Checkpoint checkpoint(int epoch) {
      return new Checkpoint(
          plan,
          train.count(),
          validation.count(),
          epoch,
          step,
          net.values(),
          optimizer.values(),
          averages.values(),
          standing);
    }

    private int goOnFrom(byte[] state) {
      try {
        return restore(Checkpoint.decode(state));
      } catch (IllegalArgumentException | NullPointerException e) {
        // Another release's header may lack what this one needs.
        throw new UnusableCheckpointException(String.valueOf(e.getMessage()), e);
      }
    }

    /**
     * @return the epochs that are ended
     */
    private int restore(Checkpoint from) {
      if (!from.plan().equals(plan)
          || from.trainImages() != train.count()
          || from.validationImages() != validation.count()) {
        throw new IllegalArgumentException(
            "The checkpoint is of %s with %d and %d images, the run of %s with %d and %d"
                .formatted(
                    from.plan(),
                    from.trainImages(),
                    from.validationImages(),
                    plan,
                    train.count(),
                    validation.count()));
      }
      net.setValues(from.weights());
      optimizer.setValues(from.optimizer());
      step = from.step();
      averages.setValues(from.averages());
      standing = from.standing();
      return from.epoch();
    }
  }
}
