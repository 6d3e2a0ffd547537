package io.ringmq.tidy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Methods fit a screen and files can be read in one sitting. Limits have no exemptions. */
class SourceShapeTest {
    private static final int MAX_METHOD_LINES = 60;
    private static final int MAX_METHOD_LINES_P90 = 20;
    private static final int MAX_FILE_LINES = 500;

    private record Method(Path file, String name, long lines) {}

    @Test
    void methodsFitAScreen() throws IOException {
        List<Method> methods = methods(sources());
        List<Method> tooLong = methods.stream()
                .filter(m -> m.lines > MAX_METHOD_LINES)
                .sorted(Comparator.comparingLong(Method::lines).reversed())
                .toList();
        assertTrue(tooLong.isEmpty(), () -> "methods over " + MAX_METHOD_LINES + " lines: " + tooLong);
        List<Long> lengths = methods.stream().map(Method::lines).sorted().toList();
        long p90 = lengths.get(lengths.size() * 9 / 10);
        assertTrue(p90 <= MAX_METHOD_LINES_P90, () -> "p90 of method lines is " + p90);
    }

    @Test
    void filesStayShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path source : sources()) {
            long lines = Files.readAllLines(source).size();
            if (lines > MAX_FILE_LINES) {
                tooLong.add(source + ": " + lines);
            }
        }
        assertTrue(tooLong.isEmpty(), () -> "files over " + MAX_FILE_LINES + " lines: " + tooLong);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<Path> sources = files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> !f.toString().contains("/target/"))
                    .toList();
            assertTrue(
                    sources.size() > 20,
                    "the sources were not found from " + Path.of("").toAbsolutePath());
            return sources;
        }
    }

    private static List<Method> methods(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Method> methods = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new MethodScanner(unit, positions, methods).scan(unit, null);
            }
        }
        return methods;
    }

    private static final class MethodScanner extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Method> found;

        MethodScanner(CompilationUnitTree unit, SourcePositions positions, List<Method> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            if (method.getBody() != null) {
                long first = line(positions.getStartPosition(unit, method.getBody()));
                long last = line(positions.getEndPosition(unit, method.getBody()));
                Path file = Path.of(unit.getSourceFile().toUri());
                found.add(new Method(file, method.getName().toString(), last - first + 1));
            }
            return super.visitMethod(method, null);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
