package io.ringmq.chaos.history;

import java.util.Arrays;
import java.util.List;

/**
 * An entry as a line of text, words separated by one space.
 *
 * <pre>
 *  I time id crc once|retried               a send begins
 *  A time id queue offset                   it was acknowledged
 *  S time id from                           consumers will get it once, from a time on
 *  F time id reason...                      it was refused for certain
 *  U time id reason...                      nobody knows
 *  R time reader queue offset id crc        read
 *  G time group queue offset id crc         given to a consumer group
 *  H replica queue offset id crc            held by a replica in the end
 *  L replica log offset bytes crc           a piece of a replica's log in the end
 *  N time text...                           a note
 * </pre>
 */
public final class EntryLine {
    private static final String ONCE = "once";
    private static final String RETRIED = "retried";

    private EntryLine() {}

    /** The line of an entry, without its end. */
    public static String of(Entry entry) {
        if (entry instanceof Entry.Invoked e) {
            return line("I", e.timeNs(), e.id(), e.crc(), e.once() ? ONCE : RETRIED);
        }
        if (entry instanceof Entry.Acknowledged e) {
            return line("A", e.timeNs(), e.id(), e.place().queue(), e.place().offset());
        }
        if (entry instanceof Entry.Settled e) {
            return line("S", e.timeNs(), e.id(), e.fromNs());
        }
        if (entry instanceof Entry.Refused e) {
            return line("F", e.timeNs(), e.id(), oneLine(e.reason()));
        }
        if (entry instanceof Entry.Unknown e) {
            return line("U", e.timeNs(), e.id(), oneLine(e.reason()));
        }
        if (entry instanceof Entry.Read e) {
            return line(
                    "R", e.timeNs(), e.reader(), e.place().queue(), e.place().offset(), e.id(), e.crc());
        }
        if (entry instanceof Entry.Delivered e) {
            return line("G", e.timeNs(), e.group(), e.place().queue(), e.place().offset(), e.id(), e.crc());
        }
        if (entry instanceof Entry.Held e) {
            return line("H", e.replica(), e.place().queue(), e.place().offset(), e.id(), e.crc());
        }
        if (entry instanceof Entry.LogPiece e) {
            return line("L", e.replica(), e.log(), e.offset(), e.bytes(), e.crc());
        }
        Entry.Note note = (Entry.Note) entry;
        return line("N", note.timeNs(), oneLine(note.text()));
    }

    /**
     * The entry of a line.
     *
     * @throws IllegalArgumentException naming the line, if it is none
     */
    public static Entry parse(String text) {
        List<String> words = Arrays.asList(text.split(" ", -1));
        try {
            return switch (words.get(0)) {
                case "I" -> new Entry.Invoked(number(words, 1), words.get(2), number(words, 3), once(words.get(4)));
                case "A" -> new Entry.Acknowledged(number(words, 1), words.get(2), place(words, 3));
                case "S" -> new Entry.Settled(number(words, 1), words.get(2), number(words, 3));
                case "F" -> new Entry.Refused(number(words, 1), words.get(2), rest(words, 3));
                case "U" -> new Entry.Unknown(number(words, 1), words.get(2), rest(words, 3));
                case "R" ->
                    new Entry.Read(number(words, 1), words.get(2), place(words, 3), words.get(5), number(words, 6));
                case "G" ->
                    new Entry.Delivered(
                            number(words, 1), words.get(2), place(words, 3), words.get(5), number(words, 6));
                case "H" -> new Entry.Held(words.get(1), place(words, 2), words.get(4), number(words, 5));
                case "L" ->
                    new Entry.LogPiece(
                            words.get(1), words.get(2), number(words, 3), number(words, 4), number(words, 5));
                case "N" -> new Entry.Note(number(words, 1), rest(words, 2));
                default -> throw new IllegalArgumentException("no kind of entry");
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a line of a history: '" + text + "'", e);
        }
    }

    private static String line(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        return line.toString();
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }

    private static boolean once(String word) {
        if (!word.equals(ONCE) && !word.equals(RETRIED)) {
            throw new IllegalArgumentException(word);
        }
        return word.equals(ONCE);
    }

    private static long number(List<String> words, int at) {
        return Long.parseLong(words.get(at));
    }

    private static Place place(List<String> words, int at) {
        return new Place(words.get(at), number(words, at + 1));
    }

    private static String rest(List<String> words, int from) {
        return String.join(" ", words.subList(from, words.size()));
    }
}
