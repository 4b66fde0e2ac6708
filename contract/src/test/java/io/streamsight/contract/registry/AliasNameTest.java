package io.streamsight.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliasNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"champion", "a", "eu-west_1", "v1.2", "2026"})
  void shouldTakeANameThatStandsInAUrl(String name) {
    assertThat(AliasName.require(name)).isEqualTo(name);
    assertThat(AliasName.require("x".repeat(64))).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Champion", ".", "..", ".a", "a.", "a b", "a/b", "ä", "a\nb"})
  void shouldRefuseAnyOther(String name) {
    assertThatThrownBy(() -> AliasName.require(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'%s'".formatted(name));
    assertThatThrownBy(() -> AliasName.require("x".repeat(65))).hasMessageContaining("1 to 64");
  }
}
