package io.streamsight.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code http://HOST:PORT}, of a service. */
final class ServiceUrlConverter implements ITypeConverter<URI> {
  @Override
  public URI convert(String text) {
    try {
      URI url = new URI(text);
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below, for this and for what is another kind of address.
    }
    throw new TypeConversionException(
        "'%s' is not the address of a service: http://HOST:PORT is expected".formatted(text));
  }
}
