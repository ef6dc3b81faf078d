package dev.agentservice.tool.builtin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.FunctionDictionaryIfc;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.FunctionParameterDefinition;
import com.ezylang.evalex.parser.Token;

/**
 * A function of numbers. EvalEx's own are not used: some of them spell out as many digits
 * as an argument asks for.
 *
 * @param parameters what EvalEx's parser wants to know about its parameters
 * @param hasVarArgs whether the last parameter may be repeated
 * @param formula what it does with its arguments
 */
record NumberFunction(List<FunctionParameterDefinition> parameters, boolean hasVarArgs,
		Function<List<BigDecimal>, BigDecimal> formula) implements FunctionIfc {

	static final String NAMES = "ABS, AVERAGE, CEILING, FLOOR, LN, LOG10, MAX, MIN, MOD(a, b), ROUND(a, decimals), "
			+ "SQRT, SUM";

	private static final BigDecimal MAX_DECIMALS = BigDecimal.valueOf(100);

	static FunctionDictionaryIfc dictionary() {
		FunctionDictionaryIfc functions = new MapBasedFunctionDictionary();
		functions.addFunction("ABS", of(1, (args) -> args.getFirst().abs()));
		functions.addFunction("CEILING", of(1, (args) -> args.getFirst().setScale(0, RoundingMode.CEILING)));
		functions.addFunction("FLOOR", of(1, (args) -> args.getFirst().setScale(0, RoundingMode.FLOOR)));
		functions.addFunction("LN", of(1, (args) -> logarithm(args.getFirst(), Math.log(10))));
		functions.addFunction("LOG10", of(1, (args) -> logarithm(args.getFirst(), 1)));
		functions.addFunction("MOD", of(2, (args) -> args.get(0).remainder(args.get(1))));
		functions.addFunction("ROUND", of(2, (args) -> round(args.get(0), args.get(1))));
		functions.addFunction("SQRT", of(1, (args) -> args.getFirst().sqrt(Numbers.PRECISION)));
		functions.addFunction("AVERAGE", ofAny(NumberFunction::average));
		functions.addFunction("MAX", ofAny(Collections::max));
		functions.addFunction("MIN", ofAny(Collections::min));
		functions.addFunction("SUM", ofAny(NumberFunction::sum));
		return functions;
	}

	private static NumberFunction of(int parameters, Function<List<BigDecimal>, BigDecimal> formula) {
		return new NumberFunction(Collections.nCopies(parameters, parameter(false)), false, formula);
	}

	private static NumberFunction ofAny(Function<List<BigDecimal>, BigDecimal> formula) {
		return new NumberFunction(List.of(parameter(false), parameter(true)), true, formula);
	}

	private static FunctionParameterDefinition parameter(boolean repeated) {
		return FunctionParameterDefinition.builder().name("number").isVarArg(repeated).build();
	}

	private static BigDecimal sum(List<BigDecimal> numbers) {
		return numbers.stream().reduce(BigDecimal.ZERO, (a, b) -> a.add(b, Numbers.PRECISION));
	}

	private static BigDecimal average(List<BigDecimal> numbers) {
		return sum(numbers).divide(BigDecimal.valueOf(numbers.size()), Numbers.PRECISION);
	}

	private static BigDecimal round(BigDecimal value, BigDecimal decimals) {
		if (decimals.abs().compareTo(MAX_DECIMALS) > 0) {
			throw new ArithmeticException("ROUND takes up to " + MAX_DECIMALS + " decimals");
		}
		return value.setScale(decimals.intValueExact(), RoundingMode.HALF_UP);
	}

	/**
	 * The decimal logarithm times a factor, to the 12 digits floating point vouches for.
	 */
	private static BigDecimal logarithm(BigDecimal value, double factor) {
		if (value.signum() <= 0) {
			throw new ArithmeticException("only positive numbers have a logarithm");
		}
		return Numbers.rough((Math.log10(Numbers.mantissa(value)) + Numbers.magnitude(value)) * factor);
	}

	@Override
	public List<FunctionParameterDefinition> getFunctionParameterDefinitions() {
		return this.parameters;
	}

	@Override
	public void validatePreEvaluation(Token token, EvaluationValue... values) {
		// each formula says itself what it cannot take
	}

	@Override
	public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... values) {
		List<BigDecimal> numbers = Arrays.stream(values).map(EvaluationValue::getNumberValue).toList();
		return expression.convertValue(this.formula.apply(numbers));
	}

}
