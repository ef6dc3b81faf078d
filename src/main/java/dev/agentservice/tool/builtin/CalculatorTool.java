package dev.agentservice.tool.builtin;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.arithmetic.InfixDivisionOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMultiplicationOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPlusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixPlusOperator;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.Token;
import com.ezylang.evalex.parser.Token.TokenType;
import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

import org.springframework.stereotype.Component;

/**
 * Calculates with exact decimals. The expression is parsed by EvalEx and knows arithmetic
 * only: no variables, texts, arrays or code. Time and memory are bounded by the length of
 * the expression and by the size every intermediate value may have.
 */
@Component
class CalculatorTool {

	private static final int MAX_LENGTH = 500;

	private static final Pattern SIGNED_EXPONENT = Pattern.compile("\\^\\s+-");

	private final ExpressionConfiguration arithmetic = arithmetic();

	@SuppressWarnings("unchecked") // a generic array of entries, made by EvalEx's varargs
	private static ExpressionConfiguration arithmetic() {
		return ExpressionConfiguration.builder()
			.mathContext(Numbers.PRECISION)
			.operatorDictionary(MapBasedOperatorDictionary.ofOperators(Map.entry("+", new PrefixPlusOperator()),
					Map.entry("-", new PrefixMinusOperator()), Map.entry("+", new InfixPlusOperator()),
					Map.entry("-", new InfixMinusOperator()), Map.entry("*", new InfixMultiplicationOperator()),
					Map.entry("/", new InfixDivisionOperator()), Map.entry("^", new PowerOperator(false)),
					Map.entry("^-", new PowerOperator(true)), Map.entry("%", new PercentOperator())))
			.functionDictionary(NumberFunction.dictionary())
			.evaluationValueConverter(Numbers::checked)
			.powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER)
			.defaultConstants(Map.of("PI", EvaluationValue.numberValue(Numbers.PI)))
			.arraysAllowed(false)
			.structuresAllowed(false)
			.implicitMultiplicationAllowed(false)
			.build();
	}

	@Tool(name = "calculator", value = { "Calculates an arithmetic expression with exact decimals.",
			"Operators: + - * / ^ and parentheses; % divides by 100: 17.5% * 2300 is 402.5, 200 + 10% is 200.1.",
			"Functions: " + NumberFunction.NAMES + "; constant: PI.",
			"Write numbers with a decimal point and without thousands separators or units." })
	@ToolPolicy(timeout = "2s", trusted = true)
	String calculate(@P(name = "expression", value = "For example (1299.90 - 15%*1299.90) / 12") String expression) {
		if (expression.length() > MAX_LENGTH) {
			throw new ToolException("The expression is longer than " + MAX_LENGTH + " characters. Split it up.");
		}
		try {
			return Numbers.plain(evaluate(ascii(expression)));
		}
		catch (BaseException ex) {
			throw new ToolException("Cannot calculate that: " + ex.getMessage() + " at character "
					+ ex.getStartPosition() + ". " + Numbers.RULES, ex);
		}
		catch (NumberFormatException ex) {
			throw new ToolException("Cannot calculate that: a number in it is malformed. " + Numbers.RULES, ex);
		}
		catch (ArithmeticException ex) {
			throw new ToolException("Cannot calculate that: " + ex.getMessage() + ".", ex);
		}
	}

	private BigDecimal evaluate(String text) throws BaseException {
		Expression expression = new Expression(text, this.arithmetic);
		for (ASTNode node : expression.getAllASTNodes()) {
			demandNumber(node.getToken());
		}
		return expression.evaluate().getNumberValue();
	}

	/** EvalEx takes literals as they are, of whatever size, and texts too. */
	private static void demandNumber(Token token) {
		if (token.getType() == TokenType.STRING_LITERAL) {
			throw new ArithmeticException("texts cannot be calculated with");
		}
		if (token.getType() == TokenType.NUMBER_LITERAL) {
			Numbers.bounded(EvaluationValue.numberOfString(token.getValue(), Numbers.PRECISION).getNumberValue());
		}
	}

	/** People and models write operators as typographers and programmers do. */
	private static String ascii(String expression) {
		String plain = expression.replace('×', '*').replace('·', '*').replace('÷', '/').replace('−', '-');
		return SIGNED_EXPONENT.matcher(plain.replace("**", "^")).replaceAll("^-");
	}

}
