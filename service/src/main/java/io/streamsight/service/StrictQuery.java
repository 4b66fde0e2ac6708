package io.streamsight.service;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * A request's parameters, as strict as a body: one that is misspelt, empty or given twice must not
 * take a filter or a guard away in silence.
 *
 * <p>No resource method is asked with others than it declares, but for {@link AnyQuery}.
 */
public final class StrictQuery {
  private final Map<Method, Set<String>> declared = new ConcurrentHashMap<>();

  @ServerRequestFilter
  void check(UriInfo uri, ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    if (!uri.getQueryParameters().isEmpty()
        && !method.isAnnotationPresent(AnyQuery.class)
        && !method.getDeclaringClass().isAnnotationPresent(AnyQuery.class)) {
      require(uri.getQueryParameters(), declared.computeIfAbsent(method, StrictQuery::parameters));
    }
  }

  private static Set<String> parameters(Method method) {
    Set<String> names = new TreeSet<>();
    for (Parameter parameter : method.getParameters()) {
      add(names, parameter, parameter.getName());
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        for (Field field : parameter.getType().getDeclaredFields()) {
          add(names, field, field.getName());
        }
      }
    }
    return names;
  }

  private static void add(Set<String> names, AnnotatedElement element, String name) {
    if (element.isAnnotationPresent(QueryParam.class)) {
      names.add(element.getAnnotation(QueryParam.class).value());
    } else if (element.isAnnotationPresent(RestQuery.class)) {
      String given = element.getAnnotation(RestQuery.class).value();
      names.add(given.isEmpty() ? name : given);
    }
  }

  /**
   * @param given values by name
   * @throws StreamsightException {@link Reason#EVENT_INVALID} naming the parameter
   */
  public static void require(Map<String, List<String>> given, Set<String> known) {
    given.forEach(
        (name, values) -> {
          if (!known.contains(name)) {
            throw invalid(
                "'%.100s' is no parameter here: %s".formatted(name, new TreeSet<>(known)));
          }
          if (values.size() > 1) {
            throw invalid(name + " is given twice: give it once");
          }
          if (values.get(0).isBlank()) {
            throw invalid(name + " is empty: give a value, or leave it out");
          }
        });
  }

  private static StreamsightException invalid(String what) {
    return new StreamsightException(Reason.EVENT_INVALID, what);
  }
}
