package io.ringmq.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One line of a results file: a flat JSON object whose strings say what was measured and whose numbers say what came out.
 *
 * <pre>
 * {"type":"window","run":"20261121-160000-w2","system":"kafka","workload":"w2","pair":0,"messagesPerSecond":5853.1}
 *   type     run      a start of the program: machine, date, commit, command
 *            system   a system it started: versions, flags
 *            window   one measured window of one system
 *            pair     the ratios a : b of two windows that followed each other
 *            raw      a limit of the machine
 *            jmh      a JMH benchmark
 *   run      ties the lines of one start together; sorts by date
 * </pre>
 *
 * @param labels the strings, in the order they are written
 * @param values the numbers, in the order they are written; written with {@value #DIGITS} significant digits
 */
public record Result(String type, Map<String, String> labels, Map<String, Double> values) {
    private static final int DIGITS = 9;
    private static final String TYPE = "type";
    private static final JsonFactory JSON = new JsonFactory();

    public Result {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Reads one line. */
    static Result parse(String line) {
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, Double> values = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isNumeric()) {
                    values.put(name, parser.getDoubleValue());
                } else {
                    labels.put(name, parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("not a result: " + line, e);
        }
        String type = labels.remove(TYPE);
        if (type == null) {
            throw new IllegalArgumentException("a result without a type: " + line);
        }
        return new Result(type, labels, values);
    }

    /** The line of this result, without a line end. */
    String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(TYPE, type);
            for (Map.Entry<String, String> label : labels.entrySet()) {
                json.writeStringField(label.getKey(), label.getValue());
            }
            for (Map.Entry<String, Double> value : values.entrySet()) {
                json.writeFieldName(value.getKey());
                json.writeNumber(decimal(value.getValue()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String decimal(double value) {
        return new BigDecimal(value)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A label, or the empty string. */
    public String label(String name) {
        return labels.getOrDefault(name, "");
    }

    public OptionalDouble value(String name) {
        @Nullable Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** A copy with one more label. */
    public Result withLabel(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(name, value);
        return new Result(type, more, values);
    }
}
