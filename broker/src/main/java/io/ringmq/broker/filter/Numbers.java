package io.ringmq.broker.filter;

/** Reads number literals. */
final class Numbers {
    private Numbers() {}

    /** An Integer where it fits, else a Long: the class decides how the text of a property is read. */
    static Number integer(Token token) {
        String digits = token.text().endsWith("l") || token.text().endsWith("L")
                ? token.text().substring(0, token.text().length() - 1)
                : token.text();
        if (digits.length() > 1 && digits.startsWith("0")) {
            throw new InvalidExpressionException("the number " + token.described() + " begins with 0");
        }
        try {
            long value = Long.parseLong(digits);
            return value == (int) value ? (Number) (int) value : (Number) value;
        } catch (NumberFormatException e) {
            throw new InvalidExpressionException(
                    "the number " + token.described() + " is beyond " + Long.MAX_VALUE + ", write it as a decimal", e);
        }
    }

    static Double decimal(Token token) {
        double value = Double.parseDouble(token.text());
        if (Double.isInfinite(value)) {
            throw new InvalidExpressionException("the number " + token.described() + " is beyond " + Double.MAX_VALUE);
        }
        return value;
    }
}
