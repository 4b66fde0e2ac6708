package io.streamsight.cli;

import io.streamsight.contract.registry.ModelVersionId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code pets/3} on the command line. */
public final class VersionConverter implements ITypeConverter<ModelVersionId> {
  @Override
  public ModelVersionId convert(String text) {
    try {
      return ModelVersionId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
