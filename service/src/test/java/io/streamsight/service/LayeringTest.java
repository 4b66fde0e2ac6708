package io.streamsight.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * What the services' HTTP has in common. Before you loosen this: what only one of them needs, or
 * what speaks to Kafka, has its place elsewhere.
 */
@AnalyzeClasses(
    packages = "io.streamsight.service",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  @ArchTest
  static final ArchRule KNOWS_NO_SERVICE_AND_NO_KAFKA =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.streamsight.ingest..",
              "io.streamsight.trainer..",
              "io.streamsight.inference..",
              "io.streamsight.cli..",
              "io.streamsight.local..",
              "org.apache.kafka..");
}
