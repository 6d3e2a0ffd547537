package io.ringmq.broker.filter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of an expression. NOT binds tighter than any comparison, as in RocketMQ: {@code NOT a = 1} means
 * {@code (NOT a) = 1}.
 *
 * <pre>
 *  or         := and { OR and }
 *  and        := equality { AND equality }
 *  equality   := comparison { ( = | &lt;&gt; ) comparison | IS [NOT] NULL }
 *  comparison := unary { ( &gt; | &gt;= | &lt; | &lt;= ) unary
 *                      | [NOT] ( CONTAINS | STARTSWITH | ENDSWITH ) string
 *                      | [NOT] BETWEEN unary AND unary
 *                      | [NOT] IN ( string { , string } ) }
 *  unary      := ( + | - | NOT ) unary | literal | name | ( or )
 * </pre>
 */
final class Parser {
    private final List<Token> tokens;
    private int next;
    private int depth;
    private int terms;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * The tree of an expression that is true or false.
     *
     * @throws InvalidExpressionException if the text is none
     */
    static Expression parse(String text) {
        Parser parser = new Parser(Lexer.tokens(text));
        Expression expression = truth(parser.or());
        parser.take(Token.Kind.END, "AND, OR or the end");
        return expression;
    }

    private Expression or() {
        return logic(true, Token.Kind.OR, this::and);
    }

    private Expression and() {
        return logic(false, Token.Kind.AND, this::equality);
    }

    private Expression logic(boolean decisive, Token.Kind operator, Supplier<Expression> operand) {
        Expression first = operand.get();
        if (peek() != operator) {
            return first;
        }
        List<Expression> operands = new ArrayList<>();
        operands.add(truth(first));
        while (taken(operator)) {
            operands.add(truth(operand.get()));
        }
        return new Expression.Logic(decisive, List.copyOf(operands));
    }

    private Expression equality() {
        Expression left = comparison();
        for (int links = 0; ; links++) {
            requireShallow(links);
            if (taken(Token.Kind.EQUAL)) {
                left = Operands.equal(left, comparison());
            } else if (taken(Token.Kind.NOT_EQUAL)) {
                left = new Expression.Not(Operands.equal(left, comparison()));
            } else if (taken(Token.Kind.IS)) {
                boolean negated = taken(Token.Kind.NOT);
                take(Token.Kind.NULL, "NULL");
                left = negated(new Expression.Missing(left), negated);
            } else {
                return left;
            }
            countTerm();
        }
    }

    private Expression comparison() {
        Expression left = unary();
        for (int links = 0; ; links++) {
            requireShallow(links);
            Expression longer = comparisonOf(left);
            if (longer == null) {
                return left;
            }
            left = longer;
            countTerm();
        }
    }

    private @Nullable Expression comparisonOf(Expression left) {
        Token.Kind operator = peek();
        switch (operator) {
            case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> {
                next++;
                return Operands.ordered(Comparison.Operator.valueOf(operator.name()), left, unary());
            }
            case CONTAINS, STARTSWITH, ENDSWITH, BETWEEN, IN -> {
                return test(left, false);
            }
            case NOT -> {
                next++;
                return test(left, true);
            }
            default -> {
                return null;
            }
        }
    }

    private Expression test(Expression left, boolean negated) {
        Token operator = tokens.get(next++);
        return switch (operator.kind()) {
            case CONTAINS, STARTSWITH, ENDSWITH -> search(operator, left, negated);
            case BETWEEN -> between(left, negated);
            case IN -> new Expression.Membership(Operands.property(left, "IN"), strings(), negated);
            default -> throw unexpected(operator, "CONTAINS, STARTSWITH, ENDSWITH, BETWEEN or IN behind NOT");
        };
    }

    private Expression search(Token operator, Expression left, boolean negated) {
        String wanted = take(Token.Kind.STRING, "a string in single quotes").text();
        return new TextSearch(TextSearch.Place.valueOf(operator.kind().name()), left, new Needle(wanted), negated);
    }

    private Expression between(Expression left, boolean negated) {
        Expression low = unary();
        take(Token.Kind.AND, "AND and the upper bound");
        Expression high = unary();
        return negated ? Operands.outside(left, low, high) : Operands.between(left, low, high);
    }

    private Set<String> strings() {
        take(Token.Kind.OPEN, "( and strings in single quotes");
        Set<String> values = new LinkedHashSet<>();
        do {
            values.add(take(Token.Kind.STRING, "a string in single quotes").text());
        } while (taken(Token.Kind.COMMA));
        take(Token.Kind.CLOSE, ", or )");
        if (values.size() > SqlExpression.MAX_IN_VALUES) {
            throw new InvalidExpressionException(
                    "IN has " + values.size() + " values, at most " + SqlExpression.MAX_IN_VALUES + " are allowed");
        }
        return values;
    }

    private Expression unary() {
        depth++;
        requireShallow(depth);
        Token token = tokens.get(next++);
        Expression expression = switch (token.kind()) {
            case PLUS -> unary();
            case MINUS -> new Expression.Negation(unary());
            case NOT -> new Expression.Not(truth(unary()));
            case OPEN -> enclosed();
            case NAME -> new Expression.Property(token.text());
            default -> literal(token);
        };
        depth--;
        return expression;
    }

    private Expression enclosed() {
        Expression inner = or();
        take(Token.Kind.CLOSE, ")");
        return inner;
    }

    private static Expression literal(Token token) {
        return switch (token.kind()) {
            case STRING -> new Expression.Constant(token.text());
            case INTEGER -> new Expression.Constant(Numbers.integer(token));
            case DECIMAL -> new Expression.Constant(Numbers.decimal(token));
            case TRUE -> new Expression.Constant(true);
            case FALSE -> new Expression.Constant(false);
            case NULL -> new Expression.Constant(null);
            default -> throw unexpected(token, "a property, a literal or (");
        };
    }

    private static Expression truth(Expression expression) {
        if (expression instanceof Expression.Property property) {
            return new Expression.Truth(property);
        }
        if (!expression.isBoolean()) {
            throw new InvalidExpressionException(expression + " is neither true nor false, compare it with something");
        }
        return expression;
    }

    private static Expression negated(Expression expression, boolean negated) {
        return negated ? new Expression.Not(expression) : expression;
    }

    private void countTerm() {
        terms++;
        if (terms > SqlExpression.MAX_TERMS) {
            throw new InvalidExpressionException("more than " + SqlExpression.MAX_TERMS + " comparisons");
        }
    }

    private static void requireShallow(int depth) {
        if (depth > SqlExpression.MAX_DEPTH) {
            throw new InvalidExpressionException("nested deeper than " + SqlExpression.MAX_DEPTH + " levels");
        }
    }

    private Token.Kind peek() {
        return tokens.get(next).kind();
    }

    private boolean taken(Token.Kind kind) {
        boolean there = peek() == kind;
        next += there ? 1 : 0;
        return there;
    }

    private Token take(Token.Kind kind, String wanted) {
        Token token = tokens.get(next);
        if (token.kind() != kind) {
            throw unexpected(token, wanted);
        }
        next++;
        return token;
    }

    private static InvalidExpressionException unexpected(Token found, String wanted) {
        return new InvalidExpressionException("found " + found.described() + " where " + wanted + " must stand");
    }
}
