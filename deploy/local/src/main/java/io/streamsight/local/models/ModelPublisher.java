package io.streamsight.local.models;

import io.streamsight.contract.Sha256;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.contract.topic.Topic;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes models as a trainer does, without training: for tests and benchmarks of what serves them.
 * Topics have no prefix.
 */
public final class ModelPublisher {
  private static final String BY = "/streamsight/model-publisher";

  private final Producer<byte[], byte[]> producer;

  public ModelPublisher(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /** Writes a file as a run's result: it becomes the model's next version. */
  public void publish(String model, byte[] onnx) {
    publish(model, onnx, Sha256.of(onnx), 0);
  }

  /**
   * The same with a registry that may be wrong.
   *
   * @param sha256 that the registry shall name, be it true or not
   * @param offsetError that is added to the offset that the registry names
   */
  public void publish(String model, byte[] onnx, String sha256, int offsetError) {
    RecordMetadata at = write(model, onnx, sha256);
    candidate(model, new ModelFile(sha256, onnx.length, at.partition(), at.offset() + offsetError));
  }

  /** Gives a file that is on the topic already so many versions more. */
  public void repeat(String model, byte[] onnx, int versions) {
    String sha256 = Sha256.of(onnx);
    RecordMetadata at = write(model, onnx, sha256);
    ModelFile file = new ModelFile(sha256, onnx.length, at.partition(), at.offset());
    for (int i = 0; i < versions; i++) {
      candidate(model, file);
    }
  }

  private RecordMetadata write(String model, byte[] onnx, String sha256) {
    String key = ModelVersion.fileKey(model, sha256);
    return write(
        Event.of(EventType.MODEL, key, BY, EventType.MODEL.contentType(), onnx)
            .toRecord(Topic.MODELS.baseName()));
  }

  private void candidate(String model, ModelFile file) {
    String runId = UUID.randomUUID().toString();
    propose(new Proposal.RunRequested(model, runId, TrainingRequest.of(model, model), BY));
    propose(new Proposal.CandidatePublished(model, runId, file, null, null, null, BY));
  }

  /**
   * Moves the alias that is served.
   *
   * @param from the version that it points to; null for none
   * @param to null to remove it
   */
  public void champion(String model, Integer from, Integer to) {
    propose(
        new Proposal.AliasMoved(
            model, Proposal.AliasMoved.CHAMPION, from, to, "published without training", BY));
  }

  private void propose(Proposal proposal) {
    write(
        Event.json(EventType.PROPOSAL, proposal.model(), BY, proposal)
            .toRecord(Topic.REGISTRY.baseName()));
  }

  private RecordMetadata write(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Not written to " + record.topic(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
