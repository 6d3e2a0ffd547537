package io.ringmq.bench.report;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown document with generated parts between markers; everything around them is written by hand and stays.
 *
 * <pre>
 * &lt;!-- generated: NAME --&gt;
 * ...
 * &lt;!-- end: NAME --&gt;
 * </pre>
 */
final class Sections {
    private Sections() {}

    /**
     * The document with each named part replaced; a part that the document lacks is added at its end.
     *
     * @throws IllegalArgumentException if a part has no end marker
     */
    static String replace(String document, Map<String, String> parts) {
        String result = document;
        for (Map.Entry<String, String> part : parts.entrySet()) {
            result = replace(result, part.getKey(), part.getValue());
        }
        return result;
    }

    private static String replace(String document, String name, String text) {
        String begin = "<!-- generated: " + name + " -->";
        String end = "<!-- end: " + name + " -->";
        String section = begin + "\n\n" + text.strip() + "\n\n" + end;
        if (!document.contains(begin)) {
            return document.stripTrailing() + "\n\n" + section + "\n";
        }
        if (!document.contains(end)) {
            throw new IllegalArgumentException("the document has \"" + begin + "\" but not \"" + end + "\"; add it");
        }
        Pattern whole = Pattern.compile(Pattern.quote(begin) + ".*?" + Pattern.quote(end), Pattern.DOTALL);
        return whole.matcher(document).replaceFirst(Matcher.quoteReplacement(section));
    }
}
