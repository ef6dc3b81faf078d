package dev.agentservice.tool.method;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolArguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of a method that is a tool, in their order.
 */
final class ToolParameters {

	private final List<ToolParameter> parameters;

	private final ToolArguments arguments;

	/**
	 * Those of a method.
	 * @param place how the method is called in errors
	 * @param arguments says what is wrong with a model's
	 */
	ToolParameters(Method method, String place, ToolArguments arguments) {
		this.parameters = Arrays.stream(method.getParameters())
			.map((parameter) -> ToolParameter.of(parameter, place))
			.toList();
		this.arguments = arguments;
	}

	/** What the method is called with. */
	@Nullable Object[] bind(ObjectNode values, ToolContext context) {
		@Nullable Object[] bound = new @Nullable Object[this.parameters.size()];
		for (int i = 0; i < bound.length; i++) {
			bound[i] = bind(this.parameters.get(i), values, context);
		}
		return bound;
	}

	private @Nullable Object bind(ToolParameter parameter, ObjectNode values, ToolContext context) {
		try {
			return parameter.bind(values, context);
		}
		catch (RuntimeException ex) {
			throw this.arguments.invalid("the value of " + parameter.name() + " cannot be used");
		}
	}

}
