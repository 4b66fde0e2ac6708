package io.streamsight.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Services meet in topics, never in code. Within this one, stream and HTTP are two ways to the same
 * classifier: before you loosen this, think of the one that would drag the other along.
 */
@AnalyzeClasses(
    packages = "io.streamsight.inference",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  @ArchTest
  static final ArchRule KNOWS_NO_OTHER_SERVICE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.streamsight.ingest..",
              "io.streamsight.trainer..",
              "io.streamsight.cli..",
              "io.streamsight.local..");

  @ArchTest
  static final ArchRule MODELS_KNOW_NOT_WHO_ASKS =
      noClasses()
          .that()
          .resideInAPackage("..inference.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..inference.classify..", "..inference.stream..", "..inference.http..");

  @ArchTest
  static final ArchRule CLASSIFYING_KNOWS_NOT_WHO_ASKS =
      noClasses()
          .that()
          .resideInAPackage("..inference.classify..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..inference.stream..", "..inference.http..");

  @ArchTest
  static final ArchRule STREAM_KNOWS_NO_HTTP =
      noClasses()
          .that()
          .resideInAPackage("..inference.stream..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..inference.http..", "io.streamsight.service..", "jakarta.ws.rs..");

  @ArchTest
  static final ArchRule HTTP_KNOWS_NO_STREAM =
      noClasses()
          .that()
          .resideInAPackage("..inference.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..inference.stream..", "org.apache.kafka..");
}
