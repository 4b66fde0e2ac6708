package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.local.EmbeddedBroker;
import io.streamsight.local.Ports;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/**
 * A broker with what Strimzi would make of the manifests: a listener with TLS and SCRAM, topics,
 * users, rights. Another listener is open, and whoever comes there may do everything: the test.
 */
final class SecuredBroker implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final EmbeddedBroker broker;
  private final String secured;
  private final Path authority;

  private SecuredBroker(EmbeddedBroker broker, String secured, Path authority) {
    this.broker = broker;
    this.secured = secured;
    this.authority = authority;
  }

  static SecuredBroker start(Manifests manifests, Path folder) throws Exception {
    Path keys = folder.resolve("broker.p12");
    Path authority = folder.resolve("ca.crt");
    makeCertificate(keys, authority);
    String secured = "127.0.0.1:" + Ports.free();
    Map<String, String> settings = new HashMap<>();
    settings.put("listeners", "SECURED://" + secured);
    settings.put("listener.security.protocol.map", "SECURED:SASL_SSL");
    settings.put("listener.name.secured.ssl.keystore.location", keys.toString());
    settings.put("listener.name.secured.ssl.keystore.type", "PKCS12");
    settings.put("listener.name.secured.ssl.keystore.password", PASSWORD);
    settings.put("listener.name.secured.sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put(
        "listener.name.secured.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.put("authorizer.class.name", RecordingAuthorizer.class.getName());
    settings.put("super.users", "User:ANONYMOUS");
    SecuredBroker broker =
        new SecuredBroker(EmbeddedBroker.startTemporary(settings), secured, authority);
    broker.prepare(manifests);
    return broker;
  }

  private static void makeCertificate(Path keys, Path certificate)
      throws IOException, InterruptedException {
    keytool(
        "-genkeypair -keyalg EC -groupname secp256r1 -dname CN=broker -ext san=ip:127.0.0.1"
            + " -validity 2 -storetype PKCS12 -alias broker -storepass %s -keystore %s"
                .formatted(PASSWORD, keys));
    keytool(
        "-exportcert -rfc -alias broker -storepass %s -keystore %s -file %s"
            .formatted(PASSWORD, keys, certificate));
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments.split(" ")));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
  }

  private void prepare(Manifests manifests) throws Exception {
    List<AclBinding> rights =
        manifests.all(KafkaUser.class).stream().flatMap(user -> Acls.of(user).stream()).toList();
    List<UserScramCredentialAlteration> passwords =
        manifests.all(KafkaUser.class).stream()
            .map(user -> user.getMetadata().getName())
            .map(SecuredBroker::password)
            .toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", open()))) {
      admin
          .createTopics(manifests.all(KafkaTopic.class).stream().map(SecuredBroker::alone).toList())
          .all()
          .get();
      admin.alterUserScramCredentials(passwords).all().get();
      admin.createAcls(rights).all().get();
    }
  }

  private static UserScramCredentialAlteration password(String user) {
    return new UserScramCredentialUpsertion(
        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), user + "-password");
  }

  /** On the only broker there is. */
  private static NewTopic alone(KafkaTopic topic) {
    Map<String, String> configs =
        topic.getSpec().getConfig().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
    configs.put("min.insync.replicas", "1");
    return new NewTopic(topic.getMetadata().getName(), topic.getSpec().getPartitions(), (short) 1)
        .configs(configs);
  }

  /** Where everything is allowed. */
  String open() {
    return broker.bootstrapServers();
  }

  /**
   * What is another here than in the cluster: addresses, files, and what Strimzi's secrets have.
   */
  Map<String, String> environment(String user) {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS",
        secured,
        "KAFKA_SSL_TRUSTSTORE_LOCATION",
        authority.toString(),
        "KAFKA_SASL_JAAS_CONFIG",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%1$s\" password=\"%1$s-password\";"
            .formatted(user));
  }

  @Override
  public void close() {
    broker.close();
  }
}
