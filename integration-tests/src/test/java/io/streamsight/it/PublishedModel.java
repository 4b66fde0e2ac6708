package io.streamsight.it;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunRequested;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Puts a trained ONNX file on the topics as a trainer does, and makes it champion. */
final class PublishedModel {
  private static final String SOURCE = "/streamsight/test";

  private PublishedModel() {}

  static ModelMetadata publish(byte[] onnx, Producer<byte[], byte[]> producer)
      throws ExecutionException, InterruptedException, OrtException {
    ModelMetadata metadata = metadata(onnx);
    String model = metadata.model();
    String runId = metadata.runId();
    RecordMetadata at =
        producer
            .send(
                Event.of(
                        EventType.MODEL,
                        ModelVersion.fileKey(model, Sha256.of(onnx)),
                        SOURCE,
                        EventType.MODEL.contentType(),
                        onnx)
                    .toRecord("models"))
            .get();
    ModelFile file = new ModelFile(Sha256.of(onnx), onnx.length, at.partition(), at.offset());
    propose(producer, new RunRequested(model, runId, metadata.request(), "test"));
    propose(producer, new CandidatePublished(model, runId, file, metadata, null, null, "test"));
    propose(producer, new AliasMoved(model, AliasMoved.CHAMPION, null, 1, "first", "test"));
    return metadata;
  }

  private static void propose(Producer<byte[], byte[]> producer, Proposal proposal)
      throws ExecutionException, InterruptedException {
    producer
        .send(
            Event.json(EventType.PROPOSAL, proposal.model(), SOURCE, proposal).toRecord("registry"))
        .get();
  }

  private static ModelMetadata metadata(byte[] onnx) throws OrtException {
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx)) {
      return ModelMetadata.ofProperties(session.getMetadata().getCustomMetadata());
    }
  }
}
