package io.streamsight.service;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.streamsight.contract.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keys, and whose they are: none unless asked for. Neither messages nor logs ever have a key. */
@ApplicationScoped
class ApiKeys {
  /** Nobody guesses 32 characters, and no placeholder is that long by accident. */
  static final int MIN_LENGTH = 32;

  private static final String SETTING = "streamsight.auth.api-keys.";

  /** What a bearer token may be made of. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final Map<String, byte[]> digests = new TreeMap<>();

  /**
   * @throws ConfigurationException naming the setting that is wrong
   */
  ApiKeys(AuthConfig config) {
    if (config.mode() == AuthConfig.Mode.API_KEY) {
      add(config.apiKeys());
    }
  }

  private void add(Map<String, String> keys) {
    if (keys.isEmpty()) {
      throw wrong(
          "streamsight.auth=api-key without a key: set %sNAME to one for each who may change"
              + " something",
          SETTING);
    }
    Map<String, String> owners = new HashMap<>();
    new TreeMap<>(keys)
        .forEach(
            (name, key) -> {
              check(name, key);
              String other = owners.put(key, name);
              if (other != null) {
                throw wrong(
                    "%s%s and %1$s%s are the same key: nobody could tell who it is",
                    SETTING, other, name);
              }
              digests.put(name, digest(key));
            });
  }

  private static void check(String name, String key) {
    if (name.length() > Caller.MAX_NAME) {
      throw wrong(
          "%s%s: the name has %d characters, %d at most",
          SETTING, name, name.length(), Caller.MAX_NAME);
    }
    if (key.length() < MIN_LENGTH) {
      throw wrong(
          "%s%s has %d characters, %d are needed: openssl rand -hex 32 makes a key",
          SETTING, name, key.length(), MIN_LENGTH);
    }
    if (!TOKEN.matcher(key).matches()) {
      throw wrong(
          "%s%s has a character that a bearer token can't have, perhaps a space or the end of a"
              + " line: openssl rand -hex 32 makes a key",
          SETTING, name);
    }
  }

  private static ConfigurationException wrong(String what, Object... values) {
    return new ConfigurationException(what.formatted(values));
  }

  Set<String> names() {
    return Collections.unmodifiableSet(digests.keySet());
  }

  /** Whose key a token is. It takes as long for a token that is nearly right as for any. */
  Optional<String> owner(String token) {
    byte[] digest = digest(token);
    String owner = null;
    for (Map.Entry<String, byte[]> known : digests.entrySet()) {
      if (MessageDigest.isEqual(known.getValue(), digest)) {
        owner = known.getKey();
      }
    }
    return Optional.ofNullable(owner);
  }

  private static byte[] digest(String key) {
    return Sha256.digest().digest(key.getBytes(StandardCharsets.UTF_8));
  }
}
