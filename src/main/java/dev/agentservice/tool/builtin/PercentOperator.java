package dev.agentservice.tool.builtin;

import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.AbstractOperator;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.PostfixOperator;
import com.ezylang.evalex.parser.Token;

/** {@code a%} is a hundredth of a, wherever it stands. */
@PostfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER + 1)
class PercentOperator extends AbstractOperator {

	@Override
	public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands) {
		return expression.convertValue(operands[0].getNumberValue().movePointLeft(2));
	}

}
