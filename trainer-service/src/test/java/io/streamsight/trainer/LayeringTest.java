package io.streamsight.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * What learns knows nothing of what surrounds it. Before you loosen this: net, training and export
 * are tested without a broker, and shall stay so.
 */
@AnalyzeClasses(
    packages = "io.streamsight.trainer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  @ArchTest
  static final ArchRule KNOWS_NO_OTHER_SERVICE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.streamsight.ingest..",
              "io.streamsight.inference..",
              "io.streamsight.cli..",
              "io.streamsight.local..");

  @ArchTest
  static final ArchRule LEARNING_IS_FREE_OF_KAFKA_AND_QUARKUS =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..trainer.net..", "..trainer.training..", "..trainer.onnx..", "..trainer.gate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "io.quarkus..",
              "jakarta..",
              "io.streamsight.service..",
              "io.streamsight.trainer.registry..",
              "io.streamsight.trainer.worker..",
              "io.streamsight.trainer.http..");
}
