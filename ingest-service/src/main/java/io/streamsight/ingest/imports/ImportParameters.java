package io.streamsight.ingest.imports;

import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** The query of an import as it comes; {@link ImportOptions} checks it. */
public class ImportParameters {
  @RestQuery
  @Parameter(description = "The data set that gets the images; without it they are only published")
  String dataset;

  @RestQuery
  @Parameter(
      description =
          "auto (told from the first path; the default), split-folders (train/cat/1.jpg),"
              + " class-folders (cat/1.jpg) or file-names (cat.1.jpg)")
  String layout;

  @RestQuery
  @Parameter(description = "train, validation or test, for all images")
  String split;

  @RestQuery
  @Parameter(description = "The label of all images")
  String label;

  @RestQuery
  @Parameter(description = "Numbers in file names that go to train: 0-999")
  String train;

  @RestQuery
  @Parameter(description = "Numbers in file names that go to validation")
  String validation;

  @RestQuery
  @Parameter(description = "Numbers in file names that go to test")
  String test;

  @RestQuery
  @Parameter(
      description =
          "Shares of train, validation and test, by a hash of the content; 0.7,0.15,0.15 where"
              + " nothing else tells the split")
  String ratio;

  @RestQuery
  @Parameter(description = "Put before every path; an image's id is both together")
  String idPrefix;

  @RestQuery
  @Parameter(description = "Images whose larger side has more pixels are shrunk to it")
  Integer maxSide;

  @RestQuery
  @Parameter(
      description =
          "Win over other bytes under the same id, over another place in the data set, over"
              + " withdrawals and erasures")
  boolean replace;

  @RestQuery
  @Parameter(description = "Check everything, publish nothing")
  boolean dryRun;

  @RestQuery
  @Parameter(description = "How many files will come, if known: tells the time left")
  Long files;
}
