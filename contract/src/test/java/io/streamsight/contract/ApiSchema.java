package io.streamsight.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A schema of asyncapi.yaml, as much of JSON Schema as it uses. Stricter in one thing: a property
 * that is not declared is a fault.
 */
final class ApiSchema {
  private final JsonNode api;
  private final JsonNode schema;

  private ApiSchema(JsonNode api, JsonNode schema) {
    this.api = api;
    this.schema = schema;
  }

  /** The schema, or the one that it refers to. */
  static ApiSchema of(JsonNode api, JsonNode schema) {
    if (!schema.has("$ref")) {
      return new ApiSchema(api, schema);
    }
    JsonNode named = api.at(schema.get("$ref").textValue().substring(1));
    if (named.isMissingNode()) {
      throw new IllegalArgumentException("no schema " + schema.get("$ref"));
    }
    return of(api, named);
  }

  /** Of a part of this schema: an item, the values of a map. */
  ApiSchema at(String keyword) {
    return of(api, schema.path(keyword));
  }

  List<ApiSchema> alternatives() {
    return parts("oneOf");
  }

  /** Declared here or in what this schema is made of; of two declarations the later counts. */
  Map<String, ApiSchema> properties() {
    Map<String, ApiSchema> all = new LinkedHashMap<>();
    parts("allOf").forEach(part -> all.putAll(part.properties()));
    Iterator<Map.Entry<String, JsonNode>> own = schema.path("properties").fields();
    own.forEachRemaining(property -> all.put(property.getKey(), of(api, property.getValue())));
    return all;
  }

  Set<String> required() {
    Set<String> all = new TreeSet<>();
    parts("allOf").forEach(part -> all.addAll(part.required()));
    schema.path("required").forEach(name -> all.add(name.textValue()));
    return all;
  }

  /** Null when the schema leaves it open. */
  String type() {
    return schema.path("type").textValue();
  }

  /** Null when the schema allows more than one. */
  String constant() {
    return schema.path("const").textValue();
  }

  Set<String> words() {
    Set<String> words = new TreeSet<>();
    schema.path("enum").forEach(word -> words.add(word.textValue()));
    return words;
  }

  /** What is wrong with a value; empty when it fits. */
  List<String> faults(JsonNode value) {
    List<String> faults = new ArrayList<>();
    check(value, "value", faults);
    return faults;
  }

  private void check(JsonNode value, String at, List<String> faults) {
    if (!alternatives().isEmpty()) {
      if (alternatives().stream().filter(one -> one.faults(value).isEmpty()).count() != 1) {
        faults.add(at + " fits none or several of the alternatives: " + value);
      }
      return;
    }
    if (type() != null && !hasType(value)) {
      faults.add(at + " is no " + type() + ": " + value);
    }
    if (constant() != null && !constant().equals(value.textValue())) {
      faults.add(at + " is not " + constant() + ": " + value);
    }
    if (!words().isEmpty() && !words().contains(value.textValue())) {
      faults.add(at + " is none of " + words() + ": " + value);
    }
    if (schema.has("pattern") && !value.asText().matches(schema.get("pattern").textValue())) {
      faults.add(at + " does not match " + schema.get("pattern") + ": " + value);
    }
    List<ApiSchema> sets = parts("anyOf");
    if (!sets.isEmpty() && sets.stream().noneMatch(set -> holds(value, set.required()))) {
      faults.add(at + " holds no whole set of properties: " + value);
    }
    value.forEach(item -> checkItem(value, item, at, faults));
    if (value.isObject()) {
      checkProperties(value, at, faults);
    }
  }

  private void checkItem(JsonNode value, JsonNode item, String at, List<String> faults) {
    if (value.isArray()) {
      at("items").check(item, at + "[]", faults);
    }
  }

  private void checkProperties(JsonNode value, String at, List<String> faults) {
    for (String name : required()) {
      if (!value.has(name)) {
        faults.add(at + " lacks " + name);
      }
    }
    Map<String, ApiSchema> declared = properties();
    value
        .fields()
        .forEachRemaining(
            field -> {
              String name = at + "." + field.getKey();
              if (declared.containsKey(field.getKey())) {
                declared.get(field.getKey()).check(field.getValue(), name, faults);
              } else if (schema.has("additionalProperties")) {
                at("additionalProperties").check(field.getValue(), name, faults);
              } else {
                faults.add(name + " is not declared");
              }
            });
  }

  private boolean hasType(JsonNode value) {
    return switch (type()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new IllegalArgumentException("type " + type());
    };
  }

  private static boolean holds(JsonNode value, Set<String> names) {
    return names.stream().allMatch(value::has);
  }

  private List<ApiSchema> parts(String keyword) {
    List<ApiSchema> parts = new ArrayList<>();
    schema.path(keyword).forEach(part -> parts.add(of(api, part)));
    return parts;
  }

  @Override
  public String toString() {
    return schema.toString();
  }
}
