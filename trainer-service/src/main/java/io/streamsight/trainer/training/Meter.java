package io.streamsight.trainer.training;

import io.streamsight.trainer.training.Batches.Batch;

/** Sums up an epoch, tells the listener now and then, and guesses how long the rest takes. */
final class Meter {
  private static final int REPORTS = 10;
  private static final double REPORT_SECONDS = 1;

  /** Forward and backward cost about three times a forward pass. */
  private static final double TRAIN_COST = 3;

  private final TrainingPlan plan;
  private final int steps;
  private final TrainingListener listener;
  private final double epochWork;
  private final double validationWork;
  private final double work;
  private final long start = System.nanoTime();
  private double done;

  private int epoch;
  private int step;
  private int images;
  private int right;
  private double loss;
  private float rate;
  private long epochStart;
  private double trainingSeconds;
  private double lastReport;

  /**
   * @param epochs that are to come
   */
  Meter(
      TrainingPlan plan,
      int steps,
      int epochs,
      int trainImages,
      int validationImages,
      TrainingListener listener) {
    this.plan = plan;
    this.steps = steps;
    this.listener = listener;
    int sampled = plan.recipe().statisticsBatches() * plan.batchSize();
    validationWork = validationImages + Math.min(sampled, trainImages);
    double smaller = Math.pow(plan.recipe().trainSize(), 2);
    epochWork = TRAIN_COST * smaller * trainImages + validationWork;
    work = epochs * epochWork;
  }

  void begin(int epoch) {
    this.epoch = epoch;
    step = 0;
    images = 0;
    right = 0;
    loss = 0;
    epochStart = System.nanoTime();
    lastReport = 0;
  }

  /** Sums up a step. */
  void add(Batch batch, float batchLoss, float[] logits, float rate) {
    int units = logits.length / batch.size();
    float[] own = new float[units];
    for (int i = 0; i < batch.size(); i++) {
      System.arraycopy(logits, i * units, own, 0, units);
      right += Loss.isRight(own, batch.labels()[i]) ? 1 : 0;
    }
    step++;
    images += batch.size();
    loss += batchLoss;
    done += TRAIN_COST * batch.size();
    this.rate = rate;
  }

  /** Tells of the steps so far, if it is time. Apart: a diverging step must not be told. */
  void report() {
    trainingSeconds = seconds(epochStart);
    int every = (steps + REPORTS - 1) / REPORTS;
    if (step % every == 0 || step == steps || trainingSeconds - lastReport > REPORT_SECONDS) {
      lastReport = trainingSeconds;
      listener.progressed(
          new Progress(
              epoch,
              plan.epochs(),
              step,
              steps,
              loss / step,
              (double) right / images,
              images / trainingSeconds,
              seconds(start) * (work - done) / done));
    }
  }

  EpochResult end(double validationLoss, double validationAccuracy) {
    done += validationWork;
    return new EpochResult(
        epoch,
        plan.epochs(),
        loss / step,
        (double) right / images,
        validationLoss,
        validationAccuracy,
        rate,
        images / trainingSeconds);
  }

  /** {@code epoch 3 of 8, step 12 of 63}. */
  String place() {
    return "epoch %d of %d, step %d of %d".formatted(epoch, plan.epochs(), step, steps);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
