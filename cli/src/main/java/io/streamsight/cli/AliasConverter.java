package io.streamsight.cli;

import io.streamsight.contract.registry.AliasName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code champion} on the command line. */
public final class AliasConverter implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    try {
      return AliasName.require(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
