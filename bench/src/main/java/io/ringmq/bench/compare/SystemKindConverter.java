package io.ringmq.bench.compare;

import io.ringmq.bench.system.SystemKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Systems by their labels on the command line. */
final class SystemKindConverter implements ITypeConverter<SystemKind> {
    @Override
    public SystemKind convert(String label) {
        try {
            return SystemKind.labelled(label);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
