package io.ringmq.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Java that documents show is part of an example that compiles and runs in the tests. White space may differ, and a line
 * {@code ...} stands for what is left out.
 */
class SnippetsTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LEFT_OUT = Pattern.compile("(?m)^\\s*\\.\\.\\.$");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Path EXAMPLES = Path.of("..", "examples", "src", "main", "java");

    @Test
    void snippetsArePartsOfExamples() throws IOException {
        List<String> examples = new ArrayList<>();
        for (Path source : files(EXAMPLES, ".java")) {
            examples.add(compact(Files.readString(source)));
        }
        List<String> astray = new ArrayList<>();
        int count = 0;
        for (Path document : documents()) {
            Matcher snippets = SNIPPET.matcher(Files.readString(document));
            while (snippets.find()) {
                count++;
                String snippet = snippets.group(1);
                if (examples.stream().noneMatch(example -> hasInOrder(example, LEFT_OUT.split(snippet)))) {
                    astray.add(document + ":\n" + snippet);
                }
            }
        }
        assertTrue(count > 3, "found " + count + " snippets only; is the pattern still right?");
        assertEquals(List.of(), astray, "snippets that are in no example; copy them from one, or write one");
    }

    private static boolean hasInOrder(String example, String[] parts) {
        int from = 0;
        for (String part : parts) {
            String compact = compact(part);
            int at = example.indexOf(compact, from);
            if (at < 0) {
                return false;
            }
            from = at + compact.length();
        }
        return true;
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(files(Path.of("..", "docs"), ".md"));
        documents.add(Path.of("..", "README.md"));
        return documents;
    }

    private static List<Path> files(Path dir, String end) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    private static String compact(String text) {
        return WHITE_SPACE.matcher(text).replaceAll("");
    }
}
