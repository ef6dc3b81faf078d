package dev.agentservice.tool.method;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.agentservice.tool.ToolCheck;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolDefinitionException;
import dev.agentservice.tool.ToolEffect;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ReflectionUtils;

/**
 * The method that tells whether a call of a tool took effect.
 */
final class CheckMethod {

	private final Method method;

	private final List<ToolParameter> parameters;

	private CheckMethod(Method method, String place) {
		this.method = method;
		this.parameters = Arrays.stream(method.getParameters())
			.map((parameter) -> ToolParameter.of(parameter, place))
			.toList();
	}

	/**
	 * Finds the method of a tool.
	 * @param type the type of the tool's bean
	 * @param tool the tool's name
	 * @param arguments the names of the tool's arguments
	 * @throws ToolDefinitionException if there is none, or it could not be called
	 */
	static CheckMethod find(Class<?> type, String tool, Set<String> arguments) {
		Set<Method> found = MethodIntrospector.selectMethods(type,
				(Method method) -> method.isAnnotationPresent(ToolCheck.class)
						&& tool.equals(method.getAnnotation(ToolCheck.class).value()));
		if (found.size() != 1) {
			throw new ToolDefinitionException(type.getName() + ": in-doubt 'check' of the tool '" + tool
					+ "' needs one method with @ToolCheck(\"" + tool + "\"), and there are " + found.size() + ".");
		}
		Method method = found.iterator().next();
		String place = type.getName() + "." + method.getName();
		CheckMethod check = new CheckMethod(method, place);
		check.demandCallable(place, arguments);
		return check;
	}

	private void demandCallable(String place, Set<String> arguments) {
		if (!ToolEffect.class.isAssignableFrom(this.method.getReturnType())) {
			throw new ToolDefinitionException(place + ": a method with @ToolCheck returns a ToolEffect.");
		}
		for (ToolParameter parameter : this.parameters) {
			if (parameter instanceof ToolParameter.OfArgument && !arguments.contains(parameter.name())) {
				throw new ToolDefinitionException(place + ": parameter " + parameter.name()
						+ " is none of the tool's: they are " + arguments + ".");
			}
		}
	}

	/**
	 * Asks.
	 * @param target the bean, a proxy perhaps
	 * @throws ReflectiveOperationException whatever the method throws, as the cause
	 */
	ToolEffect ask(Object target, ObjectNode values, ToolContext context) throws ReflectiveOperationException {
		@Nullable Object[] bound = this.parameters.stream()
			.map((parameter) -> parameter.bind(values, context))
			.toArray(Object[]::new);
		Method invocable = AopUtils.selectInvocableMethod(this.method, target.getClass());
		ReflectionUtils.makeAccessible(invocable);
		Object effect = invocable.invoke(target, bound);
		if (effect instanceof ToolEffect known) {
			return known;
		}
		throw new InvocationTargetException(null, this.method.getName() + " returned null");
	}

}
