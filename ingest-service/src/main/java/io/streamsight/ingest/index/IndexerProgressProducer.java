package io.streamsight.ingest.index;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.log.IndexerProgress;
import io.streamsight.contract.topic.InstallationConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** How far the indexer is, in whatever process it runs. */
class IndexerProgressProducer {
  @Produces
  @Singleton
  IndexerProgress progress(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation) {
    return new IndexerProgress(kafka, installation.topicSettings());
  }
}
