package io.streamsight.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Services meet on topics alone. Before you loosen this: a service that knows another can't be
 * released, scaled or restarted without it.
 */
@AnalyzeClasses(
    packages = "io.streamsight.ingest",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  @ArchTest
  static final ArchRule KNOWS_NO_OTHER_SERVICE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.streamsight.trainer..",
              "io.streamsight.inference..",
              "io.streamsight.cli..",
              "io.streamsight.local..");

  @ArchTest
  static final ArchRule INDEXING_KNOWS_NO_HTTP =
      noClasses()
          .that()
          .resideInAnyPackage("..ingest.index..", "..ingest.image..", "..ingest.kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "io.vertx..", "io.streamsight.service..", "..ingest.http..");
}
