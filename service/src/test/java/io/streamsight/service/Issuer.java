package io.streamsight.service;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** An OpenID provider on this machine: its description, its keys, and the tokens that it gives. */
final class Issuer implements AutoCloseable {
  private static final String SERVICE = "streamsight";

  private final KeyPair keys = newKeys();
  private final HttpServer server;

  Issuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    answer(
        "/.well-known/openid-configuration",
        """
        {"issuer":"%1$s","jwks_uri":"%1$s/keys","authorization_endpoint":"%1$s/authorize",
        "token_endpoint":"%1$s/token"}\
        """
            .formatted(url()));
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    answer(
        "/keys",
        """
        {"keys":[{"kid":"k","kty":"RSA","alg":"RS256","use":"sig","n":"%s","e":"%s"}]}\
        """
            .formatted(number(key.getModulus()), number(key.getPublicExponent())));
    server.start();
  }

  private void answer(String path, String json) {
    server.createContext(
        path,
        exchange -> {
          byte[] body = json.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A token as it gives them. */
  String token(String user, String role) {
    return token(user, role, url(), SERVICE, 300, keys);
  }

  String expired(String user, String role) {
    return token(user, role, url(), SERVICE, -300, keys);
  }

  String ofAnotherIssuer(String user, String role) {
    return token(user, role, "https://elsewhere.example", SERVICE, 300, keys);
  }

  String forAnotherService(String user, String role) {
    return token(user, role, url(), "payroll", 300, keys);
  }

  /** Its name under what somebody else has signed. */
  String forged(String user, String role) {
    return token(user, role, url(), SERVICE, 300, newKeys());
  }

  /** Without a signature, which a careless reader takes. */
  String unsigned(String user, String role) {
    String[] parts = token(user, role).split("\\.");
    return text("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".";
  }

  private static String token(
      String user, String role, String issuer, String audience, int seconds, KeyPair keys) {
    long until = Instant.now().getEpochSecond() + seconds;
    String head = text("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k\"}");
    String claims =
        text(
            """
            {"iss":"%s","sub":"id-of-%s","preferred_username":"%2$s","groups":["%s"],"aud":"%s",
            "iat":%d,"exp":%d}\
            """
                .formatted(issuer, user, role, audience, until - 600, until));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update((head + "." + claims).getBytes(StandardCharsets.US_ASCII));
      return head + "." + claims + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static String text(String json) {
    return encode(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
