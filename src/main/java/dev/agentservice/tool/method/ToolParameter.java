package dev.agentservice.tool.method;

import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

import dev.agentservice.tool.ToolArguments;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolDefinitionException;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One parameter of a tool's method: where its value comes from.
 */
sealed interface ToolParameter {

	/** The name the model knows it by. */
	String name();

	/**
	 * The value to call the method with.
	 * @throws RuntimeException if the JSON value has no counterpart in Java
	 */
	@Nullable Object bind(ObjectNode arguments, ToolContext context);

	/**
	 * Says where a parameter's value comes from.
	 * @throws ToolDefinitionException if it could not be had for every call
	 */
	static ToolParameter of(Parameter parameter, String place) {
		if (parameter.getType() == ToolContext.class) {
			return new OfContext();
		}
		if (parameter.isAnnotationPresent(ToolMemoryId.class) || parameter.getType() == InvocationContext.class
				|| InvocationParameters.class.isAssignableFrom(parameter.getType())) {
			throw new ToolDefinitionException(place + ": parameter " + parameter.getName()
					+ " belongs to LangChain4j's AI services, which are not used here. Take a ToolContext instead.");
		}
		return OfArgument.of(parameter, place);
	}

	/** The run's context. */
	record OfContext() implements ToolParameter {

		@Override
		public String name() {
			return "context";
		}

		@Override
		public Object bind(ObjectNode arguments, ToolContext context) {
			return context;
		}

	}

	/**
	 * An argument of the model.
	 *
	 * @param name its name in the JSON schema
	 * @param type what its value is turned into
	 * @param optional whether the method takes an {@link Optional}
	 * @param otherwise the value if the model gave none
	 */
	record OfArgument(String name, JavaType type, boolean optional,
			@Nullable Object otherwise) implements ToolParameter {

		static OfArgument of(Parameter parameter, String place) {
			P annotation = parameter.getAnnotation(P.class);
			String name = name(parameter, annotation);
			boolean optional = parameter.getType() == Optional.class;
			JavaType type = ToolArguments.JSON.constructType(valueType(parameter, optional));
			Object otherwise = otherwise(annotation, type, place + ": parameter " + name);
			if (otherwise == null && annotation != null && !annotation.required() && type.isPrimitive()) {
				throw new ToolDefinitionException(place + ": parameter " + name
						+ " may be absent but cannot be null. Give it a default value or a boxed type.");
			}
			return new OfArgument(name, type, optional, otherwise);
		}

		private static String name(Parameter parameter, @Nullable P annotation) {
			return (annotation != null && !annotation.name().isBlank()) ? annotation.name() : parameter.getName();
		}

		private static Type valueType(Parameter parameter, boolean optional) {
			Type type = parameter.getParameterizedType();
			return (optional && type instanceof ParameterizedType wrapped) ? wrapped.getActualTypeArguments()[0] : type;
		}

		private static @Nullable Object otherwise(@Nullable P annotation, JavaType type, String place) {
			if (annotation == null || P.NO_DEFAULT.equals(annotation.defaultValue())) {
				return null;
			}
			try {
				return ToolArguments.JSON.convertValue(annotation.defaultValue(), type);
			}
			catch (RuntimeException ex) {
				throw new ToolDefinitionException(
						place + " has the default value '" + annotation.defaultValue() + "', which does not fit it.");
			}
		}

		@Override
		public @Nullable Object bind(ObjectNode arguments, ToolContext context) {
			JsonNode node = arguments.get(this.name);
			Object value = (node != null) ? ToolArguments.JSON.convertValue(node, this.type) : this.otherwise;
			return this.optional ? Optional.ofNullable(value) : value;
		}

	}

}
