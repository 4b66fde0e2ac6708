package io.streamsight.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service that answers what the test says, over real HTTP, and remembers what it was asked. */
public final class PlayedService implements AutoCloseable {
  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  public PlayedService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * @param request method and path, with {@code *} for one segment: {@code PUT /imports/*}
   */
  public PlayedService on(String request, HttpHandler handler) {
    answers.put(request, handler);
    return this;
  }

  public PlayedService on(String request, int status, String json) {
    return on(
        request,
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes());
          if (!body.isEmpty()) {
            requests.set(requests.size() - 1, requests.get(requests.size() - 1) + " " + body);
          }
          answer(exchange, status, json);
        });
  }

  public static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Method, path and query, and the body where it is short, in the order of arrival. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    HttpHandler handler = answers.get(asked);
    for (var answer : answers.entrySet()) {
      if (handler == null && asked.matches(answer.getKey().replace("*", "[^/]+"))) {
        handler = answer.getValue();
      }
    }
    if (handler == null) {
      answer(exchange, 404, "{\"title\":\"Not played\",\"detail\":\"" + asked + "\"}");
    } else {
      play(handler, exchange);
    }
  }

  /** What a handler fails of ends the connection too: whoever waits for an answer would hang. */
  private static void play(HttpHandler handler, HttpExchange exchange) throws IOException {
    try {
      handler.handle(exchange);
    } catch (RuntimeException e) {
      exchange.close();
      throw e;
    }
  }
}
