package io.streamsight.contract.topic;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What all services of an installation must be told alike. */
@ConfigMapping(prefix = "streamsight")
public interface InstallationConfig {
  /**
   * What to do about topics at start: create what is missing, verify that they are as declared, or
   * trust that they are. Verify is the default: in production topics belong to the platform.
   */
  @WithDefault("verify")
  TopicProvisioner.Mode topics();

  /** Before every topic, group and transactional id; for several installations on a cluster. */
  @WithDefault("")
  java.util.Optional<String> prefix();

  /** Largest encoded image in bytes; 16 MiB holds what cameras write. */
  @WithDefault("16777216")
  int maxImageBytes();

  /** Largest width times height of an image: a small file may unpack to gigabytes. */
  @WithDefault("40000000")
  long maxImagePixels();

  /** Largest ONNX file or checkpoint in bytes; 64 MiB is twenty times the mini Xception. */
  @WithDefault("67108864")
  int maxModelBytes();

  /** Of topics that are created here; 3 survives the loss of a broker. */
  @WithDefault("3")
  short replicationFactor();

  /** These settings as the contract takes them. */
  default TopicSettings topicSettings() {
    return new TopicSettings(
        prefix().orElse(""), maxImageBytes(), maxModelBytes(), replicationFactor());
  }
}
