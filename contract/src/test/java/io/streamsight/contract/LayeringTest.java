package io.streamsight.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The contract is what the services agree on. Before you loosen this: whatever the contract depends
 * on, every service and every reader of the topics carries along.
 */
@AnalyzeClasses(
    packages = "io.streamsight.contract",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  @ArchTest
  static final ArchRule KNOWS_NO_SERVICE_AND_NO_FRAMEWORK =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.streamsight.ingest..",
              "io.streamsight.trainer..",
              "io.streamsight.inference..",
              "io.streamsight.cli..",
              "io.streamsight.service..",
              "io.streamsight.local..",
              "io.quarkus..",
              "ai.djl..",
              "ai.onnxruntime..");

  @ArchTest
  static final ArchRule FOLDS_ARE_PURE =
      noClasses()
          .that()
          .resideInAnyPackage("..contract.dataset..", "..contract.registry..", "..contract.run..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "java.io..", "java.nio.file..");
}
