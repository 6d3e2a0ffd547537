package io.ringmq.broker.filter;

import java.util.List;
import java.util.Map;

/** Makes comparisons of operands that can be compared, and refuses the others. */
final class Operands {
    private Operands() {}

    static Expression equal(Expression left, Expression right) {
        requireNotNull(left);
        requireNotNull(right);
        boolean literals = left instanceof Expression.Constant && right instanceof Expression.Constant;
        if (literals && left.isBoolean() && !right.isBoolean()) {
            throw new InvalidExpressionException(left + " cannot be compared with " + right);
        }
        return new Comparison(Comparison.Operator.EQUAL, left, right);
    }

    static Expression ordered(Comparison.Operator operator, Expression left, Expression right) {
        requireOrder(left);
        requireOrder(right);
        return new Comparison(operator, left, right);
    }

    static Expression between(Expression value, Expression low, Expression high) {
        if (isNumber(low)
                && isNumber(high)
                && Boolean.TRUE.equals(new Comparison(Comparison.Operator.GREATER, low, high).evaluate(Map.of()))) {
            throw new InvalidExpressionException("BETWEEN " + low + " AND " + high + ": the bounds are swapped");
        }
        return new Expression.Logic(
                false,
                List.of(
                        ordered(Comparison.Operator.GREATER_OR_EQUAL, value, low),
                        ordered(Comparison.Operator.LESS_OR_EQUAL, value, high)));
    }

    static Expression outside(Expression value, Expression low, Expression high) {
        return new Expression.Logic(
                true,
                List.of(
                        ordered(Comparison.Operator.LESS, value, low),
                        ordered(Comparison.Operator.GREATER, value, high)));
    }

    static Expression.Property property(Expression operand, String operator) {
        if (operand instanceof Expression.Property property) {
            return property;
        }
        throw new InvalidExpressionException(operator + " needs a property on its left, not " + operand);
    }

    private static void requireNotNull(Expression operand) {
        if (operand instanceof Expression.Constant constant && constant.value() == null) {
            throw new InvalidExpressionException("NULL cannot be compared, write IS NULL or IS NOT NULL");
        }
    }

    private static void requireOrder(Expression operand) {
        boolean hasOrder = operand instanceof Expression.Constant ? isNumber(operand) : !operand.isBoolean();
        if (!hasOrder) {
            throw new InvalidExpressionException(
                    operand + " has no order: <, <=, >, >= and BETWEEN compare properties and numbers");
        }
    }

    private static boolean isNumber(Expression operand) {
        return operand instanceof Expression.Constant constant && constant.value() instanceof Number;
    }
}
