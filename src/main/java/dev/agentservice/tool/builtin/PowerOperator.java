package dev.agentservice.tool.builtin;

import java.math.BigDecimal;

import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.AbstractOperator;
import com.ezylang.evalex.operators.InfixOperator;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.Token;

/**
 * {@code a ^ b}, judged by its size before it is worked out. EvalEx's own operator is not
 * used: it spells huge exponents out, and rounds small results to zero. A minus right
 * after the {@code ^} is part of the operator, since EvalEx's parser cannot give a sign
 * both less weight than a power before it ({@code -2^2}) and more after it.
 */
@InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_POWER, leftAssociative = false)
class PowerOperator extends AbstractOperator {

	private final boolean negated;

	PowerOperator(boolean negated) {
		this.negated = negated;
	}

	@Override
	public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands) {
		BigDecimal exponent = operands[1].getNumberValue();
		return expression
			.convertValue(Powers.of(operands[0].getNumberValue(), this.negated ? exponent.negate() : exponent));
	}

	@Override
	public int getPrecedence(ExpressionConfiguration configuration) {
		return configuration.getPowerOfPrecedence();
	}

}
