package io.ringmq.remoting.protocol;

/** Implementation language of a peer. */
public enum Language {
    JAVA(0),
    CPP(1),
    DOTNET(2),
    PYTHON(3),
    DELPHI(4),
    ERLANG(5),
    RUBY(6),
    OTHER(7),
    HTTP(8),
    GO(9),
    PHP(10),
    OMS(11),
    RUST(12),
    NODE_JS(13);

    private static final Language[] ALL = values();

    private final int number;

    Language(int number) {
        this.number = number;
    }

    /** The language with this number, or {@link #OTHER} for a number this version does not know. */
    public static Language ofNumber(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : OTHER;
    }

    /** The language with this name, or {@link #OTHER} for a name this version does not know. */
    public static Language ofName(String name) {
        for (Language language : ALL) {
            if (language.name().equals(name)) {
                return language;
            }
        }
        return OTHER;
    }

    /** Number in a binary header; equals the position among the constants. */
    public int number() {
        return number;
    }
}
