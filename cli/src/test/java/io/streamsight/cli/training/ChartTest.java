package io.streamsight.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {
  private static final List<EpochResult> THREE =
      List.of(
          epoch(1, 0.8, 0.5, 0.9, 0.6), epoch(2, 0.6, 0.7, 0.6, 0.7), epoch(3, 0.4, 1, 0.5, 0.8));

  @Test
  void shouldDrawCurvesInATerminal() {
    assertThat(TextChart.of(Curves.accuracy(THREE), 80).lines())
        .containsExactly(
            "accuracy  + training, o validation, * both",
            "1.0 |                   +",
            "    |",
            "    |",
            "    |",
            "0.8 |                   o",
            "    |",
            "    |          *",
            "    |",
            "0.6 |o",
            "    |",
            "    |+",
            "    |",
            "0.4 |",
            "     epoch 1            3");
  }

  @Test
  void shouldFitTheTerminalHoweverManyEpochsThereAre() {
    List<EpochResult> many =
        IntStream.rangeClosed(1, 400).mapToObj(i -> epoch(i, 1.0 / i, 0.5, 2.0 / i, 0.5)).toList();
    for (int width : new int[] {40, 80, 300}) {
      assertThat(TextChart.of(Curves.loss(many), width).lines())
          .hasSize(15)
          .allMatch(line -> line.length() < width);
    }
  }

  @Test
  void shouldDrawASingleEpoch() {
    assertThat(TextChart.of(Curves.loss(THREE.subList(0, 1)), 80))
        .contains("|+", "|o")
        .endsWith(" epoch 1");
    assertThat(SvgChart.of("t", THREE.subList(0, 1)))
        .contains("<circle")
        .doesNotContain("<polyline");
  }

  @Test
  void shouldLeaveOutWhatIsNoNumber() {
    var diverged =
        new EpochResult(2, 2, Double.NaN, 0.5, Double.POSITIVE_INFINITY, null, null, null);
    Curves loss = Curves.loss(List.of(THREE.get(0), diverged));
    assertThat(loss.training()).hasSize(1);
    assertThat(loss.validation()).hasSize(1);
    assertThat(Curves.loss(List.of(diverged)).isEmpty()).isTrue();
  }

  @Test
  void shouldDrawAnSvgWithAllFourCurvesWhereTheyBelong() throws Exception {
    Element svg = parse(SvgChart.of("pets", THREE));
    NodeList lines = svg.getElementsByTagName("polyline");
    assertThat(lines.getLength()).isEqualTo(4);
    // Accuracy from 0.5 to 1.0 and epochs from 1 to 3, in a plot of 380 by 270.
    assertThat(((Element) lines.item(0)).getAttribute("points"))
        .isEqualTo("0.0,270.0 190.0,162.0 380.0,0.0");
    assertThat(((Element) lines.item(1)).getAttribute("points"))
        .isEqualTo("0.0,216.0 190.0,162.0 380.0,108.0");
    assertThat(svg.getTextContent())
        .contains("accuracy", "loss", "training", "validation", "epoch");
  }

  @Test
  void shouldTakeAnyTitle() throws Exception {
    Element svg = parse(SvgChart.of("a <b> & \"c\" \u0007", THREE));
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("a <b> & \"c\" ?");
  }

  private static EpochResult epoch(
      int epoch, double loss, double accuracy, double validationLoss, double validationAccuracy) {
    return new EpochResult(
        epoch, 3, loss, accuracy, validationLoss, validationAccuracy, 1e-3, 50.0);
  }

  private static Element parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }
}
