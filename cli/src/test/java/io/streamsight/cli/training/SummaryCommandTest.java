package io.streamsight.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandRun;
import io.streamsight.cli.PlayedService;
import io.streamsight.contract.event.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SummaryCommandTest {
  private static final String NET =
      """
      {"architecture":"mini-xception","imageSize":24,"classes":2,"width":16,"blocks":1,"smallestImageSize":16,"layers":[
       {"name":"image","type":"Input","outputShape":[null,24,24,3],"parameters":0,"inputs":[]},
       {"name":"conv","type":"Convolution","outputShape":[null,20,20,16],"parameters":1200,
        "inputs":["image"]},
       {"name":"block1","type":"Add","outputShape":[null,10,10,16],"parameters":0,
        "inputs":["block1.branch.pooling","block1.projection"]},
       {"name":"dense","type":"Dense","outputShape":[null,1],"parameters":17,"inputs":["block1"]}],
       "parameters":721857,"trainable":718849,"statistics":3008}
      """;

  private PlayedService trainer;

  @BeforeEach
  void start() throws Exception {
    trainer = new PlayedService();
  }

  @AfterEach
  void stop() {
    trainer.close();
  }

  @Test
  void shouldPrintLayersShapesParametersConnectionsAndTotals() {
    trainer.on("GET /architectures/mini-xception", 200, NET);
    CommandRun run = CommandRun.of("summary", "mini-xception", "--trainer-url", trainer.url());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "mini-xception: 24 x 24 pixels (at least 16 x 16), 2 classes, width 16, blocks 1",
            "",
            "Layer (type)        Output shape        Param #  Connected to",
            "image (Input)       (None, 24, 24, 3)   0",
            "conv (Convolution)  (None, 20, 20, 16)  1,200    image",
            "block1 (Add)        (None, 10, 10, 16)  0        block1.branch.pooling, block1.projection",
            "dense (Dense)       (None, 1)           17       block1",
            "",
            "Total params: 721,857 (2.9 MB)",
            "Trainable params: 718,849 (2.9 MB)",
            "Non-trainable params: 3,008 (12.0 kB)");
    assertThat(trainer.requests()).containsExactly("GET /architectures/mini-xception");
  }

  @Test
  void shouldAskForTheNetAsTheUserWantsItAndPrintTheAnswerForScripts() throws Exception {
    trainer.on("GET /architectures/mini-xception", 200, NET);
    CommandRun run =
        CommandRun.of(
            "summary",
            "mini-xception",
            "--size",
            "24",
            "--classes",
            "2",
            "--width",
            "16",
            "--blocks",
            "1",
            "--json",
            "--trainer-url",
            trainer.url());
    assertThat(trainer.requests())
        .containsExactly("GET /architectures/mini-xception?size=24&classes=2&width=16&blocks=1");
    JsonNode printed = Json.MAPPER.readTree(run.out());
    assertThat(printed).isEqualTo(Json.MAPPER.readTree(NET));
  }

  @Test
  void shouldTellWhyThereIsNoSuchNet() {
    trainer.on(
        "GET /architectures/vgg",
        404,
        "{\"title\":\"Not Found\",\"detail\":\"architecture 'vgg' is not known\",\"status\":404}");
    CommandRun run = CommandRun.of("summary", "vgg", "--trainer-url", trainer.url());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("architecture 'vgg' is not known");
  }
}
