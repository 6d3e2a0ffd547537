package io.ringmq.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown, row by row. */
public final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();
    private final int columns;

    public MarkdownTable(List<String> headings) {
        this.columns = headings.size();
        lines.add(line(headings));
        lines.add("|" + " --- |".repeat(columns));
    }

    /** Adds a row, which must have a cell for each heading. */
    public void add(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(columns + " columns, but cells " + cells);
        }
        lines.add(line(cells));
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** The table, with an end to its last line. */
    public String text() {
        return String.join("\n", lines) + "\n";
    }
}
