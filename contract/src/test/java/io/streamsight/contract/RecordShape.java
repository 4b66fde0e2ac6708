package io.streamsight.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.registry.ModelVersionId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a record's class says about the JSON that it writes, held against a schema. */
final class RecordShape {
  private final List<String> faults = new ArrayList<>();

  private RecordShape() {}

  /** Where the schema says otherwise than the class. */
  static List<String> faults(Type type, ApiSchema schema) {
    RecordShape shape = new RecordShape();
    shape.compare(type, schema, name(type));
    return shape.faults;
  }

  private void compare(Type type, ApiSchema schema, String at) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      boolean list = generic.getRawType() == List.class;
      expect(list ? "array" : "object", schema, at);
      compare(
          arguments[arguments.length - 1],
          schema.at(list ? "items" : "additionalProperties"),
          at + "[]");
    } else if (type == Object.class) {
      // Any JSON: the schema says nothing of its type.
      if (schema.type() != null) {
        faults.add("%s: anything is written, the schema says %s".formatted(at, schema));
      }
    } else if (type == ModelVersionId.class) {
      expect("string", schema, at);
    } else if (type == Offsets.class) {
      expect("object", schema, at);
      compare(long.class, schema.at("additionalProperties"), at + "[]");
    } else if (type instanceof Class<?> c && c.isSealed()) {
      subtypes(c, schema, at);
    } else if (type instanceof Class<?> c && c.isRecord()) {
      expect("object", schema, at);
      properties(c, null, schema, at);
    } else {
      plain((Class<?>) type, schema, at);
    }
  }

  private void subtypes(Class<?> type, ApiSchema schema, String at) {
    String property = type.getAnnotation(JsonTypeInfo.class).property();
    Set<String> described = new TreeSet<>();
    for (ApiSchema alternative : schema.alternatives()) {
      described.add(alternative.properties().get(property).constant());
    }
    JsonSubTypes.Type[] subtypes = type.getAnnotation(JsonSubTypes.class).value();
    Set<String> written = new TreeSet<>(Arrays.stream(subtypes).map(s -> s.name()).toList());
    if (!described.equals(written)) {
      faults.add("%s: %s are described, %s are written".formatted(at, described, written));
      return;
    }
    for (JsonSubTypes.Type subtype : subtypes) {
      for (ApiSchema alternative : schema.alternatives()) {
        if (subtype.name().equals(alternative.properties().get(property).constant())) {
          properties(subtype.value(), property, alternative, at + "." + subtype.name());
        }
      }
    }
  }

  private void properties(Class<?> type, String discriminator, ApiSchema schema, String at) {
    Map<String, ApiSchema> described = schema.properties();
    Set<String> written = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      written.add(component.getName());
      if (described.containsKey(component.getName())) {
        compare(
            component.getGenericType(),
            described.get(component.getName()),
            at + "." + component.getName());
      }
    }
    if (discriminator != null) {
      written.add(discriminator);
    }
    if (!written.equals(new TreeSet<>(described.keySet()))) {
      faults.add("%s: %s are described, %s are written".formatted(at, described.keySet(), written));
    }
  }

  private void plain(Class<?> type, ApiSchema schema, String at) {
    if (type.isEnum()) {
      expect("string", schema, at);
      Set<String> words = new TreeSet<>();
      for (Object constant : type.getEnumConstants()) {
        words.add(Json.MAPPER.valueToTree(constant).textValue());
      }
      if (!words.equals(schema.words())) {
        faults.add("%s: %s are described, %s exist".formatted(at, schema.words(), words));
      }
    } else if (type == String.class) {
      expect("string", schema, at);
    } else if (type == boolean.class || type == Boolean.class) {
      expect("boolean", schema, at);
    } else if (Set.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
      expect("integer", schema, at);
    } else if (Set.of(double.class, Double.class, float.class, Float.class).contains(type)) {
      expect("number", schema, at);
    } else {
      faults.add(at + ": teach this class about " + type);
    }
  }

  private void expect(String type, ApiSchema schema, String at) {
    if (!type.equals(schema.type())) {
      faults.add("%s: %s is written, the schema says %s".formatted(at, type, schema));
    }
  }

  private static String name(Type type) {
    return type instanceof Class<?> c ? c.getSimpleName() : type.getTypeName();
  }
}
